"""When an answer, as it was being typed, first covered each of its points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from interview_sim.bank.model import Point, Question
from interview_sim.matching.model import PointCoverage, Span, Verdict
from interview_sim.session.events import MAIN, Asked, Edit, Event, FollowUpAsked

if TYPE_CHECKING:
    # To name the matcher is free; to import it is not.
    from interview_sim.matching import Matcher

PartKey = tuple[int, str]
"""Question index and part id: one answer."""

MOST_STEPS = 5
"""Drafts of one answer that are matched again, besides the final one."""

_PAUSE = 1_500
"""Ms without an edit after which a draft was worth a look at."""


def edits_of(events: Iterable[Event]) -> dict[PartKey, list[Edit]]:
    """The edits of each answer, in order."""
    edits: dict[PartKey, list[Edit]] = {}
    current: list[Edit] = []
    for event in events:
        if isinstance(event, Edit):
            current.append(event)
        elif isinstance(event, Asked | FollowUpAsked):
            part = event.id if isinstance(event, FollowUpAsked) else MAIN
            current = edits.setdefault((event.question, part), [])
    return edits


class Draft:
    """An answer while it is typed: its text, and when each character of it came."""

    def __init__(self) -> None:
        self.text = ""
        self._times: list[int] = []

    def take(self, edit: Edit) -> None:
        """Let one edit happen."""
        start, end = edit.at_char, edit.at_char + edit.delete
        self.text = self.text[:start] + edit.ins + self.text[end:]
        self._times[start:end] = [edit.t] * len(edit.ins)

    def complete_at(self, spans: Iterable[Span]) -> int | None:
        """When the last character of the spans was typed; None where there are none."""
        return max((t for start, end in spans for t in self._times[start:end]), default=None)


class CoverageClock:
    """When each point of one answer was first covered.

    The words that cover a point tell when it was covered: when the last of them was typed. So
    only drafts that may have said it otherwise are matched again: those before a pause or before
    something was taken out, a few of them.

    Args:
        asked: What the answer is held against.
        edits: How it was typed.
        matcher: Matches drafts.
    """

    def __init__(self, asked: Question, edits: Sequence[Edit], matcher: Matcher) -> None:
        self._asked = asked
        self._edits = edits
        self._matcher = matcher
        self._first: dict[str, int] = {}

    def times(self, final: Mapping[str, PointCoverage], rubric: Sequence[Point]) -> dict[str, int]:
        """Session ms by point id, for every point that some draft covered.

        Args:
            final: What the matcher makes of the answer as it was handed in.
            rubric: The points, for the groups among them.
        """
        steps = set(steps_of(self._edits))
        leaves = {leaf.id for point in rubric for leaf in point.leaves}
        draft = Draft()
        for number, edit in enumerate(self._edits):
            draft.take(edit)
            if number in steps and not leaves <= self._first.keys():
                coverage = self._matcher.cover(self._asked, draft.text)
                self._note(coverage.leaves().values(), draft, edit.t)
        last = self._edits[-1].t if self._edits else 0
        self._note((p for p in final.values() if not p.members), draft, last)
        return self._first | self._groups(rubric)

    def _note(self, points: Iterable[PointCoverage], draft: Draft, t: int) -> None:
        for point in points:
            if point.verdict is Verdict.COVERED and point.id not in self._first:
                at = draft.complete_at(point.evidence)
                self._first[point.id] = t if at is None else at

    def _groups(self, rubric: Sequence[Point]) -> dict[str, int]:
        """A group is covered once enough of its members are."""
        found = {}
        for group in rubric:
            times = sorted(self._first[m.id] for m in group.of if m.id in self._first)
            pick = min(group.pick or len(group.of), len(group.of))
            if group.of and len(times) >= pick:
                found[group.id] = times[pick - 1]
        return found


def steps_of(edits: Sequence[Edit]) -> list[int]:
    """Indices of edits after which the draft is worth a look; the last edit is not among them."""
    found = list(_resting(edits))
    if len(found) <= MOST_STEPS:
        return found
    return [found[len(found) * step // MOST_STEPS] for step in range(MOST_STEPS)]


def _resting(edits: Sequence[Edit]) -> Iterator[int]:
    for number in range(len(edits) - 1):
        here, following = edits[number], edits[number + 1]
        turns_back = following.delete > 0 and here.delete == 0
        if turns_back or following.t - here.t >= _PAUSE:
            yield number
