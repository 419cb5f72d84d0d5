"""The scorecard as plain text: for `show`, for plain mode, for a screen reader.

No colour and no escapes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.outline import NUMBERS, Block, Kind, outline
from interview_sim.literal import visible

LEAST_WIDTH = 40
_INDENTS = ("", "", "   ", "   ")
"""Below a heading of each level."""

_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def scorecard_lines(scorecard: Scorecard, *, width: int = 80) -> list[str]:
    """The scorecard, without the answers, in lines of at most `width` cells.

    Text from banks and answers is shown literally: what a terminal would obey is made visible.

    Args:
        scorecard: The scorecard.
        width: Cells a line may take; fewer than 40 are taken as 40.
    """
    return block_lines(outline(scorecard, answers=False), width=width)


def block_lines(blocks: Iterable[Block], *, width: int = 80) -> list[str]:
    """Pieces of a document in lines of at most `width` cells."""
    lines: list[str] = []
    level = 0
    for block in blocks:
        is_heading = block.kind is Kind.HEADING
        if lines and (block.kind is Kind.TABLE or (is_heading and block.level < 3)):
            lines.append("")
        indent = _INDENTS[0 if is_heading and block.level < 3 else level]
        lines += _lines(block, max(LEAST_WIDTH, width), indent)
        level = block.level if is_heading else level
    return lines


def _lines(block: Block, width: int, indent: str) -> Iterator[str]:
    if block.kind is Kind.TABLE:
        yield from _table(block.rows, width)
        return
    words = " ".join(filter(None, (block.lead, block.text)))
    if block.kind in {Kind.HEADING, Kind.SENTENCE, Kind.ITEM}:
        words = " ".join(words.split())
    first = {Kind.QUOTE: f"{indent}> ", Kind.HEADING: indent + f"{block.sign} ".lstrip()}
    if block.kind is Kind.ITEM:
        indent += "  " * block.level
        first[Kind.ITEM] = f"{indent}{block.sign or '-'} "
    begin = first.get(block.kind, indent)
    rest = begin if block.kind is Kind.QUOTE else None
    yield from wrap(visible(words), width, first=begin, rest=rest)
    if block.evidence:
        yield from wrap(visible(" ".join(block.evidence.split())), width, first=f"{indent}    ")


def _table(rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    """Columns as wide as what is in them; where that is too wide, a sentence for each row.

    In a sentence, a figure follows the head of its column.
    """
    literal = [[visible(" ".join(cell.split()), newlines=False) for cell in row] for row in rows]
    wide = [max(map(cells, column)) for column in zip(*literal, strict=True)]
    if sum(wide) + 2 * len(wide) - 2 > width:
        named = NUMBERS - {"#"}
        for row in literal[1:]:
            pairs = zip(rows[0], row, strict=True)
            said = (f"{head} {cell}" if head in named else cell for head, cell in pairs)
            yield from wrap(" · ".join(said), width, rest="    ")
        return
    for row in literal:
        padded = (
            blank + cell if head in NUMBERS else cell + blank
            for head, cell, room in zip(rows[0], row, wide, strict=True)
            for blank in [" " * (room - cells(cell))]
        )
        yield "  ".join(padded).rstrip()


# Lines of a given width, counted in the cells of a terminal


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
