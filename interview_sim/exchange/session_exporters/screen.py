"""A terminal's screen as rows of text: what to print so that one turns into the next."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

COLUMNS = 80
ROWS = 24

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_TAB = "    "


class Screen(Struct, frozen=True):
    """What stands on the screen, and where the cursor is."""

    rows: tuple[str, ...]
    """Ready to be printed: styles of ours, and no control character from any text."""
    row: int = 0
    column: int = 0


def bold(text: str) -> str:
    """The text in bold; it must be safe to print already."""
    return f"{_BOLD}{text}{_PLAIN}" if text else ""


def dim(text: str) -> str:
    """The text less bright; it must be safe to print already."""
    return f"{_DIM}{text}{_PLAIN}" if text else ""


def opening() -> str:
    """An empty screen that never wraps or scrolls by itself."""
    return "\x1b[?7l\x1b[2J\x1b[H"


def closing() -> str:
    """Leave the terminal as it was met, below what is shown."""
    return f"\x1b[?7h{_PLAIN}\x1b[{ROWS};1H\r\n"


def change(before: Screen, now: Screen) -> str:
    """What to print where `before` stands to have `now`; empty where they are the same."""
    printed = [
        f"\x1b[{number};1H\x1b[K{new}"
        for number, (old, new) in enumerate(zip(_filled(before), _filled(now), strict=True), 1)
        if old != new
    ]
    if not printed and (before.row, before.column) == (now.row, now.column):
        return ""
    return f"{''.join(printed)}\x1b[{now.row + 1};{now.column + 1}H"


def _filled(screen: Screen) -> list[str]:
    return [*screen.rows, *([""] * ROWS)][:ROWS]


def ends(left: str, right: str) -> str:
    """Two texts at the two ends of a row; the left one gives way."""
    room = COLUMNS - cells(right) - 1
    left = fitted(left, room)
    return left + " " * (COLUMNS - cells(left) - cells(right)) + right


def fitted(text: str, room: int) -> str:
    """The text on one row of `room` cells, cut with `…` where it is longer."""
    text = visible(" ".join(text.split()), newlines=False)
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


@lru_cache(maxsize=64)
def paragraph(text: str, rows: int) -> tuple[str, ...]:
    """The text in at most `rows` rows, the last with `…` where there is more."""
    lines = wrap(visible(text.strip()), COLUMNS)
    lines = [line.replace("\t", " ") for line in lines]
    if len(lines) > rows:
        lines = [*lines[: rows - 1], fitted(f"{lines[rows - 1]} …", COLUMNS)]
    return tuple(lines)


def shown(text: str) -> str:
    """One row of a text as it is printed: what a terminal would obey is spelt out."""
    return visible(text.replace("\t", _TAB), newlines=False)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """The cells that one row of a text takes."""
    return cells(shown(text))
