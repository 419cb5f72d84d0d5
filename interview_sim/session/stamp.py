"""How instants are written in a transcript."""

from __future__ import annotations

from datetime import datetime


def stamp(instant: datetime) -> str:
    """UTC with milliseconds, as in `2026-01-05T09:02:08.345Z`."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_stamp(text: str) -> datetime | None:
    """The instant a stamp names; None where it names none, as without a time zone."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
