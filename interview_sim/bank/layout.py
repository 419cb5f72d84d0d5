"""Where the lines of a bank's YAML belong: each line with the indentation it should have.

Only the first column of a line and the spaces behind `-` and `key:` are decided here. What stands
in a line is never touched, so comments, quotes and the author's line ends within texts stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

STEP = 2
"""Spaces from one level to the next; the items of a list stand one level in from its key."""

_BLOCK_STYLES = frozenset("|>")


@dataclass
class Block:
    """A list or mapping that is written over lines, not in brackets."""

    is_list: bool
    old: int
    """The column of its dashes or keys."""
    new: int
    key: Any = None
    """The event of the key whose value comes next."""


@dataclass
class Layout:
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


class Surveyor:
    """Finds the layout of a text from the parser's events; for texts that are good banks."""

    def __init__(self, lines: list[str]) -> None:
        self.layout = Layout()
        self._lines = lines
        self._open: list[Block] = []
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
        new = self._open[-1].new + STEP if self._open else 0
        self._open.append(Block(is_list, column, new))
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
            self._starts(line, column, parent.new + STEP)

    def _item(self, parent: Block, line: int, column: int) -> None:
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
            self._starts(line, column, parent.new + STEP)

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
        parent = self._open[-1] if self._open else Block(is_list=False, old=0, new=-STEP)
        is_alone = not self._lines[first][:column].strip()
        by = parent.new + STEP - column if is_alone else parent.new - parent.old
        for line in range(first + 1, last + 1):
            self.layout.shifts[line] = (by, parent.new + STEP)

    def _body(self, line: int, column: int, parent: Block) -> None:
        """Note the lines of a `|` or `>` text, by their indentation."""
        header = self._lines[line][column:].split("#")[0]
        given = next((int(char) for char in header if char.isdigit()), None)
        old = None if given is None else parent.old + given
        new = parent.new + (STEP if given is None else given)
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


def comment_column(column: int, levels: tuple[tuple[int, int], ...]) -> int:
    """Where a comment goes that stood at `column`: to the level that it was written at."""
    reached = [level for level in levels if level[0] <= column]
    nearest = max((old for old, _ in reached), default=0)
    return next((new for old, new in reached if old == nearest), 0)


def survey(lines: list[str], events: Iterator[Any]) -> Layout:
    """The layout of a text, given its lines and the parser's events."""
    surveyor = Surveyor(lines)
    for event in events:
        surveyor.take(event)
    return surveyor.layout
