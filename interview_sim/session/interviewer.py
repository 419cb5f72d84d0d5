"""The interviewer: which follow-up, if any, comes after an answer; and hints, where it gives them.

First a misconception that the answer seems to state, then scripted follow-ups whose condition
holds, then the probes of `must` points that are still missing, heaviest first. Never one whose
wording would give an open point away, never past the time left, never more than the plan allows.
Nothing here is random: the same answers lead to the same follow-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import Question, When
from interview_sim.bank.terms import Need
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import Verdict
from interview_sim.session.events import (
    DrawnQuestion,
)
from interview_sim.session.judgements import verdicts_so_far
from interview_sim.session.phases import FollowUpKind
from interview_sim.session.plan import Mode, Plan
from interview_sim.session.rules import MIN_FOLLOW_UP_MS, session_left
from interview_sim.session.state import State, Turn

Scorer = Callable[[State, Turn], float | None]
"""What an answer is worth, 0..100, by its latest judgement; None where nothing can be said."""


class Choice(Struct, frozen=True, kw_only=True):
    """A follow-up to ask, with the reason that goes on record."""

    id: str
    kind: FollowUpKind
    ask: str
    reason: str
    point: str | None = None
    budget: int = 0
    """Milliseconds, never more than is left of the session; until it is timed, what the author
    gave it."""


def choose(state: State, t: int, score: Scorer) -> Choice | None:
    """The follow-up to ask now about the current question, or None.

    Args:
        state: The session; the first answer to the question has been judged.
        t: Session time in ms.
        score: What an answer is worth.
    """
    index = state.question_index
    turns = state.turns_of(index)
    plan = state.header.plan
    left = session_left(state, t)
    if not turns or len(turns) - 1 >= plan.follow_ups or left is None:
        return None
    if plan.mode is Mode.INTERVIEW and left < MIN_FOLLOW_UP_MS:
        return None
    drawn = state.drawn(index)
    judgement = state.judgement(index)
    if judgement is None:
        return None
    verdicts = verdicts_so_far(state, index)
    asked = {turn.part for turn in turns}
    scored = (score(state, turns[0]) or 0.0) / 100
    candidates = chain(
        _claimed(drawn.question, judgement),
        _scripted(drawn.question, scored, verdicts),
        _probes(drawn.question, verdicts),
    )
    for candidate in candidates:
        if candidate.id not in asked and not _gives_away(candidate, judgement, verdicts):
            return _timed(candidate, drawn, left, plan)
    return None


def _claimed(question: Question, judgement: Judgement) -> Iterator[Choice]:
    for claim in judgement.claims:
        for misconception in question.misconceptions:
            if misconception.id == claim.id and misconception.probe:
                yield Choice(
                    id=misconception.id,
                    kind=FollowUpKind.MISCONCEPTION,
                    ask=misconception.probe,
                    reason=f"The answer seems to claim: {misconception.claim}",
                )


def _scripted(question: Question, score: float, verdicts: dict[str, Verdict]) -> Iterator[Choice]:
    for follow_up in question.follow_ups:
        why = _holds(follow_up.when, score, verdicts)
        if why is not None:
            yield Choice(
                id=follow_up.id,
                kind=FollowUpKind.SCRIPTED,
                ask=follow_up.ask,
                reason=why,
                budget=round((follow_up.time or 0) * 1000),
            )


def _holds(when: When, score: float, verdicts: dict[str, Verdict]) -> str | None:
    """Why the condition holds, in words; None where it does not."""
    reasons: list[str] = []
    if when.covered is not None:
        if verdicts.get(when.covered) is not Verdict.COVERED:
            return None
        reasons.append(f"“{when.covered}” was covered")
    if when.missed is not None:
        if verdicts.get(when.missed, Verdict.MISSED) is not Verdict.MISSED:
            return None
        reasons.append(f"“{when.missed}” was missed")
    if when.score_below is not None:
        if score >= when.score_below:
            return None
        reasons.append(f"the answer scored {score:.2f}, below {when.score_below:g}")
    if when.score_above is not None:
        if score <= when.score_above:
            return None
        reasons.append(f"the answer scored {score:.2f}, above {when.score_above:g}")
    if not reasons:
        return "It is always asked." if when.always else None
    return "Asked because " + " and ".join(reasons) + "."


def _probes(question: Question, verdicts: dict[str, Verdict]) -> Iterator[Choice]:
    """Missed points before partly covered ones, heavier before lighter, else in bank order."""
    for wanted in (Verdict.MISSED, Verdict.PARTLY):
        open_points = [
            item
            for item in question.rubric
            if item.need is Need.MUST
            and item.probe
            and verdicts.get(item.id, Verdict.MISSED) is wanted
        ]
        for item in sorted(open_points, key=lambda item: -item.weight):
            state = "missing" if wanted is Verdict.MISSED else "only partly there"
            yield Choice(
                id=item.id,
                kind=FollowUpKind.PROBE,
                ask=item.probe or item.point,
                reason=f"Still {state} (must): {item.point}",
                point=item.id,
            )


def _gives_away(candidate: Choice, judgement: Judgement, verdicts: dict[str, Verdict]) -> bool:
    """Whether the wording itself would count as covering a point that is still open."""
    said = judgement.gives_away.get(candidate.id, ())
    return any(verdicts.get(point) is not Verdict.COVERED for point in said)


def _timed(candidate: Choice, drawn: DrawnQuestion, left: int, plan: Plan) -> Choice:
    # A plan that sets one time for every follow-up means this one too.
    own = candidate.budget * plan.extra_time if plan.follow_up_time is None else 0
    budget = round(own or drawn.follow_up_budget * 1000)
    return replace(candidate, budget=min(budget, left) if plan.mode is Mode.INTERVIEW else budget)


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
