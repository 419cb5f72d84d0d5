"""Text in lines of a given width, counted in the cells of a terminal."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, marks on others none."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


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
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_paragraph(paragraph, room))
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    prefixes = [first, *([indent] * (len(lines) - 1))]
    return [f"{prefix}{line}".rstrip() for prefix, line in zip(prefixes, lines, strict=True)]


def _paragraph(paragraph: str, room: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in (piece for word in paragraph.split() for piece in _pieces(word, room)):
        joined = f"{line} {piece}" if line else piece
        if cells(joined) > room:
            lines.append(line)
            line = piece
        else:
            line = joined
    return [*lines, line]


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
