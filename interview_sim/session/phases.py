"""Where a session stands, and why it ends or asks on: words that need no events."""

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


BREAK = "break"
"""Why a session stands between two rounds; in its transcript."""


class Outcome(StrEnum):
    """How an answer ended."""

    OPEN = "open"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"


class FollowUpKind(StrEnum):
    """Why the interviewer may ask again."""

    PROBE = "probe"
    """A point is still open."""
    SCRIPTED = "scripted"
    """The bank asks on."""
    MISCONCEPTION = "misconception"
    """The answer seems to claim something wrong."""
    AGAIN = "again"
    """The answer was to another question: the same is asked once more."""
    SMALLER = "smaller"
    """The candidate does not know: one part of the question is asked instead."""
    MORE = "more"
    """Whether there is anything else to ask about a case."""
    WHY = "why"
    PUSHBACK = "pushback"
    TWIST = "twist"


class EndReason(StrEnum):
    """Why the asking stopped."""

    COMPLETED = "completed"
    OUT_OF_TIME = "out_of_time"
    FINISHED_EARLY = "finished_early"
