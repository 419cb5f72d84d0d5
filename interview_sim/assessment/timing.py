"""How the time was spent, and what keeping to it is worth."""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.assessment.model import TimeUse
from interview_sim.bank.scoring import TimeRule
from interview_sim.session.phases import EndReason, Outcome
from interview_sim.session.rules import session_left
from interview_sim.session.state import State, Turn


def time_use(turns: Sequence[Turn], t: int) -> TimeUse:
    """How the time of one question was spent, its follow-ups included.

    Args:
        turns: The first answer and the follow-ups.
        t: Where the session stands, for an answer that is still open.
    """
    thinking = sum(_thinking(turn, t) for turn in turns)
    used = sum(turn.used(t) for turn in turns)
    return TimeUse(
        reading=sum(_reading(turn, t) for turn in turns) / 1000,
        thinking=thinking / 1000,
        writing=(used - thinking) / 1000,
        paused=sum(turn.paused for turn in turns) / 1000,
        over=sum(_over(turn, t) for turn in turns) / 1000,
    )


def _reading(turn: Turn, t: int) -> int:
    end = turn.began_at
    if end is None:
        end = t if turn.closed_at is None else turn.closed_at
    return max(0, end - turn.asked_at)


def _thinking(turn: Turn, t: int) -> int:
    """Up to the first word; all of it where there was none."""
    used = turn.used(t)
    if turn.began_at is None or turn.first_edit_at is None:
        return used
    return min(used, max(0, turn.first_edit_at - turn.began_at))


def _over(turn: Turn, t: int) -> int:
    return max(0, turn.used(t) - turn.budget)


def time_score(turns: Sequence[Turn], rule: TimeRule) -> float | None:
    """How the answers to one question kept to their time, each counting by its budget.

    What was skipped or is still open does not count; None where that leaves nothing.
    """
    total = weights = 0.0
    for turn in turns:
        score = _turn_score(turn, rule)
        if score is not None:
            weight = max(1, turn.budget)
            total += weight * score
            weights += weight
    return total / weights if weights else None


def _turn_score(turn: Turn, rule: TimeRule) -> float | None:
    if turn.outcome is Outcome.TIMED_OUT:
        return rule.timed_out if turn.text.strip() else 0.0
    if turn.outcome is not Outcome.SUBMITTED:
        return None
    over = _over(turn, turn.closed_at or 0) / max(1, turn.budget)
    return 100 * max(0.0, 1 - over / rule.zero_when_over)


def unreached(state: State) -> int:
    """How many questions the time did not suffice for."""
    if state.end_reason is not EndReason.OUT_OF_TIME:
        return 0
    return len(state.header.questions) - len(state.asked)


def session_seconds(state: State) -> float:
    """How much of the session clock was used; pauses and rating left out."""
    left = session_left(state, state.t)
    if left is None:
        return 0.0
    whole = state.header.plan.seconds_of(state.round)
    return max(0.0, whole - left / 1000) + state.rounds_used / 1000
