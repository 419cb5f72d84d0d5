"""What was said before what is asked now."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from interview_sim.tui.interview.words import Said
from interview_sim.tui.present import ACCENT, MUTED, duration, literal


class Part(VerticalScroll):
    """A part that is scrolled to what came last, until who reads it scrolls."""

    is_to_scroll = False
    """Whether that is still to be done, once all is laid out."""

    def release_anchor(self) -> None:
        """Somebody scrolls: what is still to be done would undo that."""
        self.is_to_scroll = False
        super().release_anchor()


class Talk(Part):
    """Shows the conversation in full, each with who said it; scrolls where it is too long."""

    DEFAULT_CSS = """
    Talk { height: auto; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._entries: list[Entry] = []

    def show(self, said: Sequence[Said]) -> None:
        """Show this much; what is shown already stays as it is."""
        same = 0
        while same < min(len(said), len(self._entries)) and self._entries[same].said == said[same]:
            same += 1
        for gone in self._entries[same:]:
            gone.remove()
        new = [Entry(one) for one in said[same:]]
        self._entries[same:] = new
        self.set_class(not said, "-empty")
        self.mount_all(new)


class Entry(Horizontal):
    """One thing that was said: who said it, and how long they took, beside the words."""

    DEFAULT_CSS = """
    Entry { height: auto; margin-bottom: 1; }
    Entry:last-child { margin-bottom: 0; }
    Entry .who { width: 13; }
    Entry .text { width: 1fr; }
    """

    def __init__(self, said: Said) -> None:
        time = "" if said.seconds is None else f" {duration(said.seconds)}"
        is_own = said.who == "You"
        self.said = said
        super().__init__(
            Static(literal(f"{said.who}{time}", ACCENT if is_own else MUTED), classes="who"),
            Static(literal(said.text, "" if is_own else MUTED), classes="text"),
        )
