"""Marks are read from sessions as they were made, whatever a transcript says."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.bank.model import FollowUp, Point, Question
from interview_sim.matching.model import Verdict
from interview_sim.progress.marked_points import MarkedPoint, PointRef, marked_points, point_ref
from interview_sim.session.events import BankCopy, DrawnQuestion, Header
from interview_sim.session.plan import Plan
from interview_sim.session.state import Mark, State, Turn

QUESTION = Question(
    id="q",
    prompt="Why?",
    rubric=(Point(id="p", point="P.", probe="P?"),),
    follow_ups=(FollowUp(id="f", ask="F?", rubric=(Point(id="p", point="F."),)),),
)
HEADER = Header(
    seq=0, t=0, at="", id="s1", plan=Plan(), seed=1,
    banks=(BankCopy(id="b", title="B", hash=""),),
    questions=(DrawnQuestion(bank="b", question=QUESTION, budget=60, follow_up_budget=30),),
)  # fmt: skip
STATE = State(
    header=HEADER,
    turns=(
        Turn(question=0, ask="Why?", asked_at=0, budget=1, text="because"),
        Turn(question=0, part="f", ask="F?", asked_at=0, budget=1, text="thus"),
    ),
)


def test_a_mark_becomes_an_opinion_with_the_answer_it_is_on() -> None:
    """Spans that do not fit the answer are left out; the rest is kept in order."""
    mark = Mark(
        verdict=Verdict.COVERED,
        suggested=Verdict.MISSED,
        evidence=((3, 7), (0, 2), (5, 99), (4, 4)),
    )
    (found,) = marked_points(replace(STATE, marks={(0, "", "p"): mark}))
    assert (found.bank, found.question, found.answer) == ("b", "q", "because")
    assert found.evidence == ((0, 2), (3, 7))
    assert found.is_overruled


def test_marks_without_suggestion_or_answer_are_passed_over() -> None:
    """There is nothing to compare."""
    unsuggested = Mark(verdict=Verdict.COVERED)
    stray = Mark(verdict=Verdict.COVERED, suggested=Verdict.MISSED)
    marks = {(0, "", "p"): unsuggested, (0, "nowhere", "p"): stray}
    assert list(marked_points(replace(STATE, marks=marks))) == []


def test_points_of_one_id_in_question_and_follow_up_are_two() -> None:
    """A probe's answer is about the question's point, a follow-up's about its own."""

    def of(part: str) -> PointRef:
        mark = MarkedPoint(
            session="s", bank="b", question="q", part=part, point="p",
            suggested=Verdict.MISSED, verdict=Verdict.MISSED, answer="",
        )  # fmt: skip
        return point_ref(QUESTION, mark)

    assert of("") == of("p") == PointRef("q", None, "p")
    assert of("f") == PointRef("q", "f", "p")
    assert of("f").name == "q/f/p"
