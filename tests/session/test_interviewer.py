"""Follow-ups come from what the answer left out, in the promised order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace
from session_kit import OTHER, QUESTION, Sat

from interview_sim.bank.model import AskKind, FollowUp, Occasion, Point, Question, When
from interview_sim.judging.parts import AGAIN, points_of, question_of
from interview_sim.session.events import BankCopy, FollowUpAsked
from interview_sim.session.lines import line_for, lines_for
from interview_sim.session.phases import FollowUpKind
from interview_sim.session.plan import Mode, Plan, Style


def _sat(*answers: str, plan: Plan | None = None, questions=(QUESTION,), giving=()) -> Sat:
    """A session with these answers, and nothing of use after the last of them."""
    sat = Sat(plan or Plan(questions=1, minutes=30, reading=0, follow_ups=3), questions=questions)
    sat.giving = giving
    sat.engine.start()
    for answer in answers:
        sat.answer(answer)
    for _ in range(9):
        if not sat.engine.state.is_over:
            sat.answer("hm", seconds=1)
    return sat


def _asked(*answers: str, question: Question = QUESTION, **more) -> list[FollowUpAsked]:
    sat = _sat(*answers, questions=(question,), **more)
    return [e for e in sat.events if isinstance(e, FollowUpAsked)]


def test_a_misconception_comes_first_then_probes_by_weight_then_scripted() -> None:
    """The order of the design, on one answer that gives cause for all three."""
    asked = _asked("variance !never-overfits")
    assert [(e.kind, e.id) for e in asked] == [
        (FollowUpKind.MISCONCEPTION, "never-overfits"),
        (FollowUpKind.PROBE, "crowd"),
        (FollowUpKind.SCRIPTED, "compare"),
    ]


def test_probes_ask_for_missing_musts_heaviest_first_and_never_for_the_rest() -> None:
    """The `should` point is let go."""
    assert [e.id for e in _asked("nothing")] == ["variance", "crowd"]


def test_what_is_always_asked_waits_until_the_open_musts_are_asked_about() -> None:
    """Two follow-ups, two musts open: both are probed."""
    always = FollowUp(id="more", ask="And?", model_answer="x")
    question = replace(QUESTION, follow_ups=(always,))
    plan = Plan(questions=1, minutes=30, reading=0, follow_ups=2)
    assert [e.id for e in _asked("nothing", question=question, plan=plan)] == ["variance", "crowd"]
    assert [e.id for e in _asked("crowd", question=question, plan=plan)] == ["variance", "more"]


def test_partly_covered_points_come_after_missing_ones() -> None:
    """What is missing matters more than what is half there."""
    assert [e.id for e in _asked("~variance")] == ["crowd", "variance"]


def test_a_full_answer_is_not_probed() -> None:
    """Only the scripted follow-up remains."""
    assert [e.id for e in _asked("variance crowd")] == ["compare"]


def test_what_the_answer_has_already_is_not_asked_for() -> None:
    """All points of a follow-up have to be there; what hangs on it is asked, and so is a claim."""
    deep = Point(id="deep", point="Deep trees.")
    compare = FollowUp(
        id="compare", ask="Which?", rubric=(deep, Point(id="wide", point="Wide ones."))
    )
    after = FollowUp(id="after", ask="So?", kind=AskKind.WHY, when=When(covered="compare"))
    push = FollowUp(id="push", ask="No?", kind=AskKind.PUSHBACK, correction="x", rubric=(deep,))
    question = replace(QUESTION, follow_ups=(compare, after, push))
    assert "compare" in [e.id for e in _asked("variance crowd deep", question=question)]
    asked = [e.id for e in _asked("variance crowd deep wide", question=question)]
    assert sorted(asked) == ["after", "push"]


def test_wording_that_gives_an_open_point_away_is_not_used() -> None:
    """A probe that says what is still missing is passed over."""
    assert [e.id for e in _asked("nothing", giving=("What of the spread?",))] == ["crowd"]


def test_no_follow_up_without_time_for_it_and_never_more_time_than_is_left() -> None:
    """With ten seconds on the session clock there is none; with 25 it gets 25."""
    plan = Plan(questions=1, minutes=1, reading=0, follow_ups=2)
    sat = Sat(plan, questions=(QUESTION,)).start()
    sat.answer("nothing", seconds=50)
    assert sat.engine.state.is_over

    sat = Sat(plan, questions=(QUESTION,)).start()
    sat.answer("nothing", seconds=35)
    assert sat.engine.question_left == 25


def test_practice_asks_follow_ups_over_time_too() -> None:
    """Where clocks run over, there is always time for one."""
    plan = Plan(questions=1, minutes=1, reading=0, follow_ups=2, mode=Mode.PRACTICE)
    sat = Sat(plan, questions=(QUESTION,)).start()
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


def test_an_answer_to_something_else_is_noticed_once() -> None:
    """The same is asked once more, with the time that was left; after that the next question."""
    asked = _asked("?else", "variance crowd")
    assert [(e.kind, e.ask) for e in asked[:2]] == [
        (FollowUpKind.AGAIN, QUESTION.prompt),
        (FollowUpKind.SCRIPTED, QUESTION.follow_ups[0].ask),
    ]
    assert asked[0].budget == 55_000
    assert [e.kind for e in _asked("?else", "?else")] == [FollowUpKind.AGAIN]
    assert points_of(QUESTION, AGAIN) == QUESTION.rubric


def test_being_asked_again_leaves_what_was_left_of_the_time_and_enough_to_answer() -> None:
    """Extra time is counted once; who has used it all gets the time of a follow-up."""
    plan = Plan(questions=1, minutes=30, reading=0, follow_ups=1, extra_time=2)
    assert _asked("?else", plan=plan)[0].budget == 55_000
    sat = Sat(replace(plan, extra_time=1), questions=(QUESTION,)).start()
    sat.answer("?else", seconds=50)
    assert sat.engine.question_left == 30


def test_to_be_asked_again_is_no_follow_up_but_a_plan_without_any_has_neither() -> None:
    """It leaves the number of follow-ups as it was."""
    plan = Plan(questions=1, minutes=30, reading=0, follow_ups=1)
    kinds = [e.kind for e in _asked("?else", "nothing", plan=plan)]
    assert kinds == [FollowUpKind.AGAIN, FollowUpKind.PROBE]
    assert _asked("?else", plan=replace(plan, follow_ups=0)) == []


def test_an_honest_i_do_not_know_gets_a_smaller_question_and_ends_the_digging() -> None:
    """Once on the question itself; on a follow-up it is where the candidate's edge is."""
    asked = _asked("?unknown", "variance")
    assert [(e.kind, e.id) for e in asked[:2]] == [
        (FollowUpKind.SMALLER, "variance"),
        (FollowUpKind.PROBE, "crowd"),
    ]
    assert [e.kind for e in _asked("?plan", "?unknown")] == [FollowUpKind.SMALLER]
    assert [e.id for e in _asked("nothing", "?plan")] == ["variance"]


WHY = FollowUp(id="why", ask="Why?", kind=AskKind.WHY, rubric=(Point(id="w", point="W."),))
DEEP = replace(
    QUESTION,
    follow_ups=(
        replace(WHY, when=When(covered="crowd")),
        replace(WHY, id="why-then", ask="And why that?", when=When(covered="why")),
        FollowUp(id="twist", ask="No labels?", kind=AskKind.TWIST, model_answer="x"),
        FollowUp(
            id="push",
            ask="So it cannot overfit?",
            kind=AskKind.PUSHBACK,
            correction="It can.",
        ),
    ),
)


def test_after_a_full_answer_the_interviewer_resists() -> None:
    """Whys up to the edge, a twist, something false on purpose; an open answer is probed first."""
    full = [e.id for e in _asked("variance crowd", question=DEEP)]
    assert {"why", "twist", "push"} == set(full)
    assert [e.id for e in _asked("variance", question=DEEP)] == ["crowd"]
    assert next(e.id for e in _asked("crowd", question=DEEP)) == "variance"
    assert "why-then" in [e.id for e in _asked("variance crowd", "w", "w", "w", question=DEEP)]
    assert points_of(DEEP, "push") == (Point(id="push", point="It can."),)


@pytest.mark.parametrize(("style", "most"), [(Style.KIND, 0), (Style.NEUTRAL, 1), (Style.TOUGH, 3)])
def test_how_often_something_false_is_said_on_purpose(style: Style, most: int) -> None:
    """Never to be kind, once a session by default, after every full answer to be tough."""
    questions = tuple(replace(DEEP, id=f"q{n}") for n in range(3))
    plan = Plan(questions=3, minutes=60, reading=0, follow_ups=4, style=style)
    answers = ["variance crowd", "hm", "hm", "hm"] * 3
    sat = _sat(*answers, plan=plan, questions=questions)
    pushed = [t for t in sat.engine.state.turns if t.kind is FollowUpKind.PUSHBACK]
    assert len(pushed) == most


def test_the_interviewer_opens_bridges_and_ends_in_words_that_fit() -> None:
    """Each follow-up and question has a line before it, by what has just happened."""
    plan = Plan(questions=7, minutes=30, reading=0, follow_ups=1)
    questions = tuple(replace(QUESTION, id=f"q{n}") for n in range(7))
    sat = Sat(plan, questions=questions).start()
    sat.answer("variance crowd")  # full
    sat.answer("thresholds")
    sat.engine.skip()
    sat.wait(61)  # nobody was stopped: nothing was typed
    sat.engine.draft("nothing")
    sat.wait(61)  # the clock cuts off
    sat.answer("?unknown")
    sat.answer("?unknown")
    sat.answer("nothing")
    sat.answer("?plan")  # no pass
    sat.answer("nothing")
    sat.answer("?else")
    assert [line.occasion for line in sat.engine.state.said] == [
        *("opening", "full", "next", "passed", "silent", "timed-out", "unknown", "passed", "thin"),
        *("last", "thin", "closing"),
    ]
    assert sat.engine.state.said_before(0)[0].count("7 questions") == 1
    early = Sat(plan, questions=questions).start()
    early.engine.finish()
    assert early.engine.state.said[-1].occasion == "stopped"
    late = Sat(replace(plan, minutes=1), questions=questions).start()
    late.wait(61)
    assert late.engine.state.said[-1].occasion == "out-of-time"


def test_no_line_is_said_twice_in_a_row_nor_again_before_the_others() -> None:
    """For any seed; and the same seed says the same."""
    for seed in range(30):
        header = replace(Sat(questions=(QUESTION, OTHER)).header, seed=seed)
        said: list[str] = []
        known = lines_for(header, Occasion.NEXT)
        for _ in range(2 * len(known)):
            said.append(line_for(header, Occasion.NEXT, said))
        assert set(said[: len(known)]) == set(known)
        assert all(one != two for one, two in pairwise(said))


def test_a_bank_may_bring_lines_of_its_own() -> None:
    """What it leaves out is said as the app says it."""
    header = Sat().header
    own = BankCopy(id="b", title="B", hash="", lines={"next": ("Weiter.",)})
    header = replace(header, banks=(own,))
    assert line_for(header, Occasion.NEXT) == "Weiter."
    own = replace(own, lines={"timed-out": ("Die Zeit ist um.",), "full": ("Gut. Weiter.",)})
    assert lines_for(replace(header, banks=(own,)), Occasion.SILENT) == ("Die Zeit ist um.",)
    assert lines_for(replace(header, banks=(own,)), Occasion.TWIST) == ("Gut. Weiter.",)
    assert lines_for(header, Occasion.CLOSING) == lines_for(Sat().header, Occasion.CLOSING)


def test_every_style_has_lines_for_every_occasion_and_none_praises() -> None:
    """Courteous and brief, never a verdict."""
    for style in Style:
        header = Sat(Plan(questions=2, minutes=10, style=style)).header
        for occasion in Occasion:
            lines = lines_for(header, occasion)
            assert len(lines) >= 2, (style, occasion)
            for text in lines:
                # Nobody who typed nothing can be stopped.
                stops = any(word in text.lower() for word in ("stop", "cut in"))
                assert not (stops and occasion is Occasion.SILENT)
                praise = {"good answer", "great", "excellent", "correct", "right answer", "wrong"}
                assert not any(word in text.lower() for word in praise)
