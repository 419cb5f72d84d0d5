"""Numbers as people read them: times on a clock, lengths of time, counts, scores.

Whether a time is rounded up, down or to the nearest second is for whoever shows it to say.
"""

from __future__ import annotations


def digits(seconds: int) -> str:
    """Whole seconds as `4:05`, or `1:02:03` where there are hours."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 question`, `2 questions`."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def shown(score: float | None) -> str:
    """A score from 0 to 100 as people read it; a dash where there is none."""
    return "–" if score is None else f"{score:.0f}"


def length_words(seconds: float) -> str:
    """A length of time, coarsely: `1 h`, `1 h 20 min`, `12 min`, `40 s`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{round(whole / 60)} min"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def gap_words(ms: int) -> str:
    """What it means for the clocks that the machine's moved by `ms` more; they never count it."""
    length = length_words(abs(ms) / 1000)
    if ms < 0:
        return f"This machine's clock was set back by {length}. Your clocks did not follow."
    # Seen from inside, a sleep and a clock that somebody set forward look the same.
    return (
        f"This machine was asleep for {length} (or its clock was set forward). "
        "Your clocks did not count that."
    )
