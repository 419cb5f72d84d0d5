"""When points were covered, and what was deleted again, as the record tells it."""

from __future__ import annotations

from assessment_kit import FORESTS, PRACTICE, RECALL, Sat, plan

from interview_sim.assessment import words
from interview_sim.assessment.model import QuestionResult
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.study import study_next
from interview_sim.matching.model import Verdict
from interview_sim.session import answers
from interview_sim.session.answers import Typing
from interview_sim.session.events import Edit


def typed(*drafts: str, every: float = 2) -> QuestionResult:
    """The first question after these drafts, one every two seconds."""
    sat = Sat(plan(follow_ups=0)).start()
    for draft in drafts:
        sat.wait(every - 0.5)
        sat.type(draft)
    sat.engine.submit()
    sat.judge()
    return build_scorecard(sat.state).questions[0]


def covered_at(question: QuestionResult) -> dict[str, int | None]:
    """When each point was first covered."""
    return {row.id: row.first_covered_ms for row in question.main.points}


def test_a_point_is_covered_when_its_last_word_is_typed() -> None:
    """Each point has the time of the words that say it, and others have none."""
    times = covered_at(typed("first", "first variance", "first variance speed"))
    assert times["variance"] == 3_500
    assert times["speed"] == 5_500
    assert times["oob"] is None


def test_a_group_is_covered_with_the_last_member_that_it_takes() -> None:
    """Two of three are enough: the second to come is the time of the group."""
    question = typed("votes", "votes features", "votes features bagging")
    assert covered_at(question)["reasons"] == 3_500


def test_what_was_covered_and_lost_again_has_its_time() -> None:
    """Deleting the words does not undo when they were first there."""
    question = typed("variance is lower", "variance is lower and", "lower speed")
    assert covered_at(question)["variance"] == 1_500
    assert question.main.points[0].confirmed is Verdict.MISSED


def test_words_the_candidate_pointed_at_tell_the_time_too() -> None:
    """A point the judge did not see has the time of the words that the candidate says said it."""
    sat = Sat(plan(follow_ups=0)).start()
    for draft in ("less spread", "less spread in the mean"):
        sat.type(draft, 2)
    sat.engine.submit()
    sat.judge()
    sat.engine.skip()
    sat.engine.reveal(0)
    sat.engine.mark(0, "variance", Verdict.COVERED, evidence=((5, 11),))
    sat.engine.mark(0, "speed", Verdict.COVERED)
    question = build_scorecard(sat.state).questions[0]
    assert covered_at(question)["variance"] == 2_000
    assert covered_at(question)["speed"] is None


def test_deleted_words_are_kept_with_the_point_that_went_with_them() -> None:
    """Two words or more that are gone for good, and what only they covered."""
    question = typed("trees with variance and speed", "trees", "trees alone")
    assert [(d.text, d.point) for d in question.deleted] == [
        ("with variance and speed", "variance")
    ]
    assert question.deleted[0].typed_ms == 1_500
    assert question.deleted[0].deleted_ms == 3_500


def test_words_that_come_back_are_not_deleted() -> None:
    """Moving a sentence is no loss, and one word is a slip of the finger."""
    assert [d.text for d in typed("low variance here", "here").deleted] == ["low variance"]
    assert typed("low variance here", "here", "here low variance").deleted == ()
    assert typed("variance here", "here").deleted == ()


def test_the_longest_deletions_are_kept() -> None:
    """Many deletions are cut to the longest few."""
    edits = []
    for n in range(60):
        words = f"word{n} number{n} " + "x" * n
        edits.append(Edit(seq=2 * n, t=n * 1000, at="", at_char=0, ins=words))
        edits.append(Edit(seq=2 * n + 1, t=n * 1000 + 500, at="", at_char=0, delete=len(words)))
    found = Typing(edits).longest_deletions
    assert len(found) == answers.MOST_DELETIONS
    assert found[0].text.startswith("word59 ")


def test_people_are_told_the_time_of_the_answer() -> None:
    """The record keeps session time; words tell seconds of that answer, pauses left out."""
    sat = Sat(PRACTICE, (RECALL, FORESTS)).start()
    sat.answer("found misses", 300)
    sat.wait(3)
    sat.engine.draft("votes variance and speed")
    sat.engine.pause()
    sat.wait(600)
    sat.engine.unpause()
    sat.wait(2)
    sat.type("votes")
    sat.type("votes bagging")
    sat.engine.submit()
    sat.judge()
    question = next(q for q in build_scorecard(sat.state).questions if q.id == "b:forests")
    point = next(row for row in question.main.points if row.id == "reasons")
    assert (point.first_covered_ms or 0) > 900_000
    assert "first at 0:05" in tuple(words.point_facts(point))
    gone = [words.deleted_words(deleted) for deleted in question.deleted]
    assert gone
    assert all(line.startswith("Deleted at 0:0") for line in gone)
    whys = {item.point: item.why for item in study_next([question])}
    assert whys["variance"] == "You had it and deleted it at 0:05."
