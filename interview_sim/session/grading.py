"""What each answer of a session is held against, and what the matcher makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching import Coverage, Verdict
from interview_sim.session.events import MAIN, Header
from interview_sim.session.state import State

if TYPE_CHECKING:
    from interview_sim.matching import Matcher

_ORDER = {Verdict.MISSED: 0, Verdict.PARTLY: 1, Verdict.COVERED: 2}


def probe_of(question: Question, point_id: str) -> Point | None:
    """The rubric item, plain or group, that a probe with this id asks about."""
    return next((item for item in question.rubric if item.id == point_id), None)


def gradable(question: Question, part: str) -> Question:
    """What one answer is held against, put as a question of its own.

    The first answer is held against the question, a probe's against its point, a scripted
    follow-up's against its own rubric, and a misconception's against its correction.

    Raises:
        KeyError: The question has no part with that id.
    """
    if part == MAIN:
        return question
    for follow_up in question.follow_ups:
        if follow_up.id == part:
            return Question(
                id=part,
                prompt=follow_up.ask,
                rubric=follow_up.rubric,
                model_answer=follow_up.model_answer,
            )
    for misconception in question.misconceptions:
        if misconception.id == part:
            return _correcting(misconception)
    point = probe_of(question, part)
    if point is not None:
        must = replace(point, need=Need.MUST)
        return Question(id=part, prompt=point.probe or point.point, rubric=(must,))
    raise KeyError(part)


def _correcting(misconception: Misconception) -> Question:
    right = misconception.correction or f"It is not so that: {misconception.claim}"
    return Question(
        id=misconception.id,
        prompt=misconception.probe or misconception.claim,
        rubric=(Point(id=misconception.id, point=right),),
        model_answer=misconception.correction,
    )


def points_of(question: Question, part: str) -> tuple[Point, ...]:
    """The points one answer is held against; derived from the model answer without a rubric."""
    from interview_sim.matching import rubric_of

    return rubric_of(gradable(question, part))


def better(one: Verdict, other: Verdict) -> Verdict:
    """The more favourable of two verdicts."""
    return one if _ORDER[one] >= _ORDER[other] else other


class Grader:
    """Matches the answers of one session, with the glossary of the bank each came from."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._matchers: dict[str, Matcher] = {}
        self._known: dict[tuple[int, str, str], Coverage] = {}

    def cover(self, index: int, part: str, answer: str) -> Coverage:
        """What `answer` covers of what was asked; the same answer is matched once."""
        key = (index, part, answer)
        if key not in self._known:
            drawn = self._header.questions[index]
            asked = gradable(drawn.question, part)
            self._known[key] = self._matcher(drawn.bank).cover(asked, answer)
        return self._known[key]

    def matcher_for(self, index: int) -> Matcher:
        """The matcher of the bank that the question came from."""
        return self._matcher(self._header.questions[index].bank)

    def _matcher(self, bank_id: str) -> Matcher:
        # Matching pulls in rapidfuzz and a stemmer; whoever only reads a session does without.
        from interview_sim.matching import Matcher

        if bank_id not in self._matchers:
            glossary = next(
                (bank.glossary for bank in self._header.banks if bank.id == bank_id), ()
            )
            self._matchers[bank_id] = Matcher(glossary=glossary)
        return self._matchers[bank_id]

    def so_far(self, state: State, index: int) -> dict[str, Verdict]:
        """The best verdict on each point of the question's rubric over all its answers."""
        best: dict[str, Verdict] = {}
        for turn in state.turns_of(index):
            if turn.is_main or turn.point is not None:
                coverage = self.cover(index, turn.part, turn.text)
                for item in coverage.points:
                    for point in (item, *item.members):
                        known = best.get(point.id, Verdict.MISSED)
                        best[point.id] = better(point.verdict, known)
        return best
