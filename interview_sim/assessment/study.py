"""What to look at next: the points that mattered most and were not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from interview_sim.assessment.model import AnswerResult, PointResult, QuestionResult, StudyItem
from interview_sim.bank.terms import Need
from interview_sim.matching.model import Verdict
from interview_sim.session.phases import FollowUpKind

MOST = 10
"""Items in all: a list to work through, not a register of everything missing."""

MOST_OF_ONE = 3
"""Items of one question, so that one bad answer does not fill the list."""


class _Found(Struct, frozen=True):
    rank: int
    weight: float
    item: StudyItem


def study_next(questions: Iterable[QuestionResult]) -> tuple[StudyItem, ...]:
    """What to study: wrong claims first, then `must` points missed, then the rest.

    A point that a follow-up brought out after all is not on the list.
    """
    found: list[_Found] = []
    for question in questions:
        own = sorted(_missing(question), key=_order)
        found.extend(own[:MOST_OF_ONE])
    return tuple(entry.item for entry in sorted(found, key=_order)[:MOST])


def _order(entry: _Found) -> tuple[int, float]:
    return entry.rank, -entry.weight


def _brought_out(probe: AnswerResult) -> bool:
    return any(row.group is None and row.confirmed is Verdict.COVERED for row in probe.points)


def _text(row: PointResult, rows: Sequence[PointResult]) -> str:
    """The statement; of a group, its label and the members that were not there."""
    if row.pick is None:
        return row.point
    missing = [
        m.point.rstrip(". ") for m in rows if m.group == row.id and m.confirmed is Verdict.MISSED
    ]
    listed = "; ".join(missing)
    return f"{row.point.rstrip('. ')}: {listed}" if row.point and listed else row.point or listed


def _missing(question: QuestionResult) -> Iterator[_Found]:
    """Everything that was not there, in the order of the question."""

    def found(rank: int, weight: float, point: str, text: str, why: str) -> _Found:
        topic = question.topic
        item = StudyItem(question=question.id, point=point, text=text, topic=topic, why=why)
        return _Found(rank, weight, item)

    for claim in question.claims:
        if claim.confirmed:
            text = claim.correction or f"It is not so that: {claim.claim}"
            yield found(0, 1.0, claim.id, text, f"You said: {claim.claim}")
    probes = {f.part: f for f in question.follow_ups if f.kind is FollowUpKind.PROBE}
    rows = question.main.points
    for row in rows:
        probe = probes.get(row.id)
        ranked = None if probe and _brought_out(probe) else _rank(row, probe)
        if ranked is not None:
            yield found(ranked[0], row.weight, row.id, _text(row, rows), ranked[1])
    for follow_up in question.follow_ups:
        rows = follow_up.points if follow_up.kind is FollowUpKind.SCRIPTED else ()
        for row in rows:
            if (row.group, row.need, row.confirmed) == (None, Need.MUST, Verdict.MISSED):
                why = f"Missed when asked: {follow_up.ask}"
                yield found(3, row.weight, row.id, _text(row, rows), why)


def _rank(row: PointResult, probe: AnswerResult | None) -> tuple[int, str] | None:
    """How much it matters that a point is not there, and why; None where it does not matter."""
    if row.group is not None or row.need is Need.BONUS or row.confirmed is Verdict.COVERED:
        return None
    if row.need is Need.SHOULD:
        return (5, "Missed.") if row.confirmed is Verdict.MISSED else None
    if row.confirmed is Verdict.PARTLY:
        return 4, "Only partly there."
    return (2, "Missed.") if probe is None else (1, "Missed, and again when asked about it.")
