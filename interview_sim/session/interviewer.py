"""The interviewer: which follow-up, if any, comes after an answer; and hints, where it gives them.

An answer to another question is asked for once more, and after an honest “I don't know” one part of
the question is asked instead. Else a misconception that the answer seems to state comes first, then
the probes of `must` points that are open, heaviest first, then what the bank asks where its
condition holds. After an answer with every `must` point the interviewer resists: a why, a twist, or
something false said on purpose.

In a case it first asks for more questions, while new ones come, and ends a stage with its twist.

Never one whose points the answer has already, save a false statement or the twist of a case, never
one whose wording would give an open point away, never past the time left, never more than the
plan allows, and none after the candidate has reached the edge of what they know. Nothing here is
random: the same seed, answers and judgements lead to the same follow-ups.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import AskKind, FollowUp, Occasion, Question, When
from interview_sim.bank.terms import Need
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import AGAIN, MAIN, MORE, is_whole
from interview_sim.matching.model import Verdict
from interview_sim.session import cases
from interview_sim.session.events import DrawnQuestion
from interview_sim.session.judgements import verdicts_so_far
from interview_sim.session.phases import FollowUpKind, Outcome
from interview_sim.session.plan import Mode, Plan, Style
from interview_sim.session.rules import MIN_FOLLOW_UP_MS, session_left
from interview_sim.session.state import State, Turn

_OCCASIONS = {
    FollowUpKind.AGAIN: Occasion.OFF_TOPIC,
    FollowUpKind.SMALLER: Occasion.UNKNOWN,
    FollowUpKind.PROBE: Occasion.THIN,
    FollowUpKind.MISCONCEPTION: Occasion.THIN,
}

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
    bank_ask: str = ""
    """The bank's wording, where it is asked in another."""
    refused_ask: str = ""
    """A wording that would have given a point away, so that the bank's is asked."""
    worded_by: str = ""
    """Whose wording that is."""


def occasion_of(kind: FollowUpKind, drawn: DrawnQuestion) -> Occasion:
    """What there is to say before a follow-up of that kind to this question."""
    if kind is FollowUpKind.TWIST and drawn.case is not None:
        return Occasion.TWIST
    return _OCCASIONS.get(kind, Occasion.FULL)


def bridge(state: State, turn: Turn, following: int) -> Occasion:
    """What there is to say between the last answer to a question and the next question."""
    judgement = state.judgement(turn.question, turn.part)
    if turn.outcome is Outcome.TIMED_OUT:
        return Occasion.TIMED_OUT if turn.text.strip() else Occasion.SILENT
    case = state.drawn(turn.question).case
    if case is not None and case.is_with(state.drawn(following).case):
        # Also where this stage was passed: what comes is no other subject.
        return Occasion.STAGE
    if turn.outcome is Outcome.SKIPPED or (judgement and judgement.candour == "unknown"):
        return Occasion.PASSED
    is_last = following == len(state.header.questions) - 1
    return Occasion.LAST if is_last else Occasion.NEXT


def choose(state: State, t: int, score: Scorer) -> Choice | None:
    """The follow-up to ask now about the current question, or None.

    Args:
        state: The session; every answer to the question so far has been judged.
        t: Session time in ms.
        score: What an answer is worth.
    """
    index = state.question_index
    turns = state.turns_of(index)
    plan = state.header.plan
    left = session_left(state, t)
    if not turns or left is None:
        return None
    if plan.mode is Mode.INTERVIEW and left < MIN_FOLLOW_UP_MS:
        return None
    judgement = state.judgement(index)
    latest = state.judgement(index, turns[-1].part)
    if judgement is None:
        return None
    drawn = state.drawn(index)
    more = _more(state, turns, drawn.follow_up_budget)
    if more is not None:
        return replace(more, budget=min(more.budget, left))
    # The twist of a case is part of it: it is asked besides what the plan allows, as the last.
    twists = _twists(drawn)
    known = {twist.id for twist in twists}
    # To ask the same once more is no follow-up.
    follow_ups = sum(not is_whole(turn.part) and turn.part not in known for turn in turns[1:])
    verdicts = verdicts_so_far(state, index)
    asked = {turn.part for turn in turns}
    if asked & known:
        return None
    others = _candidates(state, turns, latest, score, verdicts)
    for candidate in others if follow_ups < plan.follow_ups else ():
        if candidate.id in known or verdicts.get(candidate.id) is Verdict.COVERED:
            continue
        if candidate.id not in asked and not _gives_away(candidate, judgement, verdicts):
            return _timed(candidate, drawn, left, plan)
    twist = next((_worded(twist, "It is part of the case.") for twist in twists), None)
    return _timed(twist, drawn, left, plan) if twist else None


def _more(state: State, turns: tuple[Turn, ...], least: float) -> Choice | None:
    """Whether there is anything else to ask, as long as something new was asked about a case."""
    if not cases.asks_on(state):
        return None
    replies = [turn for turn in turns if is_whole(turn.part)]
    left = turns[0].budget - sum(turn.used(0) for turn in replies)
    if state.header.plan.mode is Mode.PRACTICE:
        left = max(left, round(least * 1000))
    if left < MIN_FOLLOW_UP_MS:
        return None
    number = sum(turn.part.startswith(MORE) for turn in turns) + 1
    return Choice(
        id=MORE if number == 1 else f"{MORE}-{number}",
        kind=FollowUpKind.MORE,
        ask="Anything else you would like to know?",
        reason="You asked about the case.",
        budget=left,
    )


def _twists(drawn: DrawnQuestion) -> tuple[FollowUp, ...]:
    """The twists of a stage that are asked whatever the answer."""
    if drawn.case is None:
        return ()
    asks = drawn.question.follow_ups
    return tuple(ask for ask in asks if ask.kind is AskKind.TWIST and ask.when.always)


def _candidates(
    state: State,
    turns: tuple[Turn, ...],
    latest: Judgement | None,
    score: Scorer,
    verdicts: dict[str, Verdict],
) -> Iterator[Choice]:
    """Everything that could be asked now, what comes first in front."""
    question = state.drawn(turns[0].question).question
    if latest and latest.off_topic and turns[-1].part in {MAIN, AGAIN}:
        # Noticed once; whoever answers something else again is left in peace.
        return _again(question, turns[0]) if turns[-1].is_main else iter(())
    if latest and latest.candour:
        return _smaller(question, verdicts) if turns[-1].is_main else iter(())
    scored = (score(state, turns[0]) or 0.0) / 100
    is_full = all(
        verdicts.get(item.id) is Verdict.COVERED
        for item in question.rubric
        if item.need is Need.MUST
    )
    scripted = _scripted(question, scored, verdicts)
    deeper = _deeper(state, question, scored, verdicts, is_full=is_full)
    return chain(
        _claimed(state, question),
        _probes(question, verdicts),
        *((deeper, scripted) if is_full else (scripted, deeper)),
    )


def _again(question: Question, first: Turn) -> Iterator[Choice]:
    yield Choice(
        id=AGAIN,
        kind=FollowUpKind.AGAIN,
        ask=question.prompt,
        reason="The answer seemed to be about something else.",
        budget=max(0, first.budget - first.used(0)),
    )


def _smaller(question: Question, verdicts: dict[str, Verdict]) -> Iterator[Choice]:
    """The probe of one main point: the first, as banks begin with what the rest builds on."""
    for item in question.rubric:
        if item.need is Need.MUST and item.probe and verdicts.get(item.id) is not Verdict.COVERED:
            yield Choice(
                id=item.id,
                kind=FollowUpKind.SMALLER,
                ask=item.probe,
                reason="You said you did not know.",
                point=item.id,
            )


def _claimed(state: State, question: Question) -> Iterator[Choice]:
    judgements = (state.judgement(state.question_index, part) for part in (MAIN, AGAIN))
    claimed = {claim.id for judgement in judgements if judgement for claim in judgement.claims}
    for misconception in question.misconceptions:
        if misconception.id in claimed and misconception.probe:
            yield Choice(
                id=misconception.id,
                kind=FollowUpKind.MISCONCEPTION,
                ask=misconception.probe,
                reason=f"You seem to claim: {misconception.claim}",
            )


def _scripted(question: Question, score: float, verdicts: dict[str, Verdict]) -> Iterator[Choice]:
    for follow_up in question.follow_ups:
        why = _holds(question, follow_up.when, score, verdicts)
        if follow_up.kind is AskKind.SCRIPTED and why is not None:
            yield _worded(follow_up, why or "It is always asked.")


def _deeper(
    state: State,
    question: Question,
    score: float,
    verdicts: dict[str, Verdict],
    *,
    is_full: bool,
) -> Iterator[Choice]:
    """What presses on after a right answer; which kind comes first, the seed decides.

    One that names no condition is kept for an answer with every main point.
    """
    kinds = [AskKind.WHY, AskKind.TWIST]
    if _may_push_back(state):
        kinds.append(AskKind.PUSHBACK)
    turn = zlib.crc32(f"{state.header.seed}:{question.id}".encode()) % len(kinds)
    kinds = kinds[turn:] + kinds[:turn]
    if state.header.plan.style is Style.TOUGH:
        kinds.sort(key=lambda kind: kind is not AskKind.PUSHBACK)
    for kind in kinds:
        for follow_up in question.follow_ups:
            why = _holds(question, follow_up.when, score, verdicts)
            if follow_up.kind is kind and (why or (why is not None and is_full)):
                yield _worded(follow_up, why or "You made every main point.")


def _may_push_back(state: State) -> bool:
    """Whether something false may be said on purpose: once a session, or as the style has it."""
    style = state.header.plan.style
    if style is Style.NEUTRAL:
        return all(turn.kind is not FollowUpKind.PUSHBACK for turn in state.turns)
    return style is Style.TOUGH


def _worded(follow_up: FollowUp, reason: str) -> Choice:
    return Choice(
        id=follow_up.id,
        kind=FollowUpKind(follow_up.kind),
        ask=follow_up.ask,
        reason=reason,
        budget=round((follow_up.time or 0) * 1000),
    )


def _holds(
    question: Question, when: When, score: float, verdicts: dict[str, Verdict]
) -> str | None:
    """Why the condition holds, as sentences; empty where it is always met, None where it is not."""
    reasons: list[str] = []
    if when.covered is not None:
        if verdicts.get(when.covered) is not Verdict.COVERED:
            return None
        reasons.append(f"You covered: {_words_of(question, when.covered)}")
    if when.missed is not None:
        if verdicts.get(when.missed, Verdict.MISSED) is not Verdict.MISSED:
            return None
        reasons.append(f"You left out: {_words_of(question, when.missed)}")
    if when.score_below is not None:
        if score >= when.score_below:
            return None
        reasons.append("Much of the answer was missing.")
    if when.score_above is not None:
        if score <= when.score_above:
            return None
        reasons.append("You made most of the points.")
    if not reasons:
        return "" if when.always else None
    return " ".join(reasons)


def _words_of(question: Question, name: str) -> str:
    """What a point says, or what a follow-up asks, as a sentence."""
    points = {point.id: point.point for item in question.rubric for point in (item, *item.of)}
    asks = {follow_up.id: follow_up.ask for follow_up in question.follow_ups}
    words = " ".join((points.get(name) or asks.get(name) or name).split())
    return words if words.endswith((".", "?", "!")) else f"{words}."


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
            missing = "You left out" if wanted is Verdict.MISSED else "You made only part of this"
            yield Choice(
                id=item.id,
                kind=FollowUpKind.PROBE,
                ask=item.probe or item.point,
                reason=f"{missing}: {item.point}",
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
    if candidate.kind is FollowUpKind.AGAIN:
        # What is left of the question's own time has its extra time in it; and it has to be enough.
        budget = max(candidate.budget, round(drawn.follow_up_budget * 1000))
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
