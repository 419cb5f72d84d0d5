"""A short list of things to choose from, each with a key of its own where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from interview_sim.tui.present import ACCENT, MUTED
from interview_sim.tui.widgets.keybar import hidden_binding


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; its texts are shown literally."""

    id: str
    title: str
    detail: str = ""
    key: str = ""
    """The key that chooses it at once, as it is shown; the screen binds it."""


class RowList(Widget, can_focus=True):
    """Rows with a cursor; Enter or a click chooses."""

    DEFAULT_CSS = """
    RowList {
        height: auto;
        & > .rows--cursor { background: $panel; text-style: bold; }
        &:focus > .rows--cursor { background: $primary 25%; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"rows--cursor"}
    BINDINGS = [
        hidden_binding("up,k", "move(-1)"),
        hidden_binding("down,j", "move(1)"),
        hidden_binding("home", "move(-999)"),
        hidden_binding("end", "move(999)"),
        hidden_binding("enter", "choose"),
    ]

    cursor: reactive[int] = reactive(0)
    """Index of the row that Enter chooses."""

    @dataclass
    class Chosen(Message):
        """A row was chosen by Enter or by a click."""

        rows: RowList
        row: Row

        @property
        def control(self) -> RowList:
            """The list it happened in."""
            return self.rows

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        rows: RowList
        row: Row

        @property
        def control(self) -> RowList:
            """The list it happened in."""
            return self.rows

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows = tuple(rows)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, from the top."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on the row it was on, where that is still there."""
        rows = tuple(rows)
        if rows == self._rows:
            return
        at = self._rows[self.cursor].id if self.cursor < len(self._rows) else None
        self._rows = rows
        ids = [row.id for row in rows]
        self.set_reactive(RowList.cursor, ids.index(at) if at in ids else 0)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line a row."""
        return len(self._rows)

    def render(self) -> Content:
        """The rows in columns: sign, title, detail, key."""
        width = self.content_size.width - 2
        keys = max((_cells(row.key) for row in self._rows), default=0)
        keys += 1 if keys else 0
        details = max((_cells(row.detail) for row in self._rows), default=0)
        titles = max((_cells(row.title) for row in self._rows), default=0) + 2
        titles = min(titles, max(width - keys - details, width // 2))
        lines = [
            self._line(at, row, (titles, max(0, width - titles - keys), keys))
            for at, row in enumerate(self._rows)
        ]
        return Content("\n").join(lines)

    def _line(self, at: int, row: Row, widths: tuple[int, int, int]) -> Content:
        titles, details, keys = widths
        if row.detail:
            title = _fitted(row.title, titles - 2) + "  "
            detail = _fitted(row.detail, details)
            detail = detail if at == self.cursor else detail.stylize(MUTED)
        else:
            title, detail = _fitted(row.title, titles + details), Content("")
        key = Content.styled(row.key, ACCENT).pad_left(keys - _cells(row.key))
        here = at == self.cursor
        line = Content.assemble("▸ " if here else "  ", title, detail, key)
        return line.stylize_before(self.get_visual_style("rows--cursor")) if here else line

    def watch_cursor(self, cursor: int) -> None:
        """Bring the row into view and say that it moved."""
        if self.is_mounted and cursor < len(self._rows):
            if isinstance(self.parent, Widget):
                region = Region(0, self.virtual_region.y + cursor, 1, 1)
                self.parent.scroll_to_region(region, animate=False)
            self.post_message(self.Moved(self, self._rows[cursor]))

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays within the rows."""
        return max(0, min(cursor, len(self._rows) - 1))

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor += by

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self._rows:
            self.post_message(self.Chosen(self, self._rows[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._rows):
            self.cursor = offset.y
            self.action_choose()


def _cells(text: str) -> int:
    return Content(text).cell_length


def _fitted(text: str, width: int) -> Content:
    """Exactly so many cells of a text."""
    return Content(text).truncate(max(0, width), ellipsis=True, pad=True)
