"""The labelled set: answers to the shipped questions, each judged point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
import yaml

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Bank, Question
from interview_sim.matching.model import Verdict

_ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "labelled"
BANK = _ROOT / "banks" / "ml-fundamentals.yaml"
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
    """A question of the bank with its labelled answers."""

    question: Question
    answers: tuple[Labelled, ...]


@dataclass(frozen=True)
class LabelledSet:
    """All labelled questions, and the bank they belong to."""

    bank: Bank
    questions: tuple[LabelledQuestion, ...]

    def part(self, names: frozenset[str]) -> LabelledSet:
        """Only the questions of these names."""
        kept = tuple(one for one in self.questions if one.question.id in names)
        return LabelledSet(self.bank, kept)

    @property
    def names(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(one.question.id for one in self.questions)


def held_out(names: Sequence[str] | frozenset[str], bank: str) -> frozenset[str]:
    """The questions held out: those whose full names have the smallest SHA-256.

    A rule, so that nobody could choose the easy ones.
    """
    ordered = sorted(names, key=lambda name: sha256(f"{bank}:{name}".encode()).hexdigest())
    return frozenset(ordered[:HELD_OUT])


def labelled_set(folder: Path = FOLDER, bank: Path = BANK) -> LabelledSet:
    """Read the labelled answers; the questions come in the bank's order.

    Raises:
        msgspec.ValidationError: A file does not say what `labelled/README.md` asks of it.
        KeyError: A file is about a question that the bank does not have.
    """
    loaded = load_bank(bank)
    by_id = {question.id: question for question in loaded.questions}
    found: dict[str, LabelledQuestion] = {}
    for path in sorted(folder.glob("*.yaml")):
        read = msgspec.convert(yaml.safe_load(path.read_text("utf-8")), _File)
        name = read.question.removeprefix(f"{loaded.id}:")
        found[name] = LabelledQuestion(by_id[name], read.answers)
    return LabelledSet(loaded, tuple(found[name] for name in by_id if name in found))
