"""An interview in rounds: each with a clock of its own, and a break between, while none runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from session_kit import OTHER, QUESTION, Sat

from interview_sim.assessment.score import answer_score
from interview_sim.assessment.timing import session_seconds, unreached
from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.model import Question
from interview_sim.session.answers import Answers
from interview_sim.session.draw import draw
from interview_sim.session.engine import Engine
from interview_sim.session.events import Warned
from interview_sim.session.fold import fold
from interview_sim.session.phases import EndReason, Phase
from interview_sim.session.plan import Mode, Plan, Rate, Round
from interview_sim.session.planning import find_plan, read_plan, shipped_plans
from interview_sim.session.rounds import break_words, overview
from interview_sim.together.paper import check_against, make_paper, paper_text, read_paper

BANKS = Path(__file__).parents[2] / "banks"

TWO = Plan(
    rounds=(
        Round(title="Concepts", questions=2, minutes=2),
        Round(title="Numbers", questions=1, minutes=5),
    ),
    questions=3,
    minutes=7,
    follow_ups=0,
    reading=0,
)
LAST = Question(id="last", prompt="How many?", model_answer="Ten.")


def _sat(plan: Plan = TWO) -> Sat:
    return Sat(plan, questions=(QUESTION, OTHER, LAST), rounds=(0, 0, 1)).start()


def test_between_rounds_there_is_a_break_and_the_next_has_a_clock_of_its_own() -> None:
    """However long the break, no time of either round goes in it."""
    sat = _sat()
    sat.answer("variance", 30)
    sat.answer("thresholds", 30)
    assert sat.engine.state.is_break
    assert break_words(sat.engine.state) == (
        "That was round 1 of 2, Concepts. Take a break: the clocks are stopped. "
        "Next: Numbers (5 min)."
    )
    sat.wait(900)
    assert sat.engine.state.is_break
    sat.engine.submit()
    sat.engine.unpause()
    sat.engine.unpause()
    assert sat.engine.state.turns[-1].ask == "How many?"
    assert sat.engine.session_left == 300
    sat.answer("ten", 45)
    state = sat.engine.state
    assert (state.phase, state.end_reason) == (Phase.ASSESSING, EndReason.COMPLETED)
    assert state.paused_total == 0
    assert session_seconds(state) == pytest.approx(105, abs=1)
    assert fold(sat.events) == state


def test_a_round_whose_time_is_up_leads_to_the_break_and_not_to_the_end() -> None:
    """What it did not reach counts as not reached, and the next round is asked whole."""
    sat = _sat(Plan(**{**_fields(TWO), "rounds": (_short(TWO.rounds[0]), TWO.rounds[1])}))
    sat.engine.draft("variance")
    sat.wait(40)
    assert sat.engine.state.is_break
    assert sat.engine.state.turns[-1].text == "variance"
    sat.engine.unpause()
    assert sat.engine.state.question_index == 2
    sat.wait(25)
    sat.answer("ten")
    assert sat.engine.state.end_reason is EndReason.OUT_OF_TIME
    assert unreached(sat.engine.state) == 1


def _fields(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__struct_fields__}


def _short(part: Round) -> Round:
    return Round(title=part.title, questions=part.questions, minutes=0.5)


def test_each_round_warns_of_its_own_end() -> None:
    """A warning of the first round does not silence the second."""
    sat = _sat(Plan(**{**_fields(TWO), "rounds": (TWO.rounds[0], _short(TWO.rounds[1]))}))
    sat.answer("variance", 50)
    sat.wait(33)
    sat.answer("thresholds", 1)
    sat.engine.unpause()
    sat.engine.draft("ten")
    sat.wait(25)
    assert [event.mark for event in sat.events if _warns_of_session(event)] == ["third", "third"]


def _warns_of_session(event: object) -> bool:
    return isinstance(event, Warned) and event.scope == "session"


def test_a_break_survives_leaving_and_ending_early_in_it_keeps_what_was_answered() -> None:
    """Who comes back stands in the break still; who has had enough goes on to the assessment."""
    sat = _sat()
    sat.answer("variance")
    sat.answer("thresholds")
    back = Engine.resume(
        fold(sat.events), sat.clock, sat.events.append, score=answer_score, answers=Answers()
    )
    assert back.state.is_break
    back.finish()
    assert back.state.end_reason is EndReason.FINISHED_EARLY
    assert back.state.asked == (0, 1)


def test_where_each_answer_is_rated_the_break_comes_after_the_rating() -> None:
    """And going on from it asks the next round, not for the rating once more."""
    sat = _sat(Plan(**{**_fields(TWO), "mode": Mode.PRACTICE, "rate": Rate.EACH}))
    for text in ("variance", "thresholds"):
        sat.answer(text)
        assert sat.engine.awaits_rating
        sat.engine.next_question()
    assert sat.engine.state.is_break
    sat.engine.unpause()
    assert sat.engine.state.question_index == 2


def test_the_on_site_day_draws_each_round_from_its_own_kind() -> None:
    """Concepts, a case with its stages, and the candidate's own work; a paper keeps the rounds."""
    plan = find_plan("on-site", shipped_plans())
    assert (plan.questions, plan.minutes) == (12, 140)
    assert overview(plan).startswith("3 rounds: Concepts (50 min), A case (1 h), Your own work")
    banks = [loaded.bank for loaded in Catalogue.load([BANKS]).banks]
    drawn = draw(plan, banks, 4)
    assert len({item.ref for item in drawn}) == len(drawn)
    kinds = {
        number: {item.question.kind for item in drawn if item.round == number}
        for number in range(3)
    }
    assert kinds == {0: {"conceptual"}, 1: {"case"}, 2: {"resume"}}
    assert [item.round for item in drawn] == sorted(item.round for item in drawn)

    paper = make_paper(plan, banks, 4, app_version="1")
    again = read_paper(paper_text(paper).encode())
    assert check_against(again, banks, app_version="1").drawn(again.plan) == drawn


def test_the_rounds_of_a_plan_file_say_how_long_it_is_and_mistakes_have_a_place() -> None:
    """Questions and minutes are those of all rounds together."""
    text = "name: day\nrounds:\n  - {title: A, questions: 2, minutes: 10}\n"
    two = read_plan(f"{text}  - {{title: B, questions: 1, minutes: 15}}\n".encode())
    assert (two.questions, two.minutes, two.seconds_of(1)) == (3, 25, 900)
    with pytest.raises(Exception, match=r"day\.yaml:4:16"):
        read_plan(f"{text}  - {{title: B, question: 1, minutes: 15}}\n".encode(), "day.yaml")
