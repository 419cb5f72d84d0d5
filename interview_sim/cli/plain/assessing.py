"""The assessment line by line: the same walks as on the screens, `Rating` and `Marking`."""

from __future__ import annotations

from interview_sim.assessment.marking import Marking, Page, Row, RowKind
from interview_sim.assessment.rating import Rating
from interview_sim.cli.plain.dialogue import Dialogue
from interview_sim.matching.model import Verdict
from interview_sim.session.engine import Engine

VERDICT_KEYS = {"y": Verdict.COVERED, "p": Verdict.PARTLY, "n": Verdict.MISSED}

_HELP = "y covered, p partly, n missed, Enter agrees, u undoes the last mark, s stops."


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
        dialogue.say(ask.text)
        for number, choice in enumerate(ask.choices, start=1):
            dialogue.say(f"  {number}  {choice}")
        reply = dialogue.ask(f"1 to {len(ask.choices)}, Enter to pass:")
        if reply.isdecimal() and 1 <= int(reply) <= len(ask.choices):
            rating.choose(int(reply))
        elif not reply:
            rating.forward()


def assess(engine: Engine, dialogue: Dialogue) -> None:
    """Take the ratings that are missing, reveal, take the candidate's marks, and finish."""
    dialogue.say()
    dialogue.say("That was the interview.")
    if not engine.state.revealed and not Rating(engine).is_over:
        dialogue.say("First, how did it go? Nothing is revealed yet.")
        rate(engine, dialogue)
    dialogue.say()
    dialogue.say(f"Now point by point. {_HELP} What is left then counts as suggested.")
    _Walk(engine, dialogue).run()
    engine.complete()


def _question(engine: Engine, index: int) -> str:
    return f"Question {index + 1}: {engine.state.drawn(index).question.prompt.strip()}"


class _Walk:
    """Goes through the points that have no mark yet, answer by answer."""

    def __init__(self, engine: Engine, dialogue: Dialogue) -> None:
        self._engine = engine
        self._dialogue = dialogue
        self._marking = Marking(engine)
        self._at = self._marking.start()
        self._passed: set[tuple[int, str]] = set()
        """Claims that the candidate says nothing on: the step's index and the claim's id."""

    def run(self) -> None:
        """Walk to the end, or until the candidate ends it."""
        shown = None
        while self._at < len(self._marking.steps):
            page = self._marking.page(self._at)
            is_new = shown != self._at
            if is_new:
                shown = self._at
                self._show(page)
            row = next(
                (row for row in page.pending if (self._at, row.id) not in self._passed), None
            )
            if row is None and is_new and self._dialogue.ask("Enter continues:") == "s":
                return
            if row is None:
                self._at += 1
            elif not self._take(page, row):
                return

    def _show(self, page: Page) -> None:
        say = self._dialogue.say
        if page.number:
            say(f"Follow-up: {page.turn.ask.strip()}")
        else:
            say()
            say(_question(self._engine, page.step.question))
        if page.model_answer:
            say(f"A model answer: {page.model_answer.strip()}")

    def _take(self, page: Page, row: Row) -> bool:
        """Ask about one row; False where the candidate ends the walk."""
        reply = self._dialogue.ask(self._prompt(page, row))
        if reply == "s":
            return False
        if reply == "u":
            self._undo()
        elif row.kind is RowKind.CLAIM and reply in {"y", "n"}:
            self._marking.claim(page.step, row, reply == "y")
        elif row.kind is RowKind.CLAIM and not reply:
            self._passed.add((self._at, row.id))
        elif row.kind is not RowKind.CLAIM and not reply:
            self._marking.agree(page.step, [row])
        elif row.kind is not RowKind.CLAIM and reply in VERDICT_KEYS:
            self._marking.mark(page.step, row, VERDICT_KEYS[reply])
        else:
            self._dialogue.say(_HELP)
        return True

    def _prompt(self, page: Page, row: Row) -> str:
        if row.kind is RowKind.CLAIM:
            self._dialogue.say(f"- You seem to claim: {row.text.strip()}")
            return "  Did you? y or n, Enter to pass:"
        self._dialogue.say(f"- {row.text.strip()}")
        quotes = "; ".join(page.turn.text[start:end] for start, end in row.spans)
        evidence = f" You wrote: “{quotes}”." if quotes else ""
        return f"  suggested: {row.suggested.value}. {row.reason}{evidence}"

    def _undo(self) -> None:
        undone = self._marking.undo()
        if undone is None:
            self._dialogue.say("There is nothing to undo.")
        else:
            self._at = self._marking.steps.index(undone[0])
