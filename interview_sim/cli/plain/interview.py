"""An interview line by line: the same engine, for screen readers and simple terminals."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial

import click

from interview_sim.assessment.words import clock, time_is_up
from interview_sim.cli.plain.assessing import assess, review
from interview_sim.cli.plain.dialogue import QUIT, Dialogue, EndOfInput, LineSource, TypedLines
from interview_sim.cli.plain.unsaved import kept_to_the_end, settle
from interview_sim.cli.printing import note, print_scorecard, say
from interview_sim.figures import counted, gap_words
from interview_sim.judging.parts import is_whole
from interview_sim.session import cases, rules
from interview_sim.session.events import ClockGap, Event, HintShown, Scope, TimedOut, Warned
from interview_sim.session.lines import opening
from interview_sim.session.phases import FollowUpKind, Phase
from interview_sim.session.rounds import break_words, overview
from interview_sim.session.state import State
from interview_sim.sitting import Sitting

TICK = 0.25
LATE_MS = 1_500
"""A line that ends so soon after a time-out was begun before it, and is no answer to the next."""
EXIT_LEFT = 130
"""The exit code of an interview that was left; what was typed is kept."""

HELP = """\
Type your answer in as many lines as you like. Alone on a line, these act:
  .        submit the answer         /time    how much time is left
  /skip    skip this one             /again   the question once more
  /flag    flag it for later         /show    your answer so far
  /undo    remove the last line      /finish  end the interview, then rate it
  /hint    a hint (practice)         /pause   stop the clocks; /go: continue
  /quit    leave; resume later       /help    this"""

_HOW = "Submit an answer with a dot alone on a line; /help lists what else you can do."
_OFFER = (
    "Before you mark answers of your own for the first time, you can mark a sample of which it is "
    "known what it covers (about 3 minutes): interview-sim mark --sample. "
    "/quit leaves yours for later."
)
_PAUSED = "The clocks are stopped. Type /go to continue."
_COMMAND = re.compile(r"/[a-z]+", re.IGNORECASE)


def spoken(seconds: float) -> str:
    """Seconds in words, for screen readers: `1 minute 30 seconds`."""
    minutes, secs = divmod(round(abs(seconds)), 60)
    parts = [counted(n, noun) for n, noun in ((minutes, "minute"), (secs, "second")) if n]
    return " ".join(parts) or "0 seconds"


def prompt_lines(state: State, *, again: bool = False) -> Iterator[str]:
    """How far the interview is, and what is being asked now.

    Asked `again`, a stage of a case comes with all that is known of it.
    """
    turn = state.turn
    if turn is None:
        return
    budget = spoken(turn.budget / 1000)
    yield ""
    if turn.is_main:
        place = cases.place(state, turn.question, word="Question ")
        yield f"{place}, {cases.subject(state, turn.question)}. You have {budget}."
    elif turn.kind is FollowUpKind.MORE:
        yield f"You have {budget}."
    elif turn.kind is FollowUpKind.AGAIN:
        yield f"The same question again. You have {budget}."
    else:
        count = len([t for t in state.turns_of(turn.question) if not is_whole(t.part)])
        yield f"Follow-up {count}. You have {budget}."
    if again or (turn.is_main and not cases.done(state)):
        yield from cases.known(state)
    yield turn.ask.strip()


class PlainInterview:
    """Asks, listens and tells the time, a line at a time.

    Args:
        sitting: The session.
        dialogue: The conversation with the candidate.
        waits: Whether the clocks start with Enter, for somebody who sits at a terminal; else at
            once.
        offers_sample: Whether to say that there is a sample to mark first.
    """

    def __init__(
        self,
        sitting: Sitting,
        dialogue: Dialogue,
        *,
        waits: bool = False,
        offers_sample: bool = False,
    ) -> None:
        self._sitting = sitting
        self._engine = sitting.engine
        self._dialogue = dialogue
        self._say = dialogue.say
        self._typed: list[str] = []
        self._reported_problem: str | None = None
        self._shown_turn = -1
        self._cut_off_at: int | None = None
        self._waits = waits
        self._offers_sample = offers_sample
        self._commands: dict[str, Callable[[], None]] = {
            ".": self._submit,
            "/help": lambda: self._say(HELP),
            "/skip": lambda: self._report(self._engine.skip()),
            "/flag": self._flag,
            "/hint": self._hint,
            "/time": self._time,
            "/again": partial(self._ask, again=True),
            "/show": lambda: self._say("\n".join(self._typed) or "Nothing yet."),
            "/undo": self._undo,
            "/pause": self._pause,
            "/go": self._go,
            "/finish": lambda: self._report(self._engine.finish()),
        }

    def run(self) -> bool:
        """Sit the session to the end of its assessment; False where the candidate left."""
        try:
            self._open()
            while not self._engine.state.is_over:
                if self._engine.state.is_break:
                    self._take_break()
                self._show_new_turn()
                if self._engine.awaits_rating:
                    self._sitting.wait()
                    self._sitting.take_second_opinions()
                    review(self._engine, self._dialogue, self._engine.state.question_index)
                    self._report(self._engine.next_question())
                elif not self._listen():
                    return False
            self._sitting.wait()
            self._say_lines()
            self._sitting.take_second_opinions()
            if self._offers_sample and not self._engine.state.revealed:
                self._say()
                self._say(_OFFER)
            assess(self._engine, self._dialogue)
        except EndOfInput:
            return False
        return True

    def _open(self) -> None:
        engine = self._engine
        self._sitting.desk.is_inline = True
        if engine.state.phase is Phase.PLANNED:
            self._say(opening(engine.state.header))
            if about := overview(engine.state.header.plan):
                self._say(about)
            self._say()
        self._say(f"{engine.state.header.plan.mode.words} {_HOW}")
        if engine.state.phase is Phase.PLANNED:
            if self._waits:
                self._wait_until_ready()
            engine.start()
        elif engine.state.phase is Phase.PAUSED and not engine.state.is_break:
            self._say("The clocks stopped when you left, and run again now.")
            engine.unpause()
            self._sitting.wait()
            turn = engine.state.turn
            self._typed = turn.text.split("\n") if turn and turn.text else []

    def _take_break(self) -> None:
        self._say()
        self._say(break_words(self._engine.state))
        if self._waits:
            self._wait_until_ready()
        self._report(self._engine.unpause())

    def _wait_until_ready(self) -> None:
        """Nothing is asked, and no clock runs, before Enter."""
        prompt = "Press Enter when you are ready: the clocks start then. /quit leaves."
        while reply := self._dialogue.ask(prompt):
            if reply == "/help":
                self._say(HELP)

    def _say_lines(self) -> None:
        """What the interviewer says before what it asks now, or at the end."""
        state = self._engine.state
        number = len(state.turns) - (not state.is_over)
        for text in state.said_before(number) if number else ():  # the opening was said already
            self._say()
            self._say(text)

    def _show_new_turn(self) -> None:
        turns = len(self._engine.state.turns)
        if turns == self._shown_turn:
            return
        if self._shown_turn >= 0:
            self._typed = []
        self._shown_turn = turns
        if self._engine.awaits_rating:
            return
        self._say_lines()
        self._ask()
        # Reading aloud takes its own time: the answering clock starts with the question.
        self._engine.begin()

    def _ask(self, *, again: bool = False) -> None:
        for line in prompt_lines(self._engine.state, again=again):
            self._say(line)

    def _listen(self) -> bool:
        """Wait a moment for a line; False where the candidate leaves."""
        line = self._dialogue.lines.next_line(TICK)
        self._report(self._sitting.tick())
        if line is None:
            return True
        command = line.strip()
        if command == QUIT:
            return False
        if self._is_late and command != "/finish":
            if command:
                self._say(f"That came after the time was up, and is in no answer: {command}")
            return True
        if len(self._engine.state.turns) != self._shown_turn:
            return True
        if command in self._commands:
            self._commands[command]()
        elif self._engine.state.phase is Phase.PAUSED:
            self._say(_PAUSED)
        else:
            self._typed.append(line)
            self._report(self._engine.draft("\n".join(self._typed)))
            if _COMMAND.fullmatch(command):
                self._say(f"{command} is not a command, so it is in your answer. /undo removes it.")
        return True

    @property
    def _is_late(self) -> bool:
        """Whether what is typed now was meant for what the clock has just cut off."""
        return self._cut_off_at is not None and self._engine.t - self._cut_off_at < LATE_MS

    def _submit(self) -> None:
        if not "".join(self._typed).strip():
            self._say("Nothing is typed yet. To skip, type /skip.")
            return
        self._report((*self._engine.submit(), *self._sitting.wait()))

    def _flag(self) -> None:
        self._engine.flag()
        on = self._engine.state.question_index in self._engine.state.flagged
        self._say("Flagged." if on else "No longer flagged.")

    def _hint(self) -> None:
        made = self._sitting.hint()
        hints = [event.text for event in made if isinstance(event, HintShown)]
        if not rules.can_hint(self._engine.state):
            self._say("There are hints for questions in practice mode only.")
        else:
            self._say(f"Hint: {hints[0]}" if hints else "There are no more hints.")

    def _time(self) -> None:
        if self._engine.state.header.plan.hide_clock:
            self._say("The clock is hidden in this interview.")
            return
        question, session = self._engine.question_left, self._engine.session_left
        self._say(f"{clock(question or 0)} for this, {clock(session or 0)} in all.")

    def _undo(self) -> None:
        if not self._typed:
            self._say("There is nothing to remove.")
            return
        removed = self._typed.pop()
        self._report(self._engine.draft("\n".join(self._typed)))
        self._say(f"Removed: {removed}")

    def _pause(self) -> None:
        self._engine.pause()
        is_paused = self._engine.state.phase is Phase.PAUSED
        self._say(_PAUSED if is_paused else "This mode has no pause.")

    def _go(self) -> None:
        self._engine.unpause()
        self._say("The clocks run again.")

    def _report(self, made: tuple[Event, ...]) -> None:
        for event in made:
            if isinstance(event, TimedOut):
                self._cut_off_at = event.t
                turns = reversed(self._engine.state.turns)
                late = next(turn for turn in turns if turn.timed_out_by is not None)
                self._say(time_is_up(late.text))
            elif isinstance(event, ClockGap):
                self._say(gap_words(event.ms))
            elif isinstance(event, Warned):
                what = "this answer" if event.scope is Scope.QUESTION else "the interview"
                self._say(f"{spoken(event.left / 1000)} left for {what}.")
        if self._sitting.problem != self._reported_problem:
            self._reported_problem = self._sitting.problem
            self._say(self._reported_problem or "Saving works again.")


def run_plain(
    sitting: Sitting,
    *,
    as_json: bool,
    lines: LineSource | None = None,
    offers_sample: bool = False,
) -> None:
    """Sit `sitting` on standard input and output, then print its scorecard.

    With `as_json` the conversation goes to standard error, so that the output is one object.
    """
    dialogue = Dialogue(lines or TypedLines(), partial(say, err=as_json))
    with kept_to_the_end(sitting):
        waits = lines is None and sys.stdin.isatty()
        interview = PlainInterview(sitting, dialogue, waits=waits, offers_sample=offers_sample)
        done = interview.run()
        if done:
            print_outcome(sitting, as_json=as_json)
        settle(sitting, dialogue)
        if not done and not sitting.unsaved:
            note(
                "Left. Nothing was answered, so nothing was saved."
                if sitting.engine.state.is_untouched
                else "Left. What you typed is saved; continue with: "
                f"interview-sim resume --plain {sitting.id}"
            )
    if not done:
        raise click.exceptions.Exit(EXIT_LEFT)


def print_outcome(sitting: Sitting, *, as_json: bool) -> None:
    """Print the scorecard, and where the transcript is."""
    print_scorecard(sitting.scorecard(), sitting.path.name, as_json=as_json)
    if not as_json:
        note(f"The transcript is {sitting.path}")
