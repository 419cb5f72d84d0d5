"""Trying an answer out gives what a session would have made of it."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.assessment.rehearsal import rehearse
from interview_sim.bank.model import Bank, FollowUp, Misconception, Point, Question, When
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import MAIN
from interview_sim.session.rules import MAX_ANSWER

QUESTION = Question(
    id="forests",
    prompt="Why do random forests work?",
    rubric=(
        Point(id="variance", point="V.", match=("lower variance",), probe="Why average?"),
        Point(id="sampling", point="S.", match=("bootstrap sample",), weight=2, probe="And rows?"),
        Point(id="told", point="T.", match=("red fox",), probe="Is it the red fox?"),
        Point(id="speed", point="P.", match=("in parallel",), need=Need.SHOULD, probe="Fast?"),
    ),
    misconceptions=(
        Misconception(
            id="never", claim="Never overfits.", match=("never overfit",), probe="Can it fail?"
        ),
    ),
    follow_ups=(FollowUp(id="extra", ask="What of extra trees?", when=When(covered="variance")),),
)
BANK = Bank(id="b", title="B", glossary=(("lower variance", "calm it"),), questions=(QUESTION,))


def test_every_follow_up_is_told_in_the_interviewers_order() -> None:
    """Misconceptions, probes by weight, then scripted ones; none that gives its point away."""
    rehearsal = rehearse(BANK, QUESTION, "Trees calm it down. They never overfit the data.")
    assert rehearsal.judgement.of("variance").verdict == "covered"
    assert [choice.id for choice in rehearsal.follow_ups] == ["never", "sampling", "extra"]


def test_a_full_answer_leaves_only_what_is_always_asked() -> None:
    """Nothing is probed that is there."""
    always = replace(QUESTION, follow_ups=(FollowUp(id="extra", ask="And extra trees?"),))
    said = "They lower variance with a bootstrap sample each. A red fox too, in parallel."
    assert [choice.id for choice in rehearse(BANK, always, said).follow_ups] == ["extra"]


def test_a_blank_answer_covers_nothing() -> None:
    """No answer is no mistake here: the probes say what would be asked."""
    rehearsal = rehearse(BANK, QUESTION, "")
    assert rehearsal.score == 0
    assert [choice.id for choice in rehearsal.follow_ups] == ["sampling", "variance"]


def test_the_answer_is_taken_as_a_session_takes_it() -> None:
    """Cut at the same length, with the same signs replaced."""
    rehearsal = rehearse(BANK, QUESTION, "\ud800" + "a" * (MAX_ANSWER + 10))
    assert len(rehearsal.answer) == MAX_ANSWER
    assert rehearsal.answer.startswith("\ufffda")
    assert MAIN not in {choice.id for choice in rehearsal.follow_ups}
