"""The line of keys at the bottom of a screen."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    shown: str
    label: str
    enabled: bool

    @property
    def width(self) -> int:
        return Content(f"{self.shown} {self.label}").cell_length


class KeyBar(Widget):
    """Shows the keys that work now, each with a word; a click presses the key.

    On a terminal that is too small it says what the screen needs instead.
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
        return len(self._lines(width))

    def render(self) -> Content:
        """The keys, as many as fit."""
        size = self.app.size
        if size.width < SMALLEST[0] or size.height < SMALLEST[1]:
            text = "needs {}×{}, this is {}×{}".format(*SMALLEST, size.width, size.height)
            return Content.styled(text, "bold $text-warning")
        lines = self._lines(self.content_size.width)
        return Content("\n").join([Content("  ").join(map(_entry, line)) for line in lines])

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("press")
        if isinstance(key, str):
            self.app.simulate_key(key)

    def _lines(self, width: int) -> list[list[_Entry]]:
        lines: list[list[_Entry]] = [[]]
        used = 0
        for entry in self._entries():
            if lines[-1] and used + entry.width > width:
                lines.append([])
                used = 0
            lines[-1].append(entry)
            used += entry.width + 2
        return lines[:2]

    def _entries(self) -> list[_Entry]:
        found: dict[str, _Entry] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.show and binding.action not in found:
                shown = binding.key_display or key_name(key)
                found[binding.action] = _Entry(key, shown, binding.description, active.enabled)
        return sorted(found.values(), key=lambda entry: self._order(entry.key))

    def _order(self, key: str) -> int:
        binding = self.screen.active_bindings[key].binding
        return _ORDER.get(binding.id or "", -1)


_ORDER = {
    action_id: place
    for place, action_id in enumerate(
        action.id for where in SCREENS.values() for action in where.actions
    )
}
"""Keys stand in the order of the registry; those of a focused widget come first."""


def _entry(entry: _Entry) -> Content:
    style = "bold $text-accent" if entry.enabled else "dim"
    text = Content.assemble(
        (entry.shown, style), " ", (entry.label, "" if entry.enabled else "dim")
    )
    return text.stylize(Style.from_meta({"press": entry.key}))


def hidden_binding(key: str, action: str) -> Binding:
    """A key that works but is not shown, such as those for moving about."""
    return Binding(key, action, show=False)
