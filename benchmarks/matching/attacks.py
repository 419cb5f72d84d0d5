"""Answers that are none: what someone gets who games the matcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import mean

from benchmarks.matching.data import Graded
from interview_sim.bank.model import Question
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.text import read

_PADDING = (
    "That is a very good question. There is a lot one could say about it. In my experience it "
    "always depends on the situation. I worked on something like it last year with my team. "
)


def _keywords(text: str) -> str:
    words = read(text)
    content = [w for w, t in zip(words.words, words.content, strict=True) if t]
    return " ".join(sorted(dict.fromkeys(content)))


def _others(questions: list[Question], at: int) -> str:
    return questions[(at + 1) % len(questions)].model_answer


def table(graded: Graded) -> Iterable[tuple[str, float]]:
    """For each way of answering, the mean score over the questions."""
    questions = list(graded.questions.values())
    matcher = Matcher()
    best = [score for score in graded.scores if score >= 1.0]
    full = [
        matcher.cover(graded.question(at), answer).score
        for at, answer in enumerate(graded.answers)
        if graded.scores[at] >= 1.0
    ]
    half = {
        at: answer for at, answer in enumerate(graded.answers) if 0.3 <= graded.scores[at] <= 0.7
    }
    yield f"answers graded 1.0 ({len(best)})", mean(full)
    yield "answers graded .3 to .7", _mean(matcher, graded, half, str)
    yield "the same, padded", _mean(matcher, graded, half, lambda a: f"{a}\n\n{_PADDING}")
    yield "the same, ten times over", _mean(matcher, graded, half, lambda a: f"{a}\n\n" * 10)
    yield "model answer", mean(matcher.cover(q, q.model_answer).score for q in questions)
    yield (
        "model answer as keywords",
        mean(matcher.cover(q, _keywords(q.model_answer)).score for q in questions),
    )
    yield "the question read out", mean(matcher.cover(q, q.prompt).score for q in questions)
    yield "its keywords", mean(matcher.cover(q, _keywords(q.prompt)).score for q in questions)
    yield (
        "another question's model answer",
        mean(matcher.cover(q, _others(questions, at)).score for at, q in enumerate(questions)),
    )
    yield "padding alone", mean(matcher.cover(q, _PADDING).score for q in questions)


def _mean(
    matcher: Matcher, graded: Graded, answers: dict[int, str], change: Callable[[str], str]
) -> float:
    return mean(
        matcher.cover(graded.question(at), change(answer)).score for at, answer in answers.items()
    )
