"""The blind rating: recorded as it is given, and taken up where it was broken off."""

from __future__ import annotations

from assessment_kit import Sat, plan

from interview_sim.assessment.rating import Rating
from interview_sim.bank.scoring import Measure
from interview_sim.session.state import Prediction


def rated(*numbers: int) -> tuple[Sat, Rating]:
    """Two answered questions, and so many ratings given."""
    sat = Sat(plan(follow_ups=0)).start("variance", "found")
    rating = Rating(sat.engine)
    for number in numbers:
        rating.choose(number)
    return sat, rating


def test_each_rating_is_recorded_as_it_is_given() -> None:
    """Whatever ends the program, what was said is there, and the walk goes on behind it."""
    sat, _ = rated(4, 2)
    [prediction] = sat.state.predictions.values()
    assert list(prediction.ratings.values()) == [4, 2]
    again = Rating(sat.engine)
    assert (again.ask.number, again.ask.step) == (1, 3)
    again.choose(1)
    again.choose(5)
    assert sat.state.predictions[0].confidence == 0.9
    assert (again.ask.number, again.ask.step) == (2, 1)
    assert Rating(sat.engine).ask.number == 2


def test_a_rating_can_be_put_right_and_passed_over() -> None:
    """The later number counts; how sure one is may be left out, which ends the question."""
    sat, rating = rated(4)
    rating.back()
    rating.choose(1)
    assert list(sat.state.predictions[0].ratings.values()) == [1]
    while rating.ask.number == 1:
        rating.forward()
    rating.choose(3)
    assert (Rating(sat.engine).ask.number, Rating(sat.engine).ask.step) == (2, 2)


def test_skipping_a_question_takes_back_what_was_just_said_of_it() -> None:
    """It is unrated again, or rated as an earlier walk left it."""
    sat, rating = rated(4, 2)
    rating.skip()
    assert not sat.state.predictions
    assert rating.ask.number == 2
    sat.engine.predict(1, {Measure.COVERAGE: 2}, 0.5)
    later = Rating(sat.engine)
    later.choose(4)
    later.skip()
    assert 0 not in sat.state.predictions
    assert sat.state.predictions[1] == Prediction(ratings={"coverage": 2}, confidence=0.5)
