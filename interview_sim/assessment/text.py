"""The scorecard as plain text: for `show`, for plain mode, for a screen reader.

No colour and no escapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.outline import NUMBERS, Block, Kind, outline
from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

LEAST_WIDTH = 40
_INDENTS = ("", "", "   ", "   ")
"""Below a heading of each level."""


def scorecard_lines(scorecard: Scorecard, *, width: int = 80) -> list[str]:
    """The scorecard, without the answers, in lines of at most `width` cells.

    Text from banks and answers is shown literally: what a terminal would obey is made visible.

    Args:
        scorecard: The scorecard.
        width: Cells a line may take; fewer than 40 are taken as 40.
    """
    lines: list[str] = []
    level = 0
    for block in outline(scorecard, answers=False):
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
    """Columns as wide as what is in them; where that is too wide, a sentence for each row."""
    literal = [[visible(" ".join(cell.split()), newlines=False) for cell in row] for row in rows]
    wide = [max(map(cells, column)) for column in zip(*literal, strict=True)]
    if sum(wide) + 2 * len(wide) - 2 > width:
        for row in literal[1:]:
            yield from wrap(" · ".join(row), width)
        return
    for row in literal:
        padded = (
            blank + cell if head in NUMBERS else cell + blank
            for head, cell, room in zip(rows[0], row, wide, strict=True)
            for blank in [" " * (room - cells(cell))]
        )
        yield "  ".join(padded).rstrip()
