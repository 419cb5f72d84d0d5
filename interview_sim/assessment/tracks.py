"""How the coverage of each answer came about while it was typed, as the record tells it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.model import Point
from interview_sim.bank.terms import Need
from interview_sim.judging.judgement import DeletedPassage, Judgement
from interview_sim.judging.parts import points_of
from interview_sim.matching.model import Verdict
from interview_sim.session.state import State, Turn


class Shift(NamedTuple):
    """From `t` on, in ms of session time, the answer had that verdict on a point."""

    t: int
    verdict: Verdict


class PointTrack(Struct, frozen=True, kw_only=True):
    """One point, group or member through the time of an answer."""

    id: str
    text: str
    need: Need = Need.MUST
    pick: int | None = None
    """Of a group: how many of its members are enough."""
    group: str | None = None
    """Of a member: the group it belongs to."""
    shifts: tuple[Shift, ...] = ()

    @property
    def first_covered(self) -> int | None:
        """Session ms at which it was first covered; None: never."""
        return next((s.t for s in self.shifts if s.verdict is Verdict.COVERED), None)

    def at(self, t: float) -> Verdict:
        """The verdict on the answer as it stood at session time `t`."""
        place = bisect_right(self.shifts, t, key=lambda shift: shift.t) - 1
        return self.shifts[place].verdict if place >= 0 else Verdict.MISSED


class AnswerTrack(Struct, frozen=True, kw_only=True):
    """The points of one answer, in the rubric's order, each group before its members."""

    question: int
    part: str
    points: tuple[PointTrack, ...] = ()
    deleted: tuple[DeletedPassage, ...] = ()
    """What was typed and deleted for good, with the point that went with it."""

    @property
    def counted(self) -> tuple[PointTrack, ...]:
        """What stands in the rubric: plain points and groups, without the groups' members."""
        return tuple(point for point in self.points if point.group is None)


def tracks_of(state: State) -> tuple[AnswerTrack, ...]:
    """The track of every answer, from the latest judgement of each."""
    return tuple(_track(state, turn) for turn in state.turns)


def _track(state: State, turn: Turn) -> AnswerTrack:
    rubric = points_of(state.drawn(turn.question).question, turn.part)
    judgement = state.judgement(turn.question, turn.part) or Judgement(judge="")
    last = turn.asked_at if turn.last_edit_at is None else turn.last_edit_at
    return AnswerTrack(
        question=turn.question,
        part=turn.part,
        points=tuple(track for item in rubric for track in _tracks(item, judgement, last)),
        deleted=judgement.deleted,
    )


def _tracks(item: Point, judgement: Judgement, last: int) -> Iterator[PointTrack]:
    pick = item.enough if item.of else None
    for point, group in ((item, None), *((member, item.id) for member in item.of)):
        yield PointTrack(
            id=point.id,
            text=point.point,
            need=item.need,
            pick=pick if group is None else None,
            group=group,
            shifts=_shifts(point.id, judgement, last),
        )


def _shifts(point: str, judgement: Judgement, last: int) -> tuple[Shift, ...]:
    """Covered when its words were typed; lost when the passage that covered it was deleted."""
    found = judgement.of(point)
    final = Verdict.MISSED if found is None else found.verdict
    shifts = []
    at = judgement.covered_at.get(point)
    if at is not None:
        shifts.append(Shift(at, Verdict.COVERED))
    if final is not Verdict.COVERED and at is not None:
        gone = (passage.deleted_at for passage in judgement.deleted if passage.point == point)
        shifts.append(Shift(max(at, min(gone, default=last)), final))
    elif at is None and final is not Verdict.MISSED:
        shifts.append(Shift(last, final))
    return tuple(shifts)
