"""The list of what can be done: a row may hold several things, each with its own key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.content import Content
from textual.message import Message

from interview_sim.tui.actions import find
from interview_sim.tui.present import ACCENT, MUTED
from interview_sim.tui.widgets.frame import hidden_binding
from interview_sim.tui.widgets.lists import LongList

_GAP = " · "


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to do: the verb of the action of home that does it, and its name here."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A row of one thing with what is said of it, or of several."""

    things: tuple[Thing, ...]
    detail: str = ""
    is_open: bool = True
    """Whether there is anything behind it; else it is dimmed, and the cursor passes it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its things."""
        return tuple(thing.id for thing in self.things)


class DeskList(LongList[DeskRow]):
    """What can be done; ← and → go along a row, Enter or a click does it."""

    DEFAULT_CSS = """
    DeskList {
        height: auto;
        &:nocolor > .long-list--highlighted { text-style: bold; }
        &:nocolor:focus > .long-list--highlighted { text-style: bold; }
    }
    """
    BINDINGS = [
        hidden_binding("enter", "choose"),
        hidden_binding("left", "along(-1)"),
        hidden_binding("right", "along(1)"),
    ]

    @dataclass
    class Picked(Message):
        """This is to be done."""

        id: str

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._at = 0

    def show(self, rows: Sequence[DeskRow], first: str, *, stay: bool = False) -> None:
        """Show these rows, with the cursor on the thing called `first`; none where it is not there.

        With `stay` the cursor keeps the thing that it is on, where that can still be done.
        """
        places = {
            name: (n, at)
            for n, row in enumerate(rows)
            if row.is_open
            for at, name in enumerate(row.ids)
        }
        wanted = self.thing.id if stay and self.thing is not None else first
        here, along = places.get(wanted) or places.get(first, (-1, 0))
        self.set_rows(tuple(rows), self._line, is_heading=lambda row: not row.is_open)
        self.highlighted = here
        self._at = along
        self.refresh()

    @property
    def thing(self) -> Thing | None:
        """What Enter would do."""
        row = self.current
        return None if row is None else row.things[min(self._at, len(row.things) - 1)]

    def watch_highlighted(self, index: int) -> None:
        """Another row begins with its first thing."""
        self._at = 0
        super().watch_highlighted(index)

    def action_along(self, step: int) -> None:
        """Go along the row."""
        if self.current is not None:
            self._at = min(max(0, self._at + step), len(self.current.things) - 1)
            self.refresh()

    def action_choose(self) -> None:
        """Do what the cursor is on."""
        if self.thing is not None:
            self.post_message(self.Picked(self.thing.id))

    def on_click(self, event: events.Click) -> None:
        """A click does what it is on."""
        index = self.scroll_offset.y + event.y - self.gutter.top
        if 0 <= index < len(self.items) and self.items[index].is_open:
            self.highlighted = index
            row, end = self.items[index], 2
            for at, thing in enumerate(row.things):
                end += Content(thing.name + _GAP).cell_length
                if event.x - self.gutter.left < end or at == len(row.things) - 1:
                    self._at = at
                    break
            self.action_choose()

    def _line(self, row: DeskRow, width: int) -> Content:
        keys = " ".join(map(self._key, row.things))
        is_current = row is self.current
        if len(row.things) > 1:
            names = Content(_GAP).join(
                Content.styled(
                    thing.name, "bold underline" if is_current and thing is self.thing else ""
                )
                for thing in row.things
            )
        else:
            keys = "Enter" if is_current else keys
            names = Content(row.things[0].name).pad_right(self._indent - len(row.things[0].name))
        room = max(0, width - 3 - len(keys))
        detail = Content(row.detail) if is_current else Content.styled(row.detail, MUTED)
        text = Content.assemble("▸ " if is_current else "  ", names, detail)
        text = text.truncate(room, ellipsis=True, pad=True)
        if not row.is_open:
            return text.stylize(MUTED)
        return Content.assemble(text, " ", Content.styled(keys, ACCENT))

    def _key(self, thing: Thing) -> str:
        """The key that does it from anywhere on the screen; the candidate may have chosen it."""
        action = find(f"home.{thing.id}")
        own: Mapping[str, str] = getattr(self.app, "keymap", {})
        return replace(action, keys=own.get(action.id, action.keys)).key if action else ""

    @property
    def _indent(self) -> int:
        """Where details begin, the same whatever is loaded."""
        alone = [len(row.things[0].name) for row in self.items if len(row.things) == 1]
        return max(alone, default=0) + 3
