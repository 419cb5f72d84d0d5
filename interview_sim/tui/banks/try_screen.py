"""Trying an answer on a question: what is typed to the left, what becomes of it to the right."""

from __future__ import annotations

from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from interview_sim.bank.model import Bank, Question
from interview_sim.session.rehearsal import Rehearsal, rehearse
from interview_sim.tui.actions import bindings
from interview_sim.tui.banks import try_words as try_text
from interview_sim.tui.banks.try_words import TryRow
from interview_sim.tui.present import literal, one_line
from interview_sim.tui.widgets.editor import AnswerEditor
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList

_PAUSE = 0.3
"""Seconds without a key before the answer is looked at."""


class BankTryScreen(Screen[str]):
    """Gives the answer as it was left, so that it can be gone on with.

    Args:
        bank: The bank of the question.
        question: The question to try an answer on.
        answer: What was tried before.
    """

    CSS_PATH = Path(__file__).with_name("try_screen.tcss")
    BINDINGS = bindings("try")
    AUTO_FOCUS = "#try-answer"

    _editor = getters.query_one("#try-answer", AnswerEditor)
    _findings = getters.query_one("#try-findings", LongList)

    def __init__(self, bank: Bank, question: Question, answer: str = "") -> None:
        super().__init__()
        self._bank = bank
        self._question = question
        self._answer = answer
        self._waiting: Timer | None = None
        self._rehearsal: Rehearsal | None = None
        self._rows: tuple[TryRow, ...] = ()

    def compose(self) -> ComposeResult:
        """The question, the answer, and what is made of it."""
        name = f"{self._bank.id}:{self._question.id}"
        yield HeadLine(Content.assemble(("Try an answer", "bold"), f" · {one_line(name)}"))
        with Horizontal(id="try-body"):
            with Vertical(id="try-left"):
                with VerticalScroll(id="try-question"):
                    yield Static(literal(self._question.prompt.strip(), "bold"))
                yield AnswerEditor(id="try-answer")
            with Vertical(id="try-right"):
                yield LongList(id="try-findings", classes="panel")
                with VerticalScroll(id="try-detail", classes="panel"):
                    yield Static(id="try-words")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with what was tried before; even nothing has its follow-ups."""
        self._editor.border_title = "your answer"
        self._editor.show(self._answer)
        self.look()

    @on(TextArea.Changed, "#try-answer")
    def _changed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_PAUSE, self.look)

    def look(self) -> None:
        """Let the matcher look at the answer as it stands."""
        self._look(self._editor.text)

    @work(thread=True, exclusive=True, group="try", exit_on_error=False)
    def _look(self, answer: str) -> None:
        worker = get_current_worker()
        rehearsal = rehearse(self._bank, self._question, answer)
        rows = try_text.rows(self._question, rehearsal)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, rehearsal, rows)

    def _show(self, rehearsal: Rehearsal, rows: tuple[TryRow, ...]) -> None:
        """Show what was found, at the row at hand, or at the one that just changed."""
        if not self.is_attached:
            return
        row = self._findings.current
        current = row.id if row is not None else None
        if self._rehearsal is not None and not self._findings.has_focus:
            current = try_text.newest(self._rows, rows) or current
        self._rehearsal, self._rows = rehearsal, rows
        ids = [known.id for known in rows]
        self._findings.set_rows(
            rows,
            try_text.row,
            is_heading=lambda known: known.is_heading,
            highlighted=ids.index(current) if current in ids else 0,
        )
        self._findings.border_title = try_text.title(rehearsal)
        self._findings.border_subtitle = try_text.summary(rehearsal)

    # From a point to its evidence

    @on(LongList.Highlighted, "#try-findings")
    def _row_changed(self) -> None:
        row, rehearsal = self._findings.current, self._rehearsal
        if row is not None and rehearsal is not None:
            words = try_text.detail(row, rehearsal.answer)
            self.query_one("#try-words", Static).update(words)
            self.query_one("#try-detail").scroll_home(animate=False)
            self._select_evidence()

    def _select_evidence(self) -> None:
        """Select the words of the answer that count for the row at hand."""
        row, rehearsal = self._findings.current, self._rehearsal
        if row is None or rehearsal is None or not self._findings.has_focus:
            return
        if rehearsal.answer != self._editor.text:
            return  # Offsets would not hold.
        if row.spans:
            start, end = row.spans[0]
            self._editor.move_cursor(_place(rehearsal.answer, start))
            self._editor.move_cursor(_place(rehearsal.answer, end), select=True)
        else:
            self._editor.move_cursor(self._editor.selection.end)

    def on_descendant_focus(self) -> None:
        """Back in the answer nothing is selected, so that typing replaces nothing."""
        if self._editor.has_focus:
            self._editor.move_cursor(self._editor.selection.end)
        else:
            self._select_evidence()

    def action_back(self) -> None:
        """From the findings to the answer; from there back, with the answer kept."""
        if not self._editor.has_focus:
            self._editor.focus()
        elif self.is_current:
            self.dismiss(self._editor.text)


def _place(text: str, offset: int) -> tuple[int, int]:
    """An offset as row and column."""
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)
