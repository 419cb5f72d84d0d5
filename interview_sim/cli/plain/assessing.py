"""The assessment line by line: the same walks as on the screens, `Rating` and `Marking`."""

from __future__ import annotations

import re
from collections.abc import Collection

from interview_sim.assessment.marking import Cue, Marking, Page, Row, RowKind
from interview_sim.assessment.rating import Rating
from interview_sim.assessment.words import (
    FACTS,
    NOTHING_WRITTEN,
    anchor_words,
    fact_words,
    put_right,
)
from interview_sim.cli.plain.dialogue import Dialogue
from interview_sim.matching.model import Verdict
from interview_sim.session.engine import Engine
from interview_sim.session.plan import Rate
from interview_sim.session.state import Turn

VERDICT_KEYS = {"y": Verdict.COVERED, "p": Verdict.PARTLY, "n": Verdict.MISSED}

_HELP = """\
  y  covered     Enter  agree with the suggestion
  p  partly      u      undo the last mark
  n  missed      s      stop: the rest counts as suggested
  ?  this        /quit  leave; go on later"""

_SOFT_BREAK = re.compile(r"(?<=\S) ?\n {0,3}(?=[^\s\-*•+|>#\d`~])")
"""A line end within a paragraph of Markdown."""
_EMPHASIS = re.compile(r"(?<![\w*`])(\*\*?)(?=[^\s*`])([^*`]+?)(?<=[^\s*])\1(?![\w*`])")


def rate(engine: Engine, dialogue: Dialogue, only: int | None = None) -> None:
    """Take the blind ratings that are still to be given, of one question or of all."""
    rating = Rating(engine, only)
    shown = None
    while not rating.is_over:
        ask = rating.ask
        if shown != ask.question:
            shown = ask.question
            dialogue.say()
            dialogue.say(_question(engine, ask.question))
            for turn in rating.answers:
                if not turn.is_main:
                    dialogue.say(f"Follow-up: {turn.ask.strip()}")
                _show_answer(dialogue, turn)
            dialogue.say()
        dialogue.say(ask.text)
        for number, choice in enumerate(ask.choices, start=1):
            dialogue.say(f"  {number}  {choice}")
        numbers = [str(number) for number in range(1, len(ask.choices) + 1)]
        prompt = f"1 to {len(ask.choices)}, Enter to skip:"
        reply = _reply(dialogue, prompt, numbers, "Type one of the numbers.")
        if reply:
            rating.choose(int(reply))
        else:
            rating.forward()


def review(engine: Engine, dialogue: Dialogue, question: int) -> None:
    """Rate one question between two, and go through its points where the plan says so."""
    rate(engine, dialogue, question)
    if engine.state.header.plan.reveal is Rate.EACH:
        if not engine.state.revealed:
            dialogue.say()
            dialogue.say("Now its points.")
            dialogue.say(_HELP)
        _Walk(engine, dialogue, question).run()


def assess(engine: Engine, dialogue: Dialogue) -> None:
    """Take the ratings that are missing, reveal, take the candidate's marks, and finish."""
    dialogue.say()
    if not engine.state.revealed and not Rating(engine).is_over:
        dialogue.say("First, how did it go? Nothing is revealed yet.")
        rate(engine, dialogue)
    if not engine.state.revealed.issuperset(engine.state.asked):
        dialogue.say()
        dialogue.say("Now point by point.")
        dialogue.say(_HELP)
        _Walk(engine, dialogue).run()
    engine.complete()


def _question(engine: Engine, index: int) -> str:
    return f"Question {index + 1}: {engine.state.drawn(index).question.prompt.strip()}"


def flowing_text(text: str) -> str:
    """Markdown with each paragraph on one line, which is wrapped as the terminal needs it.

    Emphasis, which lines cannot show, is left out; what has code is left as it is.
    """
    if "```" in text:
        return text.strip()
    return _EMPHASIS.sub(r"\2", _SOFT_BREAK.sub(" ", text.strip()))


def _show_answer(dialogue: Dialogue, turn: Turn) -> None:
    text = turn.text.strip()
    dialogue.say("You answered:" if text else NOTHING_WRITTEN[turn.outcome])
    for line in text.splitlines():
        dialogue.say(f"  {line}")


def _reply(dialogue: Dialogue, prompt: str, keys: Collection[str], help_: str) -> str:
    """One of the keys, or nothing for Enter; anything else is answered with the help."""
    while (reply := dialogue.ask(prompt)) and reply not in keys:
        dialogue.say(help_)
    return reply


class _Walk:
    """Goes through the points that have no mark yet, answer by answer, of one question or all."""

    def __init__(self, engine: Engine, dialogue: Dialogue, only: int | None = None) -> None:
        self._engine = engine
        self._dialogue = dialogue
        self._marking = Marking(engine, only)
        self._at = self._marking.start()
        self._passed: set[tuple[int, str]] = set()
        """Claims that the candidate says nothing on: the step's index and the claim's id."""

    def run(self) -> None:
        """Walk to the end, or until the candidate ends it."""
        shown = None
        while self._at < len(self._marking.steps):
            is_new = shown != self._at
            if is_new:
                shown = self._at
                if not self._show():
                    return
            page = self._marking.page(self._at)
            row = next(
                (row for row in page.pending if (self._at, row.id) not in self._passed), None
            )
            if row is not None:
                reply = self._take(page, row)
            elif is_new:
                reply = _reply(self._dialogue, "Enter goes on:", ("u", "s"), _HELP)
                self._at += not reply
            else:
                reply = ""
                self._at += 1
            if reply == "s":
                return
            if reply == "u":
                self._undo()

    def _show(self) -> bool:
        """Show an answer and what belongs to it; False where the candidate stops before that."""
        say, step = self._dialogue.say, self._marking.steps[self._at]
        turns = self._engine.state.turns_of(step.question)
        turn = next(turn for turn in turns if turn.part == step.part)
        say()
        if not self._at or self._marking.steps[self._at - 1].question != step.question:
            say(_question(self._engine, step.question))
        if turn is not turns[0]:
            say(f"Follow-up: {turn.ask.strip()}")
        _show_answer(self._dialogue, turn)
        cue = self._marking.cue(self._at)
        if cue is not None and not self._take_own_words(cue):
            return False
        page = self._marking.page(self._at)
        if page.correction:
            say(put_right(page.correction))
        if page.model_answer:
            say()
            say("A model answer:")
            say(flowing_text(page.model_answer))
            say()
        if page.facts and not page.number:
            say(f"{FACTS}:")
            for fact in page.facts:
                say(f"- {fact_words(fact)}")
            say()
        return True

    def _take_own_words(self, cue: Cue) -> bool:
        """Ask for a line on a missed point, before it is shown; False where the candidate stops."""
        self._dialogue.say()
        self._dialogue.say("Before you see the model answer, one line in your own words:")
        line = self._dialogue.line(f"{cue.text.strip()} Enter skips.")
        while len(line) == 1:  # a key for what comes later, not an answer
            if line.lower() == "s":
                return False
            line = self._dialogue.line("One line in your own words; Enter skips, s stops.")
        self._marking.say(cue, line)
        return True

    def _take(self, page: Page, row: Row) -> str:
        """Ask about one row; gives what was replied."""
        is_claim = row.kind is RowKind.CLAIM
        keys = ("y", "n", "u", "s") if is_claim else (*VERDICT_KEYS, "u", "s")
        reply = _reply(self._dialogue, self._prompt(page, row), keys, _HELP)
        if is_claim and reply in {"y", "n"}:
            self._marking.claim(page.step, row, reply == "y")
        elif is_claim and not reply:
            self._passed.add((self._at, row.id))
        elif reply in VERDICT_KEYS:
            self._marking.mark(page.step, row, VERDICT_KEYS[reply])
        elif not reply:
            self._marking.agree(page.step, [row])
        if is_claim and reply not in {"u", "s"} and row.correction:
            self._dialogue.say(f"  Correct: {row.correction.strip()}")
        return reply

    def _prompt(self, page: Page, row: Row) -> str:
        if row.kind is RowKind.CLAIM:
            self._dialogue.say(f"- You seem to claim: {row.text.strip()}")
            return "  Did you? y or n, Enter to skip:"
        self._dialogue.say(f"- {row.text.strip()}")
        for name, sounds in anchor_words(row.anchors):
            self._dialogue.say(f"  {name}: {sounds}")
        if row.other is not None:
            other = row.other
            self._dialogue.say(f"  By {other.judge}: {other.verdict.value}. {other.reason}")
        quotes = [page.turn.text[start:end] for start, end in row.spans]
        is_quoted = all(quote in row.reason for quote in quotes)
        evidence = "" if is_quoted else f" You wrote: “{'; '.join(quotes)}”."
        reason = f" {row.reason.rstrip('.')}." if row.reason else ""
        return f"  Suggested: {row.suggested.value}.{reason}{evidence} y, p, n, Enter or ?:"

    def _undo(self) -> None:
        undone = self._marking.undo()
        if undone is None:
            self._dialogue.say("There is nothing to undo.")
        else:
            self._at = self._marking.steps.index(undone[0])
