"""Text with a hanging indent: what leads stands apart, the rest wraps beside it."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


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
