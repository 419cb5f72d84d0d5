"""A session with a clock and a journal: makes events, and lets them count once written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interview_sim.clock import Clock
from interview_sim.session import rules
from interview_sim.session.events import ClockGap, Event, Paused
from interview_sim.session.fold import apply
from interview_sim.session.grading import Grader
from interview_sim.session.stamp import parse_stamp, stamp
from interview_sim.session.state import Phase, State

Events = tuple[Event, ...]


class Recorder:
    """What every command needs: the state, the time, and the way an event comes to count.

    Args:
        state: The session as it stands.
        clock: Where time comes from.
        record: Takes each event before it counts; the journal.
        grader: What answers are held against; made from the header when absent.
    """

    def __init__(
        self,
        state: State,
        clock: Clock,
        record: Callable[[Event], None],
        grader: Grader | None = None,
    ) -> None:
        self._state = state
        self._clock = clock
        self._record = record
        self._grader = grader or Grader(state.header)
        self._made: list[Event] = []
        self._draft: str | None = None
        self._edited_at = state.t
        self._set_clocks()

    def _set_clocks(self) -> None:
        self._base_t = self._state.t
        self._base = self._clock.monotonic()
        self._wall = self._clock.now()
        self._wall_base = self._base

    @property
    def state(self) -> State:
        """The session as folded so far."""
        return self._state

    @property
    def grader(self) -> Grader:
        """What answers are held against."""
        return self._grader

    @property
    def t(self) -> int:
        """Session time now, in ms."""
        return self._base_t + round((self._clock.monotonic() - self._base) * 1000)

    # How an event comes to count

    def _emit(
        self, event_type: type[Event], /, *, stamped: int | None = None, **fields: Any
    ) -> None:
        """Make an event, check it against the fold, record it, and let it count."""
        event = event_type(
            seq=self._state.seq + 1,
            t=max(self._state.t, self.t if stamped is None else stamped),
            at=stamp(self._clock.now()),
            **fields,
        )
        after = apply(self._state, event)
        self._record(event)
        self._state = after
        self._made.append(event)

    def _taken(self) -> Events:
        made, self._made = tuple(self._made), []
        return made

    # When clocks and machine do not agree

    def _notice_gap(self) -> None:
        wall, monotonic = self._clock.now(), self._clock.monotonic()
        apart = (wall - self._wall).total_seconds() - (monotonic - self._wall_base)
        self._wall, self._wall_base = wall, monotonic
        ms = round(apart * 1000)
        if abs(ms) >= rules.GAP_MS:
            self._emit(ClockGap, ms=ms, cause="slept" if ms > 0 else "set")

    def _note_absence(self) -> None:
        state = self._state
        left_at = parse_stamp(state.at)
        if left_at is not None:
            away = round((self._clock.now() - left_at).total_seconds() * 1000)
            self._emit(ClockGap, stamped=state.t, ms=away, cause="closed")
        if state.phase in {Phase.READING, Phase.ANSWERING, Phase.BETWEEN}:
            self._emit(Paused, stamped=state.t, reason="resumed_later")
        self._made.clear()
