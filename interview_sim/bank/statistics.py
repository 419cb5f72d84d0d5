"""What a bank holds, counted, and where it is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from statistics import median

from msgspec import Struct

from interview_sim.bank.model import Bank, Kind, Level, Question
from interview_sim.bank.terms import Need

EVERYONE = "everyone"
"""Stands for the role of a question that names none."""


class Thin(Struct, frozen=True):
    """Something that a bank could have more of."""

    rule: str
    """Which of the checks found it; other programs can rely on it."""
    words: str
    where: tuple[str, ...]
    """Questions, topics, or points as `question/point`."""


class Times(Struct, frozen=True):
    """Seconds to answer, with the bank's default where a question gives none."""

    shortest: float
    median: float
    longest: float
    all: float


class Points(Struct, frozen=True):
    """Rubric points of the questions themselves; a group counts once, by its need."""

    must: int
    should: int
    bonus: int
    groups: int


class Statistics(Struct, frozen=True):
    """One bank in figures."""

    id: str
    title: str
    questions: int
    topics: dict[str, int]
    levels: dict[str, int]
    kinds: dict[str, int]
    roles: dict[str, int]
    times: Times
    points: Points
    follow_ups: int
    misconceptions: int
    hints: int
    model_answers: int
    sources: int
    thin: tuple[Thin, ...]


def statistics_of(bank: Bank) -> Statistics:
    """The figures of one bank: questions as they are drawn, and what all of their stages have."""
    questions, asked = bank.questions, bank.asked
    times = [question.time or bank.defaults.time for question in asked]
    items = [point for question in asked for point in question.rubric]
    needs = Counter(point.need for point in items)
    return Statistics(
        id=bank.id,
        title=bank.title,
        questions=len(questions),
        topics=dict(sorted(Counter(question.topic for question in questions).items())),
        levels=_counted(Level, (question.level for question in questions)),
        kinds=_counted(Kind, (question.kind for question in questions)),
        roles=dict(sorted(Counter(r for q in questions for r in (q.roles or (EVERYONE,))).items())),
        times=Times(min(times), median(times), max(times), sum(times)),
        points=Points(
            needs[Need.MUST],
            needs[Need.SHOULD],
            needs[Need.BONUS],
            sum(point.is_group for point in items),
        ),
        follow_ups=sum(len(question.follow_ups) for question in asked),
        misconceptions=sum(len(question.misconceptions) for question in asked),
        hints=sum(len(question.hints) for question in asked),
        model_answers=sum(bool(question.model_answer) for question in asked),
        sources=len(bank.sources),
        thin=tuple(_thin(asked, "questions" if asked == questions else "questions and stages")),
    )


def _counted(choices: Iterable[Kind] | Iterable[Level], values: Iterable[str]) -> dict[str, int]:
    """How often each choice occurs, in the order of the choices, zeros included."""
    counts = Counter(values)
    return {choice.value: counts[choice] for choice in choices}


_LACKS: tuple[tuple[str, str, Callable[[Question], object]], ...] = (
    ("no-rubric", "without a rubric: the model answer's sentences serve", lambda q: q.rubric),
    ("no-model-answer", "without a model answer to compare with", lambda q: q.model_answer),
    ("no-follow-ups", "without scripted follow-ups", lambda q: q.follow_ups),
    ("no-misconceptions", "without a misconception to listen for", lambda q: q.misconceptions),
    ("no-hints", "without hints for practice", lambda q: q.hints),
    ("no-sources", "without a source", lambda q: q.sources),
)


def _thin(questions: tuple[Question, ...], called: str) -> Iterator[Thin]:
    topics = Counter(question.topic for question in questions)
    single = tuple(sorted(topic for topic, count in topics.items() if count == 1))
    if single and len(questions) > 1:
        yield Thin("single-question-topic", "topics with one question", single)
    for rule, lack, has in _LACKS:
        where = tuple(question.id for question in questions if not has(question))
        if where:
            yield Thin(rule, f"{called} {lack}", where)
    unprobed = tuple(
        f"{question.id}/{point.id}"
        for question in questions
        for point in question.rubric
        if point.need is Need.MUST and not point.probe
    )
    if unprobed:
        yield Thin("must-without-probe", "must points that no probe asks about", unprobed)
    unmatched = tuple(
        f"{question.id}/{point.id}"
        for question in questions
        for point in question.leaves()
        if not point.match and point.signal is None
    )
    if unmatched:
        yield Thin("point-without-match", "points looked for by their own words", unmatched)
