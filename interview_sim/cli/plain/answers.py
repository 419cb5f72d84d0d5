"""Answer files: what an unattended candidate does, question by question."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from interview_sim.bank.loading import read_record
from interview_sim.errors import InterviewSimError
from interview_sim.matching import Verdict
from interview_sim.session.events import DrawnQuestion


class AnswersError(InterviewSimError):
    """An answer file cannot be used; the text lists what is wrong, with places."""


class Predicted(Struct, frozen=True, kw_only=True):
    """Blind ratings."""

    coverage: Annotated[int, Meta(ge=1, le=4)] | None = None
    depth: Annotated[int, Meta(ge=1, le=4)] | None = None
    clarity: Annotated[int, Meta(ge=1, le=4)] | None = None
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None

    @property
    def ratings(self) -> dict[str, int]:
        """The ratings that were given, by dimension."""
        given = {"coverage": self.coverage, "depth": self.depth, "clarity": self.clarity}
        return {name: value for name, value in given.items() if value is not None}


class Answer(Struct, frozen=True, kw_only=True):
    """What the candidate does on one question."""

    answer: str = ""
    """Blank: the question is skipped."""
    seconds: Annotated[float, Meta(ge=0)] | None = None
    """Time taken; absent: from the length, at 40 words a minute."""
    follow_ups: dict[str, str] = {}
    """By the probe's point id or the follow-up's id; absent: skipped."""
    predicted: Predicted | None = None
    marks: dict[str, Verdict] = {}
    """Overrules by point id; `follow-up/point` for a point of a follow-up."""


class Answers(Struct, frozen=True):
    """A whole answer file."""

    by_question: dict[str, Answer]

    def of(self, drawn: DrawnQuestion) -> Answer:
        """What to do on that question; skipping it where the file does not say."""
        known = self.by_question
        return known.get(drawn.ref) or known.get(drawn.question.id) or Answer()

    def unasked(self, drawn: Iterable[DrawnQuestion]) -> list[str]:
        """The names in the file that no drawn question has, in the file's order."""
        known = {name for one in drawn for name in (one.ref, one.question.id)}
        return [name for name in self.by_question if name not in known]


def read_answers(path: Path) -> Answers:
    """The answers in the file at `path`.

    Raises:
        AnswersError: It cannot be used; every problem is told with its place.
    """
    answers = read_record(path, dict[str, Answer], "the answer file", refused=AnswersError)
    return Answers(answers)
