"""Marking blind: point by point, without what the program suggests or anyone has said before.

This knows where the marker stands and what is still open; it draws nothing and asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from interview_sim.bank.model import Point
from interview_sim.matching.model import Verdict
from interview_sim.together.marking_file import Markable, MarkingFile


class Place(NamedTuple):
    """One point of one answer."""

    answer: Markable
    point: Point


class BlindMarking:
    """A walk over the points of a session.

    Args:
        marking: What has been said so far.
        answers: The answers to mark, in order.
        keep: Takes the marking after each verdict, to be kept.
        now: The time, as a stamp.
    """

    def __init__(
        self,
        marking: MarkingFile,
        answers: Sequence[Markable],
        keep: Callable[[MarkingFile], None],
        now: Callable[[], str],
    ) -> None:
        self.marking = marking
        self._places = [Place(answer, point) for answer in answers for point in answer.points]
        self._keep = keep
        self._now = now
        self._visited: list[int] = []
        self._at = self._open_from(0)

    @property
    def place(self) -> Place | None:
        """The point at hand; None when the walk is through."""
        return self._places[self._at] if self._at < len(self._places) else None

    @property
    def total(self) -> int:
        """How many points there are."""
        return len(self._places)

    @property
    def marked(self) -> int:
        """How many have a verdict."""
        return sum(self.said(place) is not None for place in self._places)

    def said(self, place: Place) -> Verdict | None:
        """This marker's own verdict on a point, if there is one."""
        return self.marking.of(place.answer).points.get(place.point.id)

    def say(self, verdict: Verdict) -> None:
        """Give a verdict on the point at hand, keep it, and go on to the next open one."""
        place = self.place
        if place is None:
            return
        self.marking = self.marking.with_verdict(place.answer, place.point.id, verdict, self._now())
        self._keep(self.marking)
        self.leave()

    def leave(self) -> None:
        """Leave the point at hand open, or as it is, and go on."""
        if self.place is not None:
            self._visited.append(self._at)
            self._at = self._open_from(self._at + 1)

    def back(self) -> bool:
        """Return to the point before, to say otherwise; False at the first."""
        if not self._visited:
            return False
        self._at = self._visited.pop()
        return True

    def _open_from(self, start: int) -> int:
        for index in range(start, len(self._places)):
            if self.said(self._places[index]) is None:
                return index
        return len(self._places)
