"""The first screen: what waits, what can be started, and how it went lately."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.services import Services
from interview_sim.tui.actions import bindings, find
from interview_sim.tui.flow import Flow
from interview_sim.tui.home.desk import DeskList
from interview_sim.tui.home.rows import (
    HomeFacts,
    gather,
    home_rows,
    past_words,
    problem_words,
    wide_words,
)
from interview_sim.tui.outside import OutsideError, run_outside
from interview_sim.tui.present import DOUBTFUL, MUTED, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

if TYPE_CHECKING:
    from interview_sim.session.plan import Plan


class HomeScreen(Screen[None]):
    """What can be done now; banks and history are read after the first frame."""

    BINDINGS = bindings("home")

    head = query_one(HeadLine)
    rows = query_one("#rows", DeskList)
    past = query_one("#past", Static)
    wide = query_one("#wide", Static)
    notes = query_one("#notes", Static)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._facts = HomeFacts(has_past=not services.store.is_empty)

    def compose(self) -> ComposeResult:
        """Rows, the last scores, and where things are saved."""
        yield HeadLine("interview-sim")
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                yield DeskList(id="rows")
                yield Static(id="past")
                yield Static(id="notes")
            yield Static(id="wide")
        yield KeyBar()

    def on_mount(self) -> None:
        """Every row is there from the first frame on.

        The cursor waits until it is known what waits for the candidate: a key that comes too early
        must not begin an interview that nobody meant to begin.
        """
        if not self.query("#rows"):  # left before there was anything to show
            return
        self.rows.show(home_rows(self._facts), "" if self._facts.has_past else "start")
        self.set_class(self._facts.has_past, "-past")
        self.rows.focus()

    def on_screen_resume(self) -> None:
        """Read banks and history, again whenever this screen comes back."""
        self.call_after_refresh(self.reload)

    @work(exclusive=True, group="home", exit_on_error=False)
    async def reload(self) -> None:
        """Read what the screen shows, off the path of keys and frames."""
        before = self._facts
        self._facts = facts = await asyncio.to_thread(gather, self._services)
        self.head.show("interview-sim", right=facts.loaded)
        # The cursor goes to what waits; where that is no news it stays where it was put.
        is_news = before.now is None or before.agenda.first != facts.agenda.first
        was_moved = before.now is None and before.has_past and self.rows.thing is not None
        stay = was_moved or not is_news
        self.rows.show(home_rows(facts), facts.agenda.first, stay=stay)
        self.set_class(facts.has_past, "-past")
        self.past.update(Content(past_words(facts)))
        self.wide.update(wide_words(facts))
        where = f"transcripts are saved in {one_line(facts.folder)}" if facts.folder else ""
        lines = [Content.styled(where, MUTED)] if where else []
        lines += [Content.styled(line, DOUBTFUL) for line in problem_words(facts)]
        self.notes.update(Content("\n").join(lines))

    @on(DeskList.Picked)
    def _picked(self, message: DeskList.Picked) -> None:
        action = find(f"home.{message.id}")
        if action is not None:
            self.call_later(self.run_action, action.does)

    def action_start(self) -> None:
        """Start with the plan that was used last."""
        self._start(self._facts.plan)

    def action_quick(self) -> None:
        """Start the quick five."""
        self._start(self._facts.quick)

    def _start(self, plan: Plan | None) -> None:
        if plan is not None:
            Flow.of(self).start(plan)
        else:
            self.notify("The question banks are still being read.", timeout=2)

    def action_resume(self) -> None:
        """Go on with the session that broke off."""
        session = self._facts.agenda.go_on
        if session is not None:
            Flow.of(self).resume(session.id)
        else:
            self._nothing("No interview is open.")

    def action_due(self) -> None:
        """Drill what is due."""
        due = self._facts.agenda.due_now
        if due:
            Flow.of(self).drill(due)
        else:
            self._nothing("Nothing is due.")

    def action_weakest(self) -> None:
        """Drill the weakest topic."""
        if self._facts.agenda.weak:
            Flow.of(self).drill(self._facts.agenda.weak)
        else:
            self._nothing("It is too early to tell which topic is the weakest.")

    def action_mark(self) -> None:
        """Go on with the assessment that is open; else mark the old answer that is due again."""
        session = self._facts.agenda.mark
        if session is not None:
            Flow.of(self).resume(session.id)
        elif self._facts.regrade:
            self._regrade()
        else:
            self._nothing("No answer is waiting to be marked.")

    def _nothing(self, words: str) -> None:
        if self._facts.now is not None:
            self.notify(words)

    def action_debrief(self) -> None:
        """Write down how a real interview went."""
        self._line_by_line("debrief")

    def _regrade(self) -> None:
        """Mark the answer that is due once more."""
        self._line_by_line("mark", "--again")

    def _line_by_line(self, *command: str) -> None:
        """Run a command of ours line by line in the same terminal."""
        folder = ("--transcripts", str(self._services.store.folder))
        try:
            program = [sys.executable, "-m", "interview_sim", *command, *folder]
            run_outside(self.app, program, pause="Enter goes back to the app. ")
        except OutsideError:
            words = f"In a terminal: interview-sim {' '.join(command)}"
            if self._services.paths.is_visitor:
                words = "That needs a terminal; in a browser it cannot be done."
            self.notify(words, timeout=8)
        self.reload()
