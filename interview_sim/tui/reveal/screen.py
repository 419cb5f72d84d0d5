"""The reveal: the candidate's words beside what a full answer says, point by point."""

from __future__ import annotations

from pathlib import Path

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, Static

from interview_sim.assessment.marking import Marking, Page, Row, RowKind
from interview_sim.matching.model import Verdict
from interview_sim.services import Services, Sitting
from interview_sim.tui.actions import bindings
from interview_sim.tui.navigation import GoHome, RevealOver
from interview_sim.tui.prose import prose
from interview_sim.tui.reveal import words as reveal_text
from interview_sim.tui.reveal.points import PointList
from interview_sim.tui.widgets.evidence import AnswerPane, WordPicker
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar


class RevealScreen(Screen[None]):
    """Goes through the answers of a session; every word counts at once and can be taken back.

    Args:
        services: The app's services.
        sitting: The session, which stays open.
        question: Only this question; None: all that were asked, from the first unfinished one.
    """

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("reveal")

    _answer = getters.query_one(AnswerPane)
    _points = getters.query_one(PointList)

    def __init__(self, services: Services, sitting: Sitting, question: int | None = None) -> None:
        super().__init__()
        self._services = services
        self._sitting = sitting
        self._only = question
        self._marking = Marking(sitting.engine, question)
        self._at = 0
        self._page: Page | None = None
        self._is_over = False

    def compose(self) -> ComposeResult:
        """The answer and the model answer, the points and the reason for the one at hand."""
        yield HeadLine(id="reveal-head")
        with Horizontal(id="reveal-body"):
            with Vertical(id="reveal-words"):
                yield AnswerPane(id="reveal-answer", classes="panel")
                with VerticalScroll(id="reveal-model", classes="panel"):
                    yield Static(id="reveal-model-text")
            with Vertical(id="reveal-marks"):
                yield PointList(id="reveal-points", classes="panel")
                with VerticalScroll(id="reveal-reason", classes="panel", can_focus=False):
                    yield Static(id="reveal-reason-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin where something is left to say."""
        self._answer.border_title = "your answer"
        self.query_one("#reveal-model").border_title = "model answer"
        self.query_one("#reveal-model").border_subtitle = "m"
        self._points.border_title = "points"
        if not self._marking.steps:
            self._finish()
            return
        self._show(self._marking.start())
        self._points.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are selected in the answer, only that."""
        if not self.is_mounted or not self._answer.is_picking:
            return True
        return action == "help"

    # What is shown

    def _show(self, at: int, row: str | None = None) -> None:
        """Show a step, at the named row or the first with nothing said yet."""
        self._at = at
        page = self._page = self._marking.page(at)
        wanted = row or (page.pending[0].id if page.pending else None)
        ids = [known.id for known in page.rows]
        self._points.show(page.rows, ids.index(wanted) if wanted in ids else 0)
        model = self.query_one("#reveal-model-text", Static)
        model.update(prose(page.model_answer) if page.model_answer else reveal_text.NO_MODEL)
        self.query_one("#reveal-model").scroll_home(animate=False)
        self._show_row()
        self._show_head()

    def _show_head(self) -> None:
        page = self._page
        if page is not None:
            asked = self._sitting.engine.state.asked
            place = reveal_text.place(page, asked.index(page.step.question) + 1, len(asked))
            standing = reveal_text.standing(self._marking.standing(page.step.question))
            self.query_one(HeadLine).show(place, right=standing)
            self._points.border_subtitle = reveal_text.left_over(page)

    def _show_row(self) -> None:
        page, row = self._page, self._row
        if page is not None:
            before = reveal_text.asked(page)
            self._answer.show(before, page.answer, row.spans if row else ())
            reason = reveal_text.reason(page, row)
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

    # What the candidate says

    def action_agree(self) -> None:
        """Agree with the suggestion at hand; where all is said, go on."""
        page, row = self._page, self._row
        if page is None or row is None:
            return
        if not page.pending:
            self.action_step(1)
            return
        if row.kind is RowKind.CLAIM:
            self._tell("Did you claim this? y: yes, n: no.")
            return
        self._marking.agree(page.step, [row])
        self._said()

    def action_rest(self) -> None:
        """Agree with every suggestion on this answer that is still open; claims are left."""
        if self._page is not None:
            points = [row for row in self._page.pending if row.kind is not RowKind.CLAIM]
            if not self._page.pending:
                self.action_step(1)
                return
            self._marking.agree(self._page.step, points)
            self._said()

    def action_mark(self, word: str) -> None:
        """Give a verdict on the point at hand, or the yes or no on a claim."""
        page, row = self._page, self._row
        if page is None or row is None:
            return
        verdict = Verdict(word)
        if row.kind is not RowKind.CLAIM:
            self._marking.mark(page.step, row, verdict)
        elif verdict is Verdict.PARTLY:
            self._tell("A claim was made or it was not. y: yes, n: no.")
            return
        else:
            self._marking.claim(page.step, row, verdict is Verdict.COVERED)
        self._said()

    def action_point(self) -> None:
        """Select the words in the answer that said it."""
        page, row = self._page, self._row
        if page is None or row is None or row.kind in {RowKind.CLAIM, RowKind.GROUP}:
            self._tell("Go to a point first; then e selects the words that said it.")
        elif not page.answer:
            self._tell("Nothing was written here, so there are no words to point at.")
        else:
            self._answer.border_subtitle = "select with ⇧ and arrows"
            self._answer.pick()
            self.refresh_bindings()

    @on(WordPicker.Picked)
    def _words_picked(self, event: WordPicker.Picked) -> None:
        self._picking_over()
        if self._page is not None and self._row is not None:
            self._marking.mark(self._page.step, self._row, Verdict.COVERED, (event.span,))
            self._said()

    @on(WordPicker.Left)
    def _picking_over(self) -> None:
        self._answer.border_subtitle = ""
        self._points.focus()
        self.refresh_bindings()

    def action_undo(self) -> None:
        """Take back the last word, wherever it was said."""
        undone = self._marking.undo()
        if undone is None:
            self._tell("There is nothing to undo.")
        else:
            step, row = undone
            self._show(self._marking.steps.index(step), row)

    def _said(self) -> None:
        """Show what changed; go on to the next open row, or to the next answer."""
        before = self._page
        page = self._page = self._marking.page(self._at)
        if before is not None and before.pending and not page.pending:
            self.action_step(1)
            return
        self._points.update_rows(page.rows)
        self._show_head()
        following = reveal_text.next_open(page, self._points.highlighted or 0)
        if following == self._points.highlighted:
            self._show_row()
        else:
            self._points.highlighted = following

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
        """Leave; marks are kept as they are made."""
        if self._only is not None:
            self._finish()
        else:
            self._tell("Your marks are kept. Go on from the history at any time.")
            self.post_message(GoHome())

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            self.post_message(RevealOver(self._sitting))

    def _tell(self, words: str) -> None:
        self.notify(words, markup=False, timeout=4)
