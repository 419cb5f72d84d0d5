"""The first and the last line of every screen: where you are, and the keys that work."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from interview_sim.tui.actions import SCREENS
from interview_sim.tui.present import key_name

SMALLEST = (80, 24)
"""Columns and lines that every screen is made for."""
_TINY = 10
"""Lines below which there is no room for keys."""


class HeadLine(Widget):
    """Three texts on one line: left, middle and right; the right one is the last to be cut."""

    DEFAULT_CSS = """
    HeadLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    HeadLine:nocolor { text-style: reverse; }
    """

    def __init__(self, left: str | Content = "", right: str | Content = "") -> None:
        super().__init__()
        self._parts = (_content(left), Content(""), _content(right))
        self._busy = Content("")

    def show(
        self, left: str | Content = "", middle: str | Content = "", right: str | Content = ""
    ) -> None:
        """Change what the line says; strings are literal."""
        parts = (_content(left), _content(middle), _content(right))
        if any(not new.is_same(old) for new, old in zip(parts, self._parts, strict=True)):
            self._parts = parts
            self.refresh()

    def busy(self, words: str) -> None:
        """Say something on the right for as long as it goes on, instead of what stands there."""
        if words != self._busy.plain:
            self._busy = Content(words)
            self.refresh()

    def render(self) -> Content:
        """The line, fitted to the width there is."""
        width = self.content_size.width
        left, middle, right = self._parts
        right = self._busy or right
        right = right.truncate(width, ellipsis=True)
        room = width - right.cell_length
        left = left.truncate(max(0, room - (1 if right else 0)), ellipsis=True)
        gap = room - left.cell_length
        if middle and gap >= middle.cell_length + 4:
            before = max(2, (width - middle.cell_length) // 2 - left.cell_length)
            before = min(before, gap - middle.cell_length - 2)
            after = gap - before - middle.cell_length
            return Content.assemble(left, " " * before, middle, " " * after, right)
        return Content.assemble(left, " " * gap, right)


def _content(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(text)


class KeyBar(Widget):
    """Shows the keys that work now, each with a word; a click presses the key.

    Where they do not fit, the last two, which are help and the way out, and as many of the others
    as there is room for. Where there is no room for keys at all, what the screen is made for.
    """

    DEFAULT_CSS = """
    KeyBar { height: auto; max-height: 2; dock: bottom; padding: 0 1; color: $text-muted; }
    """

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)

    def _keys_changed(self, _screen: Screen[object]) -> None:
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, or two where the keys do not fit on one."""
        return len(self._fitting(width))

    def render(self) -> Content:
        """The keys, as many as fit."""
        lines = self._fitting(self.content_size.width)
        return Content("\n").join([Content("  ").join(line) for line in lines])

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("press")
        if isinstance(key, str):
            self.app.simulate_key(key)

    def _fitting(self, width: int) -> list[list[Content]]:
        entries = self._entries()
        size = self.app.size
        if size.height < _TINY:
            size_words = "{}×{}, this is {}×{}".format(*SMALLEST, size.width, size.height)
            return [[Content.styled(f"needs {size_words}", "bold $text-warning")]]
        while len(lines := _lines(entries, width)) > 2 and len(entries) > 2:
            del entries[-3]
        return lines[:2]

    def _entries(self) -> list[Content]:
        """Keys stand in the order of the registry; those of a focused widget come first."""
        found: dict[str, tuple[int, Content]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.show and binding.action not in found:
                key_style, word_style = (
                    ("bold $text-accent", "") if active.enabled else ("dim", "dim")
                )
                shown = (binding.key_display or key_name(key), key_style)
                entry = Content.assemble(shown, " ", (binding.description, word_style))
                entry = entry.stylize(Style.from_meta({"press": key}))
                found[binding.action] = (_ORDER.get(binding.id or "", -1), entry)
        return [entry for _, entry in sorted(found.values(), key=itemgetter(0))]


def _lines(entries: Sequence[Content], width: int) -> list[list[Content]]:
    lines: list[list[Content]] = [[]]
    used = 0
    for entry in entries:
        if lines[-1] and used + entry.cell_length > width:
            lines.append([])
            used = 0
        lines[-1].append(entry)
        used += entry.cell_length + 2
    return lines


_ORDER = {
    action_id: place
    for place, action_id in enumerate(
        action.id for screen in SCREENS.values() for action in screen.actions
    )
}


def hidden_binding(key: str, action: str) -> Binding:
    """A key that works but is not shown, such as those for moving about."""
    return Binding(key, action, show=False)
