"""What people said of points in saved sessions, beside what the matcher had suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.additions import Addition
from interview_sim.bank.model import Bank, Phrase, Point, Question
from interview_sim.bank.moves import NO_MOVES, Moves
from interview_sim.judging.judgement import within
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import VERDICTS, Span, Verdict
from interview_sim.session.state import State

ENOUGH = 5
"""Marks on a point before a rate says anything."""


class PointRef(NamedTuple):
    """A point of a bank: one of its question's rubric, or of a follow-up's."""

    question: str
    follow_up: str | None
    point: str

    @property
    def name(self) -> str:
        """The ids from the outermost in, with a slash between."""
        return "/".join(part for part in self if part)

    def addition(self, entries: tuple[Phrase, ...]) -> Addition:
        """These entries, as they are to be added to the point."""
        return Addition(
            question=self.question, follow_up=self.follow_up, point=self.point, entries=entries
        )


class MarkedPoint(Struct, frozen=True, kw_only=True):
    """A person's word on one point of one answer."""

    session: str
    bank: str
    question: str
    part: str
    """What was answered: the question itself, a probe, a follow-up."""
    point: str
    suggested: Verdict
    """What the matcher had said then."""
    verdict: Verdict
    """What the person said."""
    answer: str
    evidence: tuple[Span, ...] = ()
    """The words they pointed at."""

    @property
    def pointed_at(self) -> list[str]:
        """The words themselves."""
        return [self.answer[start:end] for start, end in self.evidence]

    @property
    def is_overruled(self) -> bool:
        """Whether the person saw the point covered where the matcher did not."""
        return self.verdict is Verdict.COVERED and self.suggested is not Verdict.COVERED


class PointAgreement(Struct, frozen=True, kw_only=True):
    """How often the matcher said of one point what people said."""

    target: PointRef
    marks: int
    agreed: int
    seen_too_little: int
    """Marks on which the matcher had seen less in the answer than the person."""
    seen_too_much: int

    @property
    def rate(self) -> float | None:
        """The share it agreed on; None while it is too early to tell."""
        return self.agreed / self.marks if self.marks >= ENOUGH else None


def marked_points(state: State, moves: Moves = NO_MOVES) -> Iterator[MarkedPoint]:
    """The marks of a session on points for which there was a suggestion.

    Questions that changed banks since are called as they are now.
    """
    for (index, part, point), mark in state.marks.items():
        turn = next((turn for turn in state.turns_of(index) if turn.part == part), None)
        if turn is None or mark.suggested is None:
            continue
        ref = state.drawn(index).ref
        bank, _, question = moves.get(ref, ref).partition(":")
        yield MarkedPoint(
            session=state.header.id,
            bank=bank,
            question=question,
            part=part,
            point=point,
            suggested=mark.suggested,
            verdict=mark.verdict,
            answer=turn.text,
            evidence=within(sorted(mark.evidence), turn.text),
        )


def points_of(bank: Bank) -> dict[PointRef, Point]:
    """Every point of a bank, groups and members too."""
    return {
        PointRef(question.id, follow_up, point.id): point
        for question in bank.asked
        for follow_up, rubric in (
            (None, question.rubric),
            *((follow_up.id, follow_up.rubric) for follow_up in question.follow_ups),
        )
        for item in rubric
        for point in (item, *item.of)
    }


def point_ref(question: Question, mark: MarkedPoint) -> PointRef:
    """The point that a mark is on; a probe's answer is judged by the question's own rubric."""
    scripted = {follow_up.id for follow_up in question.follow_ups}
    follow_up = mark.part if mark.part != MAIN and mark.part in scripted else None
    return PointRef(question.id, follow_up, mark.point)


def agreement(target: PointRef, marks: Iterable[MarkedPoint]) -> PointAgreement:
    """How the matcher's suggestions compare with what people said of one point."""
    gaps = [VERDICTS.index(o.suggested) - VERDICTS.index(o.verdict) for o in marks]
    return PointAgreement(
        target=target,
        marks=len(gaps),
        agreed=gaps.count(0),
        seen_too_little=sum(gap < 0 for gap in gaps),
        seen_too_much=sum(gap > 0 for gap in gaps),
    )
