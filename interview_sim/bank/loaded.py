"""A bank as the catalogue holds it: what lists show at once, its questions when they are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from interview_sim.bank.model import Bank, Question
from interview_sim.bank.problems import Problem
from interview_sim.paths import Origin


@dataclass(frozen=True)
class Reading:
    """What reading one file gave, with the questions still to be fetched."""

    outline: Bank | None
    """The bank without what only an interview needs; None where the file cannot be used."""
    problems: tuple[Problem, ...] = ()
    hash: str = ""
    fetch: Callable[[], Bank] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class LoadedBank:
    """A bank and where it was found."""

    outline: Bank
    """The bank with the questions' prompts, topics, levels, roles, kinds and times, but without
    rubrics, follow-ups, hints and answers: enough for lists and for choosing, and quick to have."""
    path: Path
    hash: str
    """The digest of the bank's content; transcripts keep it."""
    origin: Origin
    fetch: Callable[[], Bank] = field(compare=False, repr=False)
    """Gives the whole bank; `bank` calls it once."""

    @property
    def id(self) -> str:
        """The bank's id."""
        return self.outline.id

    @cached_property
    def bank(self) -> Bank:
        """The whole bank; decoded when first asked for.

        Raises:
            BankError: What was kept of it is gone, and its file has changed meanwhile.
        """
        return self.fetch()


def outline_of(bank: Bank) -> Bank:
    """The bank without what only an interview needs."""
    return msgspec.structs.replace(bank, sources=(), questions=tuple(map(_bare, bank.questions)))


def _bare(question: Question) -> Question:
    return Question(
        id=question.id,
        prompt=question.prompt,
        kind=question.kind,
        topic=question.topic,
        tags=question.tags,
        roles=question.roles,
        level=question.level,
        time=question.time,
    )
