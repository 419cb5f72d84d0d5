"""Playing a replay: the position follows from the clock, so nothing ticks and nothing drifts."""

from __future__ import annotations

from interview_sim.clock import Clock
from interview_sim.session.state import State
from interview_sim.transcript.replay import Replay

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""What faster and slower step through."""


class Player:
    """A replay with a position that moves by itself while it plays.

    Ask for `position` or `state` whenever something is drawn; there is nothing to call in between.
    """

    def __init__(self, replay: Replay, clock: Clock, *, skips_idle: bool = False) -> None:
        self.replay = replay
        self._clock = clock
        self._idle = replay.idle()
        self._skips_idle = skips_idle
        self._speed = 1.0
        self._from = 0.0
        """Where the position was when the clock was last looked at for good; in session ms."""
        self._since: float | None = None

    @property
    def duration(self) -> int:
        """The session's length in ms."""
        return self.replay.duration

    @property
    def position(self) -> int:
        """Session time now shown, in ms."""
        # The least bit more, so that what was sought is reached whatever floats make of it.
        return int(self._position() + 0.001)

    @property
    def state(self) -> State:
        """The session as it was at the position."""
        return self.replay.at(self.position)

    @property
    def is_playing(self) -> bool:
        """Whether the position moves; at the end it does not."""
        return self._since is not None and not self.is_at_end

    @property
    def is_at_end(self) -> bool:
        """Whether everything has been shown."""
        return self.position >= self.duration

    @property
    def speed(self) -> float:
        """Times real time."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._settle()
        self._speed = min(max(value, SPEEDS[0]), SPEEDS[-1])

    @property
    def skips_idle(self) -> bool:
        """Whether idle stretches are cut short."""
        return self._skips_idle

    @skips_idle.setter
    def skips_idle(self, value: bool) -> None:
        self._settle()
        self._skips_idle = value

    @property
    def time_left(self) -> float:
        """Seconds that playing to the end takes from here, at this speed."""
        total = self._idle.duration if self._skips_idle else self.duration
        return max(0.0, total - self._to_played(self._position())) / 1000 / self._speed

    def play(self) -> None:
        """Move on; from the end, begin again."""
        if self.is_at_end:
            self._from = 0.0
            self._since = None
        if self._since is None:
            self._since = self._clock.monotonic()

    def pause(self) -> None:
        """Stop moving."""
        self._settle()
        self._since = None

    def toggle(self) -> None:
        """Play if it is paused, else pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, t: float) -> None:
        """Go to session time `t`, playing or not as before."""
        was_playing = self.is_playing
        self._from = min(max(float(t), 0.0), float(self.duration))
        self._since = self._clock.monotonic() if was_playing else None

    def seek_by(self, ms: float) -> None:
        """Go on, or back, by `ms`."""
        self.seek(self._position() + ms)

    def seek_share(self, share: float) -> None:
        """Go to a share of the whole, 0 to 1."""
        self.seek(self.duration * share)

    def faster(self) -> None:
        """The next higher speed."""
        self.speed = next((speed for speed in SPEEDS if speed > self._speed), SPEEDS[-1])

    def slower(self) -> None:
        """The next lower speed."""
        self.speed = next((speed for speed in reversed(SPEEDS) if speed < self._speed), SPEEDS[0])

    def step(self, by: int = 1) -> None:
        """Pause, and go one event on or back."""
        self._go_to(self.replay.step(self._index(by), by))

    def step_word(self, by: int = 1) -> None:
        """Pause, and go one word on or back."""
        self._go_to(self.replay.step_word(self._index(by), by))

    def step_question(self, by: int = 1) -> None:
        """Go to the next question or follow-up, or to the one before."""
        self.seek(self.replay.step_question(self.position, by))

    def _index(self, by: int) -> int:
        """Where a step begins; several events in one millisecond are one step."""
        if by > 0:
            return self.replay.index_at(self.position)
        return self.replay.index_before(self.position)

    def _go_to(self, index: int) -> None:
        self.pause()
        self.seek(self.replay.time_of(index))

    def _position(self) -> float:
        if self._since is None:
            return self._from
        passed = (self._clock.monotonic() - self._since) * 1000 * self._speed
        if not self._skips_idle:
            return min(self._from + passed, float(self.duration))
        return self._idle.to_session(self._idle.to_played(self._from) + passed)

    def _to_played(self, t: float) -> float:
        return self._idle.to_played(t) if self._skips_idle else t

    def _settle(self) -> None:
        """Count from here on, before something that changes how counting goes."""
        self._from = self._position()
        if self._since is not None:
            self._since = self._clock.monotonic()
