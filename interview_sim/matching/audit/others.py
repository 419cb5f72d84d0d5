"""What the points of a question have to be to each other and to other questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from interview_sim.bank.model import Bank, Point, Question
from interview_sim.bank.problems import Severity, quoted
from interview_sim.matching.audit.finding import Asked, Finding, Limits, Rule, leaves_of, spread
from interview_sim.matching.matcher import Matcher, rubric_of
from interview_sim.matching.model import Coverage, PointCoverage, Verdict

_NAMED = 3


class Said(NamedTuple):
    """A model answer of the bank."""

    question: str
    text: str
    sentences: tuple[str, ...]


def said_of(question: Question) -> list[Said]:
    """The model answers of a question and its follow-ups."""
    texts = (question.model_answer, *(follow_up.model_answer for follow_up in question.follow_ups))
    return [Said(question.id, text, sentences_of(text)) for text in texts if text.strip()]


def sentences_of(text: str) -> tuple[str, ...]:
    """What a text says, one statement each."""
    return tuple(point.point for point in rubric_of(Question(id="t", prompt="", model_answer=text)))


class Neighbours:
    """The model answers of a bank, for trying the points of one question on all the others."""

    def __init__(self, bank: Bank, matcher: Matcher, limits: Limits) -> None:
        self._said = {question.id: said_of(question) for question in bank.questions}
        self._main = {
            question.id: self._said[question.id][0]
            for question in bank.questions
            if question.model_answer.strip()
        }
        self._matcher = matcher
        self._limits = limits

    def findings(self, asked: Asked) -> Iterator[Finding]:
        """The points that fire on other questions, and those that always fire together."""
        if not asked.question.rubric:
            return
        others = [said for name, said in self._main.items() if name != asked.home.id]
        tried = spread(others, self._limits.most_others)
        whole = [self._cover(asked, said.text) for said in tried]
        yield from self._elsewhere(asked, tried, whole)
        yield from self._together(asked, tried, whole)

    def _cover(self, asked: Asked, text: str) -> Coverage:
        return self._matcher.cover(asked.question, text)

    def _elsewhere(
        self, asked: Asked, tried: Sequence[Said], whole: Sequence[Coverage]
    ) -> Iterator[Finding]:
        for point in leaves_of(asked.question):
            fired = [
                _Fired(said.question, coverage.leaves()[point.id])
                for said, coverage in zip(tried, whole, strict=True)
                if coverage.leaves()[point.id].verdict is Verdict.COVERED
            ]
            if len(fired) < self._limits.least_fired:
                continue
            if len(fired) <= self._limits.share * len(tried):
                continue
            yield Finding(
                rule=Rule.POINT_STAYS_HOME,
                severity=Severity.ERROR,
                question=asked.name,
                about=point.id,
                record=point,
                key="match" if point.match else "point",
                message=f"the point {quoted(point.id)} is covered by the model answers of "
                f"{len(fired)} of {len(tried)} other questions: {_examples(fired)}",
                remedy="ask for words that belong to this question alone",
            )

    def _together(
        self, asked: Asked, tried: Sequence[Said], whole: Sequence[Coverage]
    ) -> Iterator[Finding]:
        own = self._said[asked.home.id]
        near = [*(point.point for point in leaves_of(asked.question)), *_sentences(own)]
        sentences = [self._cover(asked, text) for text in dict.fromkeys(near)]
        answers = [self._cover(asked, said.text) for said in own]
        pairs = list(_tied(asked, [*sentences, *answers, *whole]))
        if pairs:
            # The sentences of the others can only part what is still tied, and are many.
            sentences += [self._cover(asked, text) for text in dict.fromkeys(_sentences(tried))]
            pairs = [pair for pair in _tied(asked, sentences) if pair[:2] in _names(pairs)]
        for one, other, both in pairs:
            if both >= self._limits.least_together:
                yield Finding(
                    rule=Rule.POINTS_TELL_APART,
                    severity=Severity.WARNING,
                    question=asked.name,
                    about=other.id,
                    record=other,
                    key="match" if other.match else "point",
                    message=f"the points {quoted(one.id)} and {quoted(other.id)} are always "
                    f"covered together, by {both} sentences and never by one alone",
                    remedy="make one point of them, or give each phrases of its own",
                )


class _Fired(NamedTuple):
    """A point that is covered by the answer to another question."""

    question: str
    found: PointCoverage


def _examples(fired: Sequence[_Fired]) -> str:
    """Some of the questions, each with what was found there."""
    named = [f"{quoted(question)} ({found.reason})" for question, found in fired[:_NAMED]]
    return ", ".join(named) + (", …" if len(fired) > _NAMED else "")


def _sentences(answers: Iterable[Said]) -> Iterator[str]:
    for said in answers:
        yield from said.sentences


class _Tie(NamedTuple):
    """Two points that the same texts cover, and how many do."""

    one: Point
    other: Point
    both: int


def _names(ties: Iterable[_Tie]) -> set[tuple[Point, Point]]:
    return {(tie.one, tie.other) for tie in ties}


def _tied(asked: Asked, texts: Sequence[Coverage]) -> Iterator[_Tie]:
    """The pairs of points that are covered by the same texts, and by some at all."""
    points = list(leaves_of(asked.question))
    covered = {point.id: _where(point.id, texts) for point in points}
    for one, other in combinations(points, 2):
        both = covered[one.id]
        if both and both == covered[other.id]:
            yield _Tie(one, other, len(both))


def _where(point: str, texts: Sequence[Coverage]) -> frozenset[int]:
    """The texts that cover the point."""
    return frozenset(
        at
        for at, coverage in enumerate(texts)
        if coverage.leaves()[point].verdict is Verdict.COVERED
    )
