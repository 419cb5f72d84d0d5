"""A question that was asked once more is one question: both answers count, each point once."""

from __future__ import annotations

from assessment_kit import FORESTS, Sat, judged_with, plan
from msgspec.structs import replace
from transcript_kit import lines_of

from interview_sim.assessment.marking import Marking
from interview_sim.assessment.model import Musts, Scorecard
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.study import page_of, seen_before
from interview_sim.assessment.text import scorecard_lines
from interview_sim.assessment.words import at_a_glance
from interview_sim.exchange.session_exporters.html_page import FORMAT as HTML
from interview_sim.judging.parts import AGAIN, MAIN, is_whole
from interview_sim.matching.model import Verdict
from interview_sim.progress.summary import summarise
from interview_sim.transcript.reader import parse_transcript


def card(sat: Sat) -> Scorecard:
    """The scorecard as things stand."""
    return build_scorecard(sat.state)


def test_a_question_asked_once_more_counts_at_its_better_answer() -> None:
    """Whoever answers something else and then the question is weighed on both, point by point."""
    sat = Sat(plan(questions=2, follow_ups=1)).start()
    judged_with(sat, "votes and found", off_topic=True)
    assert sat.state.turn.part == AGAIN
    sat.answer("variance bagging")
    first = card(sat).questions[0]
    # The variance, and of the group one member in each answer: 2 + 1 of 4.
    assert first.coverage == 75
    assert first.musts == Musts(covered=2, of=2)
    assert (first.depth, first.main.off_topic) == (None, True)
    assert "something else" not in card(sat).band_words
    sat.engine.finish()
    walk = Marking(sat.engine)
    assert [walk.page(index).is_asked_again for index in range(2)] == [True, False]
    # With the answer to something else is shown what it says all the same, and nothing else.
    rows = [{row.id for row in walk.page(index).rows} for index in range(2)]
    assert rows[0] < rows[1]
    assert rows[0] == {
        name
        for row in first.main.points
        if row.suggested is Verdict.COVERED
        for name in (row.id, row.group)
        if name
    }


def test_what_is_open_after_a_question_asked_once_more_is_what_both_answers_lack() -> None:
    """The list to study, the points missed on record and a page to share know the second, too."""
    sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
    judged_with(sat, "votes", off_topic=True)
    sat.answer("bagging")
    sat.engine.finish()
    sat.engine.reveal(0)
    sat.engine.note("less wobble", 0, part=AGAIN, point="variance")
    sat.engine.mark(0, "variance", Verdict.MISSED, part=AGAIN)
    sat.engine.mark(0, "speed", Verdict.PARTLY, part=AGAIN)
    result = card(sat)
    assert [item.point for item in result.study] == ["variance"]
    assert page_of(result.study[0], result.questions).own_words == "less wobble"
    later = seen_before(result.study, [("1 May", result.questions)])
    assert [item.before for item in later] == ["That makes 2 sessions."]
    (detail,) = summarise(parse_transcript(b"".join(lines_of(list(sat.events)))), "").details
    assert detail.missed == ("variance",)
    assert at_a_glance(result.questions[0]) is Verdict.PARTLY
    page = HTML.write(result, {}).decode()
    assert page.count("Trains in parallel.</span>") == 1


def test_an_answer_to_something_else_costs_no_page_of_its_own() -> None:
    """Where it says nothing of the question, the points are listed and marked once."""
    sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
    judged_with(sat, "precision and recall", off_topic=True)
    sat.answer("variance bagging")
    sat.engine.finish()
    walk = Marking(sat.engine)
    assert [step.part for step in walk.steps if is_whole(step.part)] == [AGAIN]
    every = card(sat).questions[0].main.points
    assert [row.id for row in walk.page(0).rows] == [row.id for row in every]
    text = "\n".join(scorecard_lines(card(sat))).partition("Study next")[0]
    assert all(text.count(f" – {row.name} (") == 1 for row in every if row.group is None)


def test_a_plan_to_find_out_is_no_answer_to_the_whole_question_asked_once_more() -> None:
    """It answers a last probe, which is about one point; here it would make every point."""
    sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
    judged_with(sat, "votes and found", off_topic=True)
    assert sat.state.turn.part == AGAIN
    judged_with(sat, "I am not sure; I would try both.", candour="plan")
    only = card(sat).questions[0]
    assert only.musts.covered == 0
    assert only.coverage is not None
    assert only.coverage < 50


def test_nothing_said_when_asked_once_more_lists_no_point_twice() -> None:
    """The first answer has them all; the second stands there as passed, and costs no page."""
    sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
    judged_with(sat, "votes and found", off_topic=True)
    only = card(sat).questions[0]
    sat.engine.skip()
    first = card(sat).questions[0]
    assert (first.coverage, first.musts) == (only.coverage, only.musts)
    assert first.again is not None
    assert (first.again.is_passed, first.again.points) == (True, ())
    text = "\n".join(scorecard_lines(card(sat))).partition("Study next")[0]
    assert "Asked once more" in text
    assert all(text.count(point.name) == 1 for point in first.main.points)
    walk = Marking(sat.engine)
    assert [step.part for step in walk.steps] == [MAIN]
    assert not walk.page(0).is_asked_again
    assert walk.standing(0).of == card(sat).markable == len(list(FORESTS.leaves()))


def test_own_words_are_asked_for_by_the_answer_to_the_question_asked_once_more() -> None:
    """Nothing is asked that it said, and it is what is shown; nor is anything after a pass."""
    for answer, asked in (("variance bagging wisdom", None), ("bagging", "variance")):
        sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
        judged_with(sat, "votes and found", off_topic=True)
        sat.answer(answer)
        sat.engine.finish()
        cue = Marking(sat.engine).cue(0)
        assert (cue.point if cue else None) == asked
        assert cue is None or cue.turn.text == answer
    # A probe that was answered is not put once more: another point is, or none.
    others = replace(FORESTS, rubric=(FORESTS.rubric[0], replace(FORESTS.rubric[1], weight=1)))
    for question, asked in ((others, "reasons"), (replace(others, rubric=others.rubric[:1]), None)):
        sat = Sat(plan(questions=1, follow_ups=1), (question,)).start("It is steady.")
        assert sat.state.turn.point == "variance"
        sat.answer("It just is.")
        sat.engine.finish()
        cue = Marking(sat.engine).cue(0)
        assert (cue.point if cue else None) == asked
    sat = Sat(plan(questions=1, follow_ups=1), (FORESTS,)).start()
    judged_with(sat, "no idea", candour="unknown")
    sat.engine.finish()
    assert Marking(sat.engine).cue(0) is None
