"""Looking through the question banks: what can be asked, and what is wrong with any file."""

from __future__ import annotations

from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.model import Question
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.banks import rows as view
from interview_sim.tui.banks.rows import BankLine
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import literal, many, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList, Row

_SPOILER = (
    "This shows what a full answer says. A question that you have read up on here is worth less "
    "as practice."
)


_LOOK = 2.0
"""Seconds between two looks at the files."""


class BanksBrowse(Screen[None]):
    """Banks to the left, their questions to the right, the one at hand below.

    What changes on the disk meanwhile is shown as it is there, at the same bank and question.
    """

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("banks")

    _banks = getters.query_one("#banks-list", LongList)
    _questions = getters.query_one("#banks-questions", LongList)
    _preview = getters.query_one("#banks-preview-text", Static)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._catalogue: Catalogue | None = None
        self._lines: tuple[BankLine, ...] = ()
        self._file = ""
        self._question_id = ""
        self._told: frozenset[str] = frozenset()
        self._is_looking = False
        self._is_writing = False
        self._is_assessor = False
        self._is_warned = False

    def compose(self) -> ComposeResult:
        """Three panels."""
        yield HeadLine(Content.styled("Question banks", "bold"))
        with Horizontal(id="banks-body"):
            yield LongList(id="banks-list", classes="panel")
            with Vertical(id="banks-right"):
                yield LongList(id="banks-questions", classes="panel")
                with VerticalScroll(id="banks-preview", classes="panel"):
                    yield Static(id="banks-preview-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once; reading banks may take a moment."""
        self._banks.border_title = "banks"
        self._questions.border_title = "questions"
        self._banks.focus()
        self._banks.loading = True
        self._read(again=False)
        self.set_interval(_LOOK, self.poll)

    @work(thread=True, exclusive=True, group="banks", exit_on_error=False)
    def _read(self, *, again: bool) -> None:
        worker = get_current_worker()
        services = self._services
        catalogue = services.reload_catalogue() if again else services.fresh_catalogue()
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, catalogue)

    def poll(self) -> None:
        """Look whether any file has changed; may be called at any time."""
        if self._catalogue is not None and not self._is_looking and not self._is_writing:
            self._is_looking = True
            self._look()

    @work(thread=True, group="banks-look", exit_on_error=False)
    def _look(self) -> None:
        try:
            catalogue = self._services.fresh_catalogue()
        finally:
            self._is_looking = False
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._looked, catalogue)

    def _looked(self, catalogue: Catalogue) -> None:
        if catalogue is self._catalogue or not self.is_attached:
            return
        if not self._is_writing:  # What one did oneself is no news.
            self.notify("The banks have changed and were read again.", markup=False)
        self._show(catalogue)

    def _show(self, catalogue: Catalogue) -> None:
        if not self.is_attached:
            return
        self._catalogue = catalogue
        self._is_writing = False
        self._banks.loading = False
        self._lines = view.bank_lines(catalogue)
        files = [line.file for line in self._lines]
        at = files.index(self._file) if self._file in files else max(0, self._banks.highlighted)
        self._banks.set_rows(self._lines, view.bank_row, highlighted=at)
        count = sum(len(loaded.outline.questions) for loaded in catalogue.banks)
        total = f"{many(len(catalogue.banks), 'bank')} · {many(count, 'question')}"
        self.query_one(HeadLine).show(Content.styled("Question banks", "bold"), right=total)
        for note in catalogue.notes:
            if note not in self._told:
                self.notify(note, markup=False)
        self._told = frozenset(catalogue.notes)
        if not self._lines:
            self._preview.update(literal("There are no banks. Put a YAML file in banks/."))

    def show_at(self, file: Path | str, question: str = "") -> None:
        """Read what has changed through the user's own doing, and go to that file and question."""
        self._is_writing = True
        self._file, self._question_id = str(file), question
        self._read(again=False)

    @on(LongList.Highlighted, "#banks-list")
    def _bank_changed(self) -> None:
        line = self._line
        if line is None:
            return
        if line.file != self._file:
            self._file, self._question_id = line.file, ""
        rows = view.question_lines(line.loaded.bank) if line.loaded else ()
        self._questions.set_rows(
            rows,
            view.question_row,
            is_heading=lambda row: row.question is None,
            highlighted=view.row_of(rows, self._question_id),
        )
        self.set_class(line.is_broken, "-broken")
        if line.is_broken:
            self._banks.focus()
        self._show_preview()
        self.refresh_bindings()

    @on(LongList.Highlighted, "#banks-questions")
    def _question_changed(self) -> None:
        if self._question is not None:
            self._question_id = self._question.id
        self._show_preview()

    def on_descendant_focus(self) -> None:
        """The preview follows what has the focus: a bank, or one of its questions."""
        self._show_preview()

    def _show_preview(self) -> None:
        line, question = self._line, self._question
        panel = self.query_one("#banks-preview")
        if line is None:
            return
        if line.loaded is None or question is None or self._banks.has_focus:
            panel.border_title = one_line(line.name)
            self._preview.update(view.about_bank(line))
        elif self._is_assessor:
            panel.border_title = "as the assessor sees it"
            self._preview.update(view.as_assessor(line.loaded.bank, question))
        else:
            panel.border_title = "as you will see it"
            self._preview.update(view.as_candidate(line.loaded.bank, question))
        panel.scroll_home(animate=False)

    @on(LongList.Chosen, "#banks-list")
    def action_open(self) -> None:
        """From the bank to its questions, from there to the text."""
        line = self._line
        if self._banks.has_focus and line is not None and not line.is_broken:
            self._questions.focus()
        else:
            self.query_one("#banks-preview").focus()

    @work
    async def action_assessor(self) -> None:
        """Show points, probes and the model answer; asks first, once."""
        if not self._is_assessor and not await self._may_spoil():
            return
        self._is_assessor = not self._is_assessor
        if self._banks.has_focus:
            self._questions.focus()
        self._show_preview()

    async def _may_spoil(self) -> bool:
        """Whether the answers may be shown; asks once."""
        if not self._is_warned:
            choices = [Row("show", "Show it", key="y"), Row("stay", "Better not", key="n")]
            warning = ConfirmModal("This gives the answers away", _SPOILER, choices)
            self._is_warned = await self.app.push_screen_wait(warning) == "show"
        return self._is_warned

    def action_reload(self) -> None:
        """Read all files anew, after mending one."""
        self._banks.loading = True
        self._read(again=True)

    def action_back(self) -> None:
        """One panel back, then back to where one came from."""
        if self._banks.has_focus or not self._lines:
            Flow.of(self).back()
        else:
            self._banks.focus()

    @property
    def _line(self) -> BankLine | None:
        return self._banks.current

    @property
    def _question(self) -> Question | None:
        row = self._questions.current
        return row.question if row is not None else None
