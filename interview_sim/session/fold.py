"""The one fold: events in, state out.

Pure: no clock, no I/O. Live sessions, resuming, replay, scorecard and exports all read what this
returns, so nothing else may reconstruct a session. An event that cannot happen in the state it
meets is refused, and a refused event is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import groupby
from typing import Any, TypeVar

from msgspec.structs import replace

from interview_sim.errors import InterviewSimError
from interview_sim.judging.judgement import Judgement
from interview_sim.session import events as ev
from interview_sim.session.events import FIRST_FORMAT, Event, Header
from interview_sim.session.phases import BREAK, Outcome, Phase
from interview_sim.session.plan import Rate
from interview_sim.session.state import Gap, Line, Mark, Prediction, State, Turn


class EventRefusedError(InterviewSimError):
    """An event that cannot happen in the state it met."""


_LIVE = frozenset({Phase.READING, Phase.ANSWERING})
_DONE = frozenset({Phase.THINKING, Phase.BETWEEN})
_ASKING = _LIVE | _DONE
_AFTER = frozenset({Phase.ASSESSING, Phase.FINISHED})
_REVIEW = _AFTER | {Phase.BETWEEN}
"""Where a question that is behind can be rated, and be revealed where the plan has it so."""
_ANY = frozenset(Phase)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Handler = Callable[[State, Any], State]

ALLOWED: dict[type[Event], frozenset[Phase]] = {}
"""Which events may happen in which phases; everything else is refused."""
_HANDLERS: dict[type[Event], Handler] = {}


def _on(kind: type[Event], phases: Iterable[Phase]) -> Callable[[Handler], Handler]:
    """What an event does to the state, and in which phases it may happen."""

    def register(handler: Handler) -> Handler:
        ALLOWED[kind], _HANDLERS[kind] = frozenset(phases), handler
        return handler

    return register


_ENDS_WHAT_IS_OPEN = frozenset({ev.Said, ev.Asked, ev.FollowUpAsked, ev.Ended})
"""What can only follow an answer that is closed: where numbers are missing, its end is lost."""


def begin(header: Header) -> State:
    """The state of a session of which only the header is known."""
    return State(header=header, seq=header.seq, t=header.t, at=header.at)


def apply(state: State, event: Event) -> State:
    """The state after one more event.

    Raises:
        EventRefusedError: The event cannot happen here; the state stays as it was.
    """
    kind = type(event)
    if kind in _ENDS_WHAT_IS_OPEN and event.seq > state.seq + 1:
        state = _broken_off(state)
    allowed = ALLOWED.get(kind)
    if allowed is None or state.phase not in allowed:
        raise EventRefusedError(f"“{_name(event)}” cannot happen while {state.phase.value}.")
    if event.seq <= state.seq:
        raise EventRefusedError(f"Event {event.seq} comes after event {state.seq}.")
    if event.t < state.t:
        raise EventRefusedError(f"Event {event.seq} would turn the session clock back.")
    after = _HANDLERS[kind](state, event)
    return replace(after, seq=event.seq, t=event.t, at=event.at)


def fold(events: Iterable[Event]) -> State:
    """The state after all of `events`, of which the first must be the header.

    Raises:
        EventRefusedError: There is no header, or an event cannot happen where it stands.
    """
    iterator = iter(events)
    header = next(iterator, None)
    if not isinstance(header, Header):
        raise EventRefusedError("A session starts with its header.")
    return apply_all(begin(header), iterator)


def apply_all(state: State, events: Iterable[Event]) -> State:
    """The state after more events, one after the other; the same as with `apply`, but quicker.

    Raises:
        EventRefusedError: One of them cannot happen where it stands.
    """
    for kind, run in groupby(events, type):
        fold_run = _typed if kind is ev.Edit else _one_by_one
        state = fold_run(state, run)
    return state


def _one_by_one(state: State, events: Iterable[Event]) -> State:
    return reduce(apply, events, state)


def _typed(state: State, edits: Iterator[Any]) -> State:
    """The state after edits that follow each other, which are all of one answer."""
    state = apply(state, next(edits))
    turn = _open_turn(state)
    text, last, count = turn.text, None, 0
    seq, t = state.seq, state.t
    for edit in edits:
        at, its_seq, its_t = edit.at_char, edit.seq, edit.t
        end = at + edit.delete
        if not (0 <= at <= end <= len(text) and its_seq > seq and its_t >= t):
            # Refused, with the reason.
            return apply(_with_text(state, turn, text, last, count), edit)
        text = text[:at] + edit.ins + text[end:]
        last, seq, t = edit, its_seq, its_t
        count += 1
    return _with_text(state, turn, text, last, count)


def _with_text(state: State, turn: Turn, text: str, last: ev.Edit | None, count: int) -> State:
    if last is None:
        return state
    edited = replace(turn, text=text, last_edit_at=last.t, edits=turn.edits + count)
    return replace(state.with_turn(edited), seq=last.seq, t=last.t, at=last.at)


def _name(event: Event) -> str:
    return str(event.__struct_config__.tag)


def _require(holds: bool, why_not: str) -> None:
    if not holds:
        raise EventRefusedError(why_not)


def _require_question(state: State, index: int) -> None:
    known = range(len(state.header.questions))
    _require(index in known, f"There is no question {index + 1} in this session.")


def _broken_off(state: State) -> State:
    """The state with what is open, or paused, ended where it was last known."""
    if state.phase not in {*_LIVE, Phase.PAUSED}:
        return state
    turn = state.turn
    if turn is not None and turn.is_open:
        state = state.with_turn(replace(turn, closed_at=state.t))
    return replace(state, phase=Phase.BETWEEN, paused_at=None, paused_from=None, pause_reason="")


def _open_turn(state: State) -> Turn:
    turn = state.turn
    if turn is None or not turn.is_open:
        raise EventRefusedError("No answer is open.")
    return turn


@_on(ev.Started, {Phase.PLANNED})
def _started(state: State, event: ev.Started) -> State:
    total = round(state.header.plan.seconds_of(0) * 1000)
    return replace(state, phase=Phase.BETWEEN, session_deadline=event.t + total)


@_on(ev.Said, {*_DONE, Phase.PLANNED})
def _said(state: State, event: ev.Said) -> State:
    line = Line(
        t=event.t,
        occasion=event.occasion,
        text=event.text,
        turn=len(state.turns),
        fact=event.fact,
    )
    return replace(state, said=(*state.said, line))


@_on(ev.Asked, _DONE)
def _asked(state: State, event: ev.Asked) -> State:
    _require_question(state, event.question)
    _require(event.question not in state.asked, f"Question {event.question + 1} was asked already.")
    turn = Turn(
        question=event.question,
        ask=state.drawn(event.question).question.prompt,
        asked_at=event.t,
        reading_deadline=event.t + event.reading,
        budget=event.budget,
    )
    state = _run_on(_thought(state, event.t), event.t)
    state = _in_round(state, state.drawn(event.question).round, event.t)
    return replace(state, phase=Phase.READING, turns=(*state.turns, turn))


def _in_round(state: State, number: int, t: int) -> State:
    """The state with the session clock of that round, which starts where another one went on."""
    plan = state.header.plan
    if number == state.round or number >= len(plan.rounds) or state.session_deadline is None:
        return state
    used = round(plan.seconds_of(state.round) * 1000) - (state.session_deadline - t)
    return replace(
        state,
        rounds_used=state.rounds_used + used,
        session_deadline=t + round(plan.seconds_of(number) * 1000),
    )


def _run_on(state: State, t: int) -> State:
    """The session clock stood until `t`, and runs on with what it had left."""
    if state.stopped_since is None or state.session_deadline is None:
        return state
    return replace(state, session_deadline=state.session_deadline + t - state.stopped_since)


@_on(ev.FollowUpAsked, _DONE)
def _follow_up_asked(state: State, event: ev.FollowUpAsked) -> State:
    _require(event.question == state.question_index, "A follow-up is on the current question.")
    parts = {turn.part for turn in state.turns_of(event.question)}
    _require(event.id not in parts, f"The follow-up “{event.id}” was asked already.")
    turn = Turn(
        question=event.question,
        part=event.id,
        kind=event.kind,
        ask=event.ask,
        reason=event.reason,
        point=event.point,
        asked_at=event.t,
        began_at=event.t,
        budget=event.budget,
        deadline=event.t + event.budget,
    )
    state = _run_on(_thought(state, event.t), event.t)
    return replace(state, phase=Phase.ANSWERING, turns=(*state.turns, turn))


@_on(ev.Began, {Phase.READING})
def _began(state: State, event: ev.Began) -> State:
    turn = _open_turn(state)
    started = replace(turn, began_at=event.t, reading_deadline=None, deadline=event.t + turn.budget)
    return replace(state.with_turn(started), phase=Phase.ANSWERING)


@_on(ev.Edit, {Phase.ANSWERING})
def _edit(state: State, event: ev.Edit) -> State:
    turn = _open_turn(state)
    end = event.at_char + event.delete
    if event.at_char < 0 or event.delete < 0 or end > len(turn.text):
        raise EventRefusedError(
            f"An edit at {event.at_char} over {event.delete} characters does not fit an answer "
            f"of {len(turn.text)}."
        )
    first = event.t if turn.first_edit_at is None else turn.first_edit_at
    edited = replace(
        turn,
        text=turn.text[: event.at_char] + event.ins + turn.text[end:],
        first_edit_at=first,
        last_edit_at=event.t,
        edits=turn.edits + 1,
    )
    return state.with_turn(edited)


def _closed(state: State, t: int, outcome: Outcome, **more: Any) -> State:
    turn = replace(_open_turn(state), closed_at=t, outcome=outcome, **more)
    return replace(state.with_turn(turn), phase=Phase.BETWEEN)


@_on(ev.Submitted, {Phase.ANSWERING})
def _submitted(state: State, event: ev.Submitted) -> State:
    after = _closed(state, event.t, Outcome.SUBMITTED)
    if state.header.format == FIRST_FORMAT:
        # It kept no judgements, so its clocks never stood for one.
        return after
    return replace(after, phase=Phase.THINKING)


@_on(ev.TimedOut, _LIVE)
def _timed_out(state: State, event: ev.TimedOut) -> State:
    return _closed(state, event.t, Outcome.TIMED_OUT, timed_out_by=event.scope)


@_on(ev.Skipped, _LIVE)
def _skipped(state: State, event: ev.Skipped) -> State:
    return _closed(state, event.t, Outcome.SKIPPED)


@_on(ev.Flagged, _ANY - {Phase.PLANNED})
def _flagged(state: State, event: ev.Flagged) -> State:
    _require_question(state, event.question)
    one = frozenset({event.question})
    return replace(state, flagged=state.flagged | one if event.on else state.flagged - one)


@_on(ev.HintShown, _LIVE)
def _hint_shown(state: State, event: ev.HintShown) -> State:
    turn = _open_turn(state)
    return state.with_turn(replace(turn, hints=(*turn.hints, event.text)))


@_on(ev.Paused, _ASKING)
def _paused(state: State, event: ev.Paused) -> State:
    is_break = event.reason == BREAK
    return replace(
        state,
        break_after=state.question_index if is_break else state.break_after,
        phase=Phase.PAUSED,
        paused_at=event.t,
        paused_from=state.phase,
        pause_reason=event.reason,
    )


@_on(ev.Resumed, {Phase.PAUSED})
def _resumed(state: State, event: ev.Resumed) -> State:
    if state.paused_at is None or state.paused_from is None:
        raise EventRefusedError("The session is not paused.")
    stood = event.t - state.paused_at
    is_break = state.pause_reason == BREAK
    turn = state.turn
    if turn is not None and turn.is_open:
        state = state.with_turn(_pushed_on(turn, state.paused_at, stood))
    resumed = replace(
        state,
        phase=state.paused_from,
        paused_at=None,
        paused_from=None,
        pause_reason="",
        paused_total=state.paused_total + (0 if is_break else stood),
    )
    if resumed.stopped_since is None:
        resumed = replace(resumed, session_deadline=_run_on(state, event.t).session_deadline)
    # Where judgement came during the pause, thinking is over.
    is_judged = turn is not None and (turn.question, turn.part) in state.judgements
    return _thought(resumed, event.t) if is_judged else resumed


def _pushed_on(turn: Turn, since: int, ms: int) -> Turn:
    return replace(
        turn,
        reading_deadline=None if turn.reading_deadline is None else turn.reading_deadline + ms,
        deadline=None if turn.deadline is None else turn.deadline + ms,
        paused=turn.paused + (ms if turn.began_at is not None else 0),
        stops=turn.stops if turn.began_at is None else (*turn.stops, (since, ms)),
    )


@_on(ev.ClockGap, _ANY)
def _clock_gap(state: State, event: ev.ClockGap) -> State:
    return replace(state, gaps=(*state.gaps, Gap(t=event.t, ms=event.ms, cause=event.cause)))


@_on(ev.Warned, _ASKING)
def _warned(state: State, event: ev.Warned) -> State:
    number = len(state.turns) - 1 if event.scope == "question" else state.round
    return replace(state, warned=state.warned | {(event.scope, number, event.mark)})


@_on(ev.Heartbeat, _ANY - {Phase.PLANNED, Phase.FINISHED})
def _heartbeat(state: State, _event: ev.Heartbeat) -> State:
    return state


@_on(ev.Judged, _ANY - {Phase.PLANNED})
def _judged(state: State, event: ev.Judged) -> State:
    judgement = event.judgement
    turn = next((t for t in state.turns_of(event.question) if t.part == judgement.part), None)
    if turn is None or turn.is_open:
        raise EventRefusedError("Only an answer that was submitted can be judged.")
    if judgement.beside:
        known = {**state.second, (event.question, judgement.part): judgement}
        return replace(state, second=known)
    state = _with_judgement(state, event.question, judgement)
    return _thought(state, event.t) if state.turn is turn else state


def _thought(state: State, t: int) -> State:
    """The interviewer has thought until `t`: the session clock did not run meanwhile."""
    turn = state.turn
    if state.phase is not Phase.THINKING or turn is None:
        return state
    state = _run_on(state, t)
    return replace(state.with_turn(replace(turn, judged_at=t)), phase=Phase.BETWEEN)


def _with_judgement(state: State, question: int, judgement: Judgement) -> State:
    key = (question, judgement.part)
    known = state.judgements.get(key, ())
    return replace(state, judgements={**state.judgements, key: (*known, judgement)})


@_on(ev.Ended, _DONE)
def _ended(state: State, event: ev.Ended) -> State:
    state = _run_on(_thought(state, event.t), event.t)
    return replace(state, phase=Phase.ASSESSING, end_reason=event.reason, ended_at=event.t)


@_on(ev.Predicted, _REVIEW - {Phase.FINISHED})
def _predicted(state: State, event: ev.Predicted) -> State:
    _require(event.question in state.asked, "Only a question that was asked can be rated.")
    _require(event.question not in state.revealed, "A blind rating comes before the reveal.")
    rated = Prediction(ratings=dict(event.ratings), confidence=event.confidence)
    is_rated = bool(rated.ratings) or rated.confidence is not None
    known = _with(state.predictions, event.question, rated if is_rated else None)
    return replace(state, predictions=known)


@_on(ev.Revealed, _REVIEW)
def _revealed(state: State, event: ev.Revealed) -> State:
    _require(event.question in state.asked, "Only a question that was asked can be revealed.")
    _require(
        state.phase is not Phase.BETWEEN or state.header.plan.reveal is Rate.EACH,
        "This plan reveals nothing before the end.",
    )
    for judgement in event.judged:
        state = _with_judgement(state, event.question, judgement)
    return replace(state, revealed=state.revealed | {event.question})


@_on(ev.PointMarked, _REVIEW)
def _point_marked(state: State, event: ev.PointMarked) -> State:
    _require(event.question in state.revealed, "Points are marked after the reveal.")
    mark = None
    if event.verdict is not None:
        mark = Mark(
            verdict=event.verdict,
            suggested=event.suggested,
            evidence=event.evidence,
            covered_at=event.covered_at,
        )
    key = (event.question, event.part, event.point)
    return replace(state, marks=_with(state.marks, key, mark))


def _with(known: dict[_Key, _Value], key: _Key, value: _Value | None) -> dict[_Key, _Value]:
    """The same with this value, or without one."""
    others = {name: kept for name, kept in known.items() if name != key}
    return others if value is None else {**known, key: value}


@_on(ev.ClaimMarked, _REVIEW)
def _claim_marked(state: State, event: ev.ClaimMarked) -> State:
    _require(event.question in state.revealed, "Claims are marked after the reveal.")
    key = (event.question, event.part, event.claim)
    return replace(state, claims=_with(state.claims, key, event.confirmed))


@_on(ev.Noted, _ANY - {Phase.PLANNED})
def _noted(state: State, event: ev.Noted) -> State:
    if event.point and event.question is not None:
        key = (event.question, event.part, event.point)
        return replace(state, own_words=_with(state.own_words, key, event.text or None))
    return replace(state, notes=_with(state.notes, event.question, event.text or None))


@_on(ev.Retitled, _ANY - {Phase.PLANNED})
def _retitled(state: State, event: ev.Retitled) -> State:
    return replace(state, own_title=event.text)


@_on(ev.Finished, {Phase.ASSESSING})
def _finished(state: State, _event: ev.Finished) -> State:
    return replace(state, phase=Phase.FINISHED)
