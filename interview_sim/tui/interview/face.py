"""How the interview looks: the question, what was said, the answer, and both clocks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.session.state import Phase, State
from interview_sim.tui.interview import words as view
from interview_sim.tui.interview.clocks import PaceClock
from interview_sim.tui.interview.talk import Talk
from interview_sim.tui.present import FLAG, clock, literal, one_line
from interview_sim.tui.widgets.editor import AnswerEditor
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from datetime import datetime

    from interview_sim.session.plan import Plan


class InterviewFace(Screen[None]):
    """Shows a state of an interview; what happens is decided by who inherits."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    AUTO_FOCUS = "#answer"

    head = query_one(HeadLine)
    problem = query_one("#problem", Static)
    says = query_one("#says", Static)
    question = query_one("#question", VerticalScroll)
    ask = query_one("#ask", Static)
    reading = query_one("#reading", Static)
    talk = query_one(Talk)
    answer = query_one(AnswerEditor)
    question_clock = query_one("#question-clock", PaceClock)
    session_clock = query_one("#session-clock", PaceClock)

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self._state_shown: State | None = None
        self._reading_time = ""
        self.is_cut = False
        """Whether the question is longer than its place, so that bringing it in full is offered."""

    def compose(self) -> ComposeResult:
        """From the top: where we are, what is asked, what was said, the answer, the clocks."""
        yield HeadLine(id="head")
        yield Static(id="problem")
        with Vertical(id="body"):
            yield Static(id="says")
            with VerticalScroll(id="question"):
                yield Static(id="ask")
            yield Static(id="reading")
            yield Talk(id="talk")
            yield AnswerEditor(id="answer")
            yield Static(id="race")
        with Vertical(id="cover"):
            yield Static(id="cover-title")
            yield Static(id="cover-text")
        with Horizontal(id="clocks"):
            hidden, total = self._plan.hide_clock, self._plan.total_seconds
            yield PaceClock("question", total=1, hidden=hidden, id="question-clock")
            yield PaceClock("session", total=total, hidden=hidden, id="session-clock")
        yield KeyBar()

    def show_head(self, state: State, problem: str | None) -> None:
        """Where we are, and whether all is being saved."""
        flag = f" {FLAG} flagged" if state.question_index in state.flagged else ""
        saving = "✗ not saved" if problem else "● rec"
        self.head.show(one_line(view.place(state)) + flag, view.follow_up(state), saving)
        self.problem.display = bool(problem)
        self.problem.update(literal(problem or ""))

    def show_cover(self, state: State, now: datetime) -> None:
        """While the session stands, question and answer are out of sight."""
        is_paused = state.phase is Phase.PAUSED
        self.set_class(is_paused, "-paused")
        if is_paused:
            title, text = view.pause_words(state, now)
            self.query_one("#cover-title", Static).update(literal(title))
            self.query_one("#cover-text", Static).update(literal(text))

    def show_talk(self, state: State) -> None:
        """What is asked and what was said; the answer is not touched."""
        turn = state.turn
        if turn is None:
            return
        is_reading = state.phase is Phase.READING
        preface = view.preface(state) if turn.is_main else ""
        self.set_class(not turn.is_main, "-follow-up")
        self.answer.waiting = is_reading
        self.reading.display = is_reading
        self.says.display = bool(preface)
        self.says.update(literal(preface))
        self.says.set_class(preface == view.TIME_IS_UP, "-time")
        self._state_shown = state
        self._show_said()

    def _show_said(self) -> None:
        whole = self.has_class("-talk")
        if self._state_shown is not None:
            self.talk.show(view.conversation(self._state_shown, whole=whole), whole=whole)

    def show_question(self, state: State) -> None:
        """A new question, from its first line."""
        drawn = state.drawn(max(0, state.question_index))
        self.ask.update(literal(drawn.question.prompt.strip()))
        self.question.scroll_home(animate=False)

    def note_cut(self) -> None:
        """Look whether the question fits its place."""
        is_cut = self.question.max_scroll_y > 0 or self.has_class("-question")
        if is_cut != self.is_cut:
            self.is_cut = is_cut
            self.refresh_bindings()

    def show_clocks(
        self, state: State, question: float | None, session: float | None, reading: float | None
    ) -> None:
        """Both clocks and the reading time; seconds left."""
        turn, is_reading = state.turn, state.phase is Phase.READING
        total = turn.budget / 1000 if turn else 0.0
        stage = "" if is_reading else view.stage(question, total)
        whole = self._plan.total_seconds
        self.question_clock.show(question, total, stage)
        self.session_clock.show(session, whole, view.stage(session, whole))
        is_stopped = state.phase is Phase.PAUSED
        self.question_clock.set_class(is_reading or is_stopped, "-stopped")
        self.session_clock.set_class(is_stopped, "-stopped")
        self.answer.name_border(view.border_words(stage))
        self.answer.set_class(stage in {"last", "over"}, "-urgent")
        if is_reading:
            is_hidden = self._plan.hide_clock or reading is None
            time = "Time to read" if is_hidden else f"{clock(reading or 0)} to read"
            if time != self._reading_time:
                self._reading_time = time
                self.reading.update(Content(f"{time} · Enter to begin, or just type"))

    # Turning to one part and back

    def action_question(self) -> None:
        """The question in full, and back."""
        self._turn_over("-question", self.question.focus)

    def action_conversation(self) -> None:
        """All that was said, and back."""
        self._turn_over("-talk", self.talk.focus)

    def _turn_over(self, name: str, focus: Callable[[], object]) -> None:
        is_on = not self.has_class(name)
        self.remove_class("-question", "-talk")
        self.set_class(is_on, name)
        self._show_said()
        (focus if is_on else self.answer.focus)()

    def action_answer(self) -> None:
        """Back to the answer."""
        if self.has_class("-talk") or self.has_class("-question"):
            self.remove_class("-question", "-talk")
            self._show_said()
        self.answer.focus()
