"""The interview: what the candidate does, and what the clock does meanwhile.

The engine decides everything. This screen looks at it four times a second and at every key, and
shows what has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import TextArea

from interview_sim.session import rules
from interview_sim.session.events import (
    ClockGap,
    EndReason,
    HintShown,
    Skipped,
    TimedOut,
    Warned,
)
from interview_sim.session.gap_words import gap_words, length_words
from interview_sim.session.state import Phase, State
from interview_sim.tui import navigation
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.interview import words as view
from interview_sim.tui.interview.race_screen import InterviewRace
from interview_sim.tui.widgets.editor import AnswerEditor
from interview_sim.tui.widgets.rows import Row

if TYPE_CHECKING:
    from interview_sim.services import Services, Sitting
    from interview_sim.session.events import Event

_POLL = 0.25
_QUIET_MS = 1_500
"""After a time-out keys are not taken until none came for so long: they were meant for the answer
before, and must neither begin, nor fill, nor hand in the next one."""
_LONG_TOAST = 10
"""Seconds for a word that is to be there still when somebody comes back."""
_STOPPED = 2
"""Seconds without a look at the clock from which a stop is worth a word."""
_LIVE = {Phase.READING, Phase.ANSWERING}


class InterviewScreen(InterviewRace):
    """One session being sat."""

    BINDINGS = bindings("interview")
    holds_sitting = True

    def __init__(self, services: Services, sitting: Sitting) -> None:
        super().__init__(services, sitting)
        self._services = services
        self._sitting = sitting
        self._engine = sitting.engine
        self._shown: object = None
        self._turn: view.TurnKey | None = None
        self._quiet_until = -1
        self._asked_to_rate = -1
        self._dialog: ConfirmModal | None = None
        self._is_over = False
        self._polled_at = services.clock.monotonic()
        self._stood_still = 0.0

    @property
    def _state(self) -> State:
        return self._engine.state

    def on_mount(self) -> None:
        """Start the clocks, unless the session is resumed."""
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
            self._follow(self._sitting.tick())

    def _came_back(self, _app: object) -> None:
        """The program was stopped, as a shell does, and goes on: say that time did not stop."""
        was_over = self._is_over
        self.poll()
        stopped, self._stood_still = self._stood_still, 0.0
        if stopped >= _STOPPED and not was_over:
            words = f"The program was stopped for {length_words(stopped)}. The clocks ran on."
            self.notify(words, markup=False, timeout=_LONG_TOAST)

    def _follow(self, made: tuple[Event, ...]) -> None:
        """Tell what happened, then show how things stand."""
        if self._is_over:
            return
        for event in made:
            if isinstance(event, TimedOut):
                self._quiet_until = self._engine.t + _QUIET_MS
            elif isinstance(event, Skipped) and not self._state.is_over:
                self._say("Skipped.", seconds=2)
            elif isinstance(event, ClockGap):
                self.notify(gap_words(event), markup=False, timeout=_LONG_TOAST)
            elif isinstance(event, Warned) and self._plan.hide_clock:
                self._say(view.announcement(event.scope, event.mark))
        notice = self._sitting.take_notice()
        if notice:
            self.notify(notice, markup=False, timeout=_LONG_TOAST)
        self._sync()

    def _sync(self) -> None:
        """Bring the screen up to the state; costs next to nothing where nothing changed."""
        state, engine, turn = self._state, self._engine, self._state.turn
        hints = len(turn.hints) if turn else 0
        key = (state.phase, len(state.turns), hints, state.flagged, self._sitting.problem)
        if key != self._shown:
            self._shown = key
            self._show(state)
        self.show_clocks(state, engine.question_left, engine.session_left, engine.reading_left)
        self.show_race(state, engine.t)
        self.answer.count()
        self.note_cut()
        self.answer.read_only = state.phase not in _LIVE or self._is_quiet

    @property
    def _is_quiet(self) -> bool:
        return self._engine.t < self._quiet_until

    def _swallows(self) -> bool:
        """Whether a key is one too late; each puts off the moment from which keys count."""
        if self._is_quiet:
            self._quiet_until = self._engine.t + _QUIET_MS
            return True
        return False

    def _show(self, state: State) -> None:
        if state.is_over:
            self._end(state)
            return
        index = state.question_index
        if self._engine.awaits_rating and self._asked_to_rate != index:
            self._asked_to_rate = index
            self.post_message(navigation.RateNow(self._sitting, index))
        self.show_head(state, self._sitting.problem)
        self.show_cover(state, self._services.clock.now())
        self.show_talk(state)
        key = view.latest_key(state)
        if key != self._turn and state.turn is not None:
            self._turn = key
            self.show_question(state)
            self.answer.show(state.turn.text)
            self._close_modal()
            self.remove_class("-question", "-talk")
        if state.phase is Phase.PAUSED:
            self.set_focus(None)
        elif self.focused is None:
            self.answer.focus()
        self.refresh_bindings()

    def _end(self, state: State) -> None:
        self._is_over = True
        if state.turn is not None and state.turn.timed_out_by is not None:
            self._say(view.TIME_IS_UP)
        elif state.end_reason is EndReason.OUT_OF_TIME:
            self._say(view.NO_TIME_FOR_MORE)
        self.post_message(navigation.AskingOver(self._sitting))

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
        if not self._swallows():
            self._follow(self._engine.begin())

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the answer wherever the focus is, but for keys that come too late."""
        if event.is_printable and self._swallows():
            return
        elsewhere = self.focused is not None and not self.answer.has_focus
        if elsewhere and event.is_printable and event.character and not self.answer.read_only:
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
            return not is_paused and self.is_cut
        return not is_paused or action not in {"submit", "skip", "conversation", "answer"}

    def action_submit(self) -> None:
        """Hand the answer in."""
        if self._swallows():
            return
        if self._state.phase is Phase.READING:
            self._say("Nothing is typed yet. Enter begins, ^N skips.")
            return
        self._follow(self._engine.draft(self.answer.text))
        if view.latest_key(self._state) == self._turn:
            self._follow(self._engine.submit())

    def action_skip(self) -> None:
        """Pass; asks first where something was typed."""
        if self._swallows():
            return
        if not self.answer.text.strip():
            self._follow(self._engine.skip())
            return
        turn = self._turn

        def decided(choice: str | None) -> None:
            # The clock ran on meanwhile: what was asked about may have been handed in.
            if choice == "skip" and view.latest_key(self._state) == turn:
                self._follow(self._engine.skip())

        self._ask(
            "Skip this one?",
            "It will count as not answered. What you typed stays in the transcript.",
            [Row("skip", "Skip it", key="s"), Row("stay", "Go on answering", key="Esc")],
            decided,
        )

    def action_flag(self) -> None:
        """Flag the question, or take the flag back."""
        self._follow(self._engine.flag())

    def action_hint(self) -> None:
        """Show the next hint, if there is one."""
        made = self._engine.hint()
        if not any(isinstance(event, HintShown) for event in made):
            self._say("There are no more hints for this question.")
        self._follow(made)

    def action_pause(self) -> None:
        """Stop both clocks."""
        self._follow(self._engine.pause())

    def action_go_on(self) -> None:
        """Let both clocks go on."""
        self._follow(self._engine.unpause())

    def action_help(self) -> None:
        """Show the keys; the clock runs on."""
        self.post_message(navigation.OpenHelp())

    def action_finish(self) -> None:
        """Ask once what to do, and say what will be kept."""
        rows = [
            Row("stay", "Go on", "", "Esc"),
            Row("finish", "Finish now", "rate yourself, then see the points", "f"),
            Row("leave", "Leave, resume later", "the clocks stand meanwhile", "l"),
        ]

        if self._sitting.problem:
            rows.append(Row("copy", "Save a copy elsewhere", "saving fails at present", "c"))

        def decided(choice: str | None) -> None:
            if choice == "copy":
                self.post_message(navigation.SaveElsewhere())
            elif choice == "finish" and not self._is_over:
                self._follow(self._engine.finish())
            elif choice == "leave" and not self._is_over:
                self.post_message(navigation.LeaveSitting())

        text = view.kept_words(self._state, self.answer.text)
        self._ask("Finish the interview?", text, rows, decided)

    def _ask(
        self, title: str, text: str, rows: list[Row], decided: Callable[[str | None], None]
    ) -> None:
        self._follow(self._engine.draft(self.answer.text) if self.answer.text else ())
        self._dialog = ConfirmModal(title, text, rows)
        self.app.push_screen(self._dialog, decided)

    def _close_modal(self) -> None:
        modal, self._dialog = self._dialog, None
        if modal is not None and modal.is_current:
            modal.dismiss(None)

    def _say(self, text: str, seconds: float | None = None) -> None:
        self.notify(text, markup=False, timeout=seconds)
