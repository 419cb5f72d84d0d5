"""Hints for practice mode."""

from __future__ import annotations

from interview_sim.bank.terms import Need
from interview_sim.matching import Verdict
from interview_sim.session.grading import Grader
from interview_sim.session.state import State


def next_hint(state: State, grader: Grader) -> str | None:
    """The next hint for the question at hand that was not shown yet, or None.

    The author's hints come first, in their order; then the probes of `must` points that the
    answer does not cover yet, heaviest first.
    """
    turn = state.turn
    if turn is None:
        return None
    question = state.drawn(turn.question).question
    coverage = grader.cover(turn.question, turn.part, turn.text)
    covered = {point.id for point in coverage.points if point.verdict is Verdict.COVERED}
    probes = [
        item.probe
        for item in sorted(question.rubric, key=lambda item: -item.weight)
        if item.need is Need.MUST and item.probe and item.id not in covered
    ]
    return next((hint for hint in (*question.hints, *probes) if hint not in turn.hints), None)
