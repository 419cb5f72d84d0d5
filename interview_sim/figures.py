"""Numbers as people read them: times on a clock, counts with their noun, scores.

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
    """A score with one decimal; a dash where there is none."""
    return "–" if score is None else f"{score:.1f}"
