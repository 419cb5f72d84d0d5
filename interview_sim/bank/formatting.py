"""Lays out a bank's YAML the same way everywhere, changing nothing but white space.

Libraries that read YAML and write it again lose comments within brackets and spell values anew
(`~` becomes `null`, which here is another text). So lines are moved as they are; and what was said
before and after is compared before anything is handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interview_sim.bank.composing import LOADER
from interview_sim.bank.layout import Layout, comment_column, survey
from interview_sim.bank.loading import LoadResult, parse_bank
from interview_sim.bank.model import BANK_FORMAT
from interview_sim.bank.problems import BankError, Problem

_FORMAT_LINE = f"format: {BANK_FORMAT}"


def format_bank(content: bytes, name: str = "bank.yaml") -> str:
    """The bank in its usual layout: the same text with the same comments, spaced alike.

    Two spaces a level, one blank line between questions, never two blank lines in a row, and the
    `format` line where it is missing. Texts, brackets and comments keep their words and quotes.

    Raises:
        BankError: The file is no good bank; the error lists what is wrong. Or it is written in a
            way that this cannot lay out without changing what it says.
    """
    before = parse_bank(content, name)
    if before.bank is None:
        raise BankError(before.errors)
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    text = _with_format(text, before)
    laid = _laid_out(text)
    after = parse_bank(laid, name)
    if after.bank != before.bank or laid.split() != text.split():
        message = "this bank cannot be laid out without changing what it says"
        raise BankError([Problem(name, 0, 0, message, "it is left as it is")])
    return laid


def _with_format(text: str, before: LoadResult) -> str:
    """The text with its first line, if that was forgotten."""
    if not any(problem.message == "`format` is missing" for problem in before.problems):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bare = line.lstrip(" ")
        if bare and not bare.startswith(("#", "%", "---")):
            lines.insert(number, line[: len(line) - len(bare)] + _FORMAT_LINE)
            break
    with_format = "\n".join(lines)
    return with_format if parse_bank(with_format).bank == before.bank else text


def _laid_out(text: str) -> str:
    lines = text.split("\n")
    layout = survey(lines, _events(text))
    columns = _columns(lines, layout)
    laid: list[str] = []
    firsts = _first_lines(lines, layout, columns)
    for number, line in enumerate(lines):
        if layout.inside(number):
            laid.append(_inside(line, number, layout))
        elif not line.strip():
            if laid and laid[-1]:
                laid.append("")
        else:
            if number in firsts and laid and laid[-1]:
                laid.append("")
            laid.append(" " * columns[number] + _single_spaced(line, number, layout).strip(" "))
    while laid and not laid[-1]:
        laid.pop()
    return "\n".join(laid) + "\n"


def _events(text: str) -> Iterator[Any]:
    parser = LOADER(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _inside(line: str, number: int, layout: Layout) -> str:
    """A line of a text or of brackets, moved with what it belongs to."""
    if number in layout.bodies:
        old, new = layout.bodies[number]
        rest = line[old:]
        return " " * new + rest if rest else ""
    bare = line.lstrip(" ")
    if not bare:
        return ""
    by, least = layout.shifts[number]
    return " " * max(least, len(line) - len(bare) + by) + bare


def _single_spaced(line: str, number: int, layout: Layout) -> str:
    """The line with one space behind its dashes and its key."""
    for start, end in sorted(layout.gaps.get(number, ()), reverse=True):
        line = f"{line[:start]} {line[end:]}"
    return line


def _columns(lines: list[str], layout: Layout) -> dict[int, int]:
    """The new first column of every line that is not inside a text, comments included."""
    columns: dict[int, int] = {}
    following: int | None = None
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if layout.inside(number) or not line.strip():
            continue
        column = len(line) - len(line.lstrip(" "))
        if number in layout.indents:
            columns[number] = layout.indents[number]
            following = number
        elif line.lstrip().startswith("#"):
            columns[number] = _comment(column, number, following, lines, layout)
        else:
            columns[number] = column  # `---` and the like
    return columns


def _comment(
    column: int, number: int, following: int | None, lines: list[str], layout: Layout
) -> int:
    """Where a comment line goes: with the line it stands above, or to the level it was at."""
    if following is not None:
        next_column = len(lines[following]) - len(lines[following].lstrip(" "))
        if column == next_column:
            return layout.indents[following]
    above = next((n for n in range(number - 1, -1, -1) if n in layout.levels), None)
    if above is None:
        return layout.indents[following] if following is not None else 0
    return comment_column(column, layout.levels[above])


def _first_lines(lines: list[str], layout: Layout, columns: dict[int, int]) -> set[int]:
    """The lines that begin a question, or the comment above it, from the second on."""
    found = set()
    for line in layout.items[1:]:
        first = line
        while (
            columns.get(first - 1) == columns[line]
            and first - 1 not in layout.indents
            and lines[first - 1].lstrip().startswith("#")
        ):
            first -= 1
        found.add(first)
    return found
