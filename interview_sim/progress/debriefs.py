"""What was asked in real interviews, how it went, and what came of it; beside the practice before.

Kept in one file of the candidate's own, which no export, paper or anonymous record reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from interview_sim.errors import InterviewSimError
from interview_sim.kept import changing, read_kept, write_kept

if TYPE_CHECKING:
    from interview_sim.progress.history import History

_FORMAT = "interview-sim/debriefs@1"

ENOUGH = 3
"""Real interviews from which on practice is set beside them."""

BEFORE = timedelta(days=28)
"""Practice so long before an interview is set beside it."""


class Outcome(StrEnum):
    """What came of an interview."""

    WAITING = "waiting"
    OFFER = "offer"
    NEXT = "next"
    """On to the next round."""
    NO = "no"

    @property
    def words(self) -> str:
        """As people say it."""
        return {Outcome.NEXT: "next round", Outcome.NO: "no offer"}.get(self, self.value)


class AskedThere(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question of a real interview."""

    question: str
    went: Annotated[int, Meta(ge=1, le=4)]
    """How it went: 1 badly, 2 so-so, 3 well, 4 very well."""
    topic: str = ""


class Debrief(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One real interview."""

    day: str
    """As 2026-12-12."""
    role: str = ""
    """What it was for, in the candidate's words."""
    questions: tuple[AskedThere, ...] = ()
    outcome: Outcome = Outcome.WAITING
    note: str = ""

    def __post_init__(self) -> None:
        date.fromisoformat(self.day)

    @property
    def went(self) -> float | None:
        """How it went on the whole, 0..100; None where nothing was said of any question."""
        marks = [(asked.went - 1) / 3 * 100 for asked in self.questions]
        return sum(marks) / len(marks) if marks else None


class DebriefError(InterviewSimError):
    """The file of debriefs cannot be used; the text says where it is and what to do."""


class _File(Struct, frozen=True, kw_only=True):
    format: str
    debriefs: tuple[Debrief, ...]


def read_debriefs(path: Path) -> tuple[Debrief, ...]:
    """The debriefs in the file, oldest first; none where there is no file.

    Raises:
        DebriefError: It cannot be read; it is never overwritten then.
    """
    found = read_kept(path, _File, _FORMAT, called="the debriefs", refused=DebriefError)
    return tuple(sorted(found.debriefs if found else (), key=lambda debrief: debrief.day))


def write_debriefs(path: Path, debriefs: Sequence[Debrief]) -> None:
    """Keep the debriefs, whole or not at all.

    Raises:
        FileError: The file cannot be written; it is as it was.
    """
    kept = tuple(sorted(debriefs, key=lambda debrief: debrief.day))
    write_kept(path, _File(format=_FORMAT, debriefs=kept))


def keep_debrief(path: Path, debrief: Debrief, before: Debrief | None = None) -> None:
    """Keep one debrief beside the others, in the place of what it was before.

    Raises:
        DebriefError: The file cannot be read.
        FileError: It cannot be written; it is as it was.
    """
    with changing(path):
        known = list(read_debriefs(path))
        if before in known:
            known.remove(before)
        write_debriefs(path, (*known, debrief))


class Beside(Struct, frozen=True, kw_only=True):
    """One real interview, and the practice of the four weeks before."""

    day: str
    outcome: Outcome
    went: float | None
    """How it went by the candidate's own word, 0..100."""
    practice: float | None
    """Mean score of the answers of those weeks; None where there are none."""
    answers: int
    sessions: int


def side_by_side(history: History, debriefs: Sequence[Debrief]) -> tuple[Beside, ...]:
    """Practice and outcomes, oldest first; empty while there are too few to look at."""
    if len(debriefs) < ENOUGH:
        return ()
    found = []
    for debrief in debriefs:
        day = date.fromisoformat(debrief.day)
        before = [s for s in history.scored if s.day is not None and day - BEFORE <= s.day < day]
        scores = [q.score for session in before for q in session.questions if q.score is not None]
        found.append(
            Beside(
                day=debrief.day,
                outcome=debrief.outcome,
                went=debrief.went,
                practice=sum(scores) / len(scores) if scores else None,
                answers=len(scores),
                sessions=len(before),
            )
        )
    return tuple(found)
