"""New entries and glossary terms for a bank, and the bank with them; files are not touched here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import Bank, FollowUp, Phrase, Point, Question


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
    questions = {question.id: question for question in bank.questions}
    for addition in additions:
        if addition.question in questions:
            questions[addition.question] = with_entries(questions[addition.question], addition)
    glossary = list(bank.glossary)
    for alias in aliases:
        if 0 <= alias.line < len(glossary):
            glossary[alias.line] = (*glossary[alias.line], alias.term)
    return replace(bank, questions=tuple(questions.values()), glossary=tuple(glossary))


def with_entries(question: Question, addition: Addition) -> Question:
    """The question with the entries added to the point that the addition names."""
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
