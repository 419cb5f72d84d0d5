"""The scorecard: what the interview was worth, with the evidence a key away."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static, TextArea

from interview_sim.assessment.model import QuestionResult, Scorecard, StudyItem
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.sitting import Sitting
from interview_sim.transcript.trash import DAYS
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal, Dialog
from interview_sim.tui.dialogs.exporting import export_session
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import literal, one_line
from interview_sim.tui.scorecard import words
from interview_sim.tui.scorecard.compare import CompareScreen
from interview_sim.tui.scorecard.detail import DetailScreen
from interview_sim.tui.scorecard.item import ItemScreen
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList, Row

if TYPE_CHECKING:
    from interview_sim.assessment.speaking import Manner


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
            yield Static(Content.styled("Saving an empty note deletes it.", "dim"))
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
        self._width = 0

    def compose(self) -> ComposeResult:
        """The number first, then where it comes from, then what to do about it."""
        yield HeadLine(Content.styled("Scorecard", "bold"))
        scroll = VerticalScroll(id="scorecard-scroll", can_focus=False)
        with scroll, Container(id="scorecard-body"):
            with Vertical(id="scorecard-left"):
                with Horizontal(id="scorecard-top"):
                    yield Digits("", id="scorecard-number")
                    yield Static(id="scorecard-band")
                yield Static(id="scorecard-dimensions")
                yield Static(classes="below")
            with Vertical(id="scorecard-right"):
                rows: LongList[words.Line] = LongList(id="scorecard-rows")
                yield rows
                yield Static(classes="below")
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
            card = await asyncio.to_thread(self._remembered)
        except InterviewSimError as error:
            self.query_one("#scorecard-scroll").loading = False
            if self._card is None:
                self.query_one("#scorecard-band", Static).update(literal(str(error)))
                self.query_one("#scorecard-dimensions", Static).update("Esc goes back.")
        else:
            self._show(card)

    def _remembered(self) -> Scorecard:
        card = self._services.scorecard(self._ref)
        return replace(card, study=self._services.study(card))

    def _show(self, card: Scorecard) -> None:
        self._card = card
        self.query_one("#scorecard-scroll").loading = False
        left, right = words.head(card)
        self.query_one(HeadLine).show(left, right=right)
        self.query_one("#scorecard-number", Digits).update(words.number(card))
        self.query_one("#scorecard-band", Static).update(words.band(card))
        for below in self.query(".below").results(Static):
            below.update(words.below(card))
        self._show_rows(card, self._list.scrollable_content_region.width)
        self._list.focus(scroll_visible=False)
        self.call_after_refresh(self._fit_rows)

    def _show_rows(self, card: Scorecard, width: int) -> None:
        """The list, with its texts wrapped for the width that there is."""
        self._width = width
        measures = self.query_one("#scorecard-dimensions", Static)
        measures.update(words.dimensions(card, measures.size.width))
        self._list.set_rows(
            words.lines(card, width),
            lambda line, cells: line.draw(cells),
            is_heading=lambda line: line.opens is None,
            highlighted=self._list.highlighted,
        )

    def on_resize(self) -> None:
        """Wrap the list anew once its width is known."""
        self.call_after_refresh(self._fit_rows)

    def _fit_rows(self) -> None:
        width = self._list.scrollable_content_region.width
        if self._card is not None and width != self._width:
            self._show_rows(self._card, width)

    # What can be done

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        scroll = self.query_one("#scorecard-scroll", VerticalScroll)
        (scroll.scroll_page_down if by > 0 else scroll.scroll_page_up)(animate=False)

    def action_drill(self) -> None:
        """Ask the questions of the study list again, now."""
        study = self._card.study if self._card is not None else ()
        if study:
            Flow.of(self).drill(list(dict.fromkeys(item.question for item in study)))
        else:
            self.notify("There is nothing on the list to drill.")

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Show the current question in full, or what there is to learn one thing by."""
        card, line = self._card, self._list.current
        if card is None or line is None:
            return
        if isinstance(line.opens, StudyItem):
            at = card.study.index(line.opens)
            self.app.push_screen(ItemScreen(self._services, card, at))
        elif line.opens is not None:
            self._open_question(line.opens)

    @work
    async def _open_question(self, question: QuestionResult) -> None:
        sources = await asyncio.to_thread(self._services.sources, question.id)
        manner = await asyncio.to_thread(self._manner, question.index)
        asked = await self.app.push_screen_wait(DetailScreen(question, sources, manner))
        if asked == "mark":
            Flow.of(self).reopen_reveal(self._ref, question.index)
        elif asked == "note":
            self._write_note(question)

    def _manner(self, index: int) -> Manner | None:
        """How a question was answered; None while the transcript cannot be read."""
        from interview_sim.assessment.speaking import Speaking

        try:
            return Speaking(self._services.read(self._ref)).question(index)
        except InterviewSimError:
            return None

    def action_note(self) -> None:
        """Write a note on the whole session."""
        if self._card is not None:
            self._write_note(None)

    @work
    async def _write_note(self, question: QuestionResult | None) -> None:
        before = question.note if question else self._card.note if self._card else ""
        title = (
            f"Your note on “{one_line(question.name)}”"
            if question
            else "Your note on this interview"
        )
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

    @work
    async def action_delete(self) -> None:
        """Move the session to the trash, after asking."""
        rows = [Row("keep", "Keep it", key="Esc"), Row("delete", "Delete it")]
        text = f"It stays in the trash for {DAYS} days."
        if await self.app.push_screen_wait(ConfirmModal("Delete this session?", text, rows)) == (
            "delete"
        ):
            Flow.of(self).delete(self._ref)

    def action_replay(self) -> None:
        """Watch the session again."""
        Flow.of(self).replay(self._ref)

    def action_leave(self) -> None:
        """Home after an interview; back to where a saved scorecard was opened."""
        (Flow.of(self).home if self._sitting is not None else Flow.of(self).back)()
