"""When points were covered, and what was taken out again, told from the edits."""

from __future__ import annotations

from assessment_kit import FORESTS, Sat, WordMatcher, plan

from interview_sim.assessment import coverage_clock, deleted
from interview_sim.assessment.coverage_clock import CoverageClock, steps_of
from interview_sim.assessment.model import QuestionResult
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.matching.model import Coverage, Verdict
from interview_sim.session.events import Edit


class CountingMatcher(WordMatcher):
    """A matcher that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def cover(self, question, answer: str) -> Coverage:  # type: ignore[no-untyped-def]
        """What the words cover."""
        self.asked += 1
        return super().cover(question, answer)


def typed(*drafts: str, every: float = 2) -> QuestionResult:
    """The first question after these drafts, one every two seconds."""
    sat = Sat(plan(follow_ups=0))
    sat.engine.start()
    for draft in drafts:
        sat.wait(every - 0.5)
        sat.type(draft)
    sat.engine.submit()
    return build_scorecard(sat.state, grader=sat.grader, events=sat.events).questions[0]


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
    """Taking the words out does not undo when they were first there."""
    question = typed("variance is lower", "variance is lower and", "lower speed")
    assert covered_at(question)["variance"] == 1_500
    assert question.main.points[0].confirmed is Verdict.MISSED


def test_words_the_candidate_pointed_at_tell_the_time_too() -> None:
    """A point the matcher did not see has the time of the words that the candidate says said it."""
    sat = Sat(plan(follow_ups=0))
    sat.engine.start()
    for draft in ("less spread", "less spread in the mean"):
        sat.type(draft, 2)
    sat.engine.submit()
    sat.engine.skip()
    sat.engine.reveal(0)
    sat.engine.mark(0, "variance", Verdict.COVERED, evidence=((5, 11),))
    sat.engine.mark(0, "speed", Verdict.COVERED)
    question = build_scorecard(sat.state, grader=sat.grader, events=sat.events).questions[0]
    assert covered_at(question)["variance"] == 2_000
    assert covered_at(question)["speed"] is None


def test_without_events_nothing_is_said_of_times() -> None:
    """Times need the edits; the rest of the scorecard does not."""
    sat = Sat(plan(follow_ups=0))
    sat.engine.start()
    sat.answer("variance")
    question = build_scorecard(sat.state, grader=sat.grader).questions[0]
    assert set(covered_at(question).values()) == {None}
    assert question.deleted == ()


def test_words_taken_out_are_kept_with_the_point_that_went_with_them() -> None:
    """Two words or more that are gone for good, and what only they covered."""
    question = typed("trees with variance and speed", "trees", "trees alone")
    assert [(d.text, d.point) for d in question.deleted] == [
        ("with variance and speed", "variance")
    ]
    assert question.deleted[0].typed_ms == 1_500
    assert question.deleted[0].deleted_ms == 3_500


def test_words_that_come_back_are_not_taken_out() -> None:
    """Moving a sentence is no loss, and one word is a slip of the finger."""
    assert [d.text for d in typed("low variance here", "here").deleted] == ["low variance"]
    assert typed("low variance here", "here", "here low variance").deleted == ()
    assert typed("variance here", "here").deleted == ()


def test_a_long_answer_is_matched_a_few_times_only() -> None:
    """However an answer came about, a handful of drafts are matched again."""
    edits = [
        Edit(seq=n, t=n * 3_000, at="", at_char=0 if n % 2 else 2, delete=n % 2, ins="a b ")
        for n in range(400)
    ]
    matcher = CountingMatcher()
    CoverageClock(FORESTS, edits, matcher).times({}, FORESTS.rubric)  # type: ignore[arg-type]
    assert matcher.asked <= coverage_clock.MOST_STEPS
    assert len(steps_of(edits)) == coverage_clock.MOST_STEPS


def test_so_are_the_words_taken_out() -> None:
    """Many deletions are cut to the longest few, in the order in which they went."""
    edits = []
    for n in range(60):
        words = f"word{n} number{n} " + "x" * n
        edits.append(Edit(seq=2 * n, t=n * 1000, at="", at_char=0, ins=words))
        edits.append(Edit(seq=2 * n + 1, t=n * 1000 + 500, at="", at_char=0, delete=len(words)))
    matcher = CountingMatcher()
    found = deleted.deleted_texts(
        FORESTS, edits, matcher, final={}, rubric=FORESTS.rubric  # type: ignore[arg-type]
    )  # fmt: skip
    assert len(found) == deleted.MOST
    assert matcher.asked <= 5
    assert [d.deleted_ms for d in found] == sorted(d.deleted_ms for d in found)
