"""What is said of blind ratings is plain, and waits until there is enough to say it."""

from __future__ import annotations

import pytest
from assessment_kit import RECALL, Sat, plan
from msgspec.structs import replace

from interview_sim.assessment.calibration import ENOUGH, calibrate, rating_share
from interview_sim.assessment.model import Calibration, QuestionResult
from interview_sim.assessment.scorecard import build_scorecard


def question(rating: int | None, coverage: float | None, sure: float | None) -> QuestionResult:
    """A question rated so, whose confirmed coverage is this."""
    sat = Sat(plan(questions=1), (RECALL,)).start("found")
    result = build_scorecard(sat.state).questions[0]
    ratings = {} if rating is None else {"coverage": rating}
    return replace(result, predicted=ratings, coverage=coverage, confidence=sure)


def of(*rows: tuple[int | None, float | None, float | None]) -> Calibration:
    """The calibration over questions like these."""
    return calibrate([question(*row) for row in rows])


def test_ratings_span_the_scale() -> None:
    """1 is 0 and 4 is 100, evenly between."""
    assert [round(rating_share(r), 1) for r in (1, 2, 3, 4)] == [0, 33.3, 66.7, 100]


def test_the_numbers_are_means_over_the_same_questions() -> None:
    """Only questions that have both a rating and a result count."""
    result = of((4, 50, 0.9), (1, 50, None), (None, 80, 0.1), (3, None, 0.2))
    assert result.n == 2
    assert result.predicted == 50
    assert result.confirmed == 50
    assert result.difference == 0
    assert result.mean_error == 50
    assert result.confidence == pytest.approx(90)


def test_nothing_rated_is_said_plainly() -> None:
    """Without ratings there are no numbers at all."""
    result = of((None, 50, None))
    assert (result.predicted, result.difference, result.mean_error) == (None, None, None)
    assert result.words == "Nothing was rated before the reveal."


@pytest.mark.parametrize("n", range(1, ENOUGH))
def test_a_few_ratings_are_too_few_to_tell(n: int) -> None:
    """Below five rated questions no tendency is claimed, however large the difference."""
    words = of(*[(4, 0, None)] * n).words
    assert words.startswith("Too early to tell")
    assert str(n) in words


def test_enough_ratings_say_which_way_and_how_far() -> None:
    """More, less, or about the same: one sentence, and no name for a kind of person."""
    expected_more = of(*[(4, 80, None)] * ENOUGH).words
    expected_less = of(*[(2, 80, None)] * ENOUGH).words
    about_right = of(*[(3, 70, None)] * ENOUGH).words
    assert expected_more == "You expected 20 points more than you got."
    assert expected_less == "You got 47 points more than you expected."
    assert "close together" in about_right
    for words in (expected_more, expected_less, about_right):
        assert "Dunning" not in words


def test_ratings_outside_the_scale_are_no_ratings() -> None:
    """A transcript may say anything; 1 to 4 is what counts."""
    assert of((9, 50, None), (0, 50, None)).n == 0
