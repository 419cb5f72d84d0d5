"""The labelled set is whole, and the matcher does not fall behind what it was on it."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.matching.inverted import inverted, labelled
from benchmarks.matching.labelled_report import report
from benchmarks.matching.labelled_set import (
    FOLDER,
    HELD_OUT,
    Labelled,
    LabelledSet,
    held_out,
    labelled_set,
)
from benchmarks.matching.verdicts import (
    Counts,
    Judged,
    Outcome,
    clear_cases,
    counted,
    covered_against_missed,
    of_claims,
    of_verdict,
    outcome,
    worst_first,
)
from interview_sim.bank.model import Question
from interview_sim.matching.model import PointCoverage, Verdict

COVERED, PARTLY, MISSED = Verdict.COVERED, Verdict.PARTLY, Verdict.MISSED


@pytest.fixture(scope="module")
def given() -> LabelledSet:
    """The labelled set, read once."""
    return labelled_set()


@pytest.fixture(scope="module")
def found(given: LabelledSet) -> Outcome:
    """What the matcher makes of it, worked out once."""
    return outcome(given)


def test_every_leaf_is_labelled(given: LabelledSet) -> None:
    """Each answer has a label for each leaf of its question's rubric, and for nothing else."""
    for one in given.questions:
        leaves = {leaf.id for leaf in one.question.leaves()}
        for answer in one.answers:
            assert answer.labels.keys() == leaves, answer.id


def test_claims_are_known(given: LabelledSet) -> None:
    """Each claim labelled is a misconception of the question."""
    for one in given.questions:
        known = {misconception.id for misconception in one.question.misconceptions}
        for answer in one.answers:
            assert known.issuperset(answer.claims), answer.id


def test_answers_are_told_apart(given: LabelledSet) -> None:
    """The set is as large as its README says, every file is read, and no id stands twice."""
    ids = Counter(answer.id for one in given.questions for answer in one.answers)
    assert ids.most_common(1)[0][1] == 1
    assert len(ids) == 160
    assert len(given.questions) == len(list(FOLDER.glob("*.yaml"))) == 11
    assert all(a.answer.strip() for one in given.questions for a in one.answers)


def test_held_out_by_rule(given: LabelledSet) -> None:
    """Which questions are held out follows from their names alone, whatever their order."""
    held = held_out(given.names)
    assert held == held_out(sorted(given.names, reverse=True))
    assert held == {
        "linear-regression-assumptions",
        "l1-l2-regularisation",
        "dimensionality-reduction",
        "boosting-vs-forests",
    }
    assert len(held) == HELD_OUT


def test_figures_by_hand() -> None:
    """Precision, recall and F1 agree with values worked out by hand, `partly` as stated."""
    counts: Counts = Counter(
        {
            (COVERED, COVERED): 6,
            (COVERED, PARTLY): 2,
            (COVERED, MISSED): 4,
            (PARTLY, COVERED): 3,
            (MISSED, COVERED): 1,
            (MISSED, MISSED): 10,
        }
    )
    rates = covered_against_missed(counts)
    assert (rates.precision, rates.recall) == pytest.approx((6 / 7, 6 / 12))
    assert rates.f1 == pytest.approx(2 * 6 / (7 + 12))
    assert of_verdict(counts, COVERED).precision == pytest.approx(6 / 10)
    assert clear_cases(counts).recall == pytest.approx(6 / 10)
    assert of_verdict(counts, PARTLY).f1 == 0.0


def test_confusions_come_worst_first() -> None:
    """What people missed and the matcher covered stands first, agreement nowhere."""
    question = Question(id="q", prompt="?")
    answer = Labelled(id="a", voice="terse", answer="…", labels={})
    cases = [(COVERED, COVERED), (COVERED, PARTLY), (COVERED, MISSED), (MISSED, COVERED)]
    points = [
        (question, answer, label, PointCoverage(id="p", verdict=verdict, strength=1.0))
        for label, verdict in cases
    ]
    ordered = worst_first(Judged(*point) for point in points)
    assert [(p.label, p.found.verdict) for p in ordered] == [cases[3], cases[2], cases[1]]


@pytest.mark.thorough
def test_the_report_seals_what_is_held_out(given: LabelledSet) -> None:
    """Errors on held-out questions are shown only on request."""
    held = given.part(held_out(given.names))
    ids = {answer.id for one in held.questions for answer in one.answers}
    sealed = report(given, ablations=False, confusions=1000, unseal=False)
    assert not any(line.split(" ")[0] in ids for line in sealed.splitlines())
    unsealed = report(given, ablations=False, confusions=1000, unseal=True)
    assert any(line.split(" ")[0] in ids for line in unsealed.splitlines())


def test_floor_on_labels(given: LabelledSet, found: Outcome) -> None:
    """Agreement with the labels does not fall behind what it was, on either part."""
    held = held_out(given.names)
    floors = {True: (0.78, 0.84), False: (0.89, 0.94)}
    for is_held, (least_f1, least_precision) in floors.items():
        points = [p for p in found.points if (p.question.id in held) is is_held]
        rates = covered_against_missed(counted(points))
        assert rates.f1 >= least_f1
        assert rates.precision >= least_precision
    assert of_claims(found.claims).precision >= 0.85


@pytest.mark.parametrize("is_held", [True, pytest.param(False, marks=pytest.mark.thorough)])
def test_words_that_hold_a_not_cover_nothing(given: LabelledSet, is_held: bool) -> None:
    """With "not" put into all that covers a point, hardly any point stays covered."""
    held = held_out(given.names)
    names = held if is_held else given.names - held
    counts, survivors = inverted(labelled(given.part(names)))
    assert counts.points > 100
    assert counts.throughout <= 0.08 * counts.points
    assert counts.throughout <= counts.once
    assert all("not " in one.answer for one in survivors)
