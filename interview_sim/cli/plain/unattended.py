"""Sits a session from an answer file, on a clock that it moves itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from interview_sim.bank.loading import read_record
from interview_sim.cli.plain.interview import prompt_lines
from interview_sim.clock import ManualClock
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.judging.parts import MAIN, points_of
from interview_sim.matching.model import Verdict
from interview_sim.session.events import DrawnQuestion
from interview_sim.session.phases import Phase
from interview_sim.session.rounds import break_words
from interview_sim.session.state import Turn
from interview_sim.sitting import Sitting

WORDS_A_MINUTE = 40


class AnswersError(InterviewSimError):
    """An answer file cannot be used; the text lists what is wrong, with places."""


class Predicted(Struct, frozen=True, kw_only=True):
    """Blind ratings."""

    coverage: Annotated[int, Meta(ge=1, le=4)] | None = None
    depth: Annotated[int, Meta(ge=1, le=4)] | None = None
    judgement: Annotated[int, Meta(ge=1, le=4)] | None = None
    clarity: Annotated[int, Meta(ge=1, le=4)] | None = None
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None

    @property
    def ratings(self) -> dict[str, int]:
        """The ratings that were given, by dimension."""
        given = structs.asdict(self)
        del given["confidence"]
        return {name: value for name, value in given.items() if value is not None}


class Answer(Struct, frozen=True, kw_only=True):
    """What the candidate does on one question."""

    answer: str = ""
    """Blank: the question is skipped."""
    seconds: Annotated[float, Meta(ge=0)] | None = None
    """Time taken; absent: from the length, at 40 words a minute."""
    follow_ups: dict[str, str] = {}
    """By the probe's point id or the follow-up's id; absent: skipped."""
    predicted: Predicted | None = None
    marks: dict[str, Verdict] = {}
    """Overrules by point id; `follow-up/point` for a point of a follow-up."""


class Answers(Struct, frozen=True):
    """A whole answer file."""

    by_question: dict[str, Answer]

    def of(self, drawn: DrawnQuestion) -> Answer:
        """What to do on that question; skipping it where the file does not say."""
        known = self.by_question
        return next((known[name] for name in _names(drawn) if name in known), Answer())

    def unasked(self, drawn: Iterable[DrawnQuestion]) -> list[str]:
        """The names in the file that no drawn question has, in the file's order."""
        known = {name for one in drawn for name in _names(one)}
        return [name for name in self.by_question if name not in known]


def _names(drawn: DrawnQuestion) -> tuple[str, ...]:
    """What the file may call a question: by its names of today, or as it was called before."""
    return drawn.ref, drawn.question.id, *drawn.question.moved


def read_answers(path: Path) -> Answers:
    """The answers in the file at `path`.

    Raises:
        AnswersError: It cannot be used; every problem is listed with its place.
    """
    answers = read_record(path, dict[str, Answer], "the answer file", refused=AnswersError)
    return Answers(answers)


def sit(sitting: Sitting, answers: Answers, clock: ManualClock) -> Iterator[str]:
    """Sit the whole session, its assessment included; yields what is asked, line by line.

    Raises:
        UsageError: The answers mark a point that the question does not have.
    """
    engine = sitting.engine
    sitting.desk.is_inline = True
    engine.start()
    while not engine.state.is_over:
        if engine.awaits_rating:
            _predict(sitting, engine.state.question_index, answers)
            engine.next_question()
            continue
        if engine.state.is_break:
            yield break_words(engine.state)
            engine.unpause()
            continue
        turn = engine.state.turn
        if turn is None:
            return
        yield from engine.state.said_before(len(engine.state.turns) - 1)
        yield from prompt_lines(engine.state)
        entry = answers.of(engine.state.drawn(turn.question))
        text = entry.answer if turn.is_main else _follow_up(entry, turn)
        if text.strip():
            seconds = entry.seconds if turn.is_main else None
            if seconds is None:
                seconds = len(text.split()) / WORDS_A_MINUTE * 60
            _type(sitting, text, seconds, clock)
        else:
            engine.skip()
    yield from engine.state.said_before(len(engine.state.turns))
    _assess(sitting, answers)


def _follow_up(entry: Answer, turn: Turn) -> str:
    by_point = entry.follow_ups.get(turn.point, "") if turn.point else ""
    return entry.follow_ups.get(turn.part, by_point)


def _type(sitting: Sitting, text: str, seconds: float, clock: ManualClock) -> None:
    """Type word by word, evenly over the time, and submit unless the clock was faster."""
    engine = sitting.engine
    engine.begin()
    asked = len(engine.state.turns)
    ends = _word_ends(text)
    for end in ends:
        clock.advance(seconds / len(ends))
        engine.draft(text[:end])
        sitting.tick()
        if len(engine.state.turns) != asked or engine.state.phase is not Phase.ANSWERING:
            return
    engine.draft(text)
    (engine.submit if text.strip() else engine.skip)()
    sitting.tick()


def _word_ends(text: str) -> list[int]:
    """Where each word ends, the white space behind it included."""
    inside = [i for i in range(1, len(text)) if text[i - 1].isspace() and not text[i].isspace()]
    return [*inside, len(text)]


def _assess(sitting: Sitting, answers: Answers) -> None:
    engine = sitting.engine
    sitting.settle()
    for index in engine.state.asked:
        if index not in engine.state.predictions:
            _predict(sitting, index, answers)
    for index in engine.state.asked:
        engine.reveal(index)
        drawn = engine.state.drawn(index)
        for name, verdict in answers.of(drawn).marks.items():
            part, _, point = name.rpartition("/")
            asked = part in {turn.part for turn in engine.state.turns_of(index)}
            items = points_of(drawn.question, part) if asked else ()
            known = {leaf.id for item in items for leaf in (item, *item.of)}
            if part == MAIN and point not in known:
                names = ", ".join(item.id for item in items)
                raise UsageError(f"{drawn.ref} has no point “{point}” to mark. It has: {names}.")
            if point in known:
                engine.mark(index, point, verdict, part=part)
    engine.complete()


def _predict(sitting: Sitting, index: int, answers: Answers) -> None:
    predicted = answers.of(sitting.engine.state.drawn(index)).predicted
    if predicted is not None:
        sitting.engine.predict(index, predicted.ratings, predicted.confidence)
