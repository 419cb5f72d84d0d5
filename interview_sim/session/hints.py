"""Hints for practice mode."""

from __future__ import annotations

from collections.abc import Collection

from interview_sim.bank.terms import Need
from interview_sim.session.state import State


def next_hint(state: State, covered: Collection[str]) -> str | None:
    """The next hint for the current question that was not shown yet, or None.

    The author's hints come first, in their order; then the probes of `must` points that the
    answer does not cover yet, heaviest first.

    Args:
        state: The session.
        covered: Ids of the points that the draft covers.
    """
    turn = state.turn
    if turn is None:
        return None
    question = state.drawn(turn.question).question
    probes = [
        item.probe
        for item in sorted(question.rubric, key=lambda item: -item.weight)
        if item.need is Need.MUST and item.probe and item.id not in covered
    ]
    return next((hint for hint in (*question.hints, *probes) if hint not in turn.hints), None)
