"""Keys that come too late: they were meant for the answer that the clock has just cut off."""

from __future__ import annotations

from interview_sim.session.assessor import Assessor

QUIET_MS = 1_500
"""Keys count again once none came for so long."""


class LateKeys:
    """Tells which keys on the screen after a time-out are still meant for the answer before.

    Someone who types at full speed notices the time-out a few words later. Those words must not
    rate, skip or agree to anything.

    Args:
        engine: The session; its last answer says whether, and when, the clock cut it off.
    """

    def __init__(self, engine: Assessor) -> None:
        self._engine = engine
        turn = engine.state.turn
        is_cut_off = turn is not None and turn.timed_out_by is not None
        closed = turn.closed_at if turn is not None and is_cut_off else None
        self._until = -1 if closed is None else closed + QUIET_MS

    def swallow(self) -> bool:
        """Whether the key that was just pressed is too late; it puts the quiet moment off."""
        if self._engine.t >= self._until:
            return False
        self._until = self._engine.t + QUIET_MS
        return True
