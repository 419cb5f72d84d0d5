"""The reveal: the candidate's words beside what a full answer says, point by point."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from interview_sim.assessment.marking import Cue, Marking, Page, Row, RowKind
from interview_sim.matching.model import Verdict
from interview_sim.session import cases
from interview_sim.sitting import Sitting
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import Guard
from interview_sim.tui.reveal import words
from interview_sim.tui.reveal.answer import AnswerPane, WordPicker
from interview_sim.tui.widgets.choices import Choices, Hanging
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

_LONGEST_LINE = 500
_LOOK = 0.5
"""Seconds between looks for second opinions that have come."""


class PointList(Choices):
    """The rows to go over; what Enter and the arrows to the sides do is the screen's to bind."""

    def show_rows(self, page: Page, highlighted: int = 0) -> None:
        """Show a page's rows, with the cursor on one of them."""
        self.show(words.rows(page), highlighted if page.rows else None)

    def update_rows(self, page: Page) -> None:
        """Show the same rows with the marks made since."""
        for index, shown in enumerate(words.rows(page)):
            self.replace_option_prompt_at_index(index, Hanging(*shown))

    async def _on_click(self, event: Click) -> None:
        # A click that agreed to a suggestion would mark points by accident.
        event.prevent_default()
        index = event.style.meta.get("option")
        if index is not None:
            self.highlighted = index


class OwnWords(Input):
    """One line in the candidate's own words; an empty one is a skip."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "go on")]


class RevealScreen(Screen[None]):
    """Goes through the answers of a session, or of one question; every mark counts at once."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("reveal")

    _answer = getters.query_one(AnswerPane)
    _points = getters.query_one(PointList)

    def __init__(self, sitting: Sitting, question: int | None = None) -> None:
        super().__init__()
        self._sitting = sitting
        self._only = question
        sitting.settle()
        sitting.take_second_opinions()
        self._marking = Marking(sitting.engine, question)
        self._at = 0
        self._page: Page | None = None
        self._cue: Cue | None = None
        self._is_over = False

    def compose(self) -> ComposeResult:
        """The answer and the model answer, the points and the reason for the current one."""
        yield HeadLine()
        with Horizontal(id="reveal-body"):
            with Vertical(id="reveal-words"):
                yield AnswerPane(id="reveal-answer", classes="panel")
                with Vertical(id="reveal-before"):
                    yield Static(id="reveal-cue")
                    yield OwnWords(id="reveal-line", max_length=_LONGEST_LINE)
                with VerticalScroll(id="reveal-model", classes="panel"):
                    yield Static(id="reveal-model-text")
            with Vertical(id="reveal-marks"):
                yield PointList(id="reveal-points", classes="panel")
                with VerticalScroll(id="reveal-reason", classes="panel", can_focus=False):
                    yield Static(id="reveal-reason-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin where something is left to mark."""
        self._answer.border_title = "your answer"
        self.query_one("#reveal-model").border_title = "model answer"
        self.query_one("#reveal-model").border_subtitle = "m"
        self._points.border_title = "points"
        if not self._marking.steps:
            self._finish()
            return
        self._show(self._marking.start())
        if self._sitting.awaited:
            self.set_interval(_LOOK, self._look)

    def _look(self) -> None:
        """Show the second opinions that have come, unless the candidate is in the middle of words.

        The cursor stays on its point, wherever that is then.
        """
        if self._page is None or self._answer.is_picking or self._cue is not None:
            return
        come = self._sitting.take_second_opinions()
        if come:
            self.notify(words.come(come))
            self._show(self._at, self._row.id if self._row else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are selected in the answer, or a line is written, only that."""
        if not self.is_mounted:
            return True
        if self._cue is not None:
            return action in {"help", "leave"}
        return not self._answer.is_picking or action == "help"

    # What is shown

    def _show(self, at: int, row: str | None = None) -> None:
        """Show a step, at the named row or the first that is not marked yet.

        Before a question is revealed, its weightiest missed point is asked for once more.
        """
        if at != self._at or self._cue is not None:
            Guard.of(self.app).turned()
        self._at = at
        self._cue = self._marking.cue(at)
        self.set_class(self._cue is not None, "-before")
        if self._cue is not None:
            self._ask(self._cue)
            return
        if not self._answer.is_picking:
            self._points.focus()
        self.refresh_bindings()
        page = self._page = self._marking.page(at)
        wanted = row or (page.pending[0].id if page.pending else None)
        ids = [known.id for known in page.rows]
        self._points.show_rows(page, ids.index(wanted) if wanted in ids else 0)
        # A probe asks for a point of the question, whose model answer says it.
        whole = self._sitting.engine.state.drawn(page.step.question).question.model_answer
        model = page.model_answer or whole
        self.query_one("#reveal-model-text", Static).update(words.model(model, page))
        self.query_one("#reveal-model").border_title = (
            "model answer" if page.model_answer or not model else "model answer to the question"
        )
        self.query_one("#reveal-model").scroll_home(animate=False)
        self._show_row()
        self._show_head()

    def _ask(self, cue: Cue) -> None:
        """Ask for a line in the candidate's own words; the points are not shown yet."""
        line, turn = self.query_one("#reveal-line", Input), cue.turn
        self._page = None
        self.query_one(HeadLine).show(self._place(turn.question), right=words.BLIND)
        self._answer.show(words.asked_of(turn), turn.text, ())
        self.query_one("#reveal-cue", Static).update(words.before(cue))
        line.value = ""
        line.focus()
        self.refresh_bindings()

    @on(Input.Submitted, "#reveal-line")
    def _line_written(self, event: Input.Submitted) -> None:
        cue = self._cue
        if cue is not None:
            self._marking.say(cue, event.value)
            self._marking.page(self._at)
            self._show(self._at)

    def _place(self, question: int, page: Page | None = None) -> Content:
        state = self._sitting.engine.state
        # Between questions others are still to come; afterwards those never asked do not count.
        where = cases.place(state, question, state.asked if state.is_over else None)
        return words.place(where, state.drawn(question).question.name, page)

    def _show_head(self) -> None:
        page = self._page
        if page is not None:
            place = self._place(page.step.question, page)
            judgement = self._sitting.engine.state.judgement(*page.step)
            self._points.border_title = words.points(page, judgement)
            standing = words.standing(self._marking.standing(page.step.question))
            self.query_one(HeadLine).show(place, right=standing)
            self._points.border_subtitle = words.left_over(page)

    def _show_row(self) -> None:
        page, row = self._page, self._row
        if page is not None:
            before = words.asked(page)
            self._answer.show(before, page.turn.text, row.spans if row else ())
            reason = words.reason(page, row)
            self.query_one("#reveal-reason-text", Static).update(reason)
            self.query_one("#reveal-reason").scroll_home(animate=False)

    @property
    def _row(self) -> Row | None:
        index = self._points.highlighted
        rows = self._page.rows if self._page else ()
        return rows[index] if index is not None and index < len(rows) else None

    @on(OptionList.OptionHighlighted, "#reveal-points")
    def _row_changed(self) -> None:
        self._show_row()

    # Marking

    def action_agree(self) -> None:
        """Agree with the suggestion under the cursor; where there is nothing to mark, go on."""
        page, row = self._page, self._row
        if page is not None and page.is_bare:
            self.action_step(1)
            return
        if page is None or row is None:
            return
        open_ = [known for known in page.pending if row.id in (known.id, known.group)]
        if not open_:
            self.notify(words.MARKED if page.pending else words.ALL_MARKED)
        elif row.kind is RowKind.CLAIM:
            self.notify("Did you claim this? y: yes, n: no.")
        else:
            self._marking.agree(page.step, open_)
            self._go_on()

    def action_rest(self) -> None:
        """Agree with every suggestion on this answer that is still open; claims are left."""
        if self._page is not None and self._page.is_bare:
            self.action_step(1)
        elif self._page is not None:
            points = [row for row in self._page.pending if row.kind is not RowKind.CLAIM]
            if not self._page.pending:
                self.notify(words.ALL_MARKED)
                return
            self._marking.agree(self._page.step, points)
            self._go_on()

    def action_mark(self, word: str) -> None:
        """Give a verdict on the current point, or the yes or no on a claim."""
        page, row = self._page, self._row
        if page is None or row is None:
            return
        verdict = Verdict(word)
        if row.kind is not RowKind.CLAIM:
            self._marking.mark(page.step, row, verdict)
        elif verdict is Verdict.PARTLY:
            self.notify("You claimed it or you did not. y: yes, n: no.")
            return
        else:
            self._marking.claim(page.step, row, verdict is Verdict.COVERED)
        self._go_on()

    def action_point(self) -> None:
        """Select the words in the answer that said it."""
        page, row = self._page, self._row
        if page is None or row is None or row.kind in {RowKind.CLAIM, RowKind.GROUP}:
            self.notify("Choose a point first; then e selects the words that say it.")
        elif not page.turn.text:
            self.notify("Nothing was written here, so there are no words to select.")
        else:
            self._answer.border_subtitle = "select with ⇧ and arrows"
            self._answer.pick()
            self.refresh_bindings()

    @on(WordPicker.Picked)
    def _words_picked(self, event: WordPicker.Picked) -> None:
        self._answer.border_subtitle = ""
        self._points.focus()
        self.refresh_bindings()
        if event.span is not None and self._page is not None and self._row is not None:
            self._marking.mark(self._page.step, self._row, Verdict.COVERED, (event.span,))
            self._go_on()

    def action_undo(self) -> None:
        """Undo the last mark, wherever it was made."""
        undone = self._marking.undo()
        if undone is None:
            self.notify("There is nothing to undo.")
        else:
            step, row = undone
            self._show(self._marking.steps.index(step), row)

    def _go_on(self) -> None:
        """Show what changed; go on to the next open row, or to the next answer."""
        before = self._page
        page = self._page = self._marking.page(self._at)
        if before is not None and before.pending and not page.pending:
            self.action_step(1)
            return
        self._points.update_rows(page)
        self._show_head()
        following = words.next_open(page, self._points.highlighted or 0)
        if following == self._points.highlighted:
            self._show_row()
        else:
            self._points.highlighted = following

    @work(exclusive=True, group="opinion", exit_on_error=False)
    async def action_opinion(self) -> None:
        """Have the answers to the current question judged once more, off the screen's thread."""
        if self._page is None:
            return
        question, sitting = self._page.step.question, self._sitting
        self._points.border_title = words.JUDGING
        fresh = [
            sitting.take_opinion(turn, await asyncio.to_thread(sitting.judge_again, turn))
            for turn in sitting.engine.judgeable(question)
        ]
        self.notify(words.fresh(fresh))
        if self._page.step.question == question:
            self._show(self._at, self._row.id if self._row else None)

    # Where to go

    def action_step(self, by: int) -> None:
        """Go to the next answer or the one before; past the last is the scorecard."""
        there = self._at + by
        if there >= len(self._marking.steps):
            self._finish()
        elif there >= 0:
            self._show(there)

    def action_model(self) -> None:
        """Give the model answer all the room, or take it back."""
        self.toggle_class("-model")

    def action_leave(self) -> None:
        """Leave; marks are saved as they are made. First give back the room of a model answer."""
        if self.has_class("-model"):
            self.action_model()
            return
        is_over = self._sitting.engine.state.is_over
        if self._only is not None and is_over:
            self._finish()
        elif not is_over:
            Flow.of(self).leave_sitting()
        else:
            self.notify("Your marks are saved. Continue from the history at any time.")
            Flow.of(self).home()

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            Flow.of(self).reveal_over(self._sitting)
