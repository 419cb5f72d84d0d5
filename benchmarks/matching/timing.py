"""How long matching takes."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from interview_sim.bank.model import AllOf, Point, Question
from interview_sim.matching.matcher import Matcher

_WORDS = (
    "variance bias depth pruning bootstrap averaging entropy impurity margin kernel gradient "
    "penalty"
)
_SUBJECTS = tuple(_WORDS.split())
_SENTENCE = (
    "In practice the {0} of the fitted model is reduced when the {1} grows, which is why people "
    "look at {2} on held-out data before they choose the final setting, even if it costs more. "
)
ROUNDS = 30


def question(points: int = 12) -> Question:
    """A question with as many points as asked, five entries each."""
    rubric = tuple(
        Point(
            id=f"p{number}",
            point=f"A larger {subject} lowers the error on held-out data up to a point.",
            match=(
                f"{subject} is reduced",
                f"lower {subject} on held-out data",
                AllOf(all=(("lower", "reduce", "decrease", "shrink"), subject)),
                AllOf(all=(subject, ("trade-off", "balance"), "error")),
                AllOf(all=(("choose", "tune"), subject, ("validation", "held-out"))),
            ),
        )
        for number, subject in enumerate(_SUBJECTS[:points])
    )
    return Question(id="timing", prompt="How do you choose a model?", rubric=rubric)


def answer(words: int = 400) -> str:
    """An answer of about that many words that touches on all points."""
    text = ""
    at = 0
    while len(text.split()) < words:
        text += _SENTENCE.format(*(_SUBJECTS[(at + i) % len(_SUBJECTS)] for i in range(3)))
        at += 1
    return text


def milliseconds() -> tuple[float, float]:
    """Warm and first time of 12 points against 400 words."""
    asked, given = question(), answer()
    matcher = Matcher()
    begin = perf_counter()
    matcher.cover(asked, given)
    first = (perf_counter() - begin) * 1000
    times = []
    for number in range(ROUNDS):
        changed = f"{given} And word{number} besides."
        begin = perf_counter()
        matcher.cover(asked, changed)
        times.append((perf_counter() - begin) * 1000)
    return median(times), first
