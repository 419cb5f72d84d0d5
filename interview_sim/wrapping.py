"""Text in lines of a given width, counted in the cells of a terminal."""

from __future__ import annotations

import unicodedata
from functools import cache

_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, marks on others none."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def wrap(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `width` cells, its own line ends kept.

    Args:
        text: What to wrap; runs of blanks become one.
        width: Cells a line may take, prefixes included; a longer word is cut.
        first: What the first line begins with.
        rest: What the other lines begin with; blanks as wide as `first` when absent.
    """
    indent = " " * cells(first) if rest is None else rest
    room = max(8, width - max(cells(first), cells(indent)))
    lines = [line for paragraph in text.split("\n") for line in _paragraph(paragraph, room)]
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return [f"{indent if number else first}{line}".rstrip() for number, line in enumerate(lines)]


def _paragraph(paragraph: str, room: int) -> list[str]:
    lines: list[list[str]] = [[]]
    used = -1
    for piece in (piece for word in paragraph.split() for piece in _pieces(word, room)):
        wide = cells(piece)
        if lines[-1] and used + 1 + wide > room:
            lines.append([])
            used = -1
        lines[-1].append(piece)
        used += 1 + wide
    return [" ".join(line) for line in lines]


def _pieces(word: str, room: int) -> list[str]:
    """The word itself, or cut into pieces that fit."""
    if cells(word) <= room:
        return [word]
    pieces = [""]
    for char in word:
        if cells(pieces[-1] + char) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces
