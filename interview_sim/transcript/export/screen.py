"""A terminal's screen as rows of text: what to print so that one turns into the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

COLUMNS = 80
ROWS = 24

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_WORDS = re.compile(r"\n|[^\S\n]+|\S+")
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
        f"\x1b[{number};1H{new}\x1b[K"
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


def paragraph(text: str, rows: int) -> list[str]:
    """The text in at most `rows` rows, the last with `…` where there is more."""
    lines = wrap(visible(text.strip()), COLUMNS)
    lines = [line.replace("\t", " ") for line in lines]
    if len(lines) > rows:
        lines = [*lines[: rows - 1], fitted(f"{lines[rows - 1]} …", COLUMNS)]
    return lines


def lay_out(text: str, caret: int) -> tuple[list[str], int, int]:
    """The text in rows as an editor shows it, and the caret's row and column.

    Blanks stay as they were typed; words go to the next row whole where they can.

    Args:
        text: As it was typed.
        caret: Offset in it.
    """
    page = _Page()
    at = (0, 0)
    is_found = False
    for found in _WORDS.finditer(text):
        word, end = found.group(), found.end()
        if not is_found and caret < end:
            is_found = True
            at = page.add(word, caret - found.start())
        else:
            page.add(word, 0)
    return page.rows, *(at if is_found else (len(page.rows) - 1, page.column))


class _Page:
    """Rows that are being filled."""

    def __init__(self) -> None:
        self.rows = [""]
        self.column = 0

    def add(self, word: str, offset: int) -> tuple[int, int]:
        """Put a word, blanks or a line end; returns where the character at `offset` is."""
        if word == "\n":
            at = self._here()
            self._feed()
            return at
        shown = _shown(word)
        wide = cells(shown)
        if not word.isspace() and self.column and self.column + wide > COLUMNS - 1:
            self._feed()
        if self.column + wide < COLUMNS:
            at = (len(self.rows) - 1, self.column + cells(_shown(word[:offset])))
            self.rows[-1] += shown
            self.column += wide
            return at
        return self._add_long(word, offset)

    def _add_long(self, word: str, offset: int) -> tuple[int, int]:
        at = self._here()
        for place, char in enumerate(word):
            shown = _shown(char)
            wide = cells(shown)
            if self.column + wide > COLUMNS - 1:
                self._feed()
            if place == offset:
                at = self._here()
            self.rows[-1] += shown
            self.column += wide
        return at

    def _feed(self) -> None:
        self.rows.append("")
        self.column = 0

    def _here(self) -> tuple[int, int]:
        return len(self.rows) - 1, self.column


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB), newlines=False)


def window(rows: Sequence[str], row: int, height: int) -> tuple[list[str], int]:
    """So many of the rows as fit around the caret's, and the caret's row among them."""
    start = max(0, min(len(rows) - height, row - height + 2))
    return list(rows[start : start + height]), row - start
