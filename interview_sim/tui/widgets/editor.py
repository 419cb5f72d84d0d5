"""The answer editor."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import TextArea

from interview_sim.session.answers import word_count
from interview_sim.tui.present import many

_JOINERS = {"zero_width_non_joiner": "\u200c", "zero_width_joiner": "\u200d"}
"""Not printable by themselves, but letters of Persian and Hindi and many emoji are put together
with them, and terminals send them like any other key."""

_QUICK = 20_000
"""Longer answers are counted with the clock's tick instead of at each key."""


class AnswerEditor(TextArea):
    """Where the answer is typed: wraps softly, counts words, knows when it is only read."""

    waiting: reactive[bool] = reactive(False)
    """Whether reading time still runs, so that Enter begins instead of breaking the line."""

    class Begin(Message):
        """Enter was pressed while reading."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self.cursor_blink = False
        self._words = -1

    def show(self, text: str) -> None:
        """Put a text in without announcing it as typed, with the cursor at its end."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.text = text
            self.move_cursor(self.document.end)
        self.count()

    def name_border(self, title: str) -> None:
        """Change the title in the border; setting the same one again would draw it again."""
        if title != self.border_title:
            self.border_title = title

    def count(self) -> None:
        """Say the number of words in the border."""
        words = word_count(self.text)
        if words != self._words:
            self._words = words
            self.border_subtitle = many(words, "word")

    def on_text_area_changed(self) -> None:
        """Keep the count current while that costs nothing."""
        if len(self.text) < _QUICK:
            self.count()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether the key would be typed."""
        is_begin = self.waiting and key == "enter"
        return not is_begin and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if self.waiting and event.key == "enter":
            event.prevent_default()
            event.stop()
            self.post_message(self.Begin())
            return
        if event.key in _JOINERS and not self.read_only:
            event.prevent_default()
            event.stop()
            self.insert(_JOINERS[event.key])
            return
        own = self._bindings.key_to_bindings.get(event.key)
        if own:
            # Left to bubble, a backspace would be done after letters that were typed behind it
            # whenever keys come faster than they are handled.
            event.prevent_default()
            event.stop()
            await self.run_action(own[0].action)
            return
        await super()._on_key(event)
