"""The pages before the first question and after the last: what comes now, and Enter to go on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.session.lines import opening
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.interview import words
from interview_sim.tui.present import MUTED, literal, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.sitting import Sitting


class _Page(Screen[None]):
    """What the interviewer says, and below it what the candidate should know."""

    CSS_PATH = Path(__file__).with_name("pages.tcss")
    holds_sitting = True

    def __init__(self, sitting: Sitting, said: str, facts: str) -> None:
        super().__init__()
        self._sitting = sitting
        self._said, self._facts = said, facts

    def compose(self) -> ComposeResult:
        """The plan's title, the two texts, and what Enter does, which is always in sight."""
        facts, _, enter = self._facts.rpartition("\n\n")
        yield HeadLine(one_line(self._sitting.engine.state.header.plan.title))
        with VerticalScroll(id="page"):
            yield Static(literal(self._said, "bold"), id="page-said")
            yield Static(Content.styled(facts, MUTED))
        with Center(id="page-enter"):
            yield Static(id="page-offer")
            yield Static(enter)
        yield KeyBar()


class OpeningScreen(_Page):
    """Who asks, how much and how long; no clock runs before Enter."""

    BINDINGS = bindings("opening")

    def __init__(self, sitting: Sitting) -> None:
        header = sitting.engine.state.header
        super().__init__(sitting, opening(header), words.before_beginning(header))

    def action_begin(self) -> None:
        """Start the clocks and show the first question."""
        Flow.of(self).begin(self._sitting)

    def action_leave(self) -> None:
        """Leave; nothing is kept."""
        Flow.of(self).leave_opening()


class EndingScreen(_Page):
    """The asking is over: what comes next, and how long it takes."""

    BINDINGS = bindings("ending")

    def __init__(self, services: Services, sitting: Sitting) -> None:
        state = sitting.engine.state
        super().__init__(sitting, words.closing(state), words.what_comes_now(state))
        self._services = services
        self._is_offered = False

    def on_screen_resume(self) -> None:
        """Look, also after a sample was marked, whether there is still one to offer."""
        self._offer()

    @work(exclusive=True, group="offer", exit_on_error=False)
    async def _offer(self) -> None:
        """Offer a sample to mark before the first marks of one's own."""
        self._is_offered = await asyncio.to_thread(lambda: self._services.offers_sample)
        self._show_offer()

    def _show_offer(self) -> None:
        offer = self.query_one("#page-offer", Static)
        offer.display = self._is_offered
        offer.update(Content.styled(words.OFFER, MUTED))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A sample is offered only before anything was marked."""
        return self._is_offered or action not in {"sample", "no_sample"}

    def action_sample(self) -> None:
        """Mark a sample answer, and come back here."""
        Flow.of(self).sample()

    def action_no_sample(self) -> None:
        """Take the offer away for good."""
        try:
            self._services.samples.decline()
        except InterviewSimError as error:
            self.notify(str(error), severity="warning")
        self._is_offered = False
        self._show_offer()

    def action_go_on(self) -> None:
        """To the rating, or to the points where all is rated."""
        Flow.of(self).assess(self._sitting)

    def action_leave(self) -> None:
        """Leave the rest for later."""
        Flow.of(self).leave_sitting()
