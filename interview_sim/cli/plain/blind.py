"""Marking blind, line by line: question, answer and point are shown, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from interview_sim.cli.plain.lines import EndOfInput, LineSource
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict
from interview_sim.together.marking import BlindMarking, OpenPoint

KEYS = {"y": Verdict.COVERED, "p": Verdict.PARTLY, "n": Verdict.MISSED}

HELP = """\
y covered   p partly   n missed   Enter leave it open   u back one point
a the answer again   m a model answer   s stop; what is marked is kept"""

_WAIT = 3600.0


class BlindRound:
    """Asks for a verdict on each open point until all have one or the marker stops.

    Args:
        walk: Where the marker stands.
        lines: Where typed lines come from.
        say: Takes each line; text from outside is made literal before.
    """

    def __init__(self, walk: BlindMarking, lines: LineSource, say: Callable[[str], None]) -> None:
        self._walk = walk
        self._lines = lines
        self._say = say
        self._shown: tuple[str, str] | None = None

    def run(self) -> bool:
        """Mark; whether every point has a verdict now."""
        try:
            while (item := self._walk.current) is not None:
                self._show(item)
                if not self._take(item):
                    break
        except EndOfInput:
            pass
        return self._walk.marked == self._walk.total

    def _show(self, item: OpenPoint) -> None:
        if self._shown != item.answer.key:
            self._shown = item.answer.key
            self._show_answer(item)
        said = self._walk.verdict_on(item)
        before = f" (you said: {said.value})" if said else ""
        self._say(f"- {visible(item.point.point.strip())}{before}")

    def _show_answer(self, item: OpenPoint) -> None:
        turn = item.answer.turn
        head = f"Question {turn.question + 1}" if turn.is_main else "Follow-up"
        self._say("")
        self._say(f"{head}: {visible(turn.ask.strip())}")
        self._say("The answer:")
        for line in visible(turn.text.strip()).splitlines():
            self._say(f"  | {line}")

    def _take(self, item: OpenPoint) -> bool:
        """One reply; False where the marker stops."""
        key = self._ask(f"  [{self._walk.marked} of {self._walk.total}] y, p, n, or ? for more:")
        if key == "s":
            return False
        if key in KEYS:
            self._walk.mark(KEYS[key])
        elif key == "":
            self._walk.skip()
        elif key == "u":
            if not self._walk.back():
                self._say("This is the first.")
        elif key == "a":
            self._show_answer(item)
        elif key == "m":
            self._say(visible(item.answer.model_answer.strip()) or "There is no model answer.")
        else:
            self._say(HELP)
        return True

    def _ask(self, words: str) -> str:
        self._say(words)
        while True:
            line = self._lines.next_line(_WAIT)
            if line is not None:
                return line.strip().lower()
