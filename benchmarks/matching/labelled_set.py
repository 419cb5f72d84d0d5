"""The labelled set: answers to the shipped questions, each judged point by point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import yaml

from interview_sim.bank.composing import LOADER
from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Bank, Question
from interview_sim.matching.model import Verdict
from interview_sim.matching.notice import Glossary

FOLDER = Path(__file__).parent / "labelled"
BANKS = Path(__file__).parents[2] / "banks"
NAME = "ml-fundamentals"
"""The bank that all labelled questions were in when their answers were written."""
HELD_OUT = 4
"""Questions whose errors nobody looks at while the matcher or its bank is worked on."""


class Labelled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer with the verdicts that a fair interviewer would give."""

    id: str
    voice: str
    answer: str
    labels: dict[str, Verdict]
    claims: tuple[str, ...] = ()
    note: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    question: str
    answers: tuple[Labelled, ...]


@dataclass(frozen=True)
class LabelledQuestion:
    """A question with the glossary of its bank and its labelled answers."""

    question: Question
    glossary: Glossary
    answers: tuple[Labelled, ...]


@dataclass(frozen=True)
class LabelledSet:
    """All labelled questions."""

    questions: tuple[LabelledQuestion, ...]

    def part(self, names: frozenset[str]) -> LabelledSet:
        """Only the questions of these names."""
        kept = tuple(one for one in self.questions if one.question.id in names)
        return LabelledSet(kept)

    @property
    def names(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(one.question.id for one in self.questions)


def held_out(names: Sequence[str] | frozenset[str]) -> frozenset[str]:
    """The questions held out: those whose full names, as they were, have the smallest SHA-256.

    A rule, so that nobody could choose the easy ones.
    """
    ordered = sorted(names, key=lambda name: sha256(f"{NAME}:{name}".encode()).hexdigest())
    return frozenset(ordered[:HELD_OUT])


@cache
def labelled_set(folder: Path = FOLDER, banks: Path = BANKS) -> LabelledSet:
    """Read the labelled answers; the questions come in the order of their names.

    Raises:
        msgspec.ValidationError: A file does not say what `labelled/README.md` asks of it.
        KeyError: A file is about a question that the bank does not have.
    """
    by_name = {f"{NAME}:{question.id}": (bank, question) for bank, question in former(NAME, banks)}
    found: list[LabelledQuestion] = []
    for path in sorted(folder.glob("*.yaml")):
        read = msgspec.convert(yaml.load(path.read_bytes(), LOADER), _File)
        bank, question = by_name[read.question]
        found.append(LabelledQuestion(question, bank.glossary, read.answers))
    return LabelledSet(tuple(found))


def former(name: str, banks: Path = BANKS) -> Iterator[tuple[Bank, Question]]:
    """The questions that were in a bank which is no more, each with the bank that it is in now."""
    for path in sorted(banks.glob("*.yaml")):
        bank = load_bank(path)
        for question in bank.questions:
            if f"{name}:{question.id}" in question.moved:
                yield bank, question
