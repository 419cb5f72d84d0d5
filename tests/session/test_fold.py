"""The fold accepts what can happen, refuses the rest, and agrees with the live session."""

from __future__ import annotations

from functools import reduce

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_kit import Sat, make_header

from interview_sim.matching import Verdict
from interview_sim.session import events as ev
from interview_sim.session.fold import ALLOWED, EventRefusedError, apply, apply_all, begin, fold
from interview_sim.session.phases import EndReason, FollowUpKind, Phase
from interview_sim.session.plan import Mode, Plan, Rate

AT = {"at": "2026-01-05T09:00:00.000Z"}
SAMPLES: dict[type[ev.Event], dict[str, object]] = {
    ev.Started: {},
    ev.Said: {"occasion": "next", "text": "Thanks. Next one."},
    ev.Asked: {"question": 1, "reading": 0, "budget": 1000},
    ev.FollowUpAsked: {
        "question": 0,
        "id": "crowd",
        "kind": FollowUpKind.PROBE,
        "ask": "?",
        "reason": "!",
        "time_left": 1,
        "budget": 1,
    },
    ev.Began: {},
    ev.Edit: {"at_char": 0, "ins": "a"},
    ev.Submitted: {},
    ev.TimedOut: {"scope": ev.Scope.QUESTION},
    ev.Skipped: {},
    ev.Flagged: {"question": 0, "on": True},
    ev.HintShown: {"text": "hint"},
    ev.Paused: {},
    ev.Resumed: {},
    ev.ClockGap: {"ms": 5, "cause": "slept"},
    ev.Warned: {"scope": ev.Scope.QUESTION, "mark": "third", "left": 5},
    ev.Heartbeat: {},
    ev.Ended: {"reason": EndReason.COMPLETED},
    ev.Predicted: {"question": 0, "ratings": {"coverage": 2}},
    ev.Revealed: {"question": 0},
    ev.Judged: {"question": 0, "judgement": ev.Judgement(judge="words")},
    ev.PointMarked: {"question": 0, "point": "crowd", "verdict": Verdict.COVERED},
    ev.ClaimMarked: {"question": 0, "claim": "x", "confirmed": True},
    ev.Noted: {"text": "n"},
    ev.Retitled: {"text": "n"},
    ev.Finished: {},
}
PATH: dict[Phase, list[type[ev.Event]]] = {
    Phase.PLANNED: [],
    Phase.READING: [ev.Started, ev.Asked],
    Phase.ANSWERING: [ev.Started, ev.Asked, ev.Began],
    Phase.PAUSED: [ev.Started, ev.Asked, ev.Began, ev.Paused],
    Phase.THINKING: [ev.Started, ev.Asked, ev.Began, ev.Submitted],
    Phase.BETWEEN: [ev.Started, ev.Asked, ev.Began, ev.Submitted, ev.Judged],
    Phase.ASSESSING: [ev.Started, ev.Asked, ev.Began, ev.Submitted, ev.Ended],
    Phase.FINISHED: [ev.Started, ev.Asked, ev.Began, ev.Submitted, ev.Ended, ev.Finished],
}


def _state_in(phase: Phase):
    state = begin(make_header(Plan(questions=2, minutes=10, reading=0, reveal=Rate.EACH)))
    for seq, kind in enumerate(PATH[phase], start=1):
        fields = {**SAMPLES[kind], **({"question": 0} if kind is ev.Asked else {})}
        state = apply(state, kind(seq=seq, t=seq, **AT, **fields))
    if phase in {Phase.BETWEEN, Phase.ASSESSING, Phase.FINISHED}:
        shown = ev.Revealed(seq=20, t=20, **AT, **SAMPLES[ev.Revealed])
        state = apply(state, shown)
    return state


def test_every_event_has_a_rule() -> None:
    """No kind of event is left out of the table of phases."""
    kinds = msgspec.inspect.type_info(ev.AnyEvent).types
    assert {kind.cls for kind in kinds} - {ev.Header} == set(ALLOWED) == set(SAMPLES)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("kind", list(SAMPLES))
def test_phase_by_event(phase: Phase, kind: type[ev.Event]) -> None:
    """In each phase exactly the allowed events are taken, and a refused one changes nothing."""
    state = _state_in(phase)
    assert state.phase is phase
    event = kind(seq=state.seq + 1, t=30, **AT, **SAMPLES[kind])
    blind_rating_too_late = kind is ev.Predicted and phase in {
        Phase.BETWEEN,
        Phase.ASSESSING,
    }
    nothing_to_judge = kind is ev.Judged and state.turn is not None and state.turn.is_open
    if phase in ALLOWED[kind] and not blind_rating_too_late and not nothing_to_judge:
        assert apply(state, event).seq == event.seq
    else:
        with pytest.raises(EventRefusedError):
            apply(state, event)
        assert state == _state_in(phase)


def test_between_questions_a_plan_reveals_only_if_it_says_so() -> None:
    """By default nothing is shown before the last answer is in."""
    sat = Sat().start()
    sat.engine.skip()
    with pytest.raises(EventRefusedError):
        sat.engine.reveal(0)

    each = Sat(Plan(questions=2, minutes=10, reading=0, follow_ups=2, reveal=Rate.EACH)).start()
    each.answer("nothing")
    for _ in range(2):
        each.engine.skip()
    assert each.engine.awaits_rating
    left = each.engine.session_left
    each.engine.predict(0, {"coverage": 2})
    each.engine.reveal(0)
    each.engine.mark(0, "variance", Verdict.COVERED)
    each.wait(20)
    assert each.engine.session_left == left
    each.engine.next_question()
    assert each.engine.state.question_index == 1


def test_edits_that_do_not_fit_are_refused() -> None:
    """An edit outside the answer would corrupt it."""
    state = _state_in(Phase.ANSWERING)
    for at_char, delete in ((1, 0), (0, 1), (-1, 0)):
        with pytest.raises(EventRefusedError, match="does not fit"):
            apply(state, ev.Edit(seq=9, t=9, **AT, at_char=at_char, delete=delete))


def test_time_and_numbers_only_grow() -> None:
    """An event out of order is refused."""
    state = _state_in(Phase.ANSWERING)
    with pytest.raises(EventRefusedError):
        apply(state, ev.Began(seq=state.seq, t=99, **AT))
    with pytest.raises(EventRefusedError):
        apply(state, ev.Edit(seq=99, t=0, **AT, at_char=0, ins="x"))


def test_a_session_starts_with_its_header() -> None:
    """Without a header there is nothing to fold."""
    with pytest.raises(EventRefusedError, match="header"):
        fold([])


def test_marks_can_be_taken_back() -> None:
    """Undo removes the candidate's word and leaves the suggestion."""
    state = _state_in(Phase.ASSESSING)
    state = apply(state, ev.PointMarked(seq=31, t=31, **AT, **SAMPLES[ev.PointMarked]))
    assert state.marks[(0, "", "crowd")].verdict is Verdict.COVERED
    state = apply(
        state, ev.PointMarked(seq=32, t=32, **AT, question=0, point="crowd", verdict=None)
    )
    assert state.marks == {}


@pytest.mark.parametrize(
    "bad",
    [
        {"at_char": 4, "ins": "x"}, {"at_char": 2, "delete": 2}, {"at_char": -1},
        {"at_char": 0, "delete": -1}, {"seq": 5}, {"t": 4},
    ],
)  # fmt: skip
def test_a_run_of_edits_is_refused_where_one_by_one_would_be(bad: dict[str, int | str]) -> None:
    """Quick or not, the same edit is refused, for the same reason."""
    state = begin(make_header(Plan(questions=1)))
    for kind, more in ((ev.Started, {}), (ev.Asked, {**SAMPLES[ev.Asked], "question": 0})):
        state = apply(state, kind(seq=state.seq + 1, t=5, **AT, **more))
    state = apply(state, ev.Began(seq=3, t=5, **AT))
    edits = [
        ev.Edit(**{"seq": 4 + number, "t": 5 + number, **AT, "at_char": number, "ins": "a"})
        for number in range(3)
    ]
    wrong = ev.Edit(**{"seq": 7, "t": 8, **AT, "at_char": 0, **bad})
    after = reduce(apply, edits, state)
    assert after.turn is not None
    assert after.turn.text == "aaa"
    with pytest.raises(EventRefusedError) as slowly:
        apply(after, wrong)
    with pytest.raises(EventRefusedError) as quickly:
        apply_all(state, [*edits, wrong])
    assert str(quickly.value) == str(slowly.value)
    assert apply_all(state, edits) == after


COMMANDS = st.sampled_from(
    ["draft", "submit", "skip", "flag", "hint", "pause", "unpause", "tick", "begin", "finish"]
)
DRAFTS = st.text(st.characters(exclude_categories=()), max_size=30)


@given(
    st.lists(st.tuples(COMMANDS, DRAFTS, st.integers(0, 40)), max_size=25),
    st.sampled_from(list(Mode)),
    st.sampled_from([0.0, 5.0]),
)
def test_folding_what_was_recorded_gives_the_live_state(
    steps: list[tuple[str, str, int]], mode: Mode, reading: float
) -> None:
    """Whatever is pressed and whenever: the transcript is the session."""
    sat = Sat(Plan(questions=2, minutes=3, reading=reading, mode=mode)).start()
    for command, text, seconds in steps:
        sat.clock.advance(seconds)
        if command == "draft":
            sat.engine.draft(text)
        else:
            getattr(sat.engine, command)()
    encoded = msgspec.json.encode(sat.events)
    assert fold(sat.events) == sat.engine.state
    assert fold(msgspec.json.decode(encoded, type=list[ev.AnyEvent])) == sat.engine.state


@pytest.mark.parametrize("phase", [Phase.READING, Phase.ANSWERING, Phase.PAUSED])
@pytest.mark.parametrize("kind", [ev.Asked, ev.Ended])
def test_where_events_are_missing_the_next_question_ends_the_open_answer(
    phase: Phase, kind: type[ev.Event]
) -> None:
    """A damaged file costs an answer its end and not all that follows; its text stays."""
    state = _state_in(phase)
    after = apply(state, kind(seq=state.seq + 2, t=30, **AT, **SAMPLES[kind]))
    assert after.turns[0].text == state.turns[0].text
    assert after.turns[0].outcome == "open"
    assert after.paused_at is None
    assert after.phase in {Phase.READING, Phase.ASSESSING}
