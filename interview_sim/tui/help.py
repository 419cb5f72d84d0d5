"""The keys, and what the screens are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.tui.actions import SCREENS, ScreenKeys
from interview_sim.tui.widgets.frame import HeadLine, KeyBar, hidden_binding

_EDITOR = (
    ("^Z ^Y", "Undo, redo"),
    ("^W ^U ^K", "Delete a word, to the start, to the end of the line"),
    ("^A ^E", "To the start, to the end of the line"),
    ("^C ^X ^V", "Copy, cut, paste"),
    ("Tab", "Leave the editor for the question or the conversation"),
)


class HelpScreen(Screen[None]):
    """Lists the keys of the screens below it, then those of all others."""

    DEFAULT_CSS = "HelpScreen #page { padding: 1 2; }"
    BINDINGS = [hidden_binding("escape,q,f1,question_mark,ctrl+q", "close")]

    def __init__(self, places: Sequence[str] = ()) -> None:
        super().__init__()
        self._here = tuple(places)

    def compose(self) -> ComposeResult:
        """One page of keys."""
        yield HeadLine("Help", right="Esc back")
        with VerticalScroll(id="page"):
            yield Static(self._page())
        yield KeyBar()

    def action_close(self) -> None:
        """Back to where help was asked for."""
        if self.is_current:
            self.dismiss(None)

    def _page(self) -> Content:
        here = [SCREENS[name] for name in self._here if name in SCREENS]
        others = [place for name, place in SCREENS.items() if name not in self._here]
        own: Mapping[str, str] = getattr(self.app, "keymap", {})
        parts = [_section(place, own) for place in (*here, *others) if place.actions]
        if "interview" in self._here:
            parts.insert(1, _keys("In the answer", "", _EDITOR))
        return Content("\n\n").join(parts)


def _section(place: ScreenKeys, own: Mapping[str, str]) -> Content:
    actions = [replace(a, keys=own.get(a.id, a.keys)) for a in place.actions]
    keys = [(action.all_keys, action.description) for action in actions]
    return _keys(place.title, place.purpose, keys)


def _keys(title: str, purpose: str, keys: Sequence[tuple[str, str]]) -> Content:
    head = Content.assemble((title, "bold"), "  ", (purpose, "$text-muted"))
    lines = [Content.assemble("  ", (f"{key:<10}", "$text-accent"), does) for key, does in keys]
    return Content("\n").join([head, *lines])
