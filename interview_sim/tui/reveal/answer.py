"""The answer with its evidence lit up, and a way to point at other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from interview_sim.literal import visible
from interview_sim.matching.model import Span
from interview_sim.tui.present import lit
from interview_sim.tui.widgets.script import Script


def one_for_one(text: str) -> str:
    """The text made safe to show without moving any character, so that offsets still hold."""
    shown = visible(text)
    if len(shown) == len(text):
        return shown
    signs = (visible(char) for char in text)
    return "".join(sign if len(sign) == 1 else "\ufffd" for sign in signs)


class WordPicker(TextArea):
    """The answer, read-only, to select words in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "use these words", priority=True),
        Binding("escape", "leave", "cancel", priority=True),
    ]

    @dataclass
    class Picked(Message):
        """Words were chosen, or none: their place in the answer."""

        span: Span | None

    def action_take(self) -> None:
        """Announce the selected words; without any, say nothing was chosen."""
        start, end = sorted(map(self._offset, self.selection))
        self.post_message(self.Picked((start, end) if start < end else None))

    def _offset(self, place: tuple[int, int]) -> int:
        row, column = place
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def action_leave(self) -> None:
        """Go back without choosing."""
        self.post_message(self.Picked(None))


class AnswerPane(Vertical):
    """What the candidate wrote. Evidence is lit; with `pick`, words can be selected instead."""

    DEFAULT_CSS = """
    AnswerPane {
        & WordPicker {
            display: none;
            height: 1fr;
            border: none;
            padding: 0;
            background: $surface;
            &:focus { border: none; }
        }
        &.-picking WordPicker { display: block; }
        &.-picking Script { display: none; }
    }
    """

    _text = getters.query_one(Script)
    _picker = getters.query_one(WordPicker)
    _answer = ""

    def compose(self) -> ComposeResult:
        """The text to read, and the one to select in."""
        yield Script(id="answer-text")
        picker = WordPicker(read_only=True, soft_wrap=True, show_line_numbers=False)
        picker.cursor_blink = False
        yield picker

    def show(self, before: Content, answer: str, spans: Sequence[Span]) -> None:
        """Show the answer below `before`, lit at `spans`, with the first of them in view."""
        self._answer = answer
        first = next((start for start, end in spans if start < end <= len(answer)), None)
        place = None if first is None else Content.assemble(before, visible(answer[:first]))
        self._text.show(Content.assemble(before, lit(answer, spans)), place or Content(""))

    def pick(self) -> None:
        """Let the candidate select words; ends in `WordPicker.Picked`."""
        self._picker.load_text(one_for_one(self._answer))
        self.add_class("-picking")
        self._picker.focus()

    @property
    def is_picking(self) -> bool:
        """Whether words are being selected."""
        return self.has_class("-picking")

    @on(WordPicker.Picked)
    def _stop_picking(self) -> None:
        self.remove_class("-picking")
