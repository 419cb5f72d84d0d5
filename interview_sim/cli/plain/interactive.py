"""An interview line by line: the same engine, for screen readers and dumb terminals."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from interview_sim.cli.plain.assessing import assess
from interview_sim.cli.plain.lines import EndOfInput, LineSource, TypedLines
from interview_sim.cli.plain.printing import clock_text, print_outcome, prompt_lines, spoken
from interview_sim.cli.plain.unsaved import kept_to_the_end, settle
from interview_sim.literal import visible
from interview_sim.services import Sitting
from interview_sim.session import rules
from interview_sim.session.events import ClockGap, Event, HintShown, Scope, TimedOut, Warned
from interview_sim.session.gap_words import gap_words
from interview_sim.session.state import Phase

TICK = 0.25
EXIT_LEFT = 130
"""The exit code of an interview that was left; what was typed is kept."""

HELP = """\
Type your answer in as many lines as you like. Alone on a line, these act:
  .        hand the answer in        /time    how much time is left
  /skip    pass                      /again   the question once more
  /flag    flag it for later         /show    your answer so far
  /undo    take the last line back   /finish  end the interview and assess it
  /hint    a hint (practice)         /pause   stop the clocks; /go: go on
  /quit    leave; resume later       /help    this"""

_COMMAND = re.compile(r"/[a-z]+", re.IGNORECASE)


class PlainInterview:
    """Asks, listens and tells the time, a line at a time.

    Args:
        sitting: The session.
        lines: Where typed lines come from.
        say: Takes each line for the candidate; text from outside is made literal before.
    """

    def __init__(self, sitting: Sitting, lines: LineSource, say: Callable[[str], None]) -> None:
        self._sitting = sitting
        self._engine = sitting.engine
        self._lines = lines
        self._say = say
        self._typed: list[str] = []
        self._told_problem: str | None = None
        self._shown_turn = -1

    def run(self) -> bool:
        """Sit the session to the end of its assessment; False where the candidate left."""
        self._say("Type /help for what you can do. Hand an answer in with a single dot.")
        try:
            self._open()
            while not self._engine.state.is_over:
                self._show_new_turn()
                if self._engine.awaits_rating:
                    self._engine.next_question()
                    continue
                if not self._listen():
                    return False
            assess(self._sitting, self._lines, self._say)
        except EndOfInput:
            return False
        return True

    def _open(self) -> None:
        engine = self._engine
        if engine.state.phase is Phase.PLANNED:
            engine.start()
        elif engine.state.phase is Phase.PAUSED:
            self._say("The clocks stand where you left them, and go on now.")
            engine.unpause()
            turn = engine.state.turn
            self._typed = turn.text.split("\n") if turn and turn.text else []

    def _show_new_turn(self) -> None:
        turns = len(self._engine.state.turns)
        if turns == self._shown_turn:
            return
        if self._shown_turn >= 0:
            self._typed = []
        self._shown_turn = turns
        self._ask()
        # Reading aloud takes its own time: the answering clock starts with the question.
        self._engine.begin()

    def _ask(self) -> None:
        for line in prompt_lines(self._engine.state):
            self._say(line)

    def _listen(self) -> bool:
        """Wait a moment for a line; False where the candidate leaves."""
        line = self._lines.next_line(TICK)
        self._tell(self._sitting.tick())
        if line is None or len(self._engine.state.turns) != self._shown_turn:
            return True
        command = line.strip()
        if command == "/quit":
            return False
        if command == ".":
            self._tell(self._engine.submit())
        elif command in self._commands():
            self._commands()[command]()
        elif self._engine.state.phase is Phase.PAUSED:
            self._say("The clocks stand. Type /go to go on.")
        else:
            self._typed.append(line)
            self._tell(self._engine.draft("\n".join(self._typed)))
            if _COMMAND.fullmatch(command):
                self._say(f"{command} does nothing; it is in your answer. /undo takes it out.")
        return True

    def _commands(self) -> dict[str, Callable[[], None]]:
        return {
            "/help": lambda: self._say(HELP),
            "/skip": lambda: self._tell(self._engine.skip()),
            "/flag": self._flag,
            "/hint": self._hint,
            "/time": self._time,
            "/again": self._ask,
            "/show": self._show,
            "/undo": self._undo,
            "/pause": self._pause,
            "/go": self._go,
            "/finish": lambda: self._tell(self._engine.finish()),
        }

    def _flag(self) -> None:
        self._engine.flag()
        on = self._engine.state.question_index in self._engine.state.flagged
        self._say("Flagged." if on else "Flag taken back.")

    def _hint(self) -> None:
        made = self._engine.hint()
        hints = [event.text for event in made if isinstance(event, HintShown)]
        if not rules.can_hint(self._engine.state):
            self._say("There are hints for questions in practice mode only.")
        else:
            self._say(f"Hint: {visible(hints[0])}" if hints else "There are no more hints.")

    def _time(self) -> None:
        if self._engine.state.header.plan.hide_clock:
            self._say("The clock is hidden in this interview.")
            return
        question, session = self._engine.question_left, self._engine.session_left
        self._say(f"{clock_text(question or 0)} for this, {clock_text(session or 0)} in all.")

    def _show(self) -> None:
        self._say(visible("\n".join(self._typed)) or "Nothing yet.")

    def _undo(self) -> None:
        if not self._typed:
            self._say("There is nothing to take back.")
            return
        taken = self._typed.pop()
        self._tell(self._engine.draft("\n".join(self._typed)))
        self._say(f"Taken back: {visible(taken)}")

    def _pause(self) -> None:
        self._engine.pause()
        stands = self._engine.state.phase is Phase.PAUSED
        self._say("The clocks stand. Type /go to go on." if stands else "No pause in this mode.")

    def _go(self) -> None:
        self._engine.unpause()
        self._say("The clocks go on.")

    def _tell(self, made: tuple[Event, ...]) -> None:
        for event in made:
            if isinstance(event, TimedOut):
                self._say("Time. Your answer was handed in as it stands.")
            elif isinstance(event, ClockGap):
                self._say(gap_words(event))
            elif isinstance(event, Warned):
                what = "this answer" if event.scope is Scope.QUESTION else "the interview"
                self._say(f"{spoken(event.left / 1000)} left for {what}.")
        if self._sitting.problem != self._told_problem:
            self._told_problem = self._sitting.problem
            self._say(visible(self._told_problem) if self._told_problem else "Saving works again.")


def run_plain(sitting: Sitting, *, as_json: bool, lines: LineSource | None = None) -> None:
    """Sit `sitting` on standard input and output, then print its scorecard.

    With `as_json` the conversation goes to standard error, so that the output is one object.
    """

    def say(words: str) -> None:
        click.echo(words, err=as_json)

    source = lines or TypedLines()
    with kept_to_the_end(sitting):
        done = PlainInterview(sitting, source, say).run()
        if done:
            print_outcome(sitting, as_json=as_json)
        settle(sitting, source, say)
        if not done and not sitting.unsaved:
            click.echo(
                "Left. What you typed is kept; go on with: "
                f"interview-sim resume --plain {sitting.id}",
                err=True,
            )
    if not done:
        raise click.exceptions.Exit(EXIT_LEFT)
