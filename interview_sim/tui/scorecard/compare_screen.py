"""Two attempts side by side: the session of a scorecard, and another one from the history."""

from __future__ import annotations

from pathlib import Path

from textual import getters, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from interview_sim.errors import InterviewSimError
from interview_sim.progress.comparing import Comparison, comparable, compare
from interview_sim.progress.summary import SessionSummary, summarise
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.present import literal
from interview_sim.tui.scorecard import compare_words as text
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar
from interview_sim.tui.widgets.long_list import LongList


class CompareScreen(Screen[None]):
    """Shows how each question went then and now; the arrows to the sides choose the other session.

    Args:
        services: The app's services.
        ref: The session at hand.
    """

    CSS_PATH = Path(__file__).with_name("compare_screen.tcss")
    BINDINGS = bindings("compare")

    _list = getters.query_one(LongList)

    def __init__(self, services: Services, ref: str) -> None:
        super().__init__()
        self._services = services
        self._ref = ref
        self._here: SessionSummary | None = None
        self._others: tuple[SessionSummary, ...] = ()
        self._at = 0
        self._found: Comparison | None = None

    def compose(self) -> ComposeResult:
        """The two sessions, then their questions."""
        yield HeadLine(Content.styled("Two attempts", "bold"))
        yield Static(id="compare-head")
        yield Static(id="compare-heading")
        yield LongList(id="compare-questions")
        yield KeyBar()

    def on_mount(self) -> None:
        """The frame first; sessions are read meanwhile."""
        self._list.focus()
        self._list.loading = True
        self._read()

    @work(thread=True, exclusive=True, group="compare", exit_on_error=False)
    def _read(self) -> None:
        worker = get_current_worker()
        try:
            here = summarise(self._services.read(self._ref), "")
            others = comparable(self._services.history().sessions, here)
        except InterviewSimError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._tell, literal(str(error)))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._loaded, here, others)

    def _tell(self, words: Content) -> None:
        self._list.loading = False
        self.query_one("#compare-head", Static).update(words)

    def _loaded(self, here: SessionSummary, others: tuple[SessionSummary, ...]) -> None:
        self._here, self._others = here, others
        if others:
            self._list.loading = False
            self._show()
        else:
            self._tell(text.nothing(here.title))
        self.refresh_bindings()

    def _show(self) -> None:
        if self._here is None:
            return
        found = self._found = compare(self._here, self._others[self._at])
        head = text.head(found, self._at, len(self._others))
        self.query_one("#compare-head", Static).update(head)
        self._list.set_rows(
            len(found.pairs), lambda index, width: text.row(found.pairs[index], width)
        )
        self.call_after_refresh(self._show_heading)

    def _show_heading(self) -> None:
        if self._found is not None:
            heading = text.heading(self._list.scrollable_content_region.width)
            self.query_one("#compare-heading", Static).update(heading)

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._show_heading)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another session can be chosen where there is another."""
        return action != "other" or len(self._others) > 1

    def action_other(self, by: int) -> None:
        """Compare with another session."""
        if self._others:
            self._at = (self._at + by) % len(self._others)
            self._show()
