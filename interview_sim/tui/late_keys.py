"""Keys that come too late: they were meant for the answer that the clock has just cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview_sim.session.engine import Engine

QUIET_MS = 1_500
"""Keys count again once none came for so long."""


class LateKeys:
    """Tells which keys after a time-out are still meant for the answer before.

    Someone who types at full speed notices the time-out a few words later. Those words must not
    begin, fill, hand in, rate or skip what comes next.

    Args:
        engine: The session; where the clock cut its last answer off, keys are late from then on.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        turn = engine.state.turn
        is_cut_off = turn is not None and turn.timed_out_by is not None
        closed = turn.closed_at if turn is not None and is_cut_off else None
        self._until = -1 if closed is None else closed + QUIET_MS

    def timed_out(self) -> None:
        """The clock has just cut an answer off."""
        self._until = self._engine.t + QUIET_MS

    @property
    def may_come(self) -> bool:
        """Whether a key would be too late now."""
        return self._engine.t < self._until

    def swallow(self) -> bool:
        """Whether the key that was just pressed is too late; if so, the quiet has to be as long."""
        if self.may_come:
            self.timed_out()
            return True
        return False
