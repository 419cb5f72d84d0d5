"""The first screen: start, resume, look back."""

from __future__ import annotations

import asyncio
import sys

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.services import Services
from interview_sim.tui.actions import bindings, find
from interview_sim.tui.flow import Flow
from interview_sim.tui.home.rows import HomeFacts, gather, history_words, home_rows, problem_words
from interview_sim.tui.outside import OutsideError, run_outside
from interview_sim.tui.present import DOUBTFUL, MUTED, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import RowList


class HomeScreen(Screen[None]):
    """What can be done now; banks and history are read after the first frame."""

    BINDINGS = bindings("home")

    head = query_one(HeadLine)
    rows = query_one("#rows", RowList)
    past = query_one("#past", Static)
    notes = query_one("#notes", Static)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._facts = HomeFacts()

    def compose(self) -> ComposeResult:
        """Rows, the last scores, and where things are saved."""
        yield HeadLine("interview-sim")
        yield RowList(home_rows(self._facts), id="rows")
        yield Static(id="past")
        yield Static(id="notes")
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor on Start."""
        self.rows.focus()

    def on_screen_resume(self) -> None:
        """Read banks and history, again whenever this screen comes back."""
        self.call_after_refresh(self.reload)

    @work(exclusive=True, group="home", exit_on_error=False)
    async def reload(self) -> None:
        """Read what the screen shows, off the path of keys and frames."""
        self._facts = facts = await asyncio.to_thread(gather, self._services)
        self.head.show("interview-sim", right=facts.loaded)
        self.rows.show(home_rows(facts))
        words = history_words(facts)
        self.past.update(Content(words))
        self.past.display = bool(words)
        where = f"transcripts are saved in {one_line(facts.folder)}" if facts.folder else ""
        lines = [Content.styled(where, MUTED)] if where else []
        lines += [Content.styled(line, DOUBTFUL) for line in problem_words(facts)]
        self.notes.update(Content("\n").join(lines))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Resume is a key only where there is something to resume; so is marking again."""
        if action == "regrade":
            return bool(self._facts.regrade)
        return action != "resume" or self._facts.unfinished is not None

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        action = find(f"home.{message.item.id}")
        if action is not None:
            self.call_later(self.run_action, action.does)

    def action_start(self) -> None:
        """Start with the plan that was used last."""
        plan = self._facts.plan
        if plan is not None:
            Flow.of(self).start(plan)

    def action_quick(self) -> None:
        """Start the quick five."""
        plan = self._facts.quick
        if plan is not None:
            Flow.of(self).start(plan)

    def action_resume(self) -> None:
        """Go on with the session that broke off."""
        if self._facts.unfinished is not None:
            Flow.of(self).resume(self._facts.unfinished)

    def action_regrade(self) -> None:
        """Mark the answer that is due once more, line by line in the same terminal."""
        folder = str(self._services.store.folder)
        marking = ["mark", "--again", "--transcripts", folder]
        try:
            command = [sys.executable, "-m", "interview_sim", *marking]
            run_outside(self.app, command, pause="Enter goes back to the app. ")
        except OutsideError:
            self.notify("In a terminal: interview-sim mark --again", timeout=8)
        self.reload()
