"""New entries and glossary terms for a bank, and the bank with them; files are not touched here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import Bank, FollowUp, Phrase, Point, Question, Stage

Asked = TypeVar("Asked", Question, Stage)


class Addition(Struct, frozen=True, kw_only=True):
    """Entries to be added to the `match` of one point."""

    question: str
    follow_up: str | None = None
    """The follow-up whose rubric the point is in; None: the question's own."""
    point: str
    """The id of a point or a group's member."""
    entries: tuple[Phrase, ...]


class Alias(Struct, frozen=True, kw_only=True):
    """A term to be added to one line of the glossary."""

    line: int
    """Index in the bank's glossary."""
    term: str


def with_additions(
    bank: Bank, additions: Iterable[Addition] = (), aliases: Iterable[Alias] = ()
) -> Bank:
    """The bank with the entries and terms added at the end of their lists.

    An addition for a question, point or line that does not exist changes nothing.
    """
    questions = list(bank.questions)
    for addition in additions:
        questions = [_in_question(question, addition) for question in questions]
    glossary = list(bank.glossary)
    for alias in aliases:
        if 0 <= alias.line < len(glossary):
            glossary[alias.line] = (*glossary[alias.line], alias.term)
    return replace(bank, questions=tuple(questions), glossary=tuple(glossary))


def _in_question(question: Question, addition: Addition) -> Question:
    if question.id == addition.question:
        return with_entries(question, addition)
    stages = [
        with_entries(stage, addition) if f"{question.id}-{stage.id}" == addition.question else stage
        for stage in question.stages
    ]
    return replace(question, stages=tuple(stages)) if stages else question


def with_entries(question: Asked, addition: Addition) -> Asked:
    """The question or stage with the entries added to the point that the addition names."""
    if addition.follow_up is None:
        return replace(question, rubric=_in_rubric(question.rubric, addition))
    follow_ups = [_in_follow_up(follow_up, addition) for follow_up in question.follow_ups]
    return replace(question, follow_ups=tuple(follow_ups))


def _in_follow_up(follow_up: FollowUp, addition: Addition) -> FollowUp:
    if follow_up.id != addition.follow_up:
        return follow_up
    return replace(follow_up, rubric=_in_rubric(follow_up.rubric, addition))


def _in_rubric(rubric: Sequence[Point], addition: Addition) -> tuple[Point, ...]:
    return tuple(_in_point(point, addition) for point in rubric)


def _in_point(point: Point, addition: Addition) -> Point:
    if point.of:
        return replace(point, of=_in_rubric(point.of, addition))
    if point.id != addition.point:
        return point
    return replace(point, match=(*point.match, *addition.entries))
