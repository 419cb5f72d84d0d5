"""A long text that changes often: wrapped once, drawn as far as it is seen."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class Script(ScrollView):
    """Text that scrolls, of which a new version costs no layout of the screen.

    A `Static` in a scroll is measured, laid out and drawn in full whenever its text changes; for an
    answer that is typed again ten times a second only the lines in sight are worth that. The room
    for the scroll bar is always kept: a bar that came after wrapping would cover the ends of lines.
    """

    DEFAULT_CSS = """
    Script {
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        overflow-x: hidden;
    }
    """

    def __init__(self, *, id: str, classes: str = "", can_focus: bool = True) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.can_focus = can_focus
        self._content = Content("")
        self._before: Content | None = None
        self._lines: list[Content] = []
        self._width = 0

    @property
    def text_width(self) -> int:
        """Cells to a line; 0 before the first layout."""
        return self.scrollable_content_region.width if self.is_attached else 0

    def show(self, content: Content, before: Content | None = None) -> None:
        """Show this text.

        Args:
            content: All of it.
            before: What stands before the place that is to be in sight; None: scroll nowhere.
        """
        self._before = before
        if self._width == self.text_width and content.is_same(self._content):
            return
        self._content = content
        self._wrap()

    def on_resize(self) -> None:
        """The lines follow the width."""
        if self.text_width != self._width:
            self._wrap()

    def _wrap(self) -> None:
        width = self.text_width
        self._width = max(0, width)
        if width <= 0:
            return  # Hidden: it is wrapped once it has a width again.
        self._lines = self._content.wrap(width)
        self.virtual_size = Size(width, len(self._lines))
        if self._before is not None:
            region = Region(0, _line_after(self._lines, self._before), 1, 2)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line that is seen at `y`."""
        index = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        style = self.visual_style
        line = self._lines[index] if 0 <= index < len(self._lines) else Content("")
        strips = Visual.to_strips(self, line, width, 1, style)
        strip = strips[0] if strips else Strip.blank(width)
        return strip.adjust_cell_length(width, style.rich_style)


def _ink(text: Content) -> int:
    """How much of a text is not white space, which wrapping may drop."""
    return len("".join(text.plain.split()))


def _line_after(lines: list[Content], before: Content) -> int:
    """The line on which one is after that much of the text, empty lines at its end included."""
    ink = _ink(before)
    plain = before.plain
    empty = plain[len(plain.rstrip()) :].count("\n")
    for number, line in enumerate(lines):
        ink -= _ink(line)
        if ink <= 0:
            return number + empty
    return max(0, len(lines) - 1)
