"""Answers to another question: how many are noticed, and how many answers are so by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from benchmarks.matching.data import Graded
from benchmarks.matching.labelled_set import NAME, LabelledSet, former
from interview_sim.bank.model import Bank, Question
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.protocol import Task
from interview_sim.matching.notice import Glossary

ENGINEER = "ml-engineer"
"""The bank that questions were in which nobody tuned the matcher on."""
DRAWN = 5
"""Questions of a session, the one that is asked among them."""

NOT_AN_ANSWER = frozenset({"off-topic", "wrong", "parrot", "keyword-soup"})
"""Voices of the labelled set that are no answer to their question, or only look like one."""
_PARAGRAPH = re.compile(r"\n\s*\n")
_LEAST = 12
"""Words of a paragraph that may pass for an answer."""


class Given(NamedTuple):
    """A question, an answer to it, and the glossary of its bank."""

    question: Question
    answer: str
    glossary: Glossary = ()


class Rates(NamedTuple):
    """Shares of answers that are said to be off topic."""

    by_mistake: float
    """Of answers to the question that was asked."""
    drawn: float
    """Of answers to another question of the session."""
    absent: float
    """Of answers to a question that is not in the session."""
    answers: int


def labelled(given: LabelledSet) -> list[Given]:
    """The labelled answers that answer their question, well or badly."""
    return [
        Given(one.question, answer.answer, one.glossary)
        for one in given.questions
        for answer in one.answers
        if answer.voice not in NOT_AN_ANSWER
    ]


def paragraphs(questions: Iterable[tuple[Bank, Question]]) -> list[Given]:
    """Paragraphs of the model answers, to questions that do not have them any more."""
    return [
        Given(replace(question, model_answer=""), paragraph, bank.glossary)
        for bank, question in questions
        for paragraph in _PARAGRAPH.split(question.model_answer)
        if len(paragraph.split()) >= _LEAST
    ]


def exam(graded: Graded) -> list[Given]:
    """The answers that people graded, however badly."""
    return [Given(graded.question(at), answer) for at, answer in enumerate(graded.answers)]


def rates(given: Sequence[Given], every: int = 1) -> Rates:
    """What the judge says of answers to their own question, and to one drawn instead of it.

    Args:
        given: Questions with answers.
        every: Take only each so manieth answer for the two rates on other questions.
    """
    chance, judge = Random(9), LexicalJudge()
    glossaries = {one.question: one.glossary for one in given}
    questions = list(glossaries)

    def share(cases: Iterable[tuple[Question, str, list[Question]]]) -> float:
        said = [
            judge.judge(
                Task(question=q, answer=a, glossary=glossaries[q], others=tuple(o))
            ).off_topic
            for q, a, o in cases
        ]
        return sum(said) / len(said)

    def drawn(*without: Question, size: int = DRAWN - 1) -> list[Question]:
        pool = [question for question in questions if question not in without]
        return chance.sample(pool, min(size, len(pool)))

    swapped = [(q, a, drawn(q, size=1)[0]) for q, a, _ in given[::every]]
    return Rates(
        by_mistake=share((q, a, drawn(q)) for q, a, _ in given),
        drawn=share((other, a, [q, *drawn(q, other, size=DRAWN - 2)]) for q, a, other in swapped),
        absent=share((other, a, drawn(q, other)) for q, a, other in swapped),
        answers=len(given),
    )


def notice_report(given: LabelledSet, sets: Sequence[Graded]) -> str:
    """The table of docs/matching.md."""
    rows = [
        (NAME, labelled(given)),
        (ENGINEER, paragraphs(former(ENGINEER))),
        *((one.name, exam(one)) for one in sets),
    ]
    lines = ["\noff topic", f"{'answers':24}{'by mistake':>12}{'drawn':>8}{'absent':>8}{'of':>6}"]
    for name, answers in rows:
        found = rates(answers)
        lines.append(
            f"{name:24}{found.by_mistake:12.3f}{found.drawn:8.3f}{found.absent:8.3f}"
            f"{found.answers:6}"
        )
    return "\n".join(lines)
