"""A list of one-line rows that costs the same for ten rows as for ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

Draw = Callable[[int, int], Content]
"""Draws one row: its index and the width there is."""


@dataclass
class AtRow(Message):
    """Something about one row of a list."""

    long_list: LongList
    index: int

    @property
    def control(self) -> LongList:
        """The list, for `@on` with a selector."""
        return self.long_list


class LongList(ScrollView, can_focus=True):
    """Rows that are drawn only when they are seen, with one of them highlighted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--row", "long-list--highlighted"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
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
    """The row at hand; -1 where there is none."""

    class Highlighted(AtRow):
        """Another row is at hand."""

    class Chosen(AtRow):
        """The row at hand was clicked; what Enter does is the screen's to bind."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._count = 0
        self._draw: Draw = lambda _index, _width: Content("")
        self._headings: frozenset[int] = frozenset()

    def set_rows(
        self,
        count: int,
        draw: Draw,
        *,
        headings: frozenset[int] = frozenset(),
        highlighted: int = 0,
    ) -> None:
        """Show so many rows, drawn by `draw`; `headings` are passed over by the cursor."""
        self._count, self._draw, self._headings = count, draw, headings
        self.virtual_size = Size(0, count)
        self.set_reactive(LongList.highlighted, -1)
        self.scroll_to(0, 0, animate=False, immediate=True)
        self.refresh(layout=True)
        if count:
            self.highlighted = self._passable(min(max(highlighted, 0), count - 1), 1)

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as rows, for `height: auto`."""
        return self._count

    def render_line(self, y: int) -> Strip:
        """Draw the row that is at line `y` of what is seen."""
        index = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        at_hand = index == self.highlighted
        names = ("long-list--row", "long-list--highlighted") if at_hand else ("long-list--row",)
        style = self.get_visual_style(*names)
        content = self._draw(index, width) if 0 <= index < self._count else Content("")
        strips = Visual.to_strips(self, content, width, 1, style)
        strip = strips[0] if strips else Strip.blank(width)
        return strip.adjust_cell_length(width, style.rich_style)

    def watch_highlighted(self, index: int) -> None:
        """Bring the row at hand into view and tell of it."""
        self.refresh()
        if index < 0:
            return
        # The row above comes into view too, when it is a heading.
        top = index - 1 if index - 1 in self._headings else index
        region = Region(0, top, 1, index - top + 1)
        self.scroll_to_region(region, animate=False, immediate=True, force=True)
        self.post_message(self.Highlighted(self, index))

    def action_move(self, step: int) -> None:
        """Go to the next row, or the one before."""
        self._go(self.highlighted + step, step)

    def action_page(self, step: int) -> None:
        """Go a screenful on, or back."""
        there = self.highlighted + step * max(1, self.scrollable_content_region.height - 1)
        self._jump(min(max(there, 0), self._count - 1), -step)

    def action_first(self) -> None:
        """Go to the first row."""
        self._jump(0, 1)

    def action_last(self) -> None:
        """Go to the last row."""
        self._jump(self._count - 1, -1)

    def on_click(self, event: Click) -> None:
        """Move to the row that was clicked; a click on the row at hand opens it."""
        index = self.scroll_offset.y + event.y - self.gutter.top
        if not 0 <= index < self._count or index in self._headings:
            return
        if index == self.highlighted:
            self.post_message(self.Chosen(self, index))
        else:
            self.highlighted = index

    def _jump(self, index: int, step: int) -> None:
        if self._count and self._passable(index, step) == self.highlighted:
            raise SkipAction  # There already: the key is for what stands around the list.
        self._go(index, step)

    def _go(self, index: int, step: int) -> None:
        if not 0 <= index < self._count:
            raise SkipAction  # Let what the list is in scroll on.
        self.highlighted = self._passable(index, step)
        if isinstance(self.parent, Widget):
            # A list shown at its full length is scrolled by what it is in.
            line = Region(0, self.virtual_region.y + self.highlighted, 1, 1)
            self.parent.scroll_to_region(line, animate=False)

    def _passable(self, index: int, step: int) -> int:
        """The nearest row that is no heading, first in the direction of travel."""
        for direction in (1 if step > 0 else -1, -1 if step > 0 else 1):
            there = index
            while 0 <= there < self._count:
                if there not in self._headings:
                    return there
                there += direction
        return -1
