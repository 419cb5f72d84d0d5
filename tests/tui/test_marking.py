"""The walk through the points, without a screen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from scripted import HOSTILE, at, sit

from interview_sim.assessment.marking import Marking, Opinion, Row, RowKind
from interview_sim.judging.judgement import Judgement
from interview_sim.matching import Verdict
from interview_sim.services import Services
from interview_sim.sitting import Sitting


def rows(marking: Marking) -> dict[str, Row]:
    """The rows of the first step by id."""
    return {row.id: row for row in marking.page(0).rows}


def beside(sitting: Sitting, question: int, point: str, verdict: Verdict) -> Judgement:
    """A second opinion that differs on one point."""
    counts = sitting.engine.state.judgement(question)
    assert counts is not None
    points = tuple(
        replace(item, members=tuple(map(change, item.members))) if item.members else change(item)
        for change in [
            lambda leaf: (
                replace(leaf, verdict=verdict, reason=f"{HOSTILE} said so.")
                if leaf.id == point
                else leaf
            )
        ]
        for item in counts.points
    )
    return replace(counts, judge="llm", points=points, beside=True)


def test_points_on_which_judges_disagree_come_first_with_both_reasons(sitting: Sitting) -> None:
    """Members with their group; what counts stays what counted."""
    forests = at(sitting, "forests")
    marking = Marking(sitting.engine, forests)
    before, standing = marking.page(0).rows, marking.standing(forests)
    assert not any(row.is_disputed or row.other for row in before)
    opinion = beside(sitting, forests, "oob", Verdict.COVERED)
    sitting.engine.judged(forests, opinion)
    after = marking.page(0).rows
    assert after[0].id == "oob"
    assert after[0].is_disputed
    assert after[0].suggested is Verdict.MISSED
    assert after[0].other == Opinion("llm", Verdict.COVERED, f"{HOSTILE} said so.")
    assert after[0].reason == next(row.reason for row in before if row.id == "oob")
    assert [row.id for row in after[1:]] == [row.id for row in before if row.id != "oob"]
    assert marking.standing(forests) == standing

    opinion = beside(sitting, forests, "robust", Verdict.MISSED)
    sitting.engine.judged(forests, replace(opinion, by_words=("oob",)))
    again = marking.page(0).rows
    assert [row.group for row in again[:4]] == [None, *["two-reasons"] * 3]
    assert [row.id for row in again if row.is_disputed and row.group] == ["robust"]
    assert next(row for row in again if row.id == "oob").other is None, "it gave none"


def test_a_word_on_a_group_settles_its_members(sitting: Sitting) -> None:
    """A group follows from its members until it is given a word of its own."""
    marking = Marking(sitting.engine, at(sitting, "forests"))
    step = marking.steps[0]
    assert rows(marking)["two-reasons"].kind is RowKind.GROUP
    assert rows(marking)["two-reasons"].verdict is Verdict.COVERED
    marking.mark(step, rows(marking)["robust"], Verdict.MISSED)
    assert rows(marking)["two-reasons"].verdict is Verdict.PARTLY
    marking.mark(step, rows(marking)["two-reasons"], Verdict.COVERED)
    open_ = {row.id for row in marking.page(0).pending}
    assert open_ == {"lower-variance", "oob", "never-overfits"}


def test_a_word_on_a_member_takes_back_the_one_on_its_group(sitting: Sitting) -> None:
    """And one undo brings both back as they were."""
    marking = Marking(sitting.engine, at(sitting, "forests"))
    step = marking.steps[0]
    marking.mark(step, rows(marking)["two-reasons"], Verdict.MISSED)
    marking.mark(step, rows(marking)["few-knobs"], Verdict.COVERED)
    assert rows(marking)["two-reasons"].verdict is Verdict.COVERED
    assert not rows(marking)["two-reasons"].is_marked
    assert marking.undo() == (step, "few-knobs")
    assert rows(marking)["two-reasons"].verdict is Verdict.MISSED
    assert not rows(marking)["few-knobs"].is_marked


def test_agreeing_to_the_rest_is_undone_at_once(sitting: Sitting) -> None:
    """One key said it, one key takes it back; claims are never agreed to."""
    marking = Marking(sitting.engine, at(sitting, "forests"))
    step = marking.steps[0]
    marking.mark(step, rows(marking)["oob"], Verdict.PARTLY, ((0, 4),))
    marking.agree(step, marking.page(0).pending)
    assert [row.id for row in marking.page(0).pending] == ["never-overfits"]
    marking.undo()
    assert len(sitting.engine.state.marks) == 1
    marking.undo()
    assert not sitting.engine.state.marks
    assert marking.undo() is None


def test_words_pointed_at_stay_with_a_milder_verdict_and_go_with_a_miss(
    sitting: Sitting,
) -> None:
    """Evidence that the candidate gave belongs to the point, not to the verdict."""
    marking = Marking(sitting.engine, at(sitting, "forests"))
    step = marking.steps[0]
    marking.mark(step, rows(marking)["oob"], Verdict.COVERED, ((0, 4),))
    marking.mark(step, rows(marking)["oob"], Verdict.PARTLY)
    assert rows(marking)["oob"].spans == ((0, 4),)
    marking.mark(step, rows(marking)["oob"], Verdict.MISSED)
    assert sitting.engine.state.marks[*step, "oob"].evidence == ()


def test_nothing_is_asked_about_an_answer_that_is_not_there(sitting: Sitting) -> None:
    """Points of a question that was passed on are shown, and none is open."""
    marking = Marking(sitting.engine, at(sitting, "elbow"))
    page = marking.page(0)
    assert page.derived
    assert page.rows
    assert not page.pending


def test_the_standing_keeps_the_suggestion_apart_from_the_marks(sitting: Sitting) -> None:
    """What was suggested does not move with what is marked."""
    forests = at(sitting, "forests")
    marking = Marking(sitting.engine, forests)
    marking.page(0)
    marking.mark(marking.steps[0], rows(marking)["lower-variance"], Verdict.MISSED)
    standing = marking.standing(forests)
    assert standing.said == pytest.approx(200 / 3)
    assert standing.suggested == pytest.approx(45 / 70 * 100)
    assert standing.yours == pytest.approx(45 / 70 * 100 / 3)
    assert (standing.answered, standing.of) == (1, 6)


def test_a_missed_point_is_asked_for_before_anything_is_shown(services: Services) -> None:
    """Its probe, once; the words are kept beside the point, and nothing is revealed by asking."""
    sitting = sit(services, forests="They are robust.")
    forests, elbow = at(sitting, "forests"), at(sitting, "elbow")
    marking = Marking(sitting.engine, forests)
    cue = marking.cue(0)
    assert cue is not None
    assert (cue.point, cue.text) == ("lower-variance", "Why does averaging help at all?")
    assert not sitting.engine.state.revealed
    marking.say(cue, "  ")
    assert not sitting.engine.state.own_words
    marking.say(cue, "[/nope errors cancel ")
    assert rows(marking)["lower-variance"].own_words == "[/nope errors cancel"
    assert marking.cue(0) is None
    assert Marking(sitting.engine, elbow).cue(0) is None  # It was passed.
    sitting.close()


def test_the_walk_is_over_once_everything_is_revealed_and_marked(sitting: Sitting) -> None:
    """A question that was passed has nothing to mark; it has still to be seen."""
    forests, elbow = at(sitting, "forests"), at(sitting, "elbow")
    passed = Marking(sitting.engine, elbow)
    assert not passed.is_over
    passed.page(0)
    assert passed.is_over
    marking = Marking(sitting.engine, forests)
    page = marking.page(0)
    marking.agree(page.step, page.pending)
    assert not marking.is_over  # The claim wants a word.
    marking.claim(page.step, rows(marking)["never-overfits"], claimed=True)
    assert marking.is_over
    assert not Marking(sitting.engine).is_over
