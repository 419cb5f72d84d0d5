"""The scorecard: what the interview was worth, with the evidence a key away."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static, TextArea

from interview_sim.assessment.model import QuestionResult, Scorecard
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.sitting import Sitting
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.dialogs.exporting import export_session
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import literal
from interview_sim.tui.scorecard import words
from interview_sim.tui.scorecard.compare import CompareScreen
from interview_sim.tui.scorecard.detail import DetailScreen
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import ColumnNames, LongList


class NoteModal(Dialog[str]):
    """Gives the note as it was left, or None when it is not to change."""

    CSS_PATH = Path(__file__).with_name("note.tcss")
    BINDINGS = bindings("note")

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._note = text

    def compose(self) -> ComposeResult:
        """A box to write in."""
        with Vertical(id="note-box"):
            yield Static(literal(self._title, "bold"))
            editor = TextArea(self._note, soft_wrap=True, show_line_numbers=False)
            editor.cursor_blink = False
            yield editor
            yield Static(Content.styled("An empty note is deleted.", "dim"))
        yield KeyBar()

    def on_mount(self) -> None:
        """Go on at the end of what is there."""
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        editor.focus()

    def action_keep(self) -> None:
        """Keep the note as it stands."""
        self.close(self.query_one(TextArea).text)


class ScorecardScreen(Screen[None]):
    """Shows the scorecard of an open session, which closes its assessment, or of a saved one."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("scorecard")
    # Textual would scroll down to what it focuses; the number stands first.
    AUTO_FOCUS = ""

    _list = getters.query_one(LongList)

    def __init__(self, services: Services, shown: Sitting | str) -> None:
        super().__init__()
        self._services = services
        self._sitting = None if isinstance(shown, str) else shown
        self._ref = shown if isinstance(shown, str) else shown.id
        self._card: Scorecard | None = None

    def compose(self) -> ComposeResult:
        """The number first, then where it comes from, then what to do about it."""
        yield HeadLine(Content.styled("Scorecard", "bold"))
        with VerticalScroll(id="scorecard-scroll", can_focus=False):
            with Horizontal(id="scorecard-top"):
                yield Digits("", id="scorecard-number")
                yield Static(id="scorecard-band")
            yield Static(id="scorecard-dimensions")
            rows: LongList[QuestionResult] = LongList(id="scorecard-questions")
            yield ColumnNames(rows, words.heading)
            yield rows
            yield Static(id="scorecard-below")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is known at once; what takes reading the whole transcript follows."""
        if self._sitting is not None:
            self._sitting.engine.complete()
            self._show(self._sitting.scorecard())
            if self._sitting.unsaved:
                return  # What is on disk says less than what is in memory.
        else:
            self.query_one("#scorecard-scroll").loading = True
        self._read()

    @work(exclusive=True, group="scorecard", exit_on_error=False)
    async def _read(self) -> None:
        """The scorecard with everything that only the events can tell."""
        try:
            card = await asyncio.to_thread(self._services.scorecard, self._ref)
        except InterviewSimError as error:
            self.query_one("#scorecard-scroll").loading = False
            if self._card is None:
                self.query_one("#scorecard-band", Static).update(literal(str(error)))
                self.query_one("#scorecard-below", Static).update("Esc goes back.")
        else:
            self._show(card)

    def _show(self, card: Scorecard) -> None:
        self._card = card
        self.query_one("#scorecard-scroll").loading = False
        left, right = words.head(card)
        self.query_one(HeadLine).show(left, right=right)
        self.query_one("#scorecard-number", Digits).update(words.number(card))
        self.query_one("#scorecard-band", Static).update(words.band(card))
        self.query_one("#scorecard-dimensions", Static).update(words.dimensions(card))
        self.query_one("#scorecard-below", Static).update(words.below(card))
        has_banks = words.has_banks(card)
        self._list.set_rows(
            card.questions,
            lambda question, width: words.row(question, width, has_banks=has_banks),
            highlighted=self._list.highlighted,
        )
        self._list.focus(scroll_visible=False)

    # What can be done

    @on(LongList.Chosen)
    @work
    async def action_open(self) -> None:
        """Show the current question in full."""
        question = self._list.current
        if question is None:
            return
        asked = await self.app.push_screen_wait(DetailScreen(question))
        if asked == "mark":
            Flow.of(self).reopen_reveal(self._ref, question.index)
        elif asked == "note":
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
            self.notify(str(error), title="The note was not saved", severity="error")
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
        await export_session(self, self._services, self._ref)

    def action_replay(self) -> None:
        """Watch the session again."""
        Flow.of(self).replay(self._ref)

    def action_leave(self) -> None:
        """Home after an interview; back to where a saved scorecard was opened."""
        (Flow.of(self).home if self._sitting is not None else Flow.of(self).back)()
