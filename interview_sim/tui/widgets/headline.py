"""One line at the top of a screen: where you are, and what is worth knowing there."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class HeadLine(Widget):
    """Three texts on one line: left, middle and right; the right one is the last to be cut."""

    DEFAULT_CSS = """
    HeadLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    HeadLine:nocolor { text-style: reverse; }
    """

    def __init__(
        self,
        left: str | Content = "",
        middle: str | Content = "",
        right: str | Content = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._parts = (_content(left), _content(middle), _content(right))

    def show(
        self,
        left: str | Content = "",
        middle: str | Content = "",
        right: str | Content = "",
    ) -> None:
        """Change what the line says; strings are literal."""
        parts = (_content(left), _content(middle), _content(right))
        if any(not new.is_same(old) for new, old in zip(parts, self._parts, strict=True)):
            self._parts = parts
            self.refresh()

    def render(self) -> Content:
        """The line, fitted to the width there is."""
        width = self.content_size.width
        left, middle, right = self._parts
        right = right.truncate(width, ellipsis=True)
        room = width - right.cell_length
        left = left.truncate(max(0, room - (1 if right else 0)), ellipsis=True)
        gap = room - left.cell_length
        if middle and gap >= middle.cell_length + 4:
            before = max(2, (width - middle.cell_length) // 2 - left.cell_length)
            before = min(before, gap - middle.cell_length - 2)
            after = gap - before - middle.cell_length
            return Content.assemble(left, " " * before, middle, " " * after, right)
        return Content.assemble(left, " " * gap, right)


def _content(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(text)
