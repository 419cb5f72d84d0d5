"""One line to type, such as a name."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.present import MUTED, literal
from interview_sim.tui.widgets.frame import hidden_binding


class LineModal(Dialog[str]):
    """Gives the line as it was left, or None when nothing is to change."""

    CSS_PATH = Path(__file__).with_name("line.tcss")
    BINDINGS = [hidden_binding("escape,ctrl+q", "dismiss")]

    def __init__(self, title: str, value: str, words: str) -> None:
        super().__init__()
        self._title, self._value, self._words = title, value, words

    def compose(self) -> ComposeResult:
        """A field between a title and what its keys do."""
        with Vertical(id="line-box"):
            yield Static(literal(self._title, "bold"))
            field = Input(self._value, compact=True, max_length=100)
            field.cursor_blink = False
            yield field
            yield Static(Content.styled(self._words, MUTED))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _kept(self, message: Input.Submitted) -> None:
        message.stop()
        self.close(message.value)
