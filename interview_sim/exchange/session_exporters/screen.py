"""A terminal's screen as rows of text, and a text as it is typed in these rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct

from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

COLUMNS = 80
ROWS = 24

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_TAB = "    "
_WORDS = re.compile(r"\n|[^\S\n]+|\S+")
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


class Layout:
    """A text and where its rows begin; an edit moves only what comes after it.

    Blanks stay as they were typed; words go to the next row whole where they can.
    """

    def __init__(self) -> None:
        self.text = ""
        self.caret = 0
        """Where the last edit ended."""
        self._starts = [0]
        self._is_word_cut = [False]
        """For each row, whether it begins inside a word."""

    def edit(self, at: int, delete: int, ins: str) -> None:
        """At this offset, so many characters go and these come."""
        self.text = self.text[:at] + ins + self.text[at + delete :]
        self.caret = at + len(ins)
        # A word that became shorter may move up one row; further up nothing changes, unless the
        # rows are all of one word.
        row = max(0, self._row_of(at) - 1)
        while self._is_word_cut[row]:
            row -= 1
        del self._starts[row + 1 :]
        del self._is_word_cut[row + 1 :]
        self._flow()

    def rows(self) -> list[str]:
        """All rows, ready to be printed."""
        return self._rows(0, len(self._starts))

    def place(self) -> tuple[int, int]:
        """The caret's row and column."""
        row = self._row_of(self.caret)
        return row, width(self.text[self._starts[row] : self.caret])

    def window(self, height: int) -> tuple[list[str], int, int]:
        """So many rows around the caret, and its row among them and its column."""
        row, column = self.place()
        first = max(0, min(len(self._starts) - height, row - height + 2))
        return self._rows(first, first + height), row - first, column

    def _rows(self, first: int, last: int) -> list[str]:
        ends = [*self._starts[1:], len(self.text)]
        return [
            shown(self.text[start:end].removesuffix("\n"))
            for start, end in zip(self._starts[first:last], ends[first:last], strict=True)
        ]

    def _row_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _flow(self) -> None:
        """Find where the rows after the last known one begin."""
        column = 0
        for found in _WORDS.finditer(self.text, self._starts[-1]):
            word = found.group()
            if word == "\n":
                self._begin(found.end())
                column = 0
                continue
            wide = width(word)
            if column and column + wide > _ROOM and not word.isspace():
                self._begin(found.start())
                column = 0
            if column + wide <= _ROOM:
                column += wide
            else:
                column = self._cut(found.start(), word, column)

    def _cut(self, start: int, word: str, column: int) -> int:
        """Lay out a word, or blanks, longer than a row; returns the column after it."""
        is_word = not word.isspace()
        if word.isascii() and word.isprintable():
            cuts = range(_ROOM - column, len(word), _ROOM)
            for place in cuts:
                self._begin(start + place, is_word_cut=is_word)
            return len(word) - cuts[-1] if cuts else column + len(word)
        for place, char in enumerate(word):
            wide = width(char)
            if column and column + wide > _ROOM:
                self._begin(start + place, is_word_cut=is_word and place > 0)
                column = 0
            column += wide
        return column

    def _begin(self, offset: int, *, is_word_cut: bool = False) -> None:
        self._starts.append(offset)
        self._is_word_cut.append(is_word_cut)
