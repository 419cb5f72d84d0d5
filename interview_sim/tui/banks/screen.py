"""The question banks: looked through, tried out, added to and edited."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import spot_of
from interview_sim.bank.model import Question
from interview_sim.bank.new_question import NewQuestion, copy_bank
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.banks import destinations, rows
from interview_sim.tui.banks.destinations import Destination
from interview_sim.tui.banks.proposing import Proposals
from interview_sim.tui.banks.question_form import QuestionForm
from interview_sim.tui.banks.rows import BankLine
from interview_sim.tui.banks.trying import TryScreen
from interview_sim.tui.dialogs.confirm import ConfirmModal, agrees
from interview_sim.tui.flow import Flow
from interview_sim.tui.outside import editor_command, run_outside
from interview_sim.tui.present import literal, many, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList, Row

_SPOILER = (
    "This shows what a full answer says. A question whose answer you have read is worth less as "
    "practice."
)
_LOOK = 2.0
"""Seconds between two looks at the files."""
_COPY_WORDS = (
    "This bank cannot be changed. A copy among your own banks takes its place, with the same "
    "questions, and your history is kept."
)


class BanksScreen(Screen[None]):
    """Banks to the left, their questions to the right, the current one below.

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
        self._is_polling = False
        self._is_writing = False
        self._is_assessor = False
        self._is_warned = False
        self._tried: dict[str, str] = {}
        self._proposals = Proposals(services)

    @property
    def _line(self) -> BankLine | None:
        return self._banks.current

    @property
    def _question(self) -> Question | None:
        row = self._questions.current
        return row.question if row is not None else None

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
        self._read()
        self.set_interval(_LOOK, self.poll)

    def poll(self) -> None:
        """Look whether any file has changed; may be called at any time."""
        if self._catalogue is not None and not self._is_polling and not self._is_writing:
            self._is_polling = True
            self._read(is_poll=True)

    @work(group="banks", exit_on_error=False)
    async def _read(self, *, again: bool = False, is_poll: bool = False) -> None:
        services = self._services
        try:
            read = services.reload_catalogue if again else services.fresh_catalogue
            catalogue = await asyncio.to_thread(read)
        finally:
            self._is_polling = False
        if is_poll and catalogue is self._catalogue:
            return
        if is_poll and not self._is_writing:  # What the user did is no news.
            self.notify("The banks changed and were read again.")
        self._show(catalogue)

    def _show(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._is_writing = False
        self._banks.loading = False
        self._lines = rows.bank_lines(catalogue)
        files = [line.file for line in self._lines]
        at = files.index(self._file) if self._file in files else max(0, self._banks.highlighted)
        self._banks.set_rows(self._lines, rows.bank_row, highlighted=at)
        count = sum(len(loaded.outline.questions) for loaded in catalogue.banks)
        total = f"{many(len(catalogue.banks), 'bank')} · {many(count, 'question')}"
        self.query_one(HeadLine).show(Content.styled("Question banks", "bold"), right=total)
        for note in catalogue.notes:
            if note not in self._told:
                self.notify(note)
        self._told = frozenset(catalogue.notes)
        if not self._lines:
            self._preview.update(literal("There are no banks. Put a YAML file in banks/."))

    def _show_at(self, file: Path | str, question: str = "") -> None:
        """Read what has changed through the user's own doing, and go to that file and question."""
        self._is_writing = True
        self._file, self._question_id = str(file), question
        self._read()

    @on(LongList.Highlighted, "#banks-list")
    def _bank_changed(self) -> None:
        line = self._line
        if line is None:
            return
        if line.file != self._file:
            self._file, self._question_id = line.file, ""
        lines = rows.question_lines(line.loaded.bank) if line.loaded else ()
        self._questions.set_rows(
            lines,
            rows.question_row,
            is_heading=lambda row: row.question is None,
            highlighted=rows.row_of(lines, self._question_id),
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
            self._preview.update(rows.about_bank(line))
        elif self._is_assessor:
            panel.border_title = "the question, with its answers"
            self._preview.update(rows.as_assessor(line.loaded.bank, question))
        else:
            panel.border_title = "the question"
            self._preview.update(rows.as_candidate(line.loaded.bank, question))
        panel.scroll_home(animate=False)

    @on(LongList.Chosen, "#banks-list")
    def action_open(self) -> None:
        """From the bank to its questions, from there to the text."""
        line = self._line
        if self._banks.has_focus and line is not None and not line.is_broken:
            self.set_focus(self._questions)
        else:
            self.set_focus(self.query_one("#banks-preview"))

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
            title = "This gives the answers away"
            self._is_warned = await agrees(self, title, _SPOILER, "Show it")
        return self._is_warned

    def action_reload(self) -> None:
        """Read all files again, after fixing one."""
        self._banks.loading = True
        self._read(again=True)

    def action_back(self) -> None:
        """One panel back, then back to where one came from."""
        if self._banks.has_focus or not self._lines:
            Flow.of(self).back()
        else:
            self.set_focus(self._banks)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done with the current bank or question."""
        if action in {"try_answer", "assessor", "propose"}:
            return True if self.is_mounted and self._question is not None else None
        if action == "edit":
            return True if self.is_mounted and self._line is not None else None
        return True

    # Trying an answer

    @work
    async def action_try_answer(self) -> None:
        """Try an answer on the current question; what was typed is there again next time."""
        line, question = self._line, self._question
        if line is None or line.loaded is None or question is None:
            return
        if not await self._may_spoil():
            return
        name = f"{line.loaded.id}:{question.id}"
        screen = TryScreen(line.loaded.bank, question, self._tried.get(name, ""))
        self._tried[name] = await self.app.push_screen_wait(screen)

    # What the user's own model proposes

    @work
    async def action_propose(self) -> None:
        """Have points, phrases and tests proposed for the current question."""
        line, question = self._line, self._question
        if line is None or line.loaded is None or question is None:
            return
        path = Path(line.file)
        if not destinations.is_own(line, self._services.paths):
            self.notify(f"“{line.name}” cannot be changed; o copies it to your own banks.")
        elif await self._may_spoil() and await self._proposals.take(self, path, question):
            self.notify(f"Written to {path.name}.")
            self._show_at(path, question.id)

    # Adding a question

    @work
    async def action_new(self) -> None:
        """Add a question to the current bank, or to one of the user's own."""
        into = await self._destination()
        if into is None:
            return
        added: list[tuple[Path, str]] = []

        def add(draft: NewQuestion) -> None:
            self._is_writing = True
            try:
                added.append(into.add(draft))
            finally:
                self._is_writing = bool(added)

        bank = into.bank
        form = QuestionForm(
            into.words,
            add,
            topics=destinations.topics(bank, self._lines),
            time=destinations.usual_time(bank),
        )
        if await self.app.push_screen_wait(form) and added:
            path, question = added[-1]
            self._questions.focus()
            self._show_at(path, question)
            self.notify(f"The question was added to {path.name}.")

    async def _destination(self) -> Destination | None:
        """Where a new question goes; asks where the current bank cannot be written."""
        paths, line = self._services.paths, self._line
        if line is not None and destinations.is_own(line, paths):
            if line.is_broken:
                self.notify(f"{line.name} has errors. Fix it first: e edits it.")
                return None
            return destinations.of_line(line)
        choices = destinations.choices(self._lines, line, paths)
        offered = [Row(str(at), choice.title) for at, choice in enumerate(choices)]
        offered.append(Row("stay", "Cancel", key="n"))
        name = line.name if line is not None else ""
        words = f"“{name}” cannot be changed. Where should the question go?"
        asked = await self.app.push_screen_wait(
            ConfirmModal("Add a question", words if name else "Where should it go?", offered)
        )
        return choices[int(asked)] if asked is not None and asked.isdecimal() else None

    # Editing

    @work
    async def action_edit(self) -> None:
        """Open the current file in the user's editor, and show what is wrong with it after."""
        line = self._line
        if line is None:
            return
        path = Path(line.file)
        if not destinations.is_own(line, self._services.paths):
            copy = await self._copied(path, line.name)
            if copy is None:
                return
            path = copy
        question = self._question_id
        self._is_writing = True
        try:
            run_outside(self.app, editor_command(os.environ, path, spot_of(path, question or None)))
        except InterviewSimError as error:
            self.notify(str(error), severity="error")
        self._show_at(path, question)

    @work
    async def action_copy(self) -> None:
        """Copy the current bank to the user's own banks."""
        line = self._line
        if line is None:
            return
        if destinations.is_own(line, self._services.paths):
            self.notify(f"{line.name} is yours already; e edits it.")
            return
        copy = await self._copied(Path(line.file), line.name)
        if copy is not None:
            self._show_at(copy, self._question_id)

    async def _copied(self, path: Path, name: str) -> Path | None:
        """A copy of the bank among the user's own, if that is wanted and works."""
        folder = destinations.own_folder(self._services.paths)
        words = f"{_COPY_WORDS}\n\nThe copy goes to {folder}."
        if not await agrees(self, f"“{name}”", words, "Copy it to your own banks"):
            return None
        self._is_writing = True
        try:
            return copy_bank(path, folder)
        except InterviewSimError as error:
            self._is_writing = False
            self.notify(str(error), severity="error")
            return None
