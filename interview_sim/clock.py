"""The only place that reads a clock; everything else is handed one."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the code that decides may know about time."""

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean anything."""
        ...

    def now(self) -> datetime:
        """The wall clock, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        """Seconds of the machine's monotonic clock."""
        return time.monotonic()

    def now(self) -> datetime:
        """The machine's wall clock in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that moves only when told to: for tests and unattended runs."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
        self._monotonic = 1000.0

    def monotonic(self) -> float:
        """Simulated monotonic seconds."""
        return self._monotonic

    def now(self) -> datetime:
        """The simulated wall clock in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move both clocks by `seconds`, which must not be negative."""
        if seconds < 0:
            raise ValueError("a monotonic clock does not run backwards")
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)

    def jump(self, seconds: float) -> None:
        """Move the wall clock alone, as a sleep or someone setting the clock does."""
        self._now += timedelta(seconds=seconds)


def stamp(instant: datetime) -> str:
    """UTC with milliseconds, as transcripts have it: `2026-01-05T09:02:08.345Z`."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_stamp(text: str) -> datetime | None:
    """The instant a stamp names; None where it names none, as without a time zone."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def local_day(text: str) -> date | None:
    """The local day of a stamp; None where it names no time."""
    instant = parse_stamp(text)
    return instant.astimezone().date() if instant else None
