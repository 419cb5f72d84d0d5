"""What is on a replay's timeline, and how idle time is shortened on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

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
    question: int = -1
    """Index of the question it belongs to; -1 before the first."""
    part: str = MAIN
    until: int | None = None
    """Where a pause or a silence ends; None for a moment."""
    label: str = ""
    """What kind of warning, gap or time-out; the text of a hint. Text from outside, so literal."""


_MOMENTS: dict[type[Event], tuple[MarkKind, str]] = {
    Asked: (MarkKind.QUESTION, ""),
    FollowUpAsked: (MarkKind.FOLLOW_UP, "reason"),
    Submitted: (MarkKind.SUBMITTED, ""),
    TimedOut: (MarkKind.TIMED_OUT, "scope"),
    Skipped: (MarkKind.SKIPPED, ""),
    Flagged: (MarkKind.FLAGGED, "on"),
    HintShown: (MarkKind.HINT, "text"),
    Warned: (MarkKind.WARNED, "mark"),
    Paused: (MarkKind.PAUSE, "reason"),
    ClockGap: (MarkKind.GAP, "cause"),
    Ended: (MarkKind.ENDED, "reason"),
    Revealed: (MarkKind.REVEALED, ""),
}
"""What is marked, and the field that says which kind of it."""

_BREAKS_SILENCE = frozenset({Edit, Submitted, TimedOut, Skipped, Paused})
_BEGINS_SILENCE = frozenset({Edit, Began, FollowUpAsked})


def find_marks(events: Sequence[Event], end: int) -> tuple[TimelineMark, ...]:
    """All marks of a session that ends at `end`, in the order of their times."""
    marks: list[TimelineMark] = []
    place: dict[str, Any] = {}
    quiet: int | None = None  # since when nothing was typed where something could have been
    pause, was_quiet = -1, False

    def end_silence(t: int) -> None:
        if quiet is not None and t - quiet >= LONG_SILENCE:
            marks.append(TimelineMark(t=quiet, kind=MarkKind.SILENCE, until=t, **place))

    for event in events:
        kind = type(event)
        if isinstance(event, Asked | FollowUpAsked):
            part = event.id if isinstance(event, FollowUpAsked) else MAIN
            place = {"question": event.question, "part": part}
        if kind in _BREAKS_SILENCE:
            end_silence(event.t)
            was_quiet, quiet = quiet is not None, None
        if kind in _BEGINS_SILENCE or (kind is Resumed and was_quiet):
            quiet = event.t
        if kind is Resumed and pause >= 0:
            marks[pause] = replace(marks[pause], until=event.t)
        elif kind in _MOMENTS:
            marks.append(_moment(event, end, place))
            pause = len(marks) - 1 if kind is Paused else pause
    end_silence(end)
    return tuple(sorted(marks, key=lambda mark: mark.t))


def _moment(event: Event, end: int, place: dict[str, Any]) -> TimelineMark:
    kind, field = _MOMENTS[type(event)]
    label = str(getattr(event, field, ""))
    if isinstance(event, Flagged):
        label = "on" if event.on else "off"
    # A pause that nothing ends lasts to the end.
    until = end if kind is MarkKind.PAUSE else None
    return TimelineMark(t=event.t, kind=kind, until=until, label=label, **place)


class IdleMap:
    """Session time against playback time with every idle stretch cut to `IDLE_CAP`.

    Both directions are exact to a millisecond and never run backwards; within a stretch that was
    cut, time runs faster.
    """

    def __init__(self, events: Sequence[Event], end: int) -> None:
        times = [event.t for event in events if not isinstance(event, Heartbeat)]
        self._session: list[int] = [0]
        self._played: list[int] = [0]
        for t in (*times, end):
            step = t - self._session[-1]
            if step > 0:
                self._session.append(t)
                self._played.append(self._played[-1] + min(step, IDLE_CAP))

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
