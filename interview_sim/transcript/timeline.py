"""What is on a replay's timeline, and how idle time is shortened on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from interview_sim.judging.parts import MAIN
from interview_sim.session.events import (
    Asked,
    Began,
    ClockGap,
    Edit,
    Ended,
    Event,
    Flagged,
    FollowUpAsked,
    Heartbeat,
    HintShown,
    Paused,
    Resumed,
    Revealed,
    Skipped,
    Submitted,
    TimedOut,
    Warned,
)

LONG_SILENCE = 10_000
"""Milliseconds without a keystroke that are worth a mark."""

IDLE_CAP = 2_000
"""Milliseconds that a longer idle time is shortened to."""


class MarkKind(StrEnum):
    """What a mark on the timeline stands for."""

    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
    FLAGGED = "flagged"
    HINT = "hint"
    WARNED = "warned"
    PAUSE = "pause"
    SILENCE = "silence"
    GAP = "gap"
    ENDED = "ended"
    REVEALED = "revealed"


class TimelineMark(Struct, frozen=True, kw_only=True):
    """One thing on the timeline; times in milliseconds of session time."""

    t: int
    kind: MarkKind
    index: int
    """Of its event in the transcript's `events`."""
    question: int = -1
    """Index of the question it belongs to; -1 before the first."""
    part: str = MAIN
    until: int | None = None
    """Where a pause or a silence ends; None for a moment."""
    label: str = ""
    """What kind of warning, gap or time-out; the text of a hint. Text from outside, so literal."""


def find_marks(
    events: Sequence[Event], end: int, *, silence: int = LONG_SILENCE
) -> tuple[TimelineMark, ...]:
    """All marks of a session that ends at `end`, in the order of their times."""
    finder = _Finder(silence)
    for index, event in enumerate(events):
        finder.take(index, event)
    finder.finish(len(events) - 1, end)
    return tuple(sorted(finder.marks, key=lambda mark: (mark.t, mark.index)))


class _Finder:
    """One pass over the events."""

    def __init__(self, silence: int) -> None:
        self.marks: list[TimelineMark] = []
        self._silence = silence
        self._question = -1
        self._part = MAIN
        self._quiet_since: int | None = None
        self._paused: TimelineMark | None = None
        self._was_quiet = False

    def take(self, index: int, event: Event) -> None:
        self._place(event)
        found = _MOMENTS.get(type(event))
        if found is not None:
            kind, label = found
            self._mark(index, event.t, kind, label=label(event))
        if isinstance(event, Edit | Submitted | TimedOut | Skipped | Paused):
            self._end_silence(index, event.t)
        if isinstance(event, Edit | Began | FollowUpAsked):
            self._quiet_since = event.t
        if isinstance(event, Paused):
            self._pause(index, event)
        elif isinstance(event, Resumed):
            self._resume(event.t)

    def finish(self, index: int, end: int) -> None:
        if self._paused is not None:
            self._resume(end)
        self._end_silence(index, end)

    def _place(self, event: Event) -> None:
        if isinstance(event, Asked):
            self._question, self._part = event.question, MAIN
        elif isinstance(event, FollowUpAsked):
            self._question, self._part = event.question, event.id

    def _mark(self, index: int, t: int, kind: MarkKind, **more: Any) -> None:
        mark = TimelineMark(
            t=t, kind=kind, index=index, question=self._question, part=self._part, **more
        )
        self.marks.append(mark)

    def _pause(self, index: int, event: Paused) -> None:
        self._mark(index, event.t, MarkKind.PAUSE, label=event.reason)
        self._paused = self.marks.pop()

    def _resume(self, t: int) -> None:
        paused, self._paused = self._paused, None
        if paused is not None:
            self._mark(paused.index, paused.t, MarkKind.PAUSE, label=paused.label, until=t)
        if self._was_quiet:
            self._quiet_since = t

    def _end_silence(self, index: int, t: int) -> None:
        since, self._quiet_since = self._quiet_since, None
        self._was_quiet = since is not None
        if since is not None and t - since >= self._silence:
            self._mark(index, since, MarkKind.SILENCE, until=t)


def _nothing(_event: Any) -> str:
    return ""


_MOMENTS: dict[type[Event], tuple[MarkKind, Callable[[Any], str]]] = {
    Asked: (MarkKind.QUESTION, _nothing),
    FollowUpAsked: (MarkKind.FOLLOW_UP, lambda event: event.reason),
    Submitted: (MarkKind.SUBMITTED, _nothing),
    TimedOut: (MarkKind.TIMED_OUT, lambda event: event.scope.value),
    Skipped: (MarkKind.SKIPPED, _nothing),
    Flagged: (MarkKind.FLAGGED, lambda event: "on" if event.on else "off"),
    HintShown: (MarkKind.HINT, lambda event: event.text),
    Warned: (MarkKind.WARNED, lambda event: event.mark),
    ClockGap: (MarkKind.GAP, lambda event: event.cause),
    Ended: (MarkKind.ENDED, lambda event: event.reason.value),
    Revealed: (MarkKind.REVEALED, _nothing),
}


class IdleMap:
    """Session time against playback time with every idle stretch cut to `cap` milliseconds.

    Both directions are exact to a millisecond and never run backwards; within a stretch that was
    cut, time runs faster.
    """

    def __init__(self, events: Sequence[Event], end: int, *, cap: int = IDLE_CAP) -> None:
        times = [event.t for event in events if not isinstance(event, Heartbeat)]
        self._session: list[int] = [0]
        self._played: list[int] = [0]
        for t in (*times, end):
            step = t - self._session[-1]
            if step > 0:
                self._session.append(t)
                self._played.append(self._played[-1] + min(step, cap))

    @property
    def duration(self) -> int:
        """How long playing takes at speed 1."""
        return self._played[-1]

    def to_played(self, t: float) -> float:
        """The playback time at which session time `t` is shown."""
        return _interpolated(self._session, self._played, t)

    def to_session(self, played: float) -> float:
        """The session time shown at playback time `played`."""
        return _interpolated(self._played, self._session, played)


def _interpolated(source: list[int], target: list[int], value: float) -> float:
    if value <= source[0]:
        return float(target[0])
    if value >= source[-1]:
        return float(target[-1])
    right = bisect_right(source, value)
    left = right - 1
    share = (value - source[left]) / (source[right] - source[left])
    return target[left] + share * (target[right] - target[left])
