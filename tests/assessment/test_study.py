"""What to study next: the most telling first, and no more than can be worked through."""

from __future__ import annotations

from assessment_kit import FORESTS, RECALL, Sat, plan
from msgspec.structs import replace

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.study import MOST, MOST_OF_ONE, page_of, seen_before
from interview_sim.bank.model import AskKind, FollowUp, Point, Question, When
from interview_sim.session.plan import Style


def study(sat: Sat) -> list[tuple[str, str]]:
    """Point and reason of each item."""
    result = build_scorecard(sat.state)
    return [(item.point, item.why) for item in result.study]


def test_a_point_missed_twice_goes_first() -> None:
    """What was not there when asked about it, then what was missed, partly there, or a detail."""
    sat = Sat(plan(follow_ups=1)).start("bagging is what I know")
    assert sat.state.turn.part == "variance"
    sat.answer("no idea")
    sat.answer("found")
    assert study(sat) == [
        ("variance", "Missed, also when asked about it."),
        ("misses", "Missed."),
        ("reasons", "You made only part of it."),
        ("speed", "Missed."),
    ]


def test_what_one_was_sure_of_goes_before_what_was_only_missing() -> None:
    """A point missed in an answer thought full comes first, unless the candidate had doubts."""
    for confidence, first in ((0.9, "misses"), (0.1, "variance")):
        sat = Sat(plan(follow_ups=0)).start("bagging features speed votes", "found")
        sat.engine.predict(0, {"coverage": 2}, 0.9)
        sat.engine.predict(1, {"coverage": 4}, confidence)
        (point, why), *_ = study(sat)
        assert point == first
        assert ("thought you had" in why) is (first == "misses")


def test_what_a_follow_up_brought_out_is_not_on_the_list() -> None:
    """A probe that was answered well settles its point."""
    sat = Sat(plan(follow_ups=1)).start("bagging features speed", "oh, the variance")
    sat.answer("found misses")
    assert study(sat) == []


def test_a_group_names_what_was_missing() -> None:
    """Of a group the open members are told."""
    sat = Sat(plan(follow_ups=0)).start("variance votes speed", "found misses")
    item = build_scorecard(sat.state).study[0]
    assert item.text == (
        "Two reasons: Each tree sees a bootstrap sample; Each split sees some features"
    )
    assert (item.question, item.name, item.topic) == (
        "b:forests",
        "Why do forests work?",
        "ensembles",
    )


def test_the_label_of_a_group_may_be_a_sentence() -> None:
    """Its full stop does not stand before the colon."""
    group = Point(
        id="causes", point="Causes (any two).", pick=2, of=(Point(id="x", point="It is late."),)
    )
    sat = Sat(plan(follow_ups=0), (Question(id="q", prompt="Why?", rubric=(group,)),)).start()
    sat.answer("nothing")
    item = build_scorecard(sat.state).study[0]
    assert item.text == "Causes (any two): It is late"


def test_bonus_points_are_not_homework() -> None:
    """What was beyond the question is not missing."""
    sat = Sat(plan(questions=1, follow_ups=0), (FORESTS,)).start("variance bagging votes speed")
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


def test_an_item_has_everything_to_learn_it_by() -> None:
    """What was said, one's own words for it, the model answer, and why the point matters."""
    question = replace(
        RECALL, rubric=(replace(RECALL.rubric[0], why="It is asked for."), RECALL.rubric[1])
    )
    question = replace(question, model_answer="Of all positives, those found.")
    sat = Sat(plan(questions=1, follow_ups=0), (question,)).start("misses are missed")
    sat.engine.note("those that were found", 0, point="found")
    card = build_scorecard(sat.state)
    page = page_of(card.study[0], card.questions)
    assert page.answer.text == "misses are missed"
    assert (page.matters, page.own_words) == ("It is asked for.", "those that were found")
    assert page.model_answer == "Of all positives, those found."
    assert sat.state.notes == {}


def test_what_was_taken_out_again_is_said_with_its_time() -> None:
    """One knew it: the words were there and were deleted."""
    sat = Sat(plan(questions=1, follow_ups=0), (RECALL,)).start()
    sat.type("found what matters, and misses")
    sat.type("and misses", seconds=30)
    sat.engine.submit()
    sat.judge()
    assert study(sat) == [("found", "You had it and deleted it at 0:30.")]


def test_what_earlier_sessions_know_stands_beside_it() -> None:
    """Covered once and lost now; or missed again and again."""
    before = Sat(plan(questions=1, follow_ups=0), (RECALL,)).start("found")
    now = Sat(plan(questions=1, follow_ups=0), (RECALL,)).start("I pass")
    earlier = [("3 Nov", build_scorecard(before.state).questions)]
    items = seen_before(build_scorecard(now.state).study, earlier)
    assert [(item.point, item.before) for item in items] == [
        ("found", "You had it on 3 Nov."),
        ("misses", "That makes 2 sessions."),
    ]
    assert items[0].reason == "Missed. You had it on 3 Nov."


def test_what_the_interviewer_said_that_is_not_so_is_put_right_first() -> None:
    """Before anything that was only missed, unless the candidate resisted it."""
    pushback = FollowUp(
        id="never",
        ask="So it cannot overfit?",
        kind=AskKind.PUSHBACK,
        when=When(covered="found"),
        correction="It can.",
        rubric=(Point(id="resist", point="It can overfit."),),
    )
    question = replace(RECALL, follow_ups=(pushback,))
    found = []
    for reply in ("Yes, you are right.", "No: resist."):
        sat = Sat(plan(questions=1, follow_ups=1, style=Style.TOUGH), (question,)).start()
        sat.answer("found misses")
        assert sat.state.turn.part == "never"
        sat.answer(reply)
        card = build_scorecard(sat.state)
        assert card.questions[0].follow_ups[0].correction == "It can."
        found.append([(item.text, item.why) for item in card.study])
    why = "You did not object to: So it cannot overfit?"
    assert found == [[("It can.", why)], []]
