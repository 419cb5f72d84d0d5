"""How banks and plans write a duration."""

from __future__ import annotations

import re

DURATION_PATTERN = (
    r"^(?:\d{1,9}(?:\.\d{1,6})?|(?=\d)(?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,9}(?:\.\d{1,6})?s)?)$"
)
"""What a duration looks like, also for the JSON Schema."""

DURATION_EXAMPLES = "4m, 90s, 1m30s, 1h or a number of seconds"

_PARTS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", re.ASCII)
_SHAPE = re.compile(DURATION_PATTERN, re.ASCII)


def parse_duration(text: str) -> float:
    """The seconds that `text` (`4m`, `90s`, `1m30s`, `1h`, `45`) means.

    Raises:
        ValueError: It is not a duration.
    """
    parts = _PARTS.fullmatch(text) if _SHAPE.fullmatch(text) else None
    if parts is None:
        raise ValueError(f"not a duration: write {DURATION_EXAMPLES}")
    hours, minutes, seconds = parts.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def format_duration(seconds: float) -> str:
    """The shortest spelling that `parse_duration` reads back as `seconds`."""
    whole = int(seconds)
    rest = round(seconds - whole, 6)
    hours, minutes = divmod(whole // 60, 60)
    written = f"{hours}h" * bool(hours) + f"{minutes}m" * bool(minutes)
    last = f"{whole % 60 + rest:.6f}".rstrip("0").rstrip(".")
    return f"{written}{last}s" if last != "0" or not written else written
