"""Cases: which drawn questions are stages of one, what was told of it, what is still to be told."""

from __future__ import annotations

from collections.abc import Iterator

from interview_sim.bank.model import CaseFact, CaseStage
from interview_sim.judging.parts import is_whole
from interview_sim.session.state import State, Turn

TOLD = "told"
"""The occasion of a line that tells a fact."""
_MOST_MORE = 4
"""How often "Anything else you would like to know?" is asked."""


def case_of(state: State, question: int | None = None) -> CaseStage | None:
    """The stage of a case that a question is, by default the current one; None where it is none."""
    index = state.question_index if question is None else question
    return state.drawn(index).case if index >= 0 else None


def told(state: State, question: int | None = None) -> tuple[CaseFact, ...]:
    """What was told so far of the case that a question belongs to, in the order of telling."""
    case = case_of(state, question)
    if case is None:
        return ()
    facts = {fact.id: fact for fact in case.facts}
    names = (
        line.fact
        for line in state.said
        if line.fact and case.is_with(case_of(state, state.turns[line.turn - 1].question))
    )
    return tuple(facts[name] for name in dict.fromkeys(names) if name in facts)


def to_tell(state: State) -> tuple[CaseFact, ...]:
    """What was asked for in the current case and not told yet, in the case's order."""
    case = case_of(state)
    if case is None:
        return ()
    asked = {name for turn in _turns(state, case) for name in _asked(state, turn)}
    known = {fact.id for fact in told(state)}
    return tuple(fact for fact in case.facts if fact.id in asked - known)


def is_clarifying(state: State, turn: Turn) -> bool:
    """Whether an answer is one in which a case is asked about, until nothing new is asked."""
    case = case_of(state, turn.question)
    return case is not None and case.clarifies


def asks_on(state: State) -> bool:
    """Whether the latest answer asked something new, so that there may be more to ask."""
    turn = state.turn
    if turn is None or not is_clarifying(state, turn) or not is_whole(turn.part):
        return False
    judgement = state.judgement(turn.question, turn.part)
    turns = [each for each in state.turns_of(turn.question) if is_whole(each.part)]
    if judgement is None or len(turns) > _MOST_MORE:
        return False
    before = {name for each in turns[:-1] for name in _asked(state, each)}
    return judgement.asked_beyond or not before.issuperset(judgement.asked)


def _turns(state: State, case: CaseStage) -> Iterator[Turn]:
    return (turn for turn in state.turns if case.is_with(case_of(state, turn.question)))


def _asked(state: State, turn: Turn) -> tuple[str, ...]:
    judgement = state.judgement(turn.question, turn.part)
    return judgement.asked if judgement else ()
