"""How instants are written in a transcript."""

from __future__ import annotations

from datetime import datetime


def stamp(instant: datetime) -> str:
    """UTC with milliseconds, as in `2026-01-05T09:02:08.345Z`."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_stamp(text: str) -> datetime | None:
    """The instant a stamp names, or None where it names none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
