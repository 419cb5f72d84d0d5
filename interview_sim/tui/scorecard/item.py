"""One thing to study: the model answer and its sources beside what the candidate said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.study import page_of
from interview_sim.bank.model import Source
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.flow import Flow
from interview_sim.tui.scorecard import words
from interview_sim.tui.widgets.frame import HeadLine, KeyBar


class ItemScreen(Dialog[None]):
    """Shows an item of a scorecard's study list; the arrows to the sides go to the others."""

    CSS_PATH = Path(__file__).with_name("item.tcss")
    BINDINGS = bindings("item")

    def __init__(self, services: Services, card: Scorecard, at: int) -> None:
        super().__init__()
        self._services = services
        self._card = card
        self._at = at

    def compose(self) -> ComposeResult:
        """What it is above; below one's own words and the bank's, side by side where it fits."""
        yield HeadLine()
        with VerticalScroll(id="item-scroll"):
            yield Static(id="item-head")
            with Container(id="item-body"):
                yield Static(id="item-own")
                yield Static(id="item-bank")
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#item-scroll").focus()
        self._show()

    def _show(self) -> None:
        item = self._card.study[self._at]
        page = page_of(item, self._card.questions)
        place = f" · {self._at + 1} of {len(self._card.study)}"
        self.query_one(HeadLine).show(Content.assemble(("Study next", "bold"), place))
        self.query_one("#item-head", Static).update(words.study_head(page))
        self.query_one("#item-own", Static).update(words.study_own(page))
        self._show_bank(page.model_answer, ())
        self.query_one("#item-scroll").scroll_home(animate=False)
        self._look_up(page.model_answer, item.question)

    def _show_bank(self, model_answer: str, sources: Sequence[Source]) -> None:
        self.query_one("#item-bank", Static).update(words.from_bank(model_answer, sources))

    @work(exclusive=True, group="sources", exit_on_error=False)
    async def _look_up(self, model_answer: str, ref: str) -> None:
        """The sources, which the bank knows; reading the banks may take a moment."""
        sources = await asyncio.to_thread(self._services.sources, ref)
        self._show_bank(model_answer, sources)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another one can be chosen where there is another."""
        return action != "other" or len(self._card.study) > 1

    def action_other(self, by: int) -> None:
        """Show another item."""
        self._at = (self._at + by) % len(self._card.study)
        self._show()

    def action_drill(self) -> None:
        """Ask the question of this item again, now."""
        Flow.of(self).drill([self._card.study[self._at].question])
