"""What to study next: the most telling first, and no more than can be worked through."""

from __future__ import annotations

from assessment_kit import FORESTS, RECALL, Sat, plan

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.study import MOST, MOST_OF_ONE
from interview_sim.bank.model import Point, Question


def study(sat: Sat) -> list[tuple[str, str]]:
    """Point and reason of each item."""
    result = build_scorecard(sat.state)
    return [(item.point, item.why) for item in result.study]


def test_a_point_missed_twice_goes_first() -> None:
    """What was not there when asked about it, then what was missed, partly there, or a detail."""
    sat = Sat(plan(follow_ups=1))
    sat.engine.start()
    sat.answer("bagging is what I know")
    assert sat.state.turn.part == "variance"
    sat.answer("no idea")
    sat.answer("found")
    assert study(sat) == [
        ("variance", "Missed, and again when asked about it."),
        ("misses", "Missed."),
        ("reasons", "Only partly there."),
        ("speed", "Missed."),
    ]


def test_what_a_follow_up_brought_out_is_not_on_the_list() -> None:
    """A probe that was answered well settles its point."""
    sat = Sat(plan(follow_ups=1))
    sat.engine.start()
    sat.answer("bagging features speed")
    sat.answer("oh, the variance")
    sat.answer("found misses")
    assert study(sat) == []


def test_a_group_names_what_was_missing() -> None:
    """Of a group the open members are told."""
    sat = Sat(plan(follow_ups=0))
    sat.engine.start()
    sat.answer("variance votes speed")
    sat.answer("found misses")
    item = build_scorecard(sat.state).study[0]
    assert item.text == (
        "Two reasons: Each tree sees a bootstrap sample; Each split sees some features"
    )
    assert (item.question, item.topic) == ("b:forests", "ensembles")


def test_the_label_of_a_group_may_be_a_sentence() -> None:
    """Its full stop does not stand before the colon."""
    group = Point(
        id="causes", point="Causes (any two).", pick=2, of=(Point(id="x", point="It is late."),)
    )
    sat = Sat(plan(follow_ups=0), (Question(id="q", prompt="Why?", rubric=(group,)),))
    sat.engine.start()
    sat.answer("nothing")
    item = build_scorecard(sat.state).study[0]
    assert item.text == "Causes (any two): It is late"


def test_bonus_points_are_not_homework() -> None:
    """What was beyond the question is not missing."""
    sat = Sat(plan(questions=1, follow_ups=0), (FORESTS,))
    sat.engine.start()
    sat.answer("variance bagging votes speed")
    assert study(sat) == []


def test_one_bad_answer_does_not_fill_the_list() -> None:
    """Three items a question and ten in all."""
    many = Question(
        id="many", prompt="All?", rubric=tuple(Point(id=f"p{n}x", point=f"{n}") for n in range(9))
    )
    sat = Sat(plan(questions=6, minutes=60, follow_ups=0), (many, RECALL, many, many, many, many))
    sat.engine.start()
    while not sat.state.is_over:
        sat.engine.skip()
    found = study(sat)
    assert len(found) == MOST
    assert sum(point == "misses" for point, _ in found) == 1
    assert sum(point == "p0x" for point, _ in found) <= 5
    assert MOST_OF_ONE == 3
