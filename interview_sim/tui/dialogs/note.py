"""A note of the candidate's: on a question, or on the whole session."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from interview_sim.tui.actions import bindings
from interview_sim.tui.present import literal
from interview_sim.tui.widgets.frame import KeyBar


class NoteModal(ModalScreen[str | None]):
    """Gives the note as it was left, or None when it is not to change.

    Args:
        title: What the note is about; shown literally.
        text: The note so far.
    """

    CSS_PATH = Path(__file__).with_name("note.tcss")
    BINDINGS = bindings("note")

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._note = text

    def compose(self) -> ComposeResult:
        """A box to write in."""
        with Vertical(id="note-box"):
            yield Static(literal(self._title, "bold"))
            editor = TextArea(self._note, soft_wrap=True, show_line_numbers=False)
            editor.cursor_blink = False
            yield editor
            yield Static(Content.styled("An empty note is taken away.", "dim"))
        yield KeyBar()

    def on_mount(self) -> None:
        """Go on at the end of what is there."""
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        editor.focus()

    def action_keep(self) -> None:
        """Keep the note as it stands."""
        if self.is_current:
            self.dismiss(self.query_one(TextArea).text)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Close, once: a second press would close the screen below."""
        if self.is_current:
            self.dismiss(result)
