"""A text that is being typed, in the rows of an editor."""

from __future__ import annotations

import re
from bisect import bisect_right

from interview_sim.exchange.session_exporters.screen import COLUMNS, shown, width

_WORDS = re.compile(r"\n|[^\S\n]+|\S+")
_ROOM = COLUMNS - 1
"""The last column is left to the caret."""


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
