"""The engine decides by the clock it is given, and records before it counts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from session_kit import OTHER, QUESTION, Sat, judgement_on

from interview_sim.assessment.score import answer_score
from interview_sim.session.answers import Answers
from interview_sim.session.engine import Engine
from interview_sim.session.events import (
    ClockGap,
    Edit,
    Ended,
    FollowUpAsked,
    Scope,
    TimedOut,
    Warned,
)
from interview_sim.session.fold import fold
from interview_sim.session.phases import EndReason, FollowUpKind, Outcome, Phase
from interview_sim.session.plan import Mode, Plan, Rate

PRACTICE = Plan(questions=2, minutes=10, reading=0, follow_ups=2, mode=Mode.PRACTICE)


def test_a_whole_interview_ends_in_the_assessment() -> None:
    """Answering every question and follow-up leads to the assessment."""
    sat = Sat().start("variance crowd", "thresholds", "found of all positives")

    assert sat.engine.state.phase is Phase.ASSESSING
    assert sat.engine.state.end_reason is EndReason.COMPLETED
    assert [turn.outcome for turn in sat.engine.state.turns] == [Outcome.SUBMITTED] * 3


def test_time_out_is_stamped_with_the_deadline_and_keeps_what_was_typed() -> None:
    """A time-out that is noticed late still happened at the deadline, with the text of then."""
    sat = Sat().start()
    sat.engine.draft("half an answ")
    sat.wait(1)
    sat.engine.draft("half an answer")
    sat.clock.advance(61.3)
    sat.engine.tick()

    timed_out = next(e for e in sat.events if isinstance(e, TimedOut))
    assert timed_out.t == 60_000
    assert timed_out.scope is Scope.QUESTION
    assert sat.engine.state.turns[0].text == "half an answer"
    assert sat.engine.state.question_index == 1


def test_a_submit_after_the_deadline_is_a_time_out() -> None:
    """A key pressed too late changes nothing about the time-out."""
    sat = Sat().start()
    sat.engine.draft("variance")
    sat.clock.advance(60.1)
    sat.engine.submit()

    assert sat.engine.state.turns[0].outcome is Outcome.TIMED_OUT
    assert sat.engine.state.turns[1].is_open


def test_text_typed_after_the_deadline_does_not_count() -> None:
    """What arrives past zero is not put into the answer, nor into the next one."""
    sat = Sat().start()
    sat.engine.draft("in time")
    sat.clock.advance(60.2)
    sat.engine.draft("in time and too late")

    sat.wait(1)

    first, second = sat.engine.state.turns
    assert first.text == "in time"
    assert (second.question, second.text) == (1, "")


def test_the_end_of_the_session_closes_the_answer_and_asks_nothing_more() -> None:
    """At zero on the session clock the open answer is kept and the assessment begins."""
    sat = Sat(Plan(questions=2, minutes=0.5, reading=0)).start()
    sat.engine.draft("variance")
    sat.wait(31)

    state = sat.engine.state
    assert state.end_reason is EndReason.OUT_OF_TIME
    assert (state.turns[0].text, state.turns[0].timed_out_by) == ("variance", Scope.SESSION)
    assert len(state.turns) == 1
    assert next(e for e in sat.events if isinstance(e, Ended)).t == 30_000


def test_no_question_is_asked_with_seconds_left() -> None:
    """It could only count against the candidate; the session ends as out of time instead."""
    sat = Sat(Plan(questions=2, minutes=1, reading=0, follow_ups=0)).start()
    sat.answer("variance", seconds=45)

    assert sat.engine.state.end_reason is EndReason.OUT_OF_TIME
    assert sat.engine.state.asked == (0,)


def test_practice_runs_over_and_shows_by_how_much() -> None:
    """In practice mode zero is passed and counted."""
    sat = Sat(PRACTICE).start()
    sat.engine.draft("variance")
    sat.wait(72)

    assert sat.engine.state.turn is not None
    assert sat.engine.state.turn.is_open
    assert sat.engine.question_left == pytest.approx(-12)


def test_pause_stops_both_clocks_in_practice_only() -> None:
    """A pause moves both deadlines; in interview mode there is none."""
    sat = Sat(PRACTICE).start()
    sat.wait(10)
    sat.engine.pause()
    sat.wait(100)
    stood = (sat.engine.question_left, sat.engine.session_left)
    sat.engine.unpause()

    assert stood == (50, 590)
    assert (sat.engine.question_left, sat.engine.session_left) == (50, 590)
    assert sat.engine.state.paused_total == 100_000

    strict = Sat().start()
    assert strict.engine.pause() == ()
    assert strict.engine.state.phase is Phase.ANSWERING


def test_reading_ends_by_the_clock_at_its_deadline() -> None:
    """The answering clock starts when reading time is over, not when that is noticed."""
    sat = Sat(Plan(questions=2, minutes=10, reading=20)).start()
    assert sat.engine.state.phase is Phase.READING
    sat.clock.advance(23)
    sat.engine.tick()

    assert sat.engine.state.phase is Phase.ANSWERING
    assert sat.engine.question_left == 57


def test_typing_ends_the_reading_time() -> None:
    """The first character typed while reading starts the answer and is kept."""
    sat = Sat(Plan(questions=2, minutes=10, reading=20)).start()
    sat.wait(3)
    sat.engine.draft("v")
    sat.wait(1)

    assert sat.engine.state.turn is not None
    assert sat.engine.state.turn.text == "v"
    assert sat.engine.state.turn.began_at == 3000


def test_edits_are_coalesced_to_a_few_a_second() -> None:
    """Forty keys in two seconds make at most nine edits, and nothing is lost."""
    sat = Sat().start()
    text = ""
    for _ in range(40):
        text += "x"
        sat.clock.advance(0.05)
        sat.engine.draft(text)
    sat.wait(1)

    edits = [e for e in sat.events if isinstance(e, Edit)]
    assert len(edits) <= 9
    assert sat.engine.state.turns[0].text == text


def test_warnings_come_once_a_clock_and_mark() -> None:
    """A third left and the last thirty seconds are told once each."""
    sat = Sat(
        Plan(questions=1, minutes=3, reading=0), questions=(Sat().header.questions[0].question,)
    )
    sat.engine.start()
    made = [e for e in sat.wait(59) if isinstance(e, Warned)]

    assert [(e.scope, e.mark) for e in made] == [(Scope.QUESTION, "last_30s")]


def test_a_clock_that_is_short_anyway_warns_at_a_third_alone() -> None:
    """Half a minute in all is no news as it starts; the third of it that is left is."""
    sat = Sat().start("nothing of it")
    assert not sat.engine.state.turns[-1].is_main

    assert not [e for e in sat.wait(19) if isinstance(e, Warned)]
    assert [e.mark for e in sat.wait(2) if isinstance(e, Warned)] == ["third"]


def test_follow_ups_say_why_they_were_asked() -> None:
    """The reason, the point and the time left go on record."""
    sat = Sat().start()
    sat.answer("crowd", seconds=10)

    asked = next(e for e in sat.events if isinstance(e, FollowUpAsked))
    assert (asked.kind, asked.id, asked.point) == (FollowUpKind.PROBE, "variance", "variance")
    assert "Lowers variance" in asked.reason
    assert asked.time_left == 590_000


def test_no_more_follow_ups_than_the_plan_allows() -> None:
    """With one follow-up a question the second missing point is let go."""
    sat = Sat(Plan(questions=2, minutes=10, reading=0, follow_ups=1)).start("nothing of it")
    sat.answer("still nothing")

    assert sat.engine.state.question_index == 1


def test_submitting_a_blank_answer_does_nothing() -> None:
    """Nothing passes a question but the word for it; what is typed next is submitted as usual."""
    sat = Sat().start("   ")
    assert sat.engine.state.turns[0].is_open
    assert sat.engine.state.question_index == 0
    sat.answer("nothing of it")
    assert sat.engine.state.turns[0].outcome is Outcome.SUBMITTED


def test_finishing_early_keeps_what_is_typed() -> None:
    """The open answer is handed in and the rest is not asked."""
    sat = Sat().start()
    sat.engine.draft("variance")
    sat.engine.finish()

    assert sat.engine.state.end_reason is EndReason.FINISHED_EARLY
    assert sat.engine.state.turns[0].text == "variance"
    assert sat.kinds()[-3:] == ["submitted", "said", "ended"]


def test_a_session_that_broke_off_goes_on_with_its_clocks_where_they_were() -> None:
    """After a kill at 20 seconds there are 40 left, however long the program was gone."""
    sat = Sat().start()
    sat.engine.draft("half")
    sat.wait(20)
    saved = list(sat.events)
    sat.clock.advance(3600)

    engine = Engine.resume(
        fold(saved), sat.clock, saved.append, score=answer_score, answers=Answers(list(saved))
    )
    assert engine.state.phase is Phase.PAUSED
    assert engine.question_left == pytest.approx(40, abs=1)
    sat.clock.advance(500)
    engine.unpause()

    assert engine.question_left == pytest.approx(40, abs=1)
    assert engine.state.turn is not None
    assert engine.state.turn.text == "half"
    assert any(isinstance(e, ClockGap) and e.cause == "closed" for e in saved)


def test_a_kill_between_an_answer_and_the_next_question_loses_nothing() -> None:
    """Resuming right after a submit asks what would have come."""
    sat = Sat().start("variance crowd")
    cut = next(i for i, e in enumerate(sat.events) if type(e).__name__ == "Submitted") + 1
    until_submit = sat.events[:cut]

    engine = Engine.resume(
        fold(until_submit),
        sat.clock,
        until_submit.append,
        score=answer_score,
        answers=Answers(list(until_submit)),
    )
    engine.unpause()
    assert engine.state.phase is Phase.THINKING
    for turn in engine.unjudged:
        engine.judged(turn.question, judgement_on(engine.request(turn)))

    assert engine.state.turn is not None
    assert engine.state.turn.is_open


def test_a_judgement_that_comes_while_the_session_is_paused_ends_the_thinking() -> None:
    """Resumed screens let the judge work before anybody goes on; then the next thing is asked."""
    sat = Sat().start("variance crowd")
    cut = next(i for i, e in enumerate(sat.events) if type(e).__name__ == "Submitted") + 1
    saved = sat.events[:cut]
    engine = Engine.resume(
        fold(saved), sat.clock, saved.append, score=answer_score, answers=Answers(list(saved))
    )
    for turn in engine.unjudged:
        engine.judged(turn.question, judgement_on(engine.request(turn)))
    assert engine.state.phase is Phase.PAUSED
    sat.clock.advance(100)
    engine.unpause()

    assert engine.state.phase is Phase.ANSWERING
    assert engine.session_left == 595
    assert fold(saved) == engine.state


def test_sleep_and_a_clock_set_back_are_recorded_and_do_not_move_the_deadline() -> None:
    """The wall clock may jump; the question clock does not follow."""
    sat = Sat().start()
    sat.wait(10)
    sat.clock.jump(3600)
    sat.wait(1)
    sat.clock.jump(-7200)
    sat.wait(1)

    causes = [(gap.cause, gap.ms) for gap in sat.engine.state.gaps]
    assert causes == [("slept", 3_600_000), ("set", -7_200_000)]
    assert sat.engine.question_left == 48


def test_rating_between_questions_does_not_use_up_the_session() -> None:
    """With ratings after each question the session clock stands meanwhile."""
    sat = Sat(Plan(questions=2, minutes=10, reading=0, follow_ups=0, rate=Rate.EACH)).start()
    sat.answer("variance", seconds=10)
    assert sat.engine.awaits_rating
    sat.wait(300)
    sat.engine.predict(0, {"coverage": 3}, 0.5)
    sat.engine.next_question()

    assert sat.engine.session_left == 590
    assert sat.engine.state.predictions[0].ratings == {"coverage": 3}


def test_what_the_clock_does_not_count_at_the_end_is_not_counted() -> None:
    """Finishing early while the interviewer thinks, and rating the last answer, use up no time."""
    thinking = Sat(Plan(questions=2, minutes=10, reading=0)).start()
    thinking.engine.draft("variance")
    thinking.clock.advance(50)
    thinking.engine.submit()
    thinking.clock.advance(5)
    thinking.engine.finish()
    assert thinking.engine.session_left == 550

    rating = Sat(
        Plan(questions=1, minutes=10, reading=0, follow_ups=0, rate=Rate.EACH),
        questions=(QUESTION,),
    )
    rating.engine.start()
    rating.answer("variance", seconds=10)
    rating.clock.advance(40)
    assert rating.engine.session_left == 590
    rating.engine.next_question()
    assert rating.engine.state.is_over
    assert rating.engine.session_left == 590


def test_leaving_between_two_questions_gives_the_time_back_once() -> None:
    """A session left while rating goes on with the session clock where it was, not ahead of it."""
    sat = Sat(Plan(questions=2, minutes=10, reading=0, follow_ups=0, rate=Rate.EACH)).start()
    sat.answer("variance", seconds=10)
    sat.wait(30)
    saved = list(sat.events)
    engine = Engine.resume(
        fold(saved), sat.clock, saved.append, score=answer_score, answers=Answers(list(saved))
    )
    sat.clock.advance(60)
    engine.unpause()
    sat.clock.advance(20)
    engine.next_question()

    assert engine.session_left == 590


def test_hints_come_in_practice_only_and_in_order() -> None:
    """The author's hint first, then the probes of what is missing, each once."""
    sat = Sat(PRACTICE).start()
    for _ in range(5):
        sat.engine.hint()

    assert sat.engine.state.turns[0].hints == (
        "Think of a crowd.",
        "What of the spread?",
        "What is the idea behind it?",
    )
    strict = Sat().start()
    assert strict.engine.hint() == ()


def test_heartbeats_bound_what_a_kill_can_cost_the_clock() -> None:
    """Silence is recorded every second, so a resumed clock is off by a second at most."""
    sat = Sat().start()
    sat.wait(30)

    times = [event.t for event in sat.events]
    assert max(b - a for a, b in pairwise(times)) <= 1250


def test_nothing_counts_before_it_is_recorded() -> None:
    """When recording fails, the state stays as it was."""

    class Full(Exception):
        pass

    def refuse(_event: object) -> None:
        raise Full

    sat = Sat()
    engine = Engine(sat.engine.state, sat.clock, refuse, score=answer_score)
    with pytest.raises(Full):
        engine.start()
    assert engine.state.phase is Phase.PLANNED


def test_same_answers_give_the_same_events() -> None:
    """Two sittings with the same answers and times record the same."""

    def sit() -> list[object]:
        sat = Sat().start("crowd", "variance", "whatever")
        return list(sat.events)

    assert sit() == sit()


def test_a_judge_is_told_what_else_is_asked() -> None:
    """With the first answer to a question, which may be one to another; a follow-up's is not."""
    sat = Sat().start("variance crowd")
    main, follow_up = sat.engine.state.turns
    assert sat.engine.request(main).task.others == (OTHER,)
    assert sat.engine.request(follow_up).task.others == ()
