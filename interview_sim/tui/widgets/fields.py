"""Lines to type in, whose cursor stands still: a field of a form, and one to search with."""

from __future__ import annotations

from textual.widgets import Input


def field(name: str, title: str, text: str = "", *, hint: str = "", **settings: object) -> Input:
    """A line of a form, with its name in its border."""
    line = Input(text, hint, id=name, classes="field", **settings)  # type: ignore[arg-type]
    line.cursor_blink = False
    line.border_title = title
    return line


class Finder(Input):
    """A line to search with, at the foot of a screen that has the class `-finding` meanwhile."""

    DEFAULT_CSS = """
    Finder { display: none; height: 1; border: none; padding: 0 1; background: $surface; }
    .-finding Finder { display: block; }
    """

    def __init__(self, words: str) -> None:
        super().__init__(placeholder=words, compact=True)
        self.cursor_blink = False

    def ask(self) -> None:
        """Show the line."""
        self.screen.add_class("-finding")
        self.focus()

    def end(self) -> bool:
        """End the search, and forget what was looked for; whether there was one."""
        was_finding = self.screen.has_class("-finding")
        self.screen.remove_class("-finding")
        self.value = ""
        return was_finding
