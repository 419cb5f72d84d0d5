"""The exported record says what the fold says, at every moment and for sessions of any kind."""

from __future__ import annotations

import pytest
from export_kit import exported, one_question, small, transcript_of
from transcript_kit import Script, header, random_session, small_session

from interview_sim.assessment.model import Stop
from interview_sim.exchange.session_exporters import timeline_of
from interview_sim.session.events import Predicted, Started, Submitted
from interview_sim.session.fold import apply, begin, fold
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Rate


@pytest.mark.parametrize("seed", range(8))
def test_clocks_worked_out_from_the_record_are_those_of_the_fold(seed: int) -> None:
    """Whenever the clocks run, both show what the session's own state shows."""
    events = random_session(seed)
    session = exported(events)
    timeline = timeline_of(session)
    answers = {(q.id, a.part): a for q, a in session.answers}
    seen = 0
    transcript = transcript_of(events)
    state = begin(transcript.header)
    for event in transcript.events[1:]:
        state = apply(state, event)
        turn = state.turn
        if state.phase is not Phase.ANSWERING or turn is None or turn.began_at is None:
            continue
        seen += 1
        answer = answers[state.drawn(turn.question).ref, turn.part]
        assert answer.began_ms == turn.began_at
        assert turn.deadline is not None
        assert state.session_deadline is not None
        assert timeline.left(turn.began_at, answer.budget, event.t) == turn.deadline - event.t
        assert timeline.started_ms is not None
        assert (
            timeline.left(timeline.started_ms, session.budget, event.t)
            == state.session_deadline - event.t
        )
    assert seen > 10


def test_the_session_clock_stands_while_answers_are_rated() -> None:
    """Rated after each question, the time that it takes is not the interview's."""
    script = Script(header(2, rate=Rate.EACH))
    script.add(Started, after=0)
    script.ask(0)
    script.add(Submitted, after=1_000)
    script.add(Predicted, after=20_000, question=0, ratings={"coverage": 3})
    script.ask(1)
    session, state = exported(script.events), script.state
    timeline = timeline_of(session)
    assert timeline.stops == (Stop(from_ms=3_100, until_ms=23_240),)
    assert timeline.started_ms is not None
    assert state.session_deadline is not None
    left = timeline.left(timeline.started_ms, session.budget, state.t)
    assert left == state.session_deadline - state.t


@pytest.mark.parametrize("seed", range(8))
def test_the_edits_of_an_answer_make_its_text(seed: int) -> None:
    """Applied in order, an answer's edits are the answer."""
    events = random_session(seed)
    session = exported(events)
    texts = [turn.text for turn in fold(events).turns]
    assert [answer.text for _, answer in session.answers] == texts
    for _, answer in session.answers:
        text = ""
        for edit in answer.edits or ():
            text = text[: edit.at_char] + edit.ins + text[edit.at_char + edit.delete :]
        assert text == answer.text


def test_a_session_can_be_exported_wherever_it_stands() -> None:
    """From the header alone to the last event, every state of a session makes a record."""
    events = small_session()
    for count in range(1, len(events) + 1):
        session = exported(events[:count])
        assert timeline_of(session).duration_ms == events[count - 1].t
        assert session.asked == len(session.questions)


def test_a_session_without_questions_can_be_exported() -> None:
    """A header with nothing in it is an export with nothing in it."""
    session = exported([header(0)])
    assert (session.questions, timeline_of(session).end_ms, session.score) == ((), 0, None)


def test_follow_ups_are_answers_with_their_reason() -> None:
    """The first answer comes first, then the follow-ups with what they were asked for."""
    main, follow_up = small().questions[0].answers
    assert (main.is_main, main.kind, main.outcome) == (True, None, "submitted")
    assert follow_up.part == "lower-variance"
    assert follow_up.reason == "“lower variance” was missing"
    assert (follow_up.outcome, follow_up.text) == ("timed_out", "Errors average out.")


def test_points_carry_the_candidates_word_and_the_suggestion_apart() -> None:
    """A point that was marked otherwise than suggested says both."""
    answer = exported(one_question("Averaging lowers variance.")).questions[0].answers[0]
    point = answer.points[0]
    assert (point.confirmed.value, point.suggested.value, point.marked) == (
        "covered",
        "missed",
        True,
    )
    assert point.evidence == (answer.text[:12],)
