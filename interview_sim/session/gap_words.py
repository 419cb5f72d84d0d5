"""What the candidate is told when the clocks and the machine did not agree."""

from __future__ import annotations

from interview_sim.session.events import ClockGap


def gap_words(gap: ClockGap) -> str:
    """What happened and what it means for the clocks; they never count it."""
    length = length_words(abs(gap.ms) / 1000)
    if gap.ms < 0:
        return f"This machine's clock was set back by {length}. Your clocks did not follow."
    # Seen from inside, a sleep and a clock that somebody set forward look the same.
    return (
        f"This machine was asleep for {length} (or its clock was set forward). "
        "Your clocks did not count that."
    )


def length_words(seconds: float) -> str:
    """A length of time, coarsely: `1 h`, `1 h 20 min`, `12 min`, `40 s`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{round(whole / 60)} min"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
