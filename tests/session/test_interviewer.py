"""Follow-ups come from what the answer left out, in the promised order."""

from __future__ import annotations

import pytest
from session_kit import QUESTION, Sat

from interview_sim.bank.model import FollowUp, Point, Question, When
from interview_sim.judging.parts import points_of, question_of
from interview_sim.session.events import (
    FollowUpAsked,
)
from interview_sim.session.phases import FollowUpKind
from interview_sim.session.plan import Mode, Plan


def _asked(answer: str, *, plan: Plan | None = None, question: Question = QUESTION, giving=()):
    sat = Sat(plan or Plan(questions=1, minutes=10, reading=0, follow_ups=3), questions=(question,))
    sat.giving = giving
    sat.engine.start()
    sat.answer(answer)
    for _ in range(4):
        if not sat.engine.state.is_over:
            sat.engine.draft("hm")
            sat.wait(1)
            sat.engine.submit()
            sat.judge()
    return [e for e in sat.events if isinstance(e, FollowUpAsked)]


def test_a_misconception_comes_first_then_scripted_then_probes_by_weight() -> None:
    """The order of the design, on one answer that gives cause for all three."""
    asked = _asked("variance !never-overfits")
    assert [(e.kind, e.id) for e in asked] == [
        (FollowUpKind.MISCONCEPTION, "never-overfits"),
        (FollowUpKind.SCRIPTED, "compare"),
        (FollowUpKind.PROBE, "crowd"),
    ]


def test_probes_ask_for_missing_musts_heaviest_first_and_never_for_the_rest() -> None:
    """The `should` point is let go."""
    assert [e.id for e in _asked("nothing")] == ["variance", "crowd"]


def test_partly_covered_points_come_after_missing_ones() -> None:
    """What is missing matters more than what is half there."""
    assert [e.id for e in _asked("~variance")] == ["crowd", "variance"]


def test_a_full_answer_is_not_probed() -> None:
    """Only the scripted follow-up remains."""
    assert [e.id for e in _asked("variance crowd")] == ["compare"]


def test_wording_that_gives_an_open_point_away_is_not_used() -> None:
    """A probe that says what is still missing is passed over."""
    assert [e.id for e in _asked("nothing", giving=("What of the spread?",))] == ["crowd"]


def test_no_follow_up_without_time_for_it_and_never_more_time_than_is_left() -> None:
    """With ten seconds on the session clock there is none; with 25 it gets 25."""
    plan = Plan(questions=1, minutes=1, reading=0, follow_ups=2)
    sat = Sat(plan, questions=(QUESTION,))
    sat.engine.start()
    sat.answer("nothing", seconds=50)
    assert sat.engine.state.is_over

    sat = Sat(plan, questions=(QUESTION,))
    sat.engine.start()
    sat.answer("nothing", seconds=35)
    assert sat.engine.question_left == 25


def test_practice_asks_follow_ups_over_time_too() -> None:
    """Where clocks run over, there is always time for one."""
    plan = Plan(questions=1, minutes=1, reading=0, follow_ups=2, mode=Mode.PRACTICE)
    sat = Sat(plan, questions=(QUESTION,))
    sat.engine.start()
    sat.answer("nothing", seconds=90)
    assert sat.engine.state.turn is not None
    assert sat.engine.state.turn.part == "variance"


@pytest.mark.parametrize(
    ("when", "answer", "expected"),
    [
        (When(missed="crowd"), "variance", True),
        (When(missed="crowd"), "crowd", False),
        (When(score_below=0.6), "variance", True),
        (When(score_below=0.5), "variance", False),
        (When(score_above=0.5), "variance crowd", True),
        (When(covered="variance", missed="crowd"), "variance", True),
        (When(covered="variance", missed="crowd"), "variance crowd", False),
        (When(always=True), "anything", True),
        (When(covered="unknown"), "variance", False),
    ],
)
def test_conditions_of_scripted_follow_ups(when: When, answer: str, expected: bool) -> None:
    """Every condition given must hold."""
    question = Question(
        id="q",
        prompt="?",
        rubric=QUESTION.rubric,
        follow_ups=(FollowUp(id="more", ask="And?", when=when, model_answer="x"),),
    )
    kinds = {e.kind for e in _asked(answer, question=question)}
    assert (FollowUpKind.SCRIPTED in kinds) is expected


def test_each_answer_is_held_against_its_own_points() -> None:
    """A probe against its point, a script against its rubric, a claim against the truth."""
    assert [p.id for p in points_of(QUESTION, "crowd")] == ["crowd"]
    assert [p.id for p in points_of(QUESTION, "compare")] == ["thresholds"]
    assert points_of(QUESTION, "never-overfits") == (
        Point(id="never-overfits", point="Less, not never."),
    )
    with pytest.raises(KeyError):
        question_of(QUESTION, "unknown")
