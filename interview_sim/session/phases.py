"""Where a session stands and how an answer ended, apart from all that needs the events."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    READING = "reading"
    ANSWERING = "answering"
    PAUSED = "paused"
    THINKING = "thinking"
    """An answer was handed in and is being judged; the clocks stand."""
    BETWEEN = "between"
    """An answer is in and the next thing has not been asked yet."""
    ASSESSING = "assessing"
    FINISHED = "finished"


class Outcome(StrEnum):
    """How an answer ended."""

    OPEN = "open"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
