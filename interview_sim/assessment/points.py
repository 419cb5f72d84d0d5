"""The rows of one answer: what the judge said of each point, the candidate's word, what counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview_sim.assessment.model import PointResult
from interview_sim.assessment.scoring import Scoring
from interview_sim.bank.model import Point
from interview_sim.bank.terms import Need
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import points_of
from interview_sim.matching.model import PointCoverage, Span, Verdict
from interview_sim.session.state import Mark, State, Turn

_NOTHING = PointCoverage(id="", verdict=Verdict.MISSED, strength=0.0)


def rows_of(state: State, turn: Turn, scoring: Scoring) -> tuple[PointResult, ...]:
    """A row for each point of one answer, and after each group one for each of its members.

    The suggestion is the latest judgement on record; missed where there is none.

    Args:
        state: The session.
        turn: The answer.
        scoring: What verdicts are worth.
    """
    points = points_of(state.drawn(turn.question).question, turn.part)
    return tuple(_Rows(state, turn, scoring).rows(points))


class _Rows:
    """Turns the points of one answer into results."""

    def __init__(self, state: State, turn: Turn, scoring: Scoring) -> None:
        self._state = state
        self._turn = turn
        self._scoring = scoring
        self._judgement = state.judgement(turn.question, turn.part) or Judgement(judge="")

    def rows(self, points: Iterable[Point]) -> Iterable[PointResult]:
        for point in points:
            yield from self._group(point) if point.is_group else (self._row(point),)

    def _group(self, group: Point) -> list[PointResult]:
        pick = group.enough
        members = [
            self._row(member, need=group.need, weight=group.weight / pick, group=group.id)
            for member in group.of
        ]
        best = sorted((member.share for member in members), reverse=True)
        share = sum(best[:pick]) / pick
        row = self._row(group, pick=pick, derived=(_verdict_of(share), share))
        return [row, *members]

    def _row(
        self,
        point: Point,
        *,
        need: Need | None = None,
        weight: float | None = None,
        group: str | None = None,
        pick: int | None = None,
        derived: tuple[Verdict, float] | None = None,
    ) -> PointResult:
        turn = self._turn
        found = self._judgement.of(point.id) or _NOTHING
        mark = self._state.marks.get((turn.question, turn.part, point.id))
        spans = mark.evidence if mark is not None and mark.evidence else found.evidence
        spans = fitting(spans, turn.text)
        if mark is not None:
            confirmed, share = mark.verdict, self._scoring.worth(mark.verdict)
        elif derived is not None:
            confirmed, share = derived
        else:
            confirmed, share = found.verdict, self._scoring.worth(found.verdict)
        return PointResult(
            id=point.id,
            point=point.point,
            need=need or point.need,
            weight=point.weight if weight is None else weight,
            suggested=found.verdict,
            confirmed=confirmed,
            share=share,
            marked=mark is not None,
            strength=found.strength,
            reason=found.reason,
            spans=spans,
            evidence=tuple(turn.text[start:end] for start, end in spans),
            group=group,
            pick=pick,
            first_covered_ms=self._covered_at(point, mark),
        )

    def _covered_at(self, point: Point, mark: Mark | None) -> int | None:
        """When the words that the candidate pointed at were typed, else those of the judge."""
        if mark is not None and mark.verdict is Verdict.COVERED and mark.covered_at is not None:
            return mark.covered_at
        return self._judgement.covered_at.get(point.id)


def _verdict_of(share: float) -> Verdict:
    if share >= 1:
        return Verdict.COVERED
    return Verdict.PARTLY if share > 0 else Verdict.MISSED


def fitting(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans that lie within the text: a transcript may say anything."""
    return tuple((start, end) for start, end in spans if 0 <= start < end <= len(text))


def musts(rows: Iterable[PointResult]) -> tuple[int, int]:
    """How many `must` points are covered, and how many there are; a group is one."""
    must = [row for row in rows if row.need is Need.MUST and row.group is None]
    return sum(row.confirmed is Verdict.COVERED for row in must), len(must)


def marked(rows: Sequence[PointResult]) -> tuple[int, int]:
    """How many points the candidate gave a word on, and on how many they could.

    A word on a group is a word on each of its members.
    """
    groups = {row.id for row in rows if row.pick is not None and row.marked}
    leaves = [row for row in rows if row.pick is None]
    return sum(row.marked or row.group in groups for row in leaves), len(leaves)
