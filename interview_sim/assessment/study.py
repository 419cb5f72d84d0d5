"""What to look at next: the points that mattered most and were not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.assessment.calibration import SURE, expected
from interview_sim.assessment.model import AnswerResult, PointResult, QuestionResult, StudyItem
from interview_sim.assessment.score import gathered
from interview_sim.bank.terms import Need
from interview_sim.figures import digits
from interview_sim.judging.parts import MAIN, is_whole
from interview_sim.matching.model import Verdict

MOST = 10
"""Items in all: a list to work through, not a register of everything missing."""

MOST_OF_ONE = 3
"""Items of one question, so that one bad answer does not fill the list."""

PointName = tuple[str, str, str]
"""`bank:question`, the part, and the point's id."""


_WITH_POINTS_OF_ITS_OWN = {"scripted", "why", "pushback", "twist"}
"""Kinds of follow-ups; the others ask again for points of the question itself."""


class _Found(Struct, frozen=True):
    rank: int
    weight: float
    item: StudyItem


class Page(Struct, frozen=True, kw_only=True):
    """Everything to learn one item by: what was said, and what could have been."""

    item: StudyItem
    question: QuestionResult
    answer: AnswerResult
    """The one that the point was missing in."""
    matters: str
    """Why the point matters, where the bank says so."""
    own_words: str
    """What the candidate said of it before the model answer was shown."""
    model_answer: str


def study_next(questions: Iterable[QuestionResult]) -> tuple[StudyItem, ...]:
    """What to study: wrong claims first, then `must` points missed, then the rest.

    Of the `must` points, those come first that were missed in an answer thought to have most.

    A point that a follow-up brought out after all is not on the list.
    """
    found: list[_Found] = []
    for question in questions:
        own = sorted(_missing(question), key=_order)
        found.extend(own[:MOST_OF_ONE])
    return tuple(entry.item for entry in sorted(found, key=_order)[:MOST])


def page_of(item: StudyItem, questions: Iterable[QuestionResult]) -> Page:
    """The page of an item of these questions' list."""
    question = next(known for known in questions if known.number == item.number)
    answer = next(known for known in question.answers if known.part == item.part)
    whole = gathered(question.answers) if is_whole(item.part) else answer.points
    rows = [row for row in whole if item.point in {row.id, row.group}]
    return Page(
        item=item,
        question=question,
        answer=answer,
        matters=" ".join(dict.fromkeys(row.why.strip() for row in rows if row.why)),
        own_words=next((row.own_words for row in rows if row.own_words), ""),
        model_answer=answer.model_answer or question.main.model_answer,
    )


# What earlier sessions know of it


def seen_before(
    items: Iterable[StudyItem], earlier: Iterable[tuple[str, Iterable[QuestionResult]]]
) -> tuple[StudyItem, ...]:
    """The items, with what became of each in earlier sessions.

    Args:
        items: A study list.
        earlier: Sessions, newest first: the day, as it is to be said, and the questions.
    """
    known: dict[PointName, list[tuple[str, Verdict]]] = {}
    for day, questions in earlier:
        for question in questions:
            for part, rows in _by_part(question):
                for row in rows:
                    known.setdefault((question.id, part, row.id), []).append((day, row.confirmed))
    return tuple(
        replace(item, before=_before(known.get((item.question, item.part, item.point), ())))
        for item in items
    )


def _by_part(question: QuestionResult) -> Iterator[tuple[str, Sequence[PointResult]]]:
    """The points of a question by what they were asked in: of the question itself all at once."""
    yield MAIN, gathered(question.answers)
    yield from ((each.part, each.points) for each in question.answers if not is_whole(each.part))


def _before(results: Sequence[tuple[str, Verdict]]) -> str:
    """In words: how often it was not there before, or when it last was."""
    day = next((day for day, verdict in results if verdict is Verdict.COVERED), "")
    if day:
        return f"You had it on {day}."
    times = sum(verdict is Verdict.MISSED for _, verdict in results) + 1
    return f"That makes {times} sessions." if times > 1 else ""


# What is missing


def _order(entry: _Found) -> tuple[int, float]:
    return entry.rank, -entry.weight


def _is_resisted(pushback: AnswerResult) -> bool:
    return any(row.group is None and row.confirmed is Verdict.COVERED for row in pushback.points)


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
    for claim in question.claims:
        if claim.confirmed:
            text = claim.correction or f"Not true: {claim.claim}"
            yield _found(question, 0, claim.id, text, f"You said: {claim.claim}")
    yield from _missing_in_first(question)
    for follow_up in question.follow_ups:
        yield from _missing_when_asked(question, follow_up)


def _found(
    question: QuestionResult,
    rank: int,
    point: str,
    text: str,
    why: str,
    *,
    weight: float = 1.0,
    part: str = MAIN,
) -> _Found:
    item = StudyItem(
        question=question.id,
        name=question.name,
        number=question.number,
        part=part,
        point=point,
        text=text,
        topic=question.topic,
        why=why,
    )
    return _Found(rank, weight, item)


def _missing_in_first(question: QuestionResult) -> Iterator[_Found]:
    """The points of the question itself, unless asking again brought them out."""
    again = [
        row
        for follow_up in question.follow_ups
        if follow_up.kind not in _WITH_POINTS_OF_ITS_OWN and not is_whole(follow_up.part)
        for row in follow_up.points
    ]
    deleted = {gone.point: gone.deleted_after for gone in question.deleted if gone.point}
    is_sure = (expected(question) or 0.0) >= SURE
    rows = gathered(question.answers)
    for row in rows:
        asked = [one.confirmed for one in again if one.id == row.id]
        ranked = (
            None if Verdict.COVERED in asked else _rank(row, is_asked=bool(asked), is_sure=is_sure)
        )
        if ranked is not None:
            rank, why = ranked
            gone = [deleted[name] for name in _members(row, rows) if name in deleted]
            if gone:
                at = "" if gone[0] is None else f" at {digits(int(gone[0]))}"
                why = f"You had it and deleted it{at}."
            yield _found(question, rank, row.id, _text(row, rows), why, weight=row.weight)


def _missing_when_asked(question: QuestionResult, follow_up: AnswerResult) -> Iterator[_Found]:
    """What a follow-up with points of its own showed."""
    if follow_up.kind not in _WITH_POINTS_OF_ITS_OWN:
        return
    part, rows = follow_up.part, follow_up.points
    if follow_up.correction and not _is_resisted(follow_up):
        # What the interviewer said that is not so comes before anything that was only missing.
        why = f"You did not object to: {follow_up.ask}"
        yield _found(question, 0, part, follow_up.correction, why, part=part)
        return
    for row in rows:
        if (row.group, row.need, row.confirmed) == (None, Need.MUST, Verdict.MISSED):
            why = f"Missed when asked: {follow_up.ask}"
            text = _text(row, rows)
            yield _found(question, 4, row.id, text, why, weight=row.weight, part=part)


def _members(row: PointResult, rows: Sequence[PointResult]) -> tuple[str, ...]:
    return (row.id, *(member.id for member in rows if member.group == row.id))


def _rank(row: PointResult, *, is_asked: bool, is_sure: bool) -> tuple[int, str] | None:
    """How much it matters that a point is not there, and why; None where it does not matter."""
    if row.group is not None or row.need is Need.BONUS or row.confirmed is Verdict.COVERED:
        return None
    if row.need is Need.SHOULD:
        return (6, "Missed.") if row.confirmed is Verdict.MISSED else None
    if row.confirmed is Verdict.PARTLY:
        return 5, "You made only part of it."
    if is_sure:
        # What one was sure of and had not is what correcting helps most: see docs/progress.md.
        return 1, "Missed, though you thought you had most of it."
    return (2, "Missed, also when asked about it.") if is_asked else (3, "Missed.")
