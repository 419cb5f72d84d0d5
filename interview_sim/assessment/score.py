"""The one score: what the judge and the candidate said of each point, and what that is worth.

Scorecards and the conditions of follow-ups use the same function, so what an interview acts on is
what it later shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from msgspec.structs import replace

from interview_sim.assessment.model import AnswerResult, PointResult
from interview_sim.assessment.scoring import scoring_for
from interview_sim.bank.model import About, Point
from interview_sim.bank.scoring import Scoring
from interview_sim.bank.terms import Need
from interview_sim.judging.judgement import within
from interview_sim.judging.parts import AGAIN, MORE, is_whole, points_of
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.state import State, Turn

NO_ANSWER = "There is no answer."
"""The reason why a point counts as missed where nothing was said."""

PLAN = "You said you did not know and how you would find out."
"""The reason why a point counts as covered where that was all that was left to say."""


def answer_score(state: State, turn: Turn) -> float | None:
    """What one answer is worth, 0..100, as marked so far; None where it has no points."""
    scoring = scoring_for(state.header)
    return score_of(rows_of(state, turn, scoring), scoring)


def score_of(rows: Iterable[PointResult], scoring: Scoring) -> float | None:
    """What the rows are worth, 0..100; None where there are none.

    Members count through their group. A bonus comes on top, up to 100; where an answer is held
    against nothing but bonus points, they are what is expected.
    """
    asked = gained = extra = bonus = 0.0
    for row in rows:
        if row.group is not None:
            continue
        weight = row.weight * scoring.needs.of(row.need)
        if row.need is Need.BONUS:
            bonus += weight
            extra += weight * row.share
        else:
            asked += weight
            gained += weight * row.share
    asked = asked or bonus
    return min(100.0, 100.0 * (gained + extra) / asked) if asked else None


def rows_of(state: State, turn: Turn, scoring: Scoring) -> tuple[PointResult, ...]:
    """A row for each point of one answer, and after each group one for each of its members.

    The suggestion is the latest judgement on record; missed where there is none, as nobody judges
    an answer without a word.
    """
    judgement = state.judgement(turn.question, turn.part)
    unjudged = PointCoverage(
        id="", verdict=Verdict.MISSED, strength=0, reason="" if turn.text.strip() else NO_ANSWER
    )
    found = judgement.by_id if judgement else {}
    covered_at = judgement.covered_at if judgement else {}
    is_plan = _ends_with_a_plan(state, turn)
    rows: list[PointResult] = []

    def row(point: Point) -> PointResult:
        suggested = found.get(point.id, unjudged)
        if is_plan and suggested.verdict is not Verdict.COVERED:
            suggested = replace(suggested, verdict=Verdict.COVERED, reason=PLAN)
        mark = state.marks.get((turn.question, turn.part, point.id))
        verdict = mark.verdict if mark else suggested.verdict
        spans = within((mark.evidence if mark else ()) or suggested.evidence, turn.text)
        first_covered = covered_at.get(point.id)
        if mark and mark.verdict is Verdict.COVERED and mark.covered_at is not None:
            first_covered = mark.covered_at  # the words that the candidate pointed at
        return PointResult(
            id=point.id,
            point=point.point,
            need=point.need,
            weight=point.weight,
            suggested=suggested.verdict,
            confirmed=verdict,
            share=scoring.worth(verdict),
            marked=mark is not None,
            strength=suggested.strength,
            reason=suggested.reason,
            spans=spans,
            evidence=tuple(turn.text[start:end] for start, end in spans),
            first_covered_ms=first_covered,
            covered_after=None if first_covered is None else turn.clock(first_covered) / 1000,
            about=point.about,
            why=point.why,
            own_words=state.own_words.get((turn.question, turn.part, point.id), ""),
            anchors=point.anchors,
        )

    for point in points_of(state.drawn(turn.question).question, turn.part):
        if not point.is_group:
            rows.append(row(point))
            continue
        pick, weight = point.enough, point.weight / point.enough
        members = [
            replace(row(member), need=point.need, weight=weight, group=point.id)
            for member in point.of
        ]
        whole = replace(row(point), pick=pick)
        if not whole.marked:
            best = sorted((member.share for member in members), reverse=True)
            share = sum(best[:pick]) / pick
            whole = replace(whole, confirmed=_verdict_of(share), share=share)
        rows += [whole, *members]
    if turn.part.startswith(MORE):
        # It goes on with the first answer, and nobody expects all the rest of it.
        rows = [each for each in rows if each.marked or each.suggested is not Verdict.MISSED]
    elif turn.part == AGAIN and not turn.text.strip():
        # Nothing came of asking once more: the points stand with the first answer.
        rows = [each for each in rows if each.marked]
    return tuple(rows)


def _ends_with_a_plan(state: State, turn: Turn) -> bool:
    """Whether it answers the last follow-up of its question with how to find out."""
    judgement = state.judgement(turn.question, turn.part)
    is_last = state.turns_of(turn.question)[-1].part == turn.part
    is_probe = not is_whole(turn.part)
    return bool(judgement and judgement.candour == "plan" and is_last and is_probe)


def judgement_of(answers: Iterable[Sequence[PointResult]], scoring: Scoring) -> float | None:
    """What the points that show judgement come to, 0..100, each at its best in any answer.

    None where there are none but bonus points.
    """
    best: dict[str, PointResult] = {}
    for rows in answers:
        marked = {row.id for row in rows if row.about is About.TRADE_OFF}
        for row in rows:
            if row.id in marked and row.group not in marked:
                known = best.setdefault(row.id, replace(row, group=None))
                best[row.id] = replace(known, share=max(known.share, row.share))
    if all(row.need is Need.BONUS for row in best.values()):
        return None
    return score_of(best.values(), scoring)


def gathered(answers: Iterable[AnswerResult]) -> tuple[PointResult, ...]:
    """The points of a question over all answers to the whole of it, each at its best."""
    return reduce(best_of, (each.points for each in answers if is_whole(each.part)))


def best_of(first: Sequence[PointResult], again: Sequence[PointResult]) -> tuple[PointResult, ...]:
    """The points of a question that was asked once more, each as the better answer has it.

    A group without a word of the candidate's own follows from its members.
    """
    better = {row.id: row for row in first}
    for row in again:
        if row.id in better and _told(row) > _told(better[row.id]):
            better[row.id] = row
    rows: list[PointResult] = []
    for row in better.values():
        if row.pick is not None and not row.marked:
            shares = sorted((m.share for m in better.values() if m.group == row.id), reverse=True)
            share = max(row.share, sum(shares[: row.pick]) / row.pick)
            rows.append(replace(row, share=share, confirmed=_verdict_of(share)))
        else:
            rows.append(row)
    return tuple(rows)


def _told(row: PointResult) -> tuple[float, bool, bool]:
    """What a row is worth, and of equals whether it has a word of the candidate's."""
    return row.share, row.marked, bool(row.own_words)


def _verdict_of(share: float) -> Verdict:
    if share >= 1:
        return Verdict.COVERED
    return Verdict.PARTLY if share > 0 else Verdict.MISSED


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
