"""An option list that only moves up and down, and rows whose text hangs beside their sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Choices(OptionList, inherit_bindings=False):
    """Options with a quiet cursor; what Enter and the keys to the sides do is the screen's to bind.

    Without colour it is underlined: Textual leaves `reverse` out of the styles of components.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]
    DEFAULT_CSS = """
    Choices {
        background: $background;
        scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
        & > .option-list--option-hover { background: $panel; }
        &:focus > .option-list--option-highlighted {
            background: $primary 25%;
            color: $foreground;
            text-style: none;
        }
        &:nocolor > .option-list--option-highlighted { text-style: underline; }
        &:nocolor:focus > .option-list--option-highlighted { text-style: bold underline; }
    }
    """

    def show(self, rows: Iterable[tuple[Content, Content]], highlighted: int | None = 0) -> None:
        """Show these leads and bodies, with the cursor on one of them."""
        self.clear_options()
        self.add_options(Option(Hanging(*row)) for row in rows)
        self.highlighted = highlighted


class Hanging(Visual):
    """A lead, such as a sign, and a body that wraps to the right of it."""

    def __init__(self, lead: Content, body: Content) -> None:
        self._lead = lead
        self._body = body
        self._known: tuple[int, Content] | None = None

    @property
    def plain(self) -> str:
        """The text without its wrapping."""
        return f"{self._lead.plain}{self._body.plain}"

    def _laid_out(self, width: int) -> Content:
        if self._known is None or self._known[0] != width:
            indent = self._lead.cell_length
            lines = self._body.wrap(max(1, width - indent))
            blank = Content(" " * indent)
            first, *rest = lines or [Content("")]
            rows = [Content.assemble(self._lead, first)]
            rows += [Content.assemble(blank, line) for line in rest]
            self._known = (width, Content("\n").join(rows))
        return self._known[1]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines at this width."""
        return self._laid_out(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width of the text on one line."""
        return self._lead.cell_length + self._body.cell_length

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The width below which nothing of the body fits."""
        return self._lead.cell_length + 1

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it takes at this width."""
        return self._laid_out(width).plain.count("\n") + 1
