"""A scorecard says what the marks and the clock come to, and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from assessment_kit import FORESTS, PRACTICE, RECALL, Sat, judged_with, plan
from msgspec.structs import replace

from interview_sim.assessment.model import JudgedBy, Musts, Scorecard, Spread
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.scoring import load_scoring
from interview_sim.assessment.text import scorecard_lines
from interview_sim.bank.model import About, AskKind, FollowUp, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.model import Verdict
from interview_sim.session.plan import Rate


def card(sat: Sat, **more: object) -> Scorecard:
    """The scorecard as things stand."""
    return build_scorecard(sat.state, **more)  # type: ignore[arg-type]


def dimension(scorecard: Scorecard, name: str) -> float | None:
    """The score of one dimension."""
    return next(d.score for d in scorecard.dimensions if d.id == name)


def a_whole_interview() -> Sat:
    """Forests with two follow-ups, the second skipped; recall cut off by the clock."""
    sat = Sat().start()
    sat.wait(3)
    sat.answer("~variance bagging oob", 10)
    sat.answer("the variance is lower", 5)
    sat.engine.skip()
    sat.engine.draft("found it")
    sat.wait(61)
    return sat


def a_marked_interview() -> Sat:
    """The same, rated and marked."""
    sat = a_whole_interview()
    for index, clarity in ((0, 3), (1, 1)):
        sat.engine.predict(index, {"coverage": 3, "clarity": clarity}, 0.5)
        sat.engine.reveal(index)
    sat.engine.mark(1, "misses", Verdict.PARTLY)
    sat.engine.complete()
    return sat


def test_the_numbers_of_a_whole_interview() -> None:
    """Coverage, depth, clarity and time come out as docs/scoring.md says, and weigh as it says."""
    sat = a_marked_interview()

    result = card(sat)
    forests, recall = result.questions

    # must 2·½ + 1·(1 of 2), should 1·0, bonus 4·¼·1 on top, of 4
    assert forests.coverage == pytest.approx(100 * (1 + 0.5 + 1) / 4)
    assert [(f.part, f.score, f.outcome) for f in forests.follow_ups] == [
        ("variance", 100, "submitted"),
        ("compare", 0, "skipped"),
    ]
    assert forests.depth == 50
    assert forests.score == pytest.approx((45 * 62.5 + 25 * 50) / 70)
    assert forests.time_score == 100
    assert forests.musts == Musts(covered=0, of=2)
    assert recall.coverage == 75
    assert recall.depth is None
    assert recall.score == 75
    assert recall.timed_out
    assert recall.time_score == 50

    coverage, clarity, time = (62.5 + 75) / 2, (200 / 3 + 0) / 2, 75
    assert dimension(result, "coverage") == pytest.approx(coverage)
    assert dimension(result, "depth") == 50
    assert dimension(result, "clarity") == pytest.approx(clarity)
    assert dimension(result, "time") == time
    carried = (forests.score + 75) / 2
    expected = (70 * carried + 10 * clarity + 10 * min(time, carried)) / 90
    assert result.score == pytest.approx(expected)
    assert (result.band, result.so_far, result.answered) == ("no band", True, 2)
    assert result.spread == Spread(lowest=forests.score, highest=75, n=2)
    assert (result.marked, result.markable) == (1, 10)
    assert [(t.topic, t.n) for t in result.topics] == [("ensembles", 1), ("metrics", 1)]


def test_nothing_asked_is_not_a_zero() -> None:
    """Before the first question there is no score, and the band says so."""
    result = card(Sat())
    assert result.score is None
    assert result.band == "not scored"
    assert result.questions == ()
    assert result.seconds == 0
    assert result.calibration.words == "Nothing was rated before the reveal."


def test_dimensions_without_data_are_left_out_of_the_mean() -> None:
    """Without follow-ups and ratings, coverage and time alone make the score."""
    sat = Sat(plan(follow_ups=0)).start("variance bagging features speed", "found misses")
    result = card(sat)
    assert dimension(result, "depth") is None
    assert dimension(result, "clarity") is None
    assert result.score == 100


def test_a_bonus_never_lowers_and_never_lifts_above_full() -> None:
    """An answer with everything and the bonus is 100; without the bonus it is 100 as well."""
    for text in ("variance bagging features speed", "variance bagging features speed oob"):
        sat = Sat(plan(follow_ups=0)).start(text)
        assert card(sat).questions[0].coverage == 100


def test_a_group_follows_its_members_until_it_is_marked_itself() -> None:
    """Members decide a group's verdict; the candidate's word on the group goes before them."""
    sat = Sat(plan(follow_ups=0)).start("variance bagging", "found")
    sat.engine.reveal(0)

    group = card(sat).questions[0].main.points[1]
    assert (group.id, group.pick, group.confirmed, group.share) == (
        "reasons", 2, Verdict.PARTLY, 0.5,
    )  # fmt: skip
    sat.engine.mark(0, "votes", Verdict.COVERED)
    rows = card(sat).questions[0].main.points
    assert rows[1].confirmed is Verdict.COVERED
    assert not rows[1].marked
    assert [row.id for row in rows if row.group == "reasons"] == ["bagging", "features", "votes"]
    sat.engine.mark(0, "reasons", Verdict.MISSED)
    result = card(sat)
    assert result.questions[0].main.points[1].confirmed is Verdict.MISSED
    assert result.marked == 3


def test_suggestions_stay_those_that_were_shown() -> None:
    """What was suggested is on record, and the scorecard reads it there."""
    sat = Sat(plan(follow_ups=0)).start("variance", "found")
    sat.engine.reveal(0)
    sat.engine.reveal(1)
    result = card(sat)
    assert result.judge == JudgedBy(name="words", version="1")
    assert result.questions[0].main.points[0].suggested is Verdict.COVERED


def test_the_candidates_own_evidence_goes_first() -> None:
    """Where the candidate pointed at words, these are the evidence, and nonsense is left out."""
    sat = Sat(plan(follow_ups=0)).start("a variance b", "found")
    sat.engine.reveal(0)
    assert card(sat).questions[0].main.points[0].evidence == ("variance",)
    sat.engine.mark(0, "speed", Verdict.COVERED, evidence=((0, 1), (5, 900), (-3, 2)))
    row = next(row for row in card(sat).questions[0].main.points if row.id == "speed")
    assert row.evidence == ("a",)
    assert row.spans == ((0, 1),)


def test_a_skipped_follow_up_counts_as_zero() -> None:
    """Passing on one of two follow-ups halves the depth."""
    sat = Sat().start("nothing", "variance")
    assert sat.state.turn.part == "compare"
    sat.engine.skip()
    question = card(sat).questions[0]
    assert [(f.part, f.score) for f in question.follow_ups] == [("variance", 100), ("compare", 0)]
    assert question.depth == 50


def test_points_of_a_skipped_answer_say_that_there_was_none() -> None:
    """Nobody judges an answer without a word, and the reason is there all the same."""
    sat = Sat(plan(follow_ups=0)).start()
    sat.engine.skip()
    points = card(sat).questions[0].main.points
    assert {(row.suggested, row.reason) for row in points} == {
        (Verdict.MISSED, "There is no answer.")
    }


def test_a_misconception_counts_by_its_correction() -> None:
    """The follow-up to a wrong claim is worth what it covers of the correction."""
    sat = Sat().start("!never-overfits variance")
    assert sat.state.turn.part == "never-overfits"
    sat.answer("~never-overfits that is")
    sat.engine.skip()
    result = card(sat)
    question = result.questions[0]
    assert [(f.part, f.score) for f in question.follow_ups] == [
        ("never-overfits", 50.0),
        ("compare", 0.0),
    ]
    assert question.depth == 25
    assert [(c.id, c.confirmed) for c in question.claims] == [("never-overfits", None)]


def test_a_claim_is_never_deducted() -> None:
    """A confirmed wrong claim leads the list of what to study and is no deduction from a score."""
    sat = Sat(plan(follow_ups=0)).start("!never-overfits variance", "found")
    sat.engine.reveal(0)
    before = card(sat)
    sat.engine.mark_claim(0, "never-overfits", True)
    after = card(sat)
    assert before.score == after.score
    assert after.study[0].point == "never-overfits"
    assert after.study[0].text == "Less, not never."


def test_time_that_ran_out_costs_the_questions_never_reached() -> None:
    """Questions the clock left no time for count 0 for time, and nothing elsewhere."""
    sat = Sat(plan(questions=4, minutes=1, follow_ups=0), (FORESTS, RECALL, FORESTS, RECALL))
    sat.engine.start()
    sat.answer("variance bagging features speed", 30)
    sat.engine.draft("found misses")
    sat.wait(31)
    result = card(sat)
    assert result.end_reason == "out_of_time"
    assert (result.asked, result.planned) == (2, 4)
    assert dimension(result, "time") == (100 + 50 + 0 + 0) / 4
    assert dimension(result, "coverage") == 100
    assert result.seconds == result.budget == 60


def test_a_question_that_was_only_read_is_a_zero_for_time() -> None:
    """When the session ends while a question is read, it was reached and not answered."""
    sat = Sat(plan(questions=1, minutes=0.25, reading=30)).start()
    sat.wait(16)
    result = card(sat)
    assert result.questions[0].main.outcome == "timed_out"
    assert result.questions[0].time.reading == 15
    assert result.questions[0].main.seconds == 0
    assert dimension(result, "time") == 0


def test_rating_between_questions_is_not_session_time() -> None:
    """The session clock stands while an answer is rated, after the last one too."""
    sat = Sat(plan(follow_ups=0, rate=Rate.EACH)).start()
    for _ in range(2):
        sat.answer("nothing", 10)
        sat.engine.predict(sat.state.question_index, {"coverage": 2})
        sat.wait(100)
        sat.engine.next_question()
    assert sat.state.is_over
    assert card(sat).seconds == 20


def test_finishing_early_costs_nothing_for_what_was_not_asked() -> None:
    """Who stops early is weighed on what was asked."""
    sat = Sat(plan(follow_ups=0)).start()
    sat.answer("variance bagging features speed", 30)
    sat.engine.finish()
    result = card(sat)
    assert dimension(result, "time") == 100
    assert result.end_reason == "finished_early"


def test_skipped_questions_do_not_count_for_time() -> None:
    """A pass is a zero for coverage and says nothing of time."""
    sat = Sat(plan(follow_ups=0)).start()
    sat.wait(50)
    sat.engine.skip()
    sat.engine.skip()
    result = card(sat)
    assert dimension(result, "time") is None
    assert result.score == 0
    assert result.questions[0].main.outcome == "skipped"


def test_practice_counts_how_much_an_answer_was_over() -> None:
    """Half the budget over is half the score; a pause is not time used."""
    sat = Sat(PRACTICE).start()
    sat.wait(10)
    sat.engine.draft("nothing here")
    sat.engine.pause()
    sat.wait(100)
    sat.engine.unpause()
    sat.wait(80)
    sat.engine.submit()
    sat.judge()
    sat.engine.skip()
    question = card(sat).questions[0]
    assert question.main.seconds == 90
    assert question.time.over == 30
    assert question.time_score == 50
    assert question.time.paused == 100
    assert question.time.thinking == 10
    assert question.time.writing == 80


def test_an_open_answer_is_not_judged_and_says_nothing_of_its_time() -> None:
    """A session that broke off has a scorecard all the same."""
    sat = Sat().start()
    sat.type("variance bagging features speed")
    result = card(sat)
    assert result.questions[0].main.outcome == "open"
    assert result.judge.name == ""
    assert dimension(result, "time") is None
    assert result.phase == "answering"


def test_a_question_without_a_rubric_is_held_against_its_model_answer() -> None:
    """The statements of the model answer are the points, and the result says so."""
    bare = Question(
        id="bare", prompt="What is recall?", model_answer="The share of all positives found."
    )
    sat = Sat(plan(questions=1), (bare,)).start("no idea at all")
    question = card(sat).questions[0]
    assert question.derived
    assert [row.point for row in question.main.points] == ["The share of all positives found."]


def test_a_question_with_nothing_to_hold_it_against_has_no_score() -> None:
    """Neither rubric nor model answer: None, and not 0."""
    sat = Sat(plan(questions=1), (Question(id="bare", prompt="Tell me about yourself."),)).start()
    sat.answer("gladly")
    question = card(sat).questions[0]
    assert question.coverage is None
    assert question.score is None
    assert dimension(card(sat), "time") == 100
    assert card(sat).score is None


def test_marks_on_a_follow_up_are_kept_apart_from_those_on_the_answer() -> None:
    """The same point in the answer and in its probe has two words."""
    sat = Sat(plan(follow_ups=1)).start("nothing", "nothing again", "found")
    sat.engine.reveal(0)
    sat.engine.mark(0, "variance", Verdict.COVERED, part="variance")
    question = card(sat).questions[0]
    assert question.follow_ups[0].points[0].confirmed is Verdict.COVERED
    assert question.main.points[0].confirmed is Verdict.MISSED
    assert question.depth == 100


def test_the_example_in_the_docs_is_what_the_code_does() -> None:
    """docs/scoring.md works through the interview of the first test in this file."""
    sat = a_marked_interview()
    result = card(sat)
    text = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
    example = text.split("## An example", 1)[1].split("\n## ", 1)[0]
    numbers = (
        result.questions[0].coverage, result.questions[0].score, dimension(result, "coverage"),
        dimension(result, "depth"), dimension(result, "time"),
    )  # fmt: skip
    for number in numbers:
        assert number is not None
        assert f"{number:g}" in example or f"{number:.1f}" in example
    assert f"**{result.score:.0f} so far**" in example
    for shipped in load_scoring().bands:
        row = f"| {shipped.at_least:.0f} | {shipped.title} | {shipped.words} |"
        assert row in re.sub(" +", " ", text)


# What a score may be lifted by, and what a band needs


FIVE = tuple(replace(RECALL, id=f"recall-{n}", topic=f"topic-{n}") for n in range(5))


def sat_five(*answers: str, seconds: float = 5) -> Sat:
    """Five questions of two `must` points each; an empty answer is a pass."""
    sat = Sat(plan(questions=5, follow_ups=0), FIVE).start()
    for text in answers:
        if text:
            sat.answer(text, seconds)
        else:
            sat.engine.skip()
    return sat


def test_a_session_that_began_under_older_rules_keeps_them() -> None:
    """The scorecard of a session without a word on its rules is what it always was."""
    sat = a_marked_interview()
    old = replace(sat.state, header=replace(sat.header, scoring=""))
    result = build_scorecard(old)
    forests = result.questions[0]
    assert forests.score == pytest.approx((50 * 62.5 + 25 * 50) / 75)
    expected = (50 * 68.75 + 25 * 50 + 10 * 100 / 3 + 15 * 75) / 100
    assert result.score == pytest.approx(expected)
    assert (result.rubric, result.band) == ("interview 1", "lean hire")
    assert result.band_words.startswith("An interviewer would say yes")
    assert [d.id for d in result.dimensions] == ["coverage", "depth", "clarity", "time"]


def test_clarity_judgement_and_time_lower_a_score_and_never_lift_it() -> None:
    """Who was in time and found themselves clear has said no more for it."""
    sat = sat_five("found", "found", "found", "found", "found")
    assert card(sat).score == 50
    praised, blamed = sat_five(*["found"] * 5), sat_five(*["found"] * 5)
    for index in range(5):
        praised.engine.predict(index, {"clarity": 4, "judgement": 4})
        blamed.engine.predict(index, {"clarity": 1, "judgement": 1})
    assert card(praised).score == 50
    assert card(blamed).score == pytest.approx((45 + 10) * 50 / 75)


def test_a_pass_costs_what_a_missed_answer_costs() -> None:
    """A brilliant answer and four passes are worth a fifth, and the sentence says what happened."""
    result = card(sat_five("found misses", "", "", "", ""))
    assert result.score == 20
    assert "You skipped 4 of 5 questions." in result.band_words
    assert dimension(result, "time") == 100


@pytest.mark.parametrize(
    ("answers", "so_far", "has_band"),
    [
        (5, False, True),
        (4, False, False),
        (3, False, False),
        (2, True, False),
    ],
)
def test_a_band_needs_answers(answers: int, so_far: bool, has_band: bool) -> None:
    """Five for a band; three, and three fifths of what was asked, for more than a number so far."""
    result = card(sat_five(*["found misses"] * answers, *[""] * (5 - answers)))
    assert result.answered == answers
    assert (result.so_far, result.band != "no band") == (so_far, has_band)


def test_what_is_still_open_is_no_pass() -> None:
    """A session that breaks off at the second question is weighed on the first."""
    sat = Sat(plan(follow_ups=0)).start("variance bagging features speed")
    result = card(sat)
    assert result.asked == 2
    assert (result.score, result.spread) == (100, Spread(lowest=100, highest=100, n=1))


def claiming() -> tuple[Question, ...]:
    """Five questions, each with a wrong claim to fall for."""
    return tuple(replace(q, misconceptions=FORESTS.misconceptions) for q in FIVE)


@pytest.mark.parametrize("put_right", [False, True])
def test_a_wrong_claim_left_standing_caps_the_band(put_right: bool) -> None:
    """One that the candidate confirms is no hire, unless it was put right when asked."""
    sat = Sat(plan(questions=5, follow_ups=1), claiming()).start("found misses !never-overfits")
    sat.answer("never-overfits is wrong" if put_right else "it is so")
    for _ in range(4):
        sat.answer("found misses")
    sat.engine.reveal(0)
    assert card(sat).band == "strong hire"
    sat.engine.mark_claim(0, "never-overfits", True)
    result = card(sat)
    assert result.score == (100 if put_right else pytest.approx(92.9, abs=0.1))
    assert result.band == ("strong hire" if put_right else "lean no hire")
    assert ("strong hire" in result.held_back) is not put_right
    assert ("A wrong claim was left standing: “It cannot overfit.”" in result.band_words) is (
        not put_right
    )


def test_main_points_missed_in_most_questions_cap_the_band() -> None:
    """Half the `must` points missed in three of five questions is no hire, whatever the score."""
    extra = Point(id="much", point="Much else.", need=Need.SHOULD, weight=40)
    questions = tuple(replace(q, rubric=(*q.rubric, extra)) for q in FIVE)
    sat = Sat(plan(questions=5, follow_ups=0), questions).start()
    for text in ("found much", "found much", "found much", "found misses much", "found misses"):
        sat.answer(text)
    result = card(sat)
    assert result.score is not None
    assert result.score > 75
    assert result.band == "lean no hire"
    assert "main points missed in most questions" in result.held_back
    sat.engine.reveal(0)
    sat.engine.mark(0, "misses", Verdict.COVERED)
    assert card(sat).held_back == ""


def test_judgement_comes_from_the_points_that_show_it_else_from_the_rating() -> None:
    """A trade-off counts wherever it came up; without such a point the blind rating stands in."""
    weighing = replace(
        RECALL,
        rubric=(
            RECALL.rubric[0],
            Point(id="cost", point="At a price.", about=About.TRADE_OFF, probe="At a cost?"),
        ),
    )
    sat = Sat(plan(questions=2, follow_ups=1), (weighing, RECALL)).start("found", "~cost")
    sat.answer("found misses")
    for index in (0, 1):
        sat.engine.predict(index, {"judgement": 4})
    first, second = card(sat).questions
    assert (first.judgement, second.judgement) == (50, 100)
    assert dimension(card(sat), "judgement") == 75


def test_an_honest_plan_answers_the_last_follow_up() -> None:
    """Saying how to find out counts as an answer to the last probe; not knowing alone is a pass."""
    for candour, score in (("plan", 100), ("unknown", 0)):
        sat = Sat(plan(questions=2, follow_ups=1)).start("bagging features")
        judged_with(sat, "I do not know.", candour=candour)
        follow_up = card(sat).questions[0].follow_ups[0]
        assert (follow_up.score, follow_up.is_passed) == (score, True)
        reasons = {row.reason for row in follow_up.points}
        assert ("You said you did not know and how you would find out." in reasons) is (
            candour == "plan"
        )


def test_an_honest_i_do_not_know_is_a_pass() -> None:
    """It counts 0 and as no answer, and the sentence calls it honest."""
    sat = Sat(plan(questions=5, follow_ups=0), FIVE).start()
    for _ in range(4):
        sat.answer("found misses")
    judged_with(sat, "I do not know.", candour="unknown")
    result = card(sat)
    assert (result.score, result.answered, result.so_far) == (80, 4, False)
    assert "On 1 of 5 questions you said openly that you did not know." in result.band_words


def test_answers_to_something_else_are_said_to_be() -> None:
    """The sentence names what happened, not only that points are missing."""
    sat = Sat(plan(questions=5, follow_ups=0), FIVE).start()
    for n in range(5):
        judged_with(sat, "Trees are made of wood.", off_topic=n < 3)
    words = card(sat).band_words
    assert "You answered something else than was asked on 3 of 5 questions." in words
    assert "You made none of the 10 main points." in words


def test_of_an_interview_on_one_topic_no_topic_is_called_the_weakest() -> None:
    """Nor the most solid: there is no other."""
    for topics in (("trees", "trees"), ("trees", "metrics")):
        asked = [replace(FORESTS, id=f"q{n}", topic=topic) for n, topic in enumerate(topics)]
        sat = Sat(plan(questions=2, follow_ups=0), asked).start("variance", "no")
        words = card(sat).band_words
        assert ("eakest on" in words) is (topics[0] != topics[1])


def test_a_false_premise_is_put_right_beside_the_answer() -> None:
    """Whatever the interviewer said wrong on purpose is never left so."""
    pushing = replace(
        RECALL,
        follow_ups=(
            FollowUp(
                id="push", ask="So recall falls?", kind=AskKind.PUSHBACK, correction="It rises."
            ),
        ),
    )
    sat = Sat(plan(questions=1, follow_ups=1), (pushing,)).start("found misses")
    follow_ups = card(sat).questions[0].follow_ups
    assert [f.correction for f in follow_ups] == ["It rises."]
    text = "\n".join(scorecard_lines(card(sat)))
    assert "What is true: It rises." in " ".join(text.split())
