"""One of a few words, chosen by the keys to the sides."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from interview_sim.tui.present import ACCENT
from interview_sim.tui.widgets.frame import hidden_binding


class Stepper(Widget, can_focus=True):
    """Shows the word that is chosen; arrows, space or a click take the next."""

    DEFAULT_CSS = """
    Stepper { height: 1; }
    Stepper:focus { text-style: bold; }
    """
    BINDINGS = [
        hidden_binding("left,up", "step(-1)"),
        hidden_binding("right,down,space", "step(1)"),
    ]

    at: reactive[int] = reactive(0)

    def __init__(
        self,
        words: Sequence[str],
        value: str = "",
        *,
        id: str,  # noqa: A002 - Textual's own name
        classes: str = "",
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._words = tuple(words)
        self.set_reactive(Stepper.at, self._words.index(value) if value in self._words else 0)

    @property
    def value(self) -> str:
        """The word that is chosen."""
        return self._words[self.at]

    def render(self) -> Content:
        """The word between arrows."""
        return Content.assemble(("‹ ", ACCENT), self.value, (" ›", ACCENT))

    def action_step(self, by: int) -> None:
        """Take the next word, or the one before."""
        self.at = (self.at + by) % len(self._words)

    def on_click(self) -> None:
        """Take the next word."""
        self.action_step(1)
