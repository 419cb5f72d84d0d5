"""The saved sessions: to look at, to replay, to go on with."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.history import rows
from interview_sim.tui.history.rows import Line
from interview_sim.tui.present import literal, many
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar
from interview_sim.tui.widgets.long_list import LongList


class HistoryScreen(Screen[None]):
    """Lists the saved sessions, newest first; thousands of them cost no more than ten."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("history")

    _list = getters.query_one(LongList)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._lines: tuple[Line, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and what is known of the current row."""
        yield HeadLine(Content.styled("History", "bold"))
        with Vertical(id="history-body"):
            yield Static(id="history-heading")
            yield LongList(id="history-list")
            yield Static(id="history-empty")
        yield Static(id="history-about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once; the rows follow."""
        self._list.focus()
        self._list.loading = True

    def on_screen_resume(self) -> None:
        """Read anew, also when coming back from a session."""
        self._read()

    @work(exclusive=True, group="history", exit_on_error=False)
    async def _read(self) -> None:
        try:
            lines = await asyncio.to_thread(rows.gather, self._services)
        except InterviewSimError as error:
            self._list.loading = False
            self.add_class("-empty")
            self.query_one("#history-empty", Static).update(literal(str(error)))
        else:
            self._show(lines)

    def _show(self, lines: tuple[Line, ...]) -> None:
        at = self._list.highlighted
        self._lines = lines
        self._list.loading = False
        now = self._services.clock.now()
        headings = frozenset(n for n, line in enumerate(lines) if line.heading)
        self._list.set_rows(
            len(lines),
            lambda index, width: rows.row(self._lines[index], width, now),
            headings=headings,
            highlighted=max(0, at),
        )
        own = sum(1 for line in lines if line.summary is not None and not line.is_sample)
        self.set_class(not own, "-empty")
        folder = str(self._services.store.folder)
        self.query_one("#history-empty", Static).update(rows.empty_words(folder))
        self.query_one(HeadLine).show(
            Content.styled("History", "bold"), right=many(own, "session") if own else ""
        )
        self.call_after_refresh(self._show_heading)
        self._about()

    def _show_heading(self) -> None:
        heading = rows.heading(self._list.scrollable_content_region.width)
        self.query_one("#history-heading", Static).update(heading)

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._show_heading)

    @on(LongList.Highlighted)
    def _about(self) -> None:
        line = self._line
        words = rows.about(line) if line is not None else Content("")
        self.query_one("#history-about", Static).update(words)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done with the current row."""
        line = self._line
        if action in {"open", "replay"}:
            return True if line is not None and line.ref else None
        if action == "resume":
            return True if line is not None and line.can_resume else None
        return True

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Go on with what is open; look at the scorecard of what is not."""
        line = self._line
        if line is None or not line.ref:
            return
        (Flow.of(self).resume if line.can_resume else Flow.of(self).scorecard)(line.ref)

    def action_resume(self) -> None:
        """Go on with a session that broke off, or with its assessment."""
        if self._line is not None and self._line.can_resume:
            Flow.of(self).resume(self._line.ref)

    def action_scorecard(self) -> None:
        """Look at the scorecard as far as it has come."""
        if self._line is not None and self._line.ref:
            Flow.of(self).scorecard(self._line.ref)

    def action_replay(self) -> None:
        """Watch a session again."""
        if self._line is not None and self._line.ref:
            Flow.of(self).replay(self._line.ref)

    @property
    def _line(self) -> Line | None:
        at = self._list.highlighted if self.is_mounted else -1
        return self._lines[at] if 0 <= at < len(self._lines) else None
