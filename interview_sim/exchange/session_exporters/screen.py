"""A terminal's screen as rows of text, and a text as it is typed in these rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

COLUMNS = 80
ROWS = 24

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_TAB = "    "
_WORDS = re.compile(r"\s+|\S+")
_ROOM = COLUMNS - 1
"""The last column is left to the caret."""


class Screen(Struct, frozen=True):
    """What is on the screen, and where the cursor is."""

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
    """Leave the terminal as it was found, below what is shown."""
    return f"\x1b[?7h{_PLAIN}\x1b[{ROWS};1H\r\n"


def change(before: Screen, now: Screen) -> str:
    """What to print to turn `before` into `now`; empty where they are the same."""
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
    """One row of a text as it is printed: what a terminal would obey is made visible."""
    return visible(text.replace("\t", _TAB), newlines=False)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """The cells that one row of a text takes."""
    return cells(shown(text))


def rows_of(text: str) -> list[tuple[int, str]]:
    """A text in the rows of an editor: the offset of each, and what is in it.

    Blanks stay as they were typed; words go to the next row whole where they can.
    """
    rows: list[tuple[int, str]] = []
    offset = 0
    for line in text.split("\n"):
        rows += [
            (offset + start, line[start:end])
            for start, end in pairwise((*_row_starts(line), len(line)))
        ]
        offset += len(line) + 1
    return rows


def window(text: str, caret: int, height: int) -> tuple[list[str], int, int]:
    """So many rows around the caret, ready to be printed, and its row among them and its column."""
    rows = rows_of(text)
    row = bisect_right(rows, caret, key=itemgetter(0)) - 1
    start, typed = rows[row]
    first = max(0, min(len(rows) - height, row - height + 2))
    seen = [shown(typed) for _, typed in rows[first : first + height]]
    return seen, row - first, width(typed[: caret - start])


@lru_cache(maxsize=512)
def _row_starts(line: str) -> tuple[int, ...]:
    starts, column = [0], 0
    for found in _WORDS.finditer(line):
        word, wide = found.group(), width(found.group())
        if column and column + wide > _ROOM and not word.isspace():
            starts.append(found.start())
            column = 0
        if column + wide <= _ROOM:
            column += wide
            continue
        for place, char in enumerate(word, found.start()):  # longer than a row
            if column and column + width(char) > _ROOM:
                starts.append(place)
                column = 0
            column += width(char)
    return tuple(starts)
