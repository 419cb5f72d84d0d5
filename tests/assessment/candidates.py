"""Ten candidates who sit the same seven questions, each in their own way.

What they say first is from the labelled set (`benchmarks/matching/labelled`), and they mark it as
its labels do. `PYTHONPATH=. python tests/assessment/candidates.py` prints
the table of docs/scoring.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from benchmarks.matching.labelled_set import NAME, Labelled, labelled_set
from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.score import answer_score
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.words import verdict_line
from interview_sim.bank.model import Bank
from interview_sim.clock import ManualClock
from interview_sim.judging.desk import Desk
from interview_sim.judging.parts import points_of, question_of
from interview_sim.session.draw import prepare
from interview_sim.session.engine import Engine
from interview_sim.session.events import Event
from interview_sim.session.fold import begin
from interview_sim.session.plan import Plan
from interview_sim.session.state import State, Turn

SEED = 9
QUESTIONS = (
    "random-forest-motivation",
    "linear-regression-assumptions",
    "kmeans-choose-k",
    "dimensionality-reduction",
    "bias-variance",
    "missing-data",
    "robust-to-outliers",
)


@cache
def _written() -> dict[str, Labelled]:
    """The labelled answers by their ids."""
    return {answer.id: answer for one in labelled_set().questions for answer in one.answers}


@cache
def _bank() -> Bank:
    """What they are asked."""
    asked = labelled_set().part(frozenset(QUESTIONS)).questions
    return Bank(
        id=NAME,
        title="What they are asked",
        glossary=tuple(dict.fromkeys(terms for one in asked for terms in one.glossary)),
        questions=tuple(one.question for one in asked),
    )


PASS = ""
"""Says nothing and goes on."""
PLAN = (
    "I don't know, to be honest. I would look it up in the documentation and try it on a small "
    "data set where I know the answer."
)


def first(*ids: str) -> dict[str, str]:
    """By question, the id of the written answer that is given to it."""
    by_prefix = dict(zip(("rf", "lr", "km", "dr", "bv", "md", "ro"), QUESTIONS, strict=True))
    return {by_prefix[name.partition("-")[0]]: name for name in ids}


STRONG = first("rf-03", "lr-02", "km-03", "dr-03", "bv-03", "md-03", "ro-03")
HALF = first("rf-13", "lr-11", "km-11", "dr-13", "bv-07", "md-14", "ro-12")
SOUP = first("rf-09", "lr-09", "km-09", "dr-09", "bv-10", "md-09", "ro-10")
ELSEWHERE = first("rf-11", "lr-12", "km-10", "dr-11", "bv-11", "md-12", "ro-11")
WRONG = first("rf-05", "lr-05", "km-05", "dr-04", "bv-05", "md-05", "ro-05")
SOME = first("rf-01", "lr-01", "km-08", "dr-02", "bv-02")
ONE = first("rf-03")

FollowUp = Callable[[State, Turn, str], str]
"""What is said to a follow-up, from the turn and the first answer."""


def knows(state: State, turn: Turn, _first: str) -> str:
    """What the bank says of it."""
    asked = question_of(state.drawn(turn.question).question, turn.part)
    said = [leaf.point for point in points_of(asked) for leaf in point.leaves]
    return asked.model_answer or " ".join(said)


def now_and_then(state: State, turn: Turn, first_answer: str) -> str:
    """Knows every other one."""
    if len(state.turns) % 2:
        return knows(state, turn, first_answer)
    return "I think it depends on the data that you have."


def repeats(_state: State, _turn: Turn, first_answer: str) -> str:
    """Says the same once more."""
    return first_answer


def is_honest(state: State, turn: Turn, first_answer: str) -> str:
    """Knows it or says how to find out, as with the question itself."""
    return PLAN if first_answer == PLAN else knows(state, turn, first_answer)


def bluffing(state: State, turn: Turn, first_answer: str) -> str:
    """Knows it, or holds to what was said wrongly."""
    name = state.drawn(turn.question).question.id
    return knows(state, turn, first_answer) if name in SOME else first_answer


def passes(_state: State, _turn: Turn, _first: str) -> str:
    """Goes on."""
    return PASS


@dataclass(frozen=True)
class Candidate:
    """One way of sitting the interview."""

    name: str
    answers: dict[str, str] = field(default_factory=dict)
    """Ids of written answers by question; what is not there is answered with `otherwise`."""
    follow_up: FollowUp = passes
    otherwise: str = PASS
    share: float = 1.0
    """How much of an answer is typed when its time is up; 1 and not slow: it is submitted."""
    is_slow: bool = False
    rating: int = 3


CANDIDATES = (
    Candidate("strong", STRONG, knows, rating=4),
    Candidate("half", HALF, now_and_then),
    Candidate("keyword soup", SOUP, repeats),
    Candidate("wrong topic", ELSEWHERE, repeats),
    Candidate("skips everything"),
    Candidate("one answer", ONE, knows),
    Candidate("time-outs", STRONG, passes, share=0.35, is_slow=True),
    Candidate("confident and wrong", WRONG, repeats, rating=4),
    Candidate("brilliant but slow", STRONG, knows, is_slow=True),
    Candidate("honest “I don't know”", SOME, is_honest, otherwise=PLAN),
)


def sit(candidate: Candidate) -> Scorecard:
    """The scorecard of the interview that this candidate sits."""
    clock = ManualClock()
    plan = Plan(questions=len(QUESTIONS), minutes=90, follow_ups=2, reading=0, seed=SEED)
    header = prepare(plan, [_bank()], session_id="ten", seed=SEED, clock=clock)
    events: list[Event] = [header]
    engine = Engine(begin(header), clock, events.append, score=answer_score)
    desk = Desk()
    engine.start()
    given: dict[int, str] = {}
    while not engine.state.is_over:
        turn = engine.state.turn
        assert turn is not None
        name = engine.state.drawn(turn.question).question.id
        written = candidate.answers.get(name)
        opening = _written()[written].answer if written else candidate.otherwise
        text = opening
        if not turn.is_main:
            text = candidate.follow_up(engine.state, turn, opening)
        elif candidate.is_slow:
            text = text[: round(len(text) * candidate.share)]
        given[turn.question] = written or ""
        _answer(engine, clock, turn, text, out_of_time=candidate.is_slow and turn.is_main)
        for open_ in engine.unjudged:
            engine.judged(open_.question, desk.decide(engine.request(open_)))
    _assess(engine, candidate, given)
    return build_scorecard(engine.state)


def _answer(
    engine: Engine, clock: ManualClock, turn: Turn, text: str, *, out_of_time: bool
) -> None:
    clock.advance(20)
    if text == PASS:
        engine.skip()
        return
    engine.draft(text)
    if out_of_time:
        clock.advance(turn.budget / 1000)
        engine.tick()
    else:
        clock.advance(min(60.0, turn.budget / 2000))
        engine.submit()


def _assess(engine: Engine, candidate: Candidate, given: dict[int, str]) -> None:
    """Rates blind, then marks the first answers as their labels do."""
    for question in engine.state.asked:
        if any(turn.text.strip() for turn in engine.state.turns_of(question)):
            ratings = dict.fromkeys(("coverage", "judgement", "clarity"), candidate.rating)
            engine.predict(question, ratings)
    for question in engine.state.asked:
        engine.reveal(question)
        label: Labelled | None = _written().get(given.get(question, ""))
        if label is None:
            continue
        if candidate.share == 1:
            for point, verdict in label.labels.items():
                engine.mark(question, point, verdict)
        for claim in label.claims:
            engine.mark_claim(question, claim, True)
    engine.complete()


def table(cards: Iterable[Scorecard]) -> str:
    """The candidates, each with what the scorecard says."""
    rows = ["| candidate | score and band | what is said beside it |", "|---|---|---|"]
    for candidate, card in zip(CANDIDATES, cards, strict=True):
        words = f"{card.band_words} {card.held_back}".strip()
        rows.append(f"| {candidate.name} | {verdict_line(card)} | {words} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{table(map(sit, CANDIDATES))}\n")
