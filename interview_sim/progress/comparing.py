"""Two sessions side by side: what both asked, and how the scores differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from interview_sim.progress.summary import QuestionSummary, SessionSummary


class Pair(NamedTuple):
    """One question as it went in two sessions."""

    ref: str
    """`bank:question`."""
    title: str
    here: float | None
    """The score in the session at hand; None where it has none, or was not asked there."""
    there: float | None
    in_both: bool

    @property
    def change(self) -> float | None:
        """How much better the session at hand went; None where one of them has no score."""
        if self.here is None or self.there is None:
            return None
        return self.here - self.there


class Comparison(NamedTuple):
    """The session at hand beside another."""

    here: SessionSummary
    there: SessionSummary
    pairs: tuple[Pair, ...]
    """What both asked, in the order of the session at hand, then what only one of them did."""

    @property
    def changes(self) -> tuple[float, ...]:
        """The differences of all questions that have a score in both."""
        return tuple(pair.change for pair in self.pairs if pair.change is not None)

    @property
    def mean_change(self) -> float | None:
        """The mean difference over these; None where there is none."""
        return sum(self.changes) / len(self.changes) if self.changes else None


def comparable(
    sessions: Iterable[SessionSummary], here: SessionSummary
) -> tuple[SessionSummary, ...]:
    """The sessions worth laying beside this one, those with most questions in common first.

    Sessions of the same plan count too, for what they came to as a whole. Of equals, those that
    come first stay first.
    """
    asked = {question.ref for question in here.questions}
    found = [one for one in sessions if one.id != here.id and one.questions]
    shared = {one.file: sum(question.ref in asked for question in one.questions) for one in found}
    worth = [one for one in found if shared[one.file] or (one.plan and one.plan == here.plan)]
    return tuple(sorted(worth, key=lambda one: (-shared[one.file], one.plan != here.plan)))


def compare(here: SessionSummary, there: SessionSummary) -> Comparison:
    """The two sessions, question by question."""
    ours, theirs = _by_ref(here), _by_ref(there)
    both = [ref for ref in ours if ref in theirs]
    rest = [ref for ref in ours if ref not in theirs] + [ref for ref in theirs if ref not in ours]
    pairs = []
    for ref in (*both, *rest):
        mine, other = ours.get(ref), theirs.get(ref)
        known = mine or other
        if known is not None:
            pairs.append(
                Pair(ref, known.title, _score(mine), _score(other), in_both=bool(mine and other))
            )
    return Comparison(here, there, tuple(pairs))


def _by_ref(session: SessionSummary) -> dict[str, QuestionSummary]:
    return {question.ref: question for question in session.questions}


def _score(question: QuestionSummary | None) -> float | None:
    return None if question is None else question.score
