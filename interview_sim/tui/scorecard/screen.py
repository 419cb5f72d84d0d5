"""The scorecard: what the interview was worth, with the evidence a key away."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static
from textual.worker import get_current_worker

from interview_sim.assessment.model import QuestionResult, Scorecard
from interview_sim.errors import InterviewSimError
from interview_sim.exchange.exporting import exported, save_new
from interview_sim.exchange.session_exporters import SessionFormat, session_formats
from interview_sim.services import Services, Sitting
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.note import NoteModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.home.rows import short_path
from interview_sim.tui.present import literal
from interview_sim.tui.scorecard import words as text
from interview_sim.tui.scorecard.compare_screen import CompareScreen
from interview_sim.tui.scorecard.detail_screen import DetailScreen
from interview_sim.tui.scorecard.export_dialog import export_modal
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar
from interview_sim.tui.widgets.long_list import LongList


class ScorecardScreen(Screen[None]):
    """Shows the scorecard of an open session, or of a saved one.

    Args:
        services: The app's services.
        shown: The open session, whose assessment is closed by showing this, or the ref of a
            saved one.
    """

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("scorecard")

    _list = getters.query_one(LongList)

    def __init__(self, services: Services, shown: Sitting | str) -> None:
        super().__init__()
        self._services = services
        self._sitting = None if isinstance(shown, str) else shown
        self._ref = shown if isinstance(shown, str) else shown.id
        self._card: Scorecard | None = None
        self._table: text.Table | None = None

    def compose(self) -> ComposeResult:
        """The number first, then where it comes from, then what to do about it."""
        yield HeadLine(Content.styled("Scorecard", "bold"))
        with VerticalScroll(id="scorecard-scroll", can_focus=False):
            with Horizontal(id="scorecard-top"):
                yield Digits("", id="scorecard-number")
                yield Static(id="scorecard-band")
            yield Static(id="scorecard-dimensions")
            yield Static(id="scorecard-heading")
            yield LongList(id="scorecard-questions")
            yield Static(id="scorecard-below")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is at hand at once; what takes reading the whole transcript follows."""
        if self._sitting is not None:
            self._sitting.engine.complete()
            self._show(self._sitting.scorecard())
            if self._sitting.unsaved:
                return  # What is on disk says less than what is at hand.
        else:
            self.query_one("#scorecard-scroll").loading = True
        self._read()

    @work(thread=True, exclusive=True, group="scorecard", exit_on_error=False)
    def _read(self) -> None:
        """The scorecard with everything that only the events can tell."""
        worker = get_current_worker()
        try:
            card = self._services.scorecard(self._ref)
        except InterviewSimError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._not_read, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, card)

    def _not_read(self, problem: str) -> None:
        self.query_one("#scorecard-scroll").loading = False
        if self._card is None:
            self.query_one("#scorecard-band", Static).update(literal(problem))
            self.query_one("#scorecard-below", Static).update("Esc goes back.")

    def _show(self, card: Scorecard) -> None:
        at = max(0, self._list.highlighted)
        is_first = self._card is None
        self._card, self._table = card, text.Table(card)
        self.query_one("#scorecard-scroll").loading = False
        left, right = text.head(card)
        self.query_one(HeadLine).show(left, right=right)
        self.query_one("#scorecard-number", Digits).update(text.number(card))
        self.query_one("#scorecard-band", Static).update(text.band(card))
        self.query_one("#scorecard-dimensions", Static).update(text.dimensions(card))
        self.query_one("#scorecard-below", Static).update(text.below(card))
        self._list.set_rows(len(card.questions), self._table.row, highlighted=at)
        self._list.focus(scroll_visible=False)
        self.call_after_refresh(self._show_heading)
        if is_first:
            self.call_after_refresh(self._to_top)

    def _to_top(self) -> None:
        self.query_one("#scorecard-scroll").scroll_home(animate=False)

    def _show_heading(self) -> None:
        if self._table is not None:
            heading = self._table.heading(self._list.size.width)
            self.query_one("#scorecard-heading", Static).update(heading)

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._show_heading)

    # What can be done

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Show the question at hand in full."""
        question = self._question
        if question is not None:
            self._open(question)

    @work
    async def _open(self, question: QuestionResult) -> None:
        wish = await self.app.push_screen_wait(DetailScreen(question))
        if wish == "mark":
            Flow.of(self).reopen_reveal(self._ref, question.index)
        elif wish == "note":
            self._write_note(question)

    def action_note(self) -> None:
        """Write a note on the whole session."""
        if self._card is not None:
            self._write_note(None)

    @work
    async def _write_note(self, question: QuestionResult | None) -> None:
        before = question.note if question else self._card.note if self._card else ""
        title = f"Your note on {question.id}" if question else "Your note on this interview"
        written = await self.app.push_screen_wait(NoteModal(title, before))
        if written is None or written == before:
            return
        try:
            self._keep_note(written.strip(), question.index if question else None)
        except InterviewSimError as error:
            self.notify(str(error), title="The note was not kept", severity="error", markup=False)
            return
        self._read()

    def _keep_note(self, written: str, question: int | None) -> None:
        if self._sitting is not None:
            self._sitting.engine.note(written, question)
            self._show(self._sitting.scorecard())
            return
        sitting = self._services.resume(self._ref)
        try:
            sitting.engine.note(written, question)
        finally:
            sitting.close()

    def action_compare(self) -> None:
        """Lay another attempt beside this one."""
        self.app.push_screen(CompareScreen(self._services, self._ref))

    @work
    async def action_export(self) -> None:
        """Write the session as a file; asks for the format."""
        wish = await self.app.push_screen_wait(export_modal())
        formats, _ = session_formats()
        if wish in formats:
            self._export(formats[wish])

    @work(thread=True, group="export", exit_on_error=False)
    def _export(self, format_: SessionFormat) -> None:
        """Make the file, and put it beside the transcripts unless it goes to a browser."""
        try:
            export = exported(self._services.read(self._ref), format_)
            path = None if self.app.is_web else save_new(self._services.store.folder, export)
        except InterviewSimError as error:
            self.app.call_from_thread(self._tell, str(error), "Nothing was exported")
            return
        if path is None:
            file = StringIO(export.content.decode())
            name = export.name
            self.app.call_from_thread(self.app.deliver_text, file, save_filename=name)
        else:
            self.app.call_from_thread(self._tell, f"Written to {short_path(path)}")

    def _tell(self, words: str, problem: str = "") -> None:
        if problem:
            self.notify(words, title=problem, severity="error", timeout=8, markup=False)
        else:
            self.notify(words, timeout=8, markup=False)

    def action_replay(self) -> None:
        """Watch the session again."""
        Flow.of(self).replay(self._ref)

    def action_leave(self) -> None:
        """Home after an interview; back to where a saved scorecard was opened."""
        (Flow.of(self).home if self._sitting is not None else Flow.of(self).back)()

    @property
    def _question(self) -> QuestionResult | None:
        at = self._list.highlighted
        if self._card is None or not 0 <= at < len(self._card.questions):
            return None
        return self._card.questions[at]
