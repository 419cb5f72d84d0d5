"""How far what the candidate expected was from the marks."""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.assessment.model import Calibration, QuestionResult
from interview_sim.assessment.words import noun
from interview_sim.bank.scoring import Measure
from interview_sim.figures import counted

ENOUGH = 5
"""Questions rated blind before anything is said of a tendency."""

SURE = 0.7
"""From this chance on a point that was missed counts as one that was thought covered."""

_CLOSE = 10.0
_RATINGS = range(1, 5)


def rating_share(rating: int) -> float:
    """A rating from 1 to 4 on 0..100."""
    return (rating - 1) / 3 * 100


def rating_of(ratings: dict[str, int], measure: Measure) -> int | None:
    """The rating of one dimension; None where there is none that can be."""
    rating = ratings.get(measure)
    return rating if rating in _RATINGS else None


def calibrate(questions: Sequence[QuestionResult]) -> Calibration:
    """What the blind ratings say beside the confirmed coverage of the same questions."""
    pairs: list[tuple[float, float]] = []
    sure: list[float] = []
    for question in questions:
        rating = rating_of(question.predicted, Measure.COVERAGE)
        if rating is None or question.coverage is None:
            continue
        pairs.append((rating_share(rating), question.coverage))
        if question.confidence is not None:
            sure.append(min(1.0, max(0.0, question.confidence)) * 100)
    predicted = mean([expected for expected, _ in pairs])
    confirmed = mean([got for _, got in pairs])
    difference = None
    if predicted is not None and confirmed is not None:
        difference = predicted - confirmed
    return Calibration(
        n=len(pairs),
        predicted=predicted,
        confirmed=confirmed,
        difference=difference,
        mean_error=mean([abs(expected - got) for expected, got in pairs]),
        confidence=mean(sure),
        words=_words(len(pairs), difference, noun(questions)),
    )


def expected(question: QuestionResult) -> float | None:
    """The chance, 0..1, that a blind rating gave each point of the answer; None: not rated.

    The rating says which share of the points was covered. Where the candidate said how sure they
    were of it, it is mixed with not knowing, which is one half, in that proportion.
    """
    rating = rating_of(question.predicted, Measure.COVERAGE)
    if rating is None:
        return None
    sure = 1.0 if question.confidence is None else min(1.0, max(0.0, question.confidence))
    return 0.5 + (rating_share(rating) / 100 - 0.5) * sure


def _words(n: int, difference: float | None, one: str) -> str:
    if difference is None:
        return "Nothing was rated before the reveal."
    if n < ENOUGH:
        rated = f"{counted(n, one)} {'was' if n == 1 else 'were'} rated"
        return f"Too early to tell: {rated} before the reveal, and it takes {ENOUGH}."
    if abs(difference) < _CLOSE:
        return "Your expectation and the result are close together."
    points = round(abs(difference))
    if difference > 0:
        return f"You expected {points} points more than you got."
    return f"You got {points} points more than you expected."


def mean(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(values) / len(values) if values else None
