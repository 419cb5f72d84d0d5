"""Lists of one-line rows: long ones, short ones to choose from, and values changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice, takewhile
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from interview_sim.tui.present import ACCENT, MUTED
from interview_sim.tui.widgets.frame import hidden_binding

T = TypeVar("T")

_SHOWN_BELOW = 4
"""Lines below the current row that come into view with it, where the cursor passes them."""


@dataclass
class AtRow(Message):
    """Something about one row of a list."""

    rows: LongList[Any]
    item: Any
    """What the row shows."""

    @property
    def control(self) -> LongList[Any]:
        """The list, for `@on` with a selector."""
        return self.rows


class LongList(ScrollView, Generic[T], can_focus=True):
    """Rows that are drawn only when they are seen, with one of them highlighted.

    Ten thousand rows cost the same as ten.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--row", "long-list--highlighted"}
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("up,k", "move(-1)"),
        hidden_binding("down,j", "move(1)"),
        hidden_binding("pageup", "page(-1)"),
        hidden_binding("pagedown", "page(1)"),
        hidden_binding("home", "first"),
        hidden_binding("end", "last"),
    ]
    DEFAULT_CSS = """
    LongList {
        height: 1fr;
        overflow-x: hidden;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .long-list--row { color: $foreground; }
        & > .long-list--highlighted { background: $panel; text-style: bold; }
        &:focus > .long-list--highlighted { background: $primary 25%; text-style: bold; }
        &:nocolor > .long-list--highlighted { text-style: underline; }
        &:nocolor:focus > .long-list--highlighted { text-style: bold underline; }
    }
    """

    highlighted: reactive[int] = reactive(-1)
    """The current row; -1 where there is none."""

    class Highlighted(AtRow):
        """Another row is the current one."""

    class Chosen(AtRow):
        """The row was clicked; what Enter does is the screen's to bind."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.items: Sequence[T] = ()
        self._draw: Callable[[T, int], Content] = lambda _item, _width: Content("")
        self._headings: frozenset[int] = frozenset()

    def set_rows(
        self,
        items: Sequence[T],
        draw: Callable[[T, int], Content],
        *,
        is_heading: Callable[[T], object] | None = None,
        highlighted: int = 0,
    ) -> None:
        """Show a row for each item, drawn for the width there is; the cursor passes headings."""
        self.items, self._draw = items, draw
        headings = enumerate(items) if is_heading is not None else ()
        self._headings = frozenset(n for n, item in headings if is_heading and is_heading(item))
        self.virtual_size = Size(0, len(items))
        self.set_reactive(LongList.highlighted, -1)
        self.scroll_to(0, 0, animate=False, immediate=True)
        self.refresh(layout=True)
        if items:
            self.highlighted = self._passable(min(max(highlighted, 0), len(items) - 1), 1)

    @property
    def current(self) -> T | None:
        """What the highlighted row shows."""
        at = self.highlighted
        return self.items[at] if 0 <= at < len(self.items) else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as rows, for `height: auto`."""
        return len(self.items)

    def render_line(self, y: int) -> Strip:
        """Draw the row that is at line `y` of what is seen."""
        index = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        is_current = index == self.highlighted
        names = ("long-list--row", "long-list--highlighted") if is_current else ("long-list--row",)
        style = self.get_visual_style(*names)
        is_row = 0 <= index < len(self.items)
        content = self._draw(self.items[index], width) if is_row else Content("")
        strips = Visual.to_strips(self, content, width, 1, style)
        strip = strips[0] if strips else Strip.blank(width)
        return strip.adjust_cell_length(width, style.rich_style)

    def watch_highlighted(self, index: int) -> None:
        """Bring the row into view and say that it is the current one."""
        self.refresh()
        if not 0 <= index < len(self.items):
            return
        # The row above comes into view too, when it is a heading.
        top = index - 1 if index - 1 in self._headings else index
        region = Region(0, top, 1, index - top + 1)
        self.scroll_to_region(region, animate=False, immediate=True, force=True)
        self.post_message(self.Highlighted(self, self.items[index]))

    def action_move(self, step: int) -> None:
        """Go to the next row, or the one before."""
        self._go(self.highlighted + step, step)

    def action_page(self, step: int) -> None:
        """Go a screenful on, or back."""
        there = self.highlighted + step * max(1, self.scrollable_content_region.height - 1)
        self._jump(min(max(there, 0), len(self.items) - 1), -step)

    def action_first(self) -> None:
        """Go to the first row."""
        self._jump(0, 1)

    def action_last(self) -> None:
        """Go to the last row."""
        self._jump(len(self.items) - 1, -1)

    def action_choose(self) -> None:
        """Choose the current row."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Move to the row that was clicked, or do what a click on the current one does."""
        index = self.scroll_offset.y + event.y - self.gutter.top
        if 0 <= index < len(self.items) and index not in self._headings:
            was_current = index == self.highlighted
            self.highlighted = index
            self.clicked(was_current=was_current)

    def clicked(self, *, was_current: bool) -> None:
        """The current row was clicked, which may have made it the current one."""
        if was_current:
            self.action_choose()

    def _jump(self, index: int, step: int) -> None:
        if self.items and self._passable(index, step) == self.highlighted:
            raise SkipAction  # There already: the key is for what stands around the list.
        self._go(index, step)

    def _go(self, index: int, step: int) -> None:
        if not 0 <= index < len(self.items):
            raise SkipAction  # Let what the list is in scroll on.
        self.highlighted = self._passable(index, step)
        # A list shown at its full length is scrolled by what it is in; lines that the cursor
        # passes may belong to the row above them.
        rest = takewhile(self._headings.__contains__, count(self.highlighted + 1))
        height = 1 + len(list(islice(rest, _SHOWN_BELOW)))
        line, holder = self.virtual_region.y + self.highlighted, self.parent
        while isinstance(holder, Widget):
            if holder.allow_vertical_scroll:
                holder.scroll_to_region(Region(0, line, 1, height), animate=False)
                return
            line, holder = line + holder.virtual_region.y, holder.parent

    def _passable(self, index: int, step: int) -> int:
        """The nearest row that is no heading, first in the direction of travel."""
        for direction in (1 if step > 0 else -1, -1 if step > 0 else 1):
            there = index
            while 0 <= there < len(self.items):
                if there not in self._headings:
                    return there
                there += direction
        return -1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a short list; its texts are shown literally."""

    id: str
    title: str
    detail: str = ""
    key: str = ""
    """The key that chooses it at once, as it is shown; the screen binds it."""
    is_wide: bool = False
    """Whether its title may take the room that details of other rows need."""


class RowList(LongList[Row]):
    """A few rows in columns; Enter or a click chooses. One without an id is a heading."""

    DEFAULT_CSS = """
    RowList {
        height: auto;
        &:nocolor > .long-list--highlighted { text-style: bold; }
        &:nocolor:focus > .long-list--highlighted { text-style: bold; }
    }
    """
    BINDINGS = [hidden_binding("enter", "choose")]

    def __init__(self, rows: Sequence[Row] = (), *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._widths = (0, 0, 0)
        self._also: tuple[Row, ...] = ()
        self._short = 0
        """What the details of wide rows need."""
        self.show(rows)

    def make_room(self, rows: Sequence[Row]) -> None:
        """From the next `show` on, columns have room for these rows too, and so do not move."""
        self._also = tuple(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on the row it was on, where that is still there."""
        rows = tuple(rows)
        if rows == self.items:
            return
        at = self.current.id if self.current is not None else None
        ids = [row.id for row in rows]
        columns = zip(
            *((row.title, row.detail, row.key) for row in (*rows, *self._also)), strict=True
        )
        titles, details, keys = (max(map(_cells, set(column))) for column in columns)
        self._widths = (titles + 2, details, keys + 1 if keys else 0)
        wide = (row.detail for row in (*rows, *self._also) if row.is_wide)
        self._short = max(map(_cells, wide), default=0)
        place = ids.index(at) if at in ids else 0
        self.set_rows(rows, self._line, is_heading=lambda row: not row.id, highlighted=place)

    def _line(self, row: Row, width: int) -> Content:
        titles, details, keys = self._widths
        if not row.id:
            return Content.styled(row.title, ACCENT)
        is_current = row is self.current
        width -= 2
        titles = min(titles, max(width - keys - details, width // 2))
        if row.is_wide:
            titles = max(titles, min(self._widths[0], width - keys - self._short))
        rest = max(0, width - titles - keys)
        if row.detail:
            title = _fitted(row.title, titles - 2) + "  "
            detail = _fitted(row.detail, rest)
            detail = detail if is_current else detail.stylize(MUTED)
        else:
            title, detail = _fitted(row.title, titles + rest), Content("")
        key = Content.styled(row.key, ACCENT).pad_left(keys - _cells(row.key))
        return Content.assemble("▸ " if is_current else "  ", title, detail, key)

    def clicked(self, *, was_current: bool) -> None:
        """A click chooses at once."""
        self.action_choose()


def _cells(text: str) -> int:
    return Content(text).cell_length


def _fitted(text: str, width: int) -> Content:
    """Exactly so many cells of a text."""
    return Content(text).truncate(max(0, width), ellipsis=True, pad=True)


class FieldList(RowList):
    """Rows whose values change by arrows, space, or by typing a number."""

    BINDINGS = [
        hidden_binding("left,minus", "step(-1)"),
        Binding("right", "step(1)", "change", key_display="← →"),
        hidden_binding("space,plus,equals_sign", "step(1)"),
        hidden_binding("backspace,delete", "rub_out"),
    ]

    @dataclass
    class Stepped(Message):
        """The next value or the one before is wanted; for a switch, the other."""

        field: str
        by: int

    @dataclass
    class Typed(Message):
        """A number is being typed; empty: the value is to be taken away."""

        field: str
        digits: str

    _digits = ""

    def watch_highlighted(self, index: int) -> None:
        """A new row begins a new number."""
        self._digits = ""
        super().watch_highlighted(index)

    def action_step(self, by: int) -> None:
        """Ask for another value."""
        self._digits = ""
        if self.current is not None:
            self.post_message(self.Stepped(self.current.id, by))

    def action_rub_out(self) -> None:
        """Take back the last digit."""
        self._type(self._digits[:-1])

    def on_key(self, event: events.Key) -> None:
        """Collect digits."""
        if event.character is not None and event.character in "0123456789":
            event.stop()
            self._type((self._digits + event.character)[-9:])

    def _type(self, digits: str) -> None:
        self._digits = digits
        if self.current is not None:
            self.post_message(self.Typed(self.current.id, digits))

    def clicked(self, *, was_current: bool) -> None:
        """A click on the current row changes it; on another it moves there."""
        if was_current:
            self.action_step(1)


def neighbour(value: T, options: Sequence[T], by: int) -> T:
    """The option that is a step away from the value, around the end; from others, the first."""
    at = options.index(value) if value in options else 0
    return options[(at + by) % len(options)]


def in_columns(cells: Sequence[str | Content], widths: Sequence[int], width: int) -> Content:
    """Cells on one line, two spaces apart.

    A width of 0 takes what the others leave; one below zero sets its cell to the right.
    """
    rest = max(12, width - sum(abs(wide) + 2 for wide in widths) + 2)
    fitted = []
    for cell, wide in zip(cells, widths, strict=True):
        room = abs(wide) or rest
        text = (Content(cell) if isinstance(cell, str) else cell).truncate(room, ellipsis=True)
        space = room - text.cell_length
        fitted.append(text.pad_left(space) if wide < 0 else text.pad_right(space))
    return Content("  ").join(fitted)


class ColumnNames(Widget):
    """The names of a list's columns, on the line above it."""

    DEFAULT_CSS = "ColumnNames { height: 1; text-wrap: nowrap; }"

    def __init__(self, rows: LongList[Any], draw: Callable[[int], Content]) -> None:
        super().__init__()
        self._rows = rows
        self._draw = draw

    def on_mount(self) -> None:
        """Follow the rows: their scroll bar comes and goes."""
        self.watch(self._rows, "virtual_size", self._follow)

    def _follow(self) -> None:
        self.call_after_refresh(self.refresh)

    def render(self) -> Content:
        """The names at the width of the rows."""
        return self._draw(self._rows.scrollable_content_region.width)
