"""Lays out a bank's YAML the same way everywhere, changing nothing but white space.

Libraries that read YAML and write it again lose comments within brackets and change how values are
written (`~` becomes `null`, which here is another text). So the parser's marks decide only where
each line begins, and which spaces follow its dashes and key; lines are moved as they are, and the
bank before and after is compared before anything is returned.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from typing import NamedTuple

import yaml

from interview_sim.bank.composing import LOADER
from interview_sim.bank.loading import LoadResult, parse_bank
from interview_sim.bank.model import BANK_FORMAT
from interview_sim.bank.problems import BankError, Problem

_FORMAT_LINE = f"format: {BANK_FORMAT}"

_STEP = 2
"""Spaces from one level to the next; the items of a list are one level in from their key."""

_BLOCK_STYLES = frozenset("|>")


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
        message = "this bank cannot be formatted without changing what it says"
        raise BankError([Problem(name, 0, 0, message, "it was not changed")])
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
    layout = _Layout(text)
    firsts = _first_lines(layout)
    laid: list[str] = []
    for number, line in enumerate(layout.lines):
        if number in layout.inner:
            laid.append(_moved(line, layout.inner[number]))
        elif line.strip():
            if number in firsts and laid and laid[-1]:
                laid.append("")
            bare = _single_spaced(line, layout.gaps.get(number, ())).strip(" ")
            laid.append(" " * _column(number, layout) + bare)
        elif laid and laid[-1]:
            laid.append("")
    while laid and not laid[-1]:
        laid.pop()
    return "\n".join(laid) + "\n"


def _moved(line: str, move: _Move) -> str:
    """A line of a text or of brackets, moved with what it belongs to."""
    bare = line[move.keep :] if move.keep is not None else line.lstrip(" ")
    if not bare:
        return ""
    return " " * max(move.least, len(line) - len(bare) + move.by) + bare


def _single_spaced(line: str, gaps: Iterable[tuple[int, int]]) -> str:
    """The line with one space behind its dashes and its key."""
    for start, end in sorted(gaps, reverse=True):
        line = f"{line[:start]} {line[end:]}"
    return line


def _column(number: int, layout: _Layout) -> int:
    """The new first column of a line that is not inside a text."""
    line = layout.lines[number]
    if number in layout.indents:
        return layout.indents[number]
    column = _indent(line)
    if not line.lstrip().startswith("#"):
        return column  # `---` and the like
    # A comment goes with the line it is above, or to the level that it was written at.
    at = bisect(layout.starts, number)
    following = layout.starts[at] if at < len(layout.starts) else None
    if following is not None and column == _indent(layout.lines[following]):
        return layout.indents[following]
    if at == 0:
        return layout.indents[following] if following is not None else 0
    levels = [block for block in layout.levels[layout.starts[at - 1]] if block.old <= column]
    return max(levels, default=_Block(0, 0), key=lambda block: block.old).new


def _first_lines(layout: _Layout) -> set[int]:
    """The lines that begin a question, or the comment above it, from the second on."""
    found = set()
    for line in layout.items[1:]:
        first = line
        while (
            layout.lines[first - 1].lstrip().startswith("#")
            and first - 1 not in layout.inner
            and _column(first - 1, layout) == _column(line, layout)
        ):
            first -= 1
        found.add(first)
    return found


# Where each line belongs


class _Block(NamedTuple):
    """The column of the dashes or keys of a list or mapping, as it was and as it will be."""

    old: int
    new: int


class _Move(NamedTuple):
    """Where a line within a text or brackets goes."""

    by: int
    least: int
    """The first column it may begin in."""
    keep: int | None = None
    """The column from which on all of it is text, spaces too."""


_ROOT = _Block(0, -_STEP)


class _Layout:
    """What is known of each line, by its number from zero; for texts that are good banks."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.indents: dict[int, int] = {}
        """The new first column of lines that begin with a dash, a key or a value."""
        self.levels: dict[int, tuple[_Block, ...]] = {}
        """The blocks that are open where such a line begins."""
        self.gaps: dict[int, list[tuple[int, int]]] = {}
        """Stretches of spaces to be made one, as (from, to) columns."""
        self.inner: dict[int, _Move] = {}
        """Lines of a text or of brackets that began before them."""
        self.items: list[int] = []
        """The lines at which the questions begin."""
        self._questions: yaml.Node | None = None
        root = yaml.compose(text, Loader=LOADER)
        if root is not None:
            self._content(root, _ROOT, ())
        self.starts = sorted(self.indents)

    def _content(self, node: yaml.Node, parent: _Block, levels: tuple[_Block, ...]) -> None:
        """Note the lines of a value or an item after its first, which is noted already."""
        line, column = node.start_mark.line, node.start_mark.column
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            block = _Block(column, parent.new + _STEP)
            levels = (*levels, block)
            if line in self.indents:
                self.levels[line] = levels
            note = self._items if isinstance(node, yaml.SequenceNode) else self._pairs
            note(node, block, levels)
        elif isinstance(node, yaml.ScalarNode) and node.style and node.style in _BLOCK_STYLES:
            self._body(line, column, parent)
        else:
            is_alone = not self.lines[line][:column].strip()
            by = parent.new + _STEP - column if is_alone else parent.new - parent.old
            for number in range(line + 1, node.end_mark.line + 1):
                self.inner[number] = _Move(by, parent.new + _STEP)

    def _pairs(self, node: yaml.Node, block: _Block, levels: tuple[_Block, ...]) -> None:
        for key, value in node.value:
            self._starts(key.start_mark.line, key.start_mark.column, block.new, levels)
            if len(levels) == 1 and key.value == "questions":
                self._questions = value
            if isinstance(value, yaml.ScalarNode) and not value.value and not value.style:
                continue
            line, column = value.start_mark.line, value.start_mark.column
            if key.end_mark.line == line:
                self._gap(line, key.end_mark.column, column)
            else:
                self._starts(line, column, block.new + _STEP, levels)
            self._content(value, block, levels)

    def _items(self, node: yaml.Node, block: _Block, levels: tuple[_Block, ...]) -> None:
        for item in node.value:
            line, column = item.start_mark.line, item.start_mark.column
            dash = line  # which may be on a line before the item
            while dash > 0 and not self._is_dash(dash, block.old, line, column):
                dash -= 1
            if node is self._questions:
                self.items.append(dash)
            self._starts(dash, block.old, block.new, levels)
            if dash == line:
                self._gap(line, block.old, column)
            else:
                self._starts(line, column, block.new + _STEP, levels)
            self._content(item, block, levels)

    def _is_dash(self, dash: int, at: int, line: int, column: int) -> bool:
        text = self.lines[dash]
        if text[at : at + 1] != "-":
            return False
        return not text[at + 1 : column if dash == line else None].split("#")[0].strip()

    def _starts(self, line: int, column: int, new: int, levels: tuple[_Block, ...]) -> None:
        """Give the line its first column, if it begins at `column`."""
        if not self.lines[line][:column].strip():
            self.indents.setdefault(line, new)
            self.levels.setdefault(line, levels)

    def _gap(self, line: int, start: int, end: int) -> None:
        """Make the spaces between a dash or a key with its colon and what follows one space."""
        text = self.lines[line]
        mark = start
        while mark < end and text[mark] == " ":
            mark += 1
        if text[mark : mark + 1] in {"-", ":"} and not text[mark + 1 : end].strip(" "):
            self.gaps.setdefault(line, []).append((mark + 1, end))

    def _body(self, line: int, column: int, parent: _Block) -> None:
        """Note the lines of a `|` or `>` text, by their indentation."""
        header = self.lines[line][column:].split("#")[0]
        given = next((int(char) for char in header if char.isdigit()), None)
        old = None if given is None else parent.old + given
        new = parent.new + (_STEP if given is None else given)
        pending: list[int] = []
        for number in range(line + 1, len(self.lines)):
            text = self.lines[number]
            if not text.strip(" "):
                pending.append(number)
                continue
            indent = _indent(text)
            if old is None and indent > parent.old:
                old = indent
            if old is None or indent < old:
                break
            for blank in (*pending, number):
                self.inner[blank] = _Move(new - old, new, old)
            pending.clear()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
