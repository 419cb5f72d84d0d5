"""The rules of time: what is left, what is due, what comes then, and what the mode allows.

Pure functions of a state and a session time `t` in milliseconds.
"""

from __future__ import annotations

from msgspec import Struct

from interview_sim.session.events import Scope
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Mode
from interview_sim.session.state import State

LAST_SECONDS_MS = 30_000
HEARTBEAT_MS = 1_000
EDIT_MS = 250
"""Edits are coalesced to one in this time, so a transcript stays small."""
GAP_MS = 3_000
"""The clocks may drift apart so far before it is recorded as a gap."""
MIN_FOLLOW_UP_MS = 20_000
"""A follow-up is not asked with less than this on the session clock."""
MIN_QUESTION_MS = 20_000
"""Nor is another question: with so little left it could only count against the candidate."""
MAX_ANSWER = 50_000
"""Longest answer in characters; what is typed past it is not taken."""


class Expiry(Struct, frozen=True):
    """A clock that has reached zero, and when."""

    at: int
    scope: Scope


class Due(Struct, frozen=True):
    """A warning that is due."""

    scope: Scope
    mark: str
    left: int


def reading_left(state: State, t: int) -> int | None:
    """Milliseconds of reading time left; None when not reading."""
    turn = state.turn
    if turn is None or turn.reading_deadline is None or not turn.is_open:
        return None
    return turn.reading_deadline - _now(state, t)


def question_left(state: State, t: int) -> int | None:
    """Milliseconds left on the question clock, negative when over; None where none runs."""
    turn = state.turn
    if turn is None or not turn.is_open:
        return None
    if turn.deadline is None:
        return turn.budget
    return turn.deadline - _now(state, t)


def session_left(state: State, t: int) -> int | None:
    """Milliseconds left on the session clock, negative when over; None before the start."""
    if state.session_deadline is None:
        return None
    end = state.ended_at if state.ended_at is not None else _now(state, t)
    return state.session_deadline - end


def _now(state: State, t: int) -> int:
    return t if state.stopped_since is None else state.stopped_since


def expiry(state: State, t: int) -> Expiry | None:
    """The clock that has run out by `t` and closes the open answer; never in practice mode."""
    turn = state.turn
    if state.mode is Mode.PRACTICE or not state.is_live or turn is None:
        return None
    ends = [
        Expiry(at, scope)
        for at, scope in (
            (turn.deadline, Scope.QUESTION),
            (state.session_deadline, Scope.SESSION),
        )
        if at is not None and at <= t
    ]
    # Both at once is the session's end: nothing can follow it.
    return min(ends, key=lambda end: (end.at, end.scope is Scope.QUESTION), default=None)


def reading_over(state: State, t: int) -> int | None:
    """When reading time ended, if it has by `t`."""
    turn = state.turn
    if state.phase is not Phase.READING or turn is None or turn.reading_deadline is None:
        return None
    return turn.reading_deadline if turn.reading_deadline <= t else None


def following(state: State, t: int) -> int | None:
    """Which question comes now, of the next round where this one's time is up; None: none."""
    turn = state.turn
    coming = range(state.question_index + 1, len(state.header.questions))
    if turn is None:
        return next(iter(coming), None)
    left = session_left(state, t) or 0
    is_out = turn.timed_out_by is Scope.SESSION or (
        state.mode is Mode.INTERVIEW and left < MIN_QUESTION_MS
    )
    return next(
        (index for index in coming if not is_out or state.drawn(index).round > state.round), None
    )


def due_warnings(state: State, t: int) -> tuple[Due, ...]:
    """The warnings that `t` has reached and that were not given yet, at most one a clock."""
    if state.phase is not Phase.ANSWERING or state.turn is None:
        return ()
    total = round(state.header.plan.seconds_of(state.round) * 1000)
    clocks = (
        (Scope.QUESTION, len(state.turns) - 1, question_left(state, t), state.turn.budget),
        (Scope.SESSION, state.round, session_left(state, t), total),
    )
    due = []
    for scope, number, left, whole in clocks:
        mark = None if left is None else _mark(left, whole)
        if mark is not None and left is not None and (scope, number, mark) not in state.warned:
            due.append(Due(scope, mark, left))
    return tuple(due)


def _mark(left: int, whole: int) -> str | None:
    if left <= 0:
        return None
    # On a clock of a minute and a half or less a third is the last 30 seconds: one warning. One
    # that never had 30 seconds is not warned of them as it starts.
    if left <= LAST_SECONDS_MS < whole:
        return "last_30s"
    return "third" if left * 3 <= whole else None


def can_pause(state: State) -> bool:
    """Whether the candidate may stop the clocks now."""
    return state.mode is Mode.PRACTICE and state.is_live


def can_hint(state: State) -> bool:
    """Whether hints are given at all for what is being asked."""
    turn = state.turn
    return can_pause(state) and turn is not None and turn.is_main
