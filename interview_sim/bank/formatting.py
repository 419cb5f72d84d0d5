"""Lays out a bank's YAML the same way everywhere, changing nothing but white space.

Libraries that read YAML and write it again lose comments within brackets and change how values are
written (`~` becomes `null`, which here is another text). So the parser's events decide only where
each line begins, and which spaces follow its dashes and key; lines are moved as they are, and the
bank before and after is compared before anything is returned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

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
    layout = _survey(lines, text)
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


def _survey(lines: list[str], text: str) -> _Layout:
    """The layout of a text, from the parser's events."""
    surveyor = _Surveyor(lines)
    parser = LOADER(text)
    try:
        while (event := parser.get_event()) is not None:
            surveyor.take(event)
    finally:
        parser.dispose()
    return surveyor.layout


def _inside(line: str, number: int, layout: _Layout) -> str:
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


def _single_spaced(line: str, number: int, layout: _Layout) -> str:
    """The line with one space behind its dashes and its key."""
    for start, end in sorted(layout.gaps.get(number, ()), reverse=True):
        line = f"{line[:start]} {line[end:]}"
    return line


def _columns(lines: list[str], layout: _Layout) -> dict[int, int]:
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
    column: int, number: int, following: int | None, lines: list[str], layout: _Layout
) -> int:
    """Where a comment line goes: with the line it stands above, or to the level it was at."""
    if following is not None:
        next_column = len(lines[following]) - len(lines[following].lstrip(" "))
        if column == next_column:
            return layout.indents[following]
    above = next((n for n in range(number - 1, -1, -1) if n in layout.levels), None)
    if above is None:
        return layout.indents[following] if following is not None else 0
    return _comment_column(column, layout.levels[above])


def _first_lines(lines: list[str], layout: _Layout, columns: dict[int, int]) -> set[int]:
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


# Where each line belongs


@dataclass
class _Block:
    """A list or mapping that is written over lines, not in brackets."""

    is_list: bool
    old: int
    """The column of its dashes or keys."""
    new: int
    key: Any = None
    """The event of the key whose value comes next."""


@dataclass
class _Layout:
    """What is known of each line, by its number from zero."""

    indents: dict[int, int] = field(default_factory=dict)
    """The new first column of lines that begin with a dash, a key or a value."""
    levels: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """The old and new columns of the blocks that are open where a line begins with one."""
    gaps: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Stretches of spaces to be made one, as (from, to) columns."""
    shifts: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Lines within a text or brackets: by how much they move, and the least column they may have.
    """
    bodies: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Lines of a `|` or `>` text: the old and the new column at which its text begins."""
    items: list[int] = field(default_factory=list)
    """The lines at which the questions begin."""

    def inside(self, line: int) -> bool:
        """Whether the line is part of a text or of brackets that began before it."""
        return line in self.shifts or line in self.bodies


class _Surveyor:
    """Finds the layout of a text from the parser's events; for texts that are good banks."""

    def __init__(self, lines: list[str]) -> None:
        self.layout = _Layout()
        self._lines = lines
        self._open: list[_Block] = []
        self._brackets = 0
        self._bracket_start = (0, 0)

    def take(self, event: Any) -> None:
        """Learn from one event."""
        kind = type(event)
        if self._brackets:
            self._in_brackets(event, kind)
        elif kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._begin(event, is_list=kind is SequenceStartEvent)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._open.pop()
            self._done()

    # -- events ------------------------------------------------------------------------------------

    def _in_brackets(self, event: Any, kind: type) -> None:
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            self._brackets += 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._brackets -= 1
            if not self._brackets:
                self._within(*self._bracket_start, event.end_mark.line)
                self._done()

    def _begin(self, event: Any, *, is_list: bool) -> None:
        line, column = event.start_mark.line, event.start_mark.column
        self._place(line, column)
        if event.flow_style:
            self._brackets, self._bracket_start = 1, (line, column)
            return
        new = self._open[-1].new + _STEP if self._open else 0
        self._open.append(_Block(is_list, column, new))
        if line in self.layout.indents:
            self.layout.levels[line] = self._levels()

    def _scalar(self, event: Any) -> None:
        parent = self._open[-1]
        line, column = event.start_mark.line, event.start_mark.column
        if not parent.is_list and parent.key is None:
            self._starts(line, column, parent.new)
            parent.key = event
            return
        is_empty = not event.value and not event.style
        if not is_empty:
            self._place(line, column)
            if event.style and event.style in _BLOCK_STYLES:
                self._body(line, column, parent)
            else:
                self._within(line, column, event.end_mark.line)
        self._done()

    def _done(self) -> None:
        """The value of a key is over, or an item of a list."""
        if self._open:
            self._open[-1].key = None

    # -- places ------------------------------------------------------------------------------------

    def _place(self, line: int, column: int) -> None:
        """Note where a value or an item stands: behind its key or dash, or on a line of its own."""
        if not self._open:
            return
        parent = self._open[-1]
        if parent.is_list:
            self._item(parent, line, column)
            return
        key = parent.key
        if key is not None and key.end_mark.line == line:
            self._gap(line, key.end_mark.column, column)
        else:
            self._starts(line, column, parent.new + _STEP)

    def _item(self, parent: _Block, line: int, column: int) -> None:
        """Note the dash of an item, which may stand on a line before it."""
        dash = line
        while dash > 0 and not self._is_dash(dash, parent.old, line, column):
            dash -= 1
        if self._is_in_questions():
            self.layout.items.append(dash)
        self._starts(dash, parent.old, parent.new)
        if dash == line:
            self._gap(line, parent.old, column)
        else:
            self._starts(line, column, parent.new + _STEP)

    def _is_in_questions(self) -> bool:
        """Whether the innermost list is that of the questions."""
        key = self._open[0].key
        return len(self._open) == 2 and key is not None and key.value == "questions"

    def _is_dash(self, dash: int, at: int, line: int, column: int) -> bool:
        text = self._lines[dash]
        if text[at : at + 1] != "-":
            return False
        return not text[at + 1 : column if dash == line else None].split("#")[0].strip()

    def _starts(self, line: int, column: int, new: int) -> None:
        """Give the line its first column, if it begins at `column`."""
        if not self._lines[line][:column].strip():
            self.layout.indents.setdefault(line, new)
            self.layout.levels.setdefault(line, self._levels())

    def _levels(self) -> tuple[tuple[int, int], ...]:
        return tuple((block.old, block.new) for block in self._open)

    def _gap(self, line: int, start: int, end: int) -> None:
        """Make the spaces between a dash or a key with its colon and what follows one space."""
        text = self._lines[line]
        mark = start
        while mark < end and text[mark] == " ":
            mark += 1
        if text[mark : mark + 1] in {"-", ":"} and not text[mark + 1 : end].strip(" "):
            self.layout.gaps.setdefault(line, []).append((mark + 1, end))

    def _within(self, first: int, column: int, last: int) -> None:
        """Note the lines over which a text or brackets run on."""
        parent = self._open[-1] if self._open else _Block(is_list=False, old=0, new=-_STEP)
        is_alone = not self._lines[first][:column].strip()
        by = parent.new + _STEP - column if is_alone else parent.new - parent.old
        for line in range(first + 1, last + 1):
            self.layout.shifts[line] = (by, parent.new + _STEP)

    def _body(self, line: int, column: int, parent: _Block) -> None:
        """Note the lines of a `|` or `>` text, by their indentation."""
        header = self._lines[line][column:].split("#")[0]
        given = next((int(char) for char in header if char.isdigit()), None)
        old = None if given is None else parent.old + given
        new = parent.new + (_STEP if given is None else given)
        pending: list[int] = []
        for number in range(line + 1, len(self._lines)):
            text = self._lines[number]
            if not text.strip(" "):
                pending.append(number)
                continue
            indent = len(text) - len(text.lstrip(" "))
            if old is None and indent > parent.old:
                old = indent
            if old is None or indent < old:
                break
            for blank in (*pending, number):
                self.layout.bodies[blank] = (old, new)
            pending.clear()


def _comment_column(column: int, levels: tuple[tuple[int, int], ...]) -> int:
    """Where a comment goes that stood at `column`: to the level that it was written at."""
    reached = [level for level in levels if level[0] <= column]
    nearest = max((old for old, _ in reached), default=0)
    return next((new for old, new in reached if old == nearest), 0)
