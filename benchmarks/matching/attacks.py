"""Answers that are none: what someone gets who games the matcher."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random
from statistics import mean

from benchmarks.matching.data import Graded
from interview_sim.bank.model import Question
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.text import read

_PADDING = (
    "That is a very good question. There is a lot one could say about it. In my experience it "
    "always depends on the situation. I worked on something like it last year with my team. "
)

_TRIALS = 1600
_LEAST_WORDS = 5
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_SEED = 11


def raised(graded: Graded, others: Sequence[Graded]) -> float:
    """How often a sentence that answers another question raises the score that is shown.

    The first sentence of an answer drawn from `others`, of five words or more, is put after an
    answer. The score counts in whole percent. Of one and the same set only answers to other
    questions are drawn.
    """
    matcher, draw = Matcher(), Random(_SEED)
    trials = rises = 0
    while trials < _TRIALS:
        other = draw.choice(others)
        at, their = draw.randrange(len(graded)), draw.randrange(len(other))
        if other is graded and graded.question_ids[at] == other.question_ids[their]:
            continue
        sentence = _SENTENCE_END.split(other.answers[their].strip())[0]
        if len(sentence.split()) < _LEAST_WORDS:
            continue
        question, answer = graded.question(at), graded.answers[at].strip()
        longer = f"{answer}{'' if answer.endswith(('.', '!', '?')) else '.'} {sentence}"
        shown = [round(100 * matcher.cover(question, text).score) for text in (answer, longer)]
        trials += 1
        rises += shown[1] > shown[0]
    return rises / trials


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
