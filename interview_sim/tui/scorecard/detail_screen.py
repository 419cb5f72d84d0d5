"""One question of a scorecard, in full."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from interview_sim.assessment.model import QuestionResult
from interview_sim.tui.actions import bindings
from interview_sim.tui.present import one_line
from interview_sim.tui.scorecard.detail_words import detail
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar

Wish = Literal["mark", "note"]


class DetailScreen(ModalScreen[Wish | None]):
    """Shows a question to its end; gives what the candidate wants to do with it, or None."""

    CSS_PATH = Path(__file__).with_name("detail_screen.tcss")
    BINDINGS = bindings("detail")

    def __init__(self, question: QuestionResult) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        question = self._question
        score = "no score" if question.score is None else f"{question.score:.0f}"
        yield HeadLine(
            Content.assemble(("Question", "bold"), f" · {one_line(question.id)}"), right=score
        )
        with VerticalScroll(id="detail-scroll"):
            yield Static(detail(question), id="detail-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#detail-scroll").focus()

    async def action_dismiss(self, result: Wish | None = None) -> None:
        """Close, once: a second press would close the screen below."""
        if self.is_current:
            self.dismiss(result)
