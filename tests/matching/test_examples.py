"""Trying the tests of points: what counts as found, and the figures of many."""

from __future__ import annotations

import pytest

from interview_sim.bank.examples import Floors, parse_tests
from interview_sim.bank.loading import parse_bank
from interview_sim.matching.examples import (
    Figures,
    Tried,
    below,
    figures_of,
    grouped,
    parts,
    try_tests,
)

BANK = """
format: interview-sim/bank@1
id: forests
title: Forests
glossary: [[variance, wobble]]
questions:
  - id: why
    prompt: Why do they work?
    rubric:
      - {id: variance, point: Averaging lowers the variance., match: [lower variance]}
    misconceptions: [{id: never, claim: They never overfit., match: [never overfit]}]
    follow_ups:
      - {id: more, ask: What else?, rubric: [{id: cuts, point: Cuts., match: [random cuts]}]}
"""
TESTS = """
format: interview-sim/examples@1
bank: forests
points:
  why/variance:
    says: [They have lower variance., You get lower wobble., It shakes less.]
    says_not: [They do not lower the variance., They have lower variance than nothing.]
    held: {says: [That gives lower variance.], says_not: [Bias is what they lower.]}
  why/never:
    says: [They never overfit., More trees are always safe.]
    says_not: [It is not so that they never overfit.]
  why/more/cuts:
    says: [They try random cuts.]
"""


def tried() -> list[Tried]:
    """The sentences above, tried."""
    bank = parse_bank(BANK).bank
    assert bank is not None
    return list(try_tests(bank, parse_tests(TESTS.encode(), bank).sentences))


def test_each_sentence_is_an_answer_to_its_question_or_follow_up() -> None:
    """With the bank's glossary; a claim is to be found where it is stated, and only there."""
    found = {one.sentence.text: one for one in tried()}
    assert {text for text, one in found.items() if not one.passes} == {
        "It shakes less.",
        "They have lower variance than nothing.",
        "More trees are always safe.",
    }
    assert found["You get lower wobble."].found
    assert found["They try random cuts."].question == "why"
    assert found["They never overfit."].is_claim


def test_figures_count_points_and_claims_apart() -> None:
    """Recall and false alarms of points; recall and precision of claims."""
    held, tuned = parts(tried())
    assert figures_of(held) == Figures(says=1, covered=1, says_not=1)
    figures = figures_of(tuned)
    assert figures == Figures(
        says=4, covered=3, says_not=2, alarms=1, claims=2, claims_found=1, no_claims=1
    )
    shares = figures.recall, figures.false_alarms, figures.claims_recall, figures.claims_precision
    assert shares == (0.75, 0.5, 0.5, 1.0)
    assert figures.sentences == 9
    assert Figures().recall is None
    by_point = grouped(tuned, lambda one: one.sentence.target)
    assert {name: len(members) for name, members in by_point.items()} == {
        "why/variance": 5, "why/never": 3, "why/more/cuts": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("floors", "told"),
    [
        (Floors(), []),
        (Floors(recall=0.75, false_alarms=0.5, claims_recall=0.5, claims_precision=1.0), []),
        (
            Floors(recall=0.8, false_alarms=0.1),
            [
                "held out, recall: 75.0%, and it has to be at least 80.0%",
                "held out, false alarms: 50.0%, and it has to be at most 10.0%",
            ],
        ),
    ],
)
def test_what_is_worse_than_its_floor_is_told(floors: Floors, told: list[str]) -> None:
    """Alarms may not be more, all else not less; what was not tried cannot be worse."""
    figures = Figures(says=4, covered=3, says_not=2, alarms=1, claims=2, claims_found=1)
    assert list(below(figures, floors)) == told
    assert list(below(Figures(), floors)) == []
