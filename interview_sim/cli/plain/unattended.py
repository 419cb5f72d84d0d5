"""Sits a session from an answer file, on a clock that it moves itself."""

from __future__ import annotations

from collections.abc import Iterator

from interview_sim.cli.plain.answers import Answer, Answers
from interview_sim.cli.plain.printing import prompt_lines
from interview_sim.clock import ManualClock
from interview_sim.errors import UsageError
from interview_sim.services import Sitting
from interview_sim.session.events import MAIN
from interview_sim.session.state import Phase, Turn

WORDS_A_MINUTE = 40


def sit(sitting: Sitting, answers: Answers, clock: ManualClock) -> Iterator[str]:
    """Sit the whole session, its assessment included; yields what is asked, line by line.

    Raises:
        UsageError: The answers mark a point that the question does not have.
    """
    engine = sitting.engine
    engine.start()
    while not engine.state.is_over:
        if engine.awaits_rating:
            _predict(sitting, engine.state.question_index, answers)
            engine.next_question()
            continue
        turn = engine.state.turn
        if turn is None:
            return
        yield from prompt_lines(engine.state)
        entry = answers.of(engine.state.drawn(turn.question))
        text = entry.answer if turn.is_main else _follow_up(entry, turn)
        if text.strip():
            seconds = entry.seconds if turn.is_main else None
            _type(sitting, text, _seconds(text, seconds), clock)
        else:
            engine.skip()
    _assess(sitting, answers)


def _follow_up(entry: Answer, turn: Turn) -> str:
    by_point = entry.follow_ups.get(turn.point, "") if turn.point else ""
    return entry.follow_ups.get(turn.part, by_point)


def _seconds(text: str, given: float | None) -> float:
    return len(text.split()) / WORDS_A_MINUTE * 60 if given is None else given


def _type(sitting: Sitting, text: str, seconds: float, clock: ManualClock) -> None:
    """Type word by word, evenly over the time, and hand in unless the clock was faster."""
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
    engine.submit()


def _word_ends(text: str) -> list[int]:
    """Where each word ends, the white space behind it included."""
    inside = [i for i in range(1, len(text)) if text[i - 1].isspace() and not text[i].isspace()]
    return [*inside, len(text)]


def _assess(sitting: Sitting, answers: Answers) -> None:
    engine = sitting.engine
    for index in engine.state.asked:
        if index not in engine.state.predictions:
            _predict(sitting, index, answers)
    for index in engine.state.asked:
        engine.reveal(index)
        drawn = engine.state.drawn(index)
        for name, verdict in answers.of(drawn).marks.items():
            part, _, point = name.rpartition("/")
            shown = engine.state.reveals[index]
            if part == MAIN and shown.suggestion(MAIN, point) is None:
                known = ", ".join(p.id for s in shown.suggestions[:1] for p in s.points)
                raise UsageError(f"{drawn.ref} has no point “{point}” to mark. It has: {known}.")
            if shown.suggestion(part, point) is not None:
                engine.mark(index, point, verdict, part=part)
    engine.complete()


def _predict(sitting: Sitting, index: int, answers: Answers) -> None:
    predicted = answers.of(sitting.engine.state.drawn(index)).predicted
    if predicted is not None:
        sitting.engine.predict(index, predicted.ratings, predicted.confidence)
