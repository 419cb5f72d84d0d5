"""The one score: what verdicts are worth.

Scorecards and the conditions of follow-ups use the same function, so what an interview acts on is
what it later shows.
"""

from __future__ import annotations

from collections.abc import Iterable

from interview_sim.assessment.model import PointResult
from interview_sim.assessment.points import rows_of
from interview_sim.assessment.scoring import Scoring, scoring_for
from interview_sim.bank.terms import Need
from interview_sim.session.state import State, Turn


def answer_score(state: State, turn: Turn) -> float | None:
    """What one answer is worth, 0..100, as marked so far; None where it has no points."""
    scoring = scoring_for(state.header)
    return score_of(rows_of(state, turn, scoring), scoring)


def score_of(rows: Iterable[PointResult], scoring: Scoring) -> float | None:
    """What the rows are worth, 0..100; None where there are none.

    Members count through their group. A bonus comes on top, up to 100; where an answer is held
    against nothing but bonus points, they are what is expected.
    """
    asked = gained = extra = bonus = 0.0
    for row in rows:
        if row.group is not None:
            continue
        weight = row.weight * scoring.needs.of(row.need)
        if row.need is Need.BONUS:
            bonus += weight
            extra += weight * row.share
        else:
            asked += weight
            gained += weight * row.share
    asked = asked or bonus
    return min(100.0, 100.0 * (gained + extra) / asked) if asked else None
