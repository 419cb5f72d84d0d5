"""Values that are changed in place: a list of names with their values."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from interview_sim.tui.widgets.keybar import hidden_binding
from interview_sim.tui.widgets.rows import RowList


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
        """The next or the one before is wanted; for a switch, the other."""

        field: str
        by: int

    @dataclass
    class Typed(Message):
        """A number is being typed; empty: the value is to be taken away."""

        field: str
        digits: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._digits = ""

    @property
    def field(self) -> str:
        """The id of the row under the cursor."""
        return self.rows[self.cursor].id if self.rows else ""

    def watch_cursor(self, cursor: int) -> None:
        """A new row begins a new number."""
        self._digits = ""
        super().watch_cursor(cursor)

    def action_step(self, by: int) -> None:
        """Ask for another value."""
        self._digits = ""
        if self.rows:
            self.post_message(self.Stepped(self.field, by))

    def action_rub_out(self) -> None:
        """Take back the last digit."""
        self._digits = self._digits[:-1]
        if self.rows:
            self.post_message(self.Typed(self.field, self._digits))

    def on_key(self, event: events.Key) -> None:
        """Collect digits."""
        if self.rows and event.character is not None and event.character in "0123456789":
            event.stop()
            self._digits = (self._digits + event.character)[-9:]
            self.post_message(self.Typed(self.field, self._digits))

    def on_click(self, event: events.Click) -> None:
        """A click on the row at hand changes it; on another it moves there."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(self.rows):
            return
        if offset.y == self.cursor:
            self.action_step(1)
        else:
            self.cursor = offset.y
