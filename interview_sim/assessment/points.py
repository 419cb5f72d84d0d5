"""What the points of one answer come to: suggestion, the candidate's word, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from interview_sim.assessment.model import PointResult
from interview_sim.assessment.rubric import Rubric
from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.model import PointCoverage, Span, Verdict
from interview_sim.session.events import MAIN
from interview_sim.session.grading import Grader, gradable
from interview_sim.session.state import State, Turn

_NOTHING = PointCoverage(id="", verdict=Verdict.MISSED, strength=0.0)


class Suggested(Struct, frozen=True, kw_only=True):
    """What the matcher makes of one answer."""

    points: Mapping[str, PointCoverage]
    """By id: points, groups and members."""
    claims: tuple[str, ...] = ()
    matcher: str = ""

    def of(self, point_id: str) -> PointCoverage:
        """The suggestion on one point; missed where there is none."""
        return self.points.get(point_id, _NOTHING)


def rubric_points(question: Question, part: str) -> tuple[Point, ...]:
    """The points one answer is held against; none where the question knows no such part."""
    try:
        asked = gradable(question, part)
    except KeyError:
        return ()
    if asked.rubric or not asked.model_answer:
        return asked.rubric
    # Only a question without a rubric needs the matcher to be read at all.
    from interview_sim.matching import rubric_of

    return rubric_of(asked)


def suggested(state: State, turn: Turn, grader: Grader) -> Suggested:
    """The suggestions on record if the question was revealed, else the matcher's of now."""
    reveal = state.reveals.get(turn.question)
    shown = reveal.part(turn.part) if reveal else None
    if reveal is not None and shown is not None:
        claims = shown.claims if turn.part == MAIN else ()
        return Suggested(points=_by_id(shown.points), claims=claims, matcher=reveal.matcher)
    try:
        found = grader.cover(turn.question, turn.part, turn.text)
    except KeyError:
        return Suggested(points={})
    claims = tuple(claim.id for claim in found.claims) if turn.part == MAIN else ()
    return Suggested(points=_by_id(found.points), claims=claims, matcher=found.version)


def with_own_evidence(
    state: State, turn: Turn, points: Mapping[str, PointCoverage]
) -> dict[str, PointCoverage]:
    """The suggestions, with the words that the candidate pointed at as what covers a point."""
    pointed = {
        point: PointCoverage(
            id=point,
            verdict=Verdict.COVERED,
            strength=1.0,
            evidence=fitting(mark.evidence, turn.text),
        )
        for (question, part, point), mark in state.marks.items()
        if (question, part) == (turn.question, turn.part)
        and mark.verdict is Verdict.COVERED
        and mark.evidence
    }
    return {**points, **pointed}


def _by_id(items: Iterable[PointCoverage]) -> dict[str, PointCoverage]:
    return {point.id: point for item in items for point in (item, *item.members)}


class Judge:
    """Turns the points of one answer into results.

    Args:
        state: The session, for the candidate's marks.
        turn: The answer.
        rubric: What verdicts are worth.
        suggestions: What the matcher made of the answer.
        covered_at: When each point was first covered, where that is known.
    """

    def __init__(
        self,
        state: State,
        turn: Turn,
        rubric: Rubric,
        suggestions: Suggested,
        covered_at: Mapping[str, int],
    ) -> None:
        self._state = state
        self._turn = turn
        self._rubric = rubric
        self._suggestions = suggestions
        self._covered_at = covered_at

    def results(self, points: Sequence[Point]) -> tuple[PointResult, ...]:
        """A row for each point, and after each group one for each of its members."""
        rows: list[PointResult] = []
        for point in points:
            rows.extend(self._group(point) if point.is_group else (self._row(point),))
        return tuple(rows)

    def _group(self, group: Point) -> list[PointResult]:
        pick = pick_of(group)
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
        found = self._suggestions.of(point.id)
        mark = self._state.marks.get((turn.question, turn.part, point.id))
        spans = mark.evidence if mark is not None and mark.evidence else found.evidence
        spans = fitting(spans, turn.text)
        if mark is not None:
            confirmed, share = mark.verdict, self._rubric.worth(mark.verdict)
        elif derived is not None:
            confirmed, share = derived
        else:
            confirmed, share = found.verdict, self._rubric.worth(found.verdict)
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
            first_covered_ms=self._covered_at.get(point.id),
        )


def pick_of(group: Point) -> int:
    """How many members of a group are full marks."""
    return min(group.pick or len(group.of), len(group.of))


def _verdict_of(share: float) -> Verdict:
    if share >= 1:
        return Verdict.COVERED
    return Verdict.PARTLY if share > 0 else Verdict.MISSED


def fitting(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans that lie within the text: a transcript may say anything."""
    return tuple((start, end) for start, end in spans if 0 <= start < end <= len(text))


def score_of(rows: Iterable[PointResult], rubric: Rubric) -> float | None:
    """What the rows are worth, 0..100; None where there are none.

    Members count through their group. A bonus comes on top, up to 100; where an answer is held
    against nothing but bonus points, they are what is expected.
    """
    asked = gained = extra = bonus = 0.0
    for row in rows:
        if row.group is not None:
            continue
        weight = row.weight * rubric.needs.of(row.need)
        if row.need is Need.BONUS:
            bonus += weight
            extra += weight * row.share
        else:
            asked += weight
            gained += weight * row.share
    asked = asked or bonus
    return min(100.0, 100.0 * (gained + extra) / asked) if asked else None


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
