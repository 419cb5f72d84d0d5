"""The interview: what the candidate does, and what the clock does meanwhile.

The engine decides everything. This screen looks at it four times a second and at every key, and
shows what has changed.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.command import CommandPalette
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static, TextArea

from interview_sim.assessment.words import FLAG
from interview_sim.figures import gap_words, length_words
from interview_sim.session import cases, rules
from interview_sim.session.events import (
    ClockGap,
    HintShown,
    Skipped,
    TimedOut,
    Warned,
)
from interview_sim.session.phases import FollowUpKind, Phase
from interview_sim.session.state import State
from interview_sim.tui.actions import bindings, own_key
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import Guard
from interview_sim.tui.interview import words
from interview_sim.tui.interview.case import CasePanel, StageLine
from interview_sim.tui.interview.clocks import PaceClock
from interview_sim.tui.interview.race import RaceLine
from interview_sim.tui.interview.talk import Entry, Part, Talk
from interview_sim.tui.present import clock, literal, one_line
from interview_sim.tui.widgets.editor import AnswerEditor
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import Row

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.session.events import Event
    from interview_sim.sitting import Sitting

_POLL = 0.25
_LONG_TOAST = 10
"""Seconds for a message that is to be there still when somebody comes back."""
_STOPPED = 2
"""Seconds without a look at the clock from which a stop is worth a message."""
_LIVE = {Phase.READING, Phase.ANSWERING}
_TURNED = ("-question", "-talk", "-case")
"""Set while one part is shown at the expense of the others."""


class InterviewScreen(Screen[None]):
    """One session being sat."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("interview")
    AUTO_FOCUS = "#answer"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]
    holds_sitting = True

    head = query_one(HeadLine)
    stages = query_one(StageLine)
    problem = query_one("#problem", Static)
    case = query_one(CasePanel)
    said = query_one("#said", Part)
    question = query_one("#question", VerticalScroll)
    talk = query_one(Talk)
    now = query_one("#now", VerticalScroll)
    notice = query_one("#notice", Static)
    says = query_one("#says", Static)
    ask = query_one("#ask", Static)
    hints = query_one("#hints", Vertical)
    reading = query_one("#reading", Static)
    answer = query_one(AnswerEditor)
    race = query_one(RaceLine)
    question_clock = query_one("#question-clock", PaceClock)
    session_clock = query_one("#session-clock", PaceClock)

    def __init__(self, services: Services, sitting: Sitting) -> None:
        super().__init__()
        self._services = services
        self._sitting = sitting
        self._engine = sitting.engine
        self._plan = sitting.engine.state.header.plan
        self._shown: object = None
        self._turn: words.TurnKey | None = None
        self._reading_time = ""
        self._asked_to_rate = -1
        self._dialog: ConfirmModal | None = None
        """What asks about this answer."""
        self._finishing: ConfirmModal | None = None
        self._is_over = False
        self._typed_on = ""
        """What was typed while the last answer was judged."""
        self._is_cut = False
        """Whether not all of the question is in view, so that showing it in full is offered."""
        self._polled_at = services.clock.monotonic()
        self._stood_still = 0.0

    def compose(self) -> ComposeResult:
        """From the top: where we are, what was said, what is asked, the answer, the clocks."""
        yield HeadLine()
        yield StageLine()
        yield Static(id="problem")
        with Container(id="body"):
            with Vertical(id="heard"):
                yield CasePanel()
                with Part(id="said", can_focus=False):
                    with VerticalScroll(id="question"):
                        yield Static(id="prompt")
                    yield Talk(id="talk")
                    with VerticalScroll(id="now"):
                        yield Static(id="notice")
                        yield Static(id="says")
                        yield Static(id="ask")
                        yield Vertical(id="hints")
            with Vertical(id="own"):
                yield Static(id="reading")
                yield AnswerEditor(id="answer")
                yield RaceLine(self._services, self._sitting.id)
        with Vertical(id="cover"):
            yield Static(id="cover-title")
            yield Static(id="cover-text")
        with Horizontal(id="clocks"):
            hidden, total = self._plan.hide_clock, self._plan.seconds_of(self._state.round)
            yield PaceClock("question", total=1, hidden=hidden, id="question-clock")
            yield PaceClock("session", total=total, hidden=hidden, id="session-clock")
        yield KeyBar()

    @property
    def _state(self) -> State:
        return self._engine.state

    def on_mount(self) -> None:
        """Show how things stand, and look at the clocks from now on."""
        self._follow(self._engine.start())
        self.set_interval(_POLL, self.poll)
        self.app.app_resume_signal.subscribe(self, self._came_back)

    def on_screen_resume(self) -> None:
        """What lay above is gone: show how things stand now."""
        self.poll()

    # Looking at the engine

    def poll(self) -> None:
        """Let the engine catch up, and show what changed; may be called at any time."""
        now = self._services.clock.monotonic()
        self._stood_still = max(self._stood_still, now - self._polled_at)
        self._polled_at = now
        if not self._is_over:
            self._follow(self._sitting.tick(self._judged))

    def _judged(self) -> None:
        """A judgement is ready; called from another thread."""
        with suppress(RuntimeError, NoMatches):  # the app, or this screen, may be closing
            self.app.call_from_thread(self.poll)

    def _came_back(self, _app: object) -> None:
        """The program was stopped, as a shell does, and goes on: say that time did not stop."""
        was_over = self._is_over
        self.poll()
        stopped, self._stood_still = self._stood_still, 0.0
        if stopped >= _STOPPED and not was_over:
            self.notify(
                f"The program was stopped for {length_words(stopped)}. The clocks kept running.",
                timeout=_LONG_TOAST,
            )

    def _follow(self, made: tuple[Event, ...]) -> None:
        """Say what happened, then show how things stand."""
        if self._is_over:
            return
        for event in made:
            if isinstance(event, TimedOut) and self.app.screen in {self, self._dialog}:
                Guard.of(self.app).interrupted()
            elif isinstance(event, Skipped) and not self._state.is_over:
                self.notify("Skipped.", timeout=2)
            elif isinstance(event, ClockGap):
                self.notify(gap_words(event.ms), timeout=_LONG_TOAST)
            elif isinstance(event, Warned) and self._plan.hide_clock:
                self.notify(words.announcement(event.scope, event.mark))
        notice = self._sitting.take_notice()
        if notice:
            self.notify(notice, timeout=_LONG_TOAST)
        self._sync()

    def _sync(self) -> None:
        """Bring the screen up to the state; costs next to nothing where nothing changed."""
        state, turn = self._state, self._state.turn
        hints = len(turn.hints) if turn else 0
        waits = self._sitting.follow_up is not None
        key = (state.phase, len(state.turns), hints, state.flagged, waits, self._sitting.problem)
        if key != self._shown:
            self._shown = key
            self._show(state)
        self._show_clocks(state)
        self.race.show(state, self._engine.t)
        self.answer.count()
        self._note_cut()
        self.answer.read_only = state.phase not in _LIVE or Guard.of(self.app).is_late

    # What is shown

    def _show(self, state: State) -> None:
        if state.is_over:
            self._is_over = True
            Flow.of(self).asking_over(self._sitting)
            return
        index = state.question_index
        if self._engine.awaits_rating and self._asked_to_rate != index:
            self._asked_to_rate = index
            Flow.of(self).rate_now(self._sitting, index)
        self._show_head(state)
        self._show_cover(state)
        self._show_talk(state)
        turn, key = state.turn, words.latest_key(state)
        is_new = key != self._turn
        if is_new and turn is not None:
            self._turn = key
            Guard.of(self.app).turned()
            self.answer.show(turn.text)
            if self._typed_on:
                self.answer.insert(self._typed_on)
                self._typed_on = ""
            self.remove_class(*_TURNED)
            self.question.scroll_home(animate=False)
            self._show_latest()
        if is_new or state.phase is Phase.THINKING:
            self._close_what_was_of_the_last()
        if state.phase is Phase.PAUSED:
            self.set_focus(None)
        elif self.focused is None:
            self.answer.focus()
        self.refresh_bindings()

    def _show_head(self, state: State) -> None:
        """Where we are, and whether all is being saved."""
        problem = self._sitting.problem
        flag = f" {FLAG} flagged" if state.question_index in state.flagged else ""
        saving = "✗ not saved" if problem else "● rec"
        self.head.show(one_line(words.place(state)) + flag, words.follow_up(state), saving)
        self.problem.display = bool(problem)
        self.problem.update(literal(problem or ""))

    def _show_cover(self, state: State) -> None:
        """While the session is paused, question and answer are covered."""
        is_paused = state.phase is Phase.PAUSED
        self.set_class(is_paused, "-paused")
        if is_paused:
            title, text = words.pause_words(state, self._services.clock.now())
            self.query_one("#cover-title", Static).update(literal(title))
            self.query_one("#cover-text", Static).update(literal(text))

    def _show_talk(self, state: State) -> None:
        """What is asked and what was said; the answer is not touched."""
        turn = state.turn
        if turn is None:
            return
        is_reading = state.phase is Phase.READING
        number = len(state.turns) - 1
        notice, said = words.time_out(state, number), words.said_before(state, number)
        case, told = cases.case_of(state), cases.told(state)
        self.stages.show(case, cases.done(state))
        if case is not None:
            self.case.show(case, told)
        # The first question of a case says what it is about.
        is_said = turn.is_main and not told and cases.opens(state, turn.question)
        self.set_class(case is not None and not is_said, "-in-case")
        self.set_class(not turn.is_main, "-follow-up")
        self.set_class(turn.kind is FollowUpKind.MORE, "-more")
        self.answer.waiting = is_reading
        self.reading.display = is_reading
        for widget, text in (
            (self.notice, literal(notice)),
            # What is told of a case is as important as what is asked.
            (self.says, Content("\n").join(literal(*line) for line in said)),
            (self.ask, literal(turn.ask.strip())),
        ):
            widget.display = bool(text)
            widget.update(text)
        prompt = state.drawn(turn.question).question.prompt.strip()
        self.query_one("#prompt", Static).update(literal(prompt))
        self.hints.remove_children()
        self.hints.mount_all(Entry(words.Said("Hint", hint)) for hint in turn.hints)
        self._show_said()

    def _show_said(self) -> None:
        whole = self.is_wide or self.has_class("-talk")
        self.talk.show(words.conversation(self._state, whole=whole))

    @property
    def is_wide(self) -> bool:
        """Whether the conversation stands beside the answer."""
        return self.has_class("-wide")

    def on_resize(self) -> None:
        """Show the whole conversation where there is room for it."""
        self.call_later(self._refit)  # once Textual has told which room there is

    def _refit(self) -> None:
        self.said.can_focus = self.is_wide
        self._show_said()
        self._show_latest()

    def _show_latest(self) -> None:
        """Bring what is asked now into view, from its beginning, and what was said just before."""
        self.now.scroll_home(animate=False)
        part = self.said if self.is_wide else self.talk
        part.is_to_scroll = True
        # Once entries are there, and again: what is above, a case, is laid out first, and takes
        # its room from what was said.
        again = partial(self.call_after_refresh, self._scroll, part)
        self.talk.call_after_refresh(self.call_after_refresh, again)

    def _scroll(self, part: Part) -> None:
        if not part.is_to_scroll:
            return
        if not self.is_wide:
            if not self.has_class("-question"):
                # Much may stand above it, where a stage of a case is asked by itself.
                top = self.ask.outer_size.height > self.now.size.height
                self.now.scroll_to_widget(self.ask, animate=False, top=top, immediate=True)
            self.said.scroll_home(animate=False, immediate=True)
            self.talk.scroll_end(animate=False, immediate=True)
            return
        self.talk.scroll_home(animate=False, immediate=True)
        if self.now.outer_size.height > self.said.size.height:
            self.said.scroll_to_widget(self.now, animate=False, top=True, immediate=True)
        else:
            self.said.scroll_end(animate=False, immediate=True)

    def _note_cut(self) -> None:
        """Look whether all of the question is in view."""
        scrolls = (self.said,) if self.is_wide else (self.question, self.now)
        is_cut = any(scroll.display and scroll.max_scroll_y > 0 for scroll in scrolls)
        is_cut |= self.has_class("-question") or (self.is_wide and self.has_class("-follow-up"))
        if is_cut != self._is_cut:
            self._is_cut = is_cut
            self.refresh_bindings()

    def _show_clocks(self, state: State) -> None:
        """Both clocks and the reading time."""
        engine, turn, is_reading = self._engine, state.turn, state.phase is Phase.READING
        question, session = engine.question_left, engine.session_left
        total, whole = (turn.budget / 1000 if turn else 0.0), self._plan.seconds_of(state.round)
        stage = "" if is_reading else words.stage(question, total)
        self.question_clock.show(question, total, stage)
        self.session_clock.show(session, whole, words.stage(session, whole))
        is_thinking = state.phase is Phase.THINKING
        is_stopped = is_thinking or state.phase is Phase.PAUSED
        self.question_clock.set_class(is_reading or is_stopped, "-stopped")
        self.session_clock.set_class(is_stopped, "-stopped")
        self.answer.name_border(words.THINKING if is_thinking else words.border_words(stage))
        self.answer.set_class(stage in {"last", "over"}, "-urgent")
        if is_reading:
            reading = engine.reading_left
            is_hidden = self._plan.hide_clock or reading is None
            time = "Time to read" if is_hidden else f"{clock(reading or 0)} to read"
            if time != self._reading_time:
                self._reading_time = time
                self.reading.update(Content(f"{time} · Enter to begin, or just type"))

    # Turning to one part and back

    def action_question(self) -> None:
        """The question in full, and back."""
        narrow = self.question if self.has_class("-follow-up") else self.now
        self._turn_over("-question", self.said if self.is_wide else narrow)

    def action_conversation(self) -> None:
        """All that was said, and back."""
        self._turn_over("-talk", self.said if self.is_wide else self.talk)

    def action_case(self) -> None:
        """What the case is about and what was told so far, and back."""
        self._turn_over("-case", self.case)

    def _turn_over(self, name: str, part: VerticalScroll) -> None:
        is_on = not self.has_class(name)
        self.remove_class(*_TURNED)
        self.set_class(is_on, name)
        self._show_said()
        self.set_focus(part if is_on else self.answer, scroll_visible=False)
        self._show_latest()

    def action_answer(self) -> None:
        """Back to the answer; at the answer, say how to leave it."""
        if any(map(self.has_class, _TURNED)):
            self.remove_class(*_TURNED)
            self._show_said()
        elif self.answer.has_focus:
            key = own_key(self.app, "interview.finish")
            self.notify(f"{key} finishes the interview, or leaves it for later.", timeout=3)
        self.answer.focus()

    # What the candidate does

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        message.stop()
        turn, text = self._state.turn, self.answer.text
        # A change that was announced just before a time-out finds the editor emptied: nothing
        # was typed on the new question, so its reading time must not end.
        if turn is None or (self._state.phase is Phase.READING and text == turn.text):
            return
        self._follow(self._engine.draft(text))

    @on(AnswerEditor.Begin)
    def _begin(self) -> None:
        self._follow(self._engine.begin())

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the answer wherever the focus is; while that is judged, to the next."""
        if self._state.phase is Phase.THINKING and event.is_printable and event.character:
            event.stop()
            self._typed_on += event.character
            return
        is_outside = self.focused is not None and not self.answer.has_focus
        if is_outside and event.is_printable and event.character and not self.answer.read_only:
            event.stop()
            self.action_answer()
            self.answer.insert(event.character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hint, pause and going on are offered only where they do something."""
        state = self._state
        is_paused = state.phase is Phase.PAUSED
        if action == "go_on":
            return is_paused
        if action == "hint":
            return rules.can_hint(state)
        if action == "pause":
            return rules.can_pause(state)
        if action == "question":
            return not is_paused and self._is_cut
        if action in {"submit", "skip"}:
            ends_wait = action == "skip" and self._sitting.follow_up is not None
            return ends_wait or state.phase in _LIVE
        if action == "case":
            return not is_paused and self.has_class("-in-case")
        if action == "conversation":
            return not is_paused and len(state.turns) > 1
        return not is_paused or action != "answer"

    def why_not(self, action: str) -> str:
        """Why a key does nothing now, where that is not what its action says of itself."""
        if self._state.phase is Phase.PAUSED:
            return "Paused. Enter goes on."
        return {
            "interview.hint": "No hints for follow-ups." if rules.can_pause(self._state) else "",
            "interview.question": "The whole question is on the screen already.",
            "interview.case": (
                "The question says it all so far."
                if cases.case_of(self._state)
                else "This question is no case."
            ),
            "interview.conversation": "Nothing was said before this question.",
        }.get(action, "")

    def action_submit(self) -> None:
        """Submit the answer."""
        if not self.answer.text.strip():
            begins = "Enter begins, " if self._state.phase is Phase.READING else ""
            key = own_key(self.app, "interview.skip")
            self.notify(f"Nothing is typed yet. {begins}{key} skips.")
            return
        self._follow(self._engine.draft(self.answer.text))
        if words.latest_key(self._state) == self._turn:
            self._follow(self._engine.submit())
            self.poll()

    def action_skip(self) -> None:
        """Skip what is asked, or the wait for its words; asks first where something was typed."""
        if self._sitting.follow_up is not None:
            self._follow(self._sitting.ask())
            return
        if not self.answer.text.strip():
            self._follow(self._engine.skip())
            return
        turn = self._turn

        def decided(choice: str | None) -> None:
            # The clock ran on meanwhile: what was asked about may have been submitted.
            if choice == "skip" and words.latest_key(self._state) == turn:
                self._follow(self._engine.skip())

        self._dialog = self._asking(
            "Skip this one?",
            "It will count as not answered. What you typed stays in the transcript.",
            [Row("stay", "Keep answering", key="Esc"), Row("skip", "Skip it", key="s")],
        )
        self.app.push_screen(self._dialog, decided)

    def action_flag(self) -> None:
        """Flag the question, or take the flag back."""
        self._follow(self._engine.flag())

    def action_hint(self) -> None:
        """Show the next hint, if there is one."""
        made = self._sitting.hint()
        if not any(isinstance(event, HintShown) for event in made):
            self.notify("There are no more hints for this question.")
        self._follow(made)

    def action_pause(self) -> None:
        """Stop both clocks."""
        self._follow(self._engine.pause())

    def action_go_on(self) -> None:
        """Let both clocks run again."""
        self._follow(self._engine.unpause())

    def action_race(self) -> None:
        """Show how far the last attempt was at this moment, or not."""
        self.race.toggle(self._state)

    def action_finish(self) -> None:
        """Ask once what to do, and say what will be kept."""
        if self._state.is_untouched and not self.answer.text:
            leave = Row("leave", "Leave", "nothing is kept yet", "l")
        else:
            leave = Row("leave", "Leave, resume later", "the clocks stop", "l")
        rows = [
            Row("stay", "Go on", "", "Esc"),
            Row("finish", "Finish now", "then rate yourself", "f"),
            leave,
        ]
        if self._sitting.problem:
            rows.append(Row("copy", "Save a copy", "saving fails now", "c"))

        def decided(choice: str | None) -> None:
            if choice == "copy":
                Flow.of(self).save_copy()
            elif choice == "finish" and not self._is_over:
                self._follow(self._engine.finish())
            elif choice == "leave" and not self._is_over:
                Flow.of(self).leave_sitting()

        text = words.kept_words(self._state, self.answer.text)
        self._finishing = self._asking("Finish the interview?", text, rows)
        self.app.push_screen(self._finishing, decided)

    def _asking(self, title: str, text: str, rows: list[Row]) -> ConfirmModal:
        self._follow(self._engine.draft(self.answer.text) if self.answer.text else ())
        return ConfirmModal(title, text, rows)

    def _close_what_was_of_the_last(self) -> None:
        """What was open about the answer before goes with it, lest a key for it hits this one.

        Whether to finish is asked on: that was meant of the whole.
        """
        above = self.app.screen
        if above is self._dialog or isinstance(above, CommandPalette):
            Guard.of(self.app).interrupted()
            self.app.pop_screen()
        elif self._finishing is not None and self._finishing.is_current:
            self._finishing.say(words.kept_words(self._state, self.answer.text))
