"""Cases: which drawn questions are stages of one, what was told of it, what is still to be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_sim.bank.model import CaseFact, CaseStage
from interview_sim.bank.terms import topic_in_full
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
    """What is known by now of the case that a question belongs to, in the order of telling.

    What is due by that question is known also where no line tells it: a stage that is asked without
    those before it begins with it.
    """
    case = case_of(state, question)
    if case is None:
        return ()
    facts = {fact.id: fact for fact in case.facts}
    lines = _lines(state, case)
    begun = [name for name in case.due if name not in lines]
    return tuple(facts[name] for name in dict.fromkeys([*begun, *lines]) if name in facts)


def to_give(state: State, question: int) -> tuple[CaseFact, ...]:
    """What is told before the next stage of the current case to those who did not ask for it."""
    case = case_of(state, question)
    if case is None or not case.is_with(case_of(state)):
        return ()
    lines = _lines(state, case)
    return tuple(fact for fact in case.facts if fact.id in case.due and fact.id not in lines)


def _lines(state: State, case: CaseStage) -> list[str]:
    """The ids of the facts that lines of the session tell of a case."""
    return [
        line.fact
        for line in state.said
        if line.fact and case.is_with(case_of(state, state.turns[line.turn - 1].question))
    ]


def known(state: State) -> Iterator[str]:
    """What is known of the current case: the situation, unless the question says it, and facts."""
    case = case_of(state)
    if case is not None:
        if not opens(state, state.question_index):
            yield case.situation
        yield from (fact.tell.strip() for fact in told(state))


def to_tell(state: State) -> tuple[CaseFact, ...]:
    """What was asked for in the current case and not told yet, in the case's order."""
    case = case_of(state)
    if case is None:
        return ()
    known = {fact.id for fact in told(state)}
    return tuple(fact for fact in case.facts if fact.id in asked_for(state, case) - known)


def asked_for(state: State, case: CaseStage) -> frozenset[str]:
    """The ids of the facts of a case that answers ask for."""
    return frozenset(name for turn in _turns(state, case) for name in _asked(state, turn))


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


def runs(state: State, of: Sequence[int] | None = None) -> tuple[tuple[int, ...], ...]:
    """The questions, those that are stages of one case and follow each other together.

    Args:
        state: The session.
        of: Indices of the questions that count; None: all that were drawn.
    """
    found: list[list[int]] = []
    for index in range(len(state.header.questions)) if of is None else of:
        case = state.drawn(index).case
        if found and case is not None and case.is_with(state.drawn(found[-1][-1]).case):
            found[-1].append(index)
        else:
            found.append([index])
    return tuple(map(tuple, found))


def place(state: State, index: int, of: Sequence[int] | None = None, *, word: str = "Q") -> str:
    """`Q3 of 8`; in a case `stage 2 of 6`, behind the number where it is not all there is."""
    known = runs(state, of)
    number = next(at for at, run in enumerate(known) if index in run)
    run, case = known[number], state.drawn(index).case
    where = f"{word}{number + 1} of {len(known)}"
    if case is None or len(run) == 1:
        return where
    stage = f"stage {case.number + 1} of {len(case.stages)}"
    return f"{where}, {stage}" if len(known) > 1 else stage.capitalize()


def subject(state: State, index: int) -> str:
    """What a question is on: its topic in words, of a stage what it and its case are called."""
    drawn = state.drawn(index)
    if drawn.case is None:
        return topic_in_full(drawn.question.topic)
    return f"{drawn.case.name.lower()} · {drawn.case.title}"


def opens(state: State, index: int) -> bool:
    """Whether a question says what its case is about: the first stage does."""
    case = state.drawn(index).case
    return case is not None and case.number == 0


def done(state: State) -> frozenset[int]:
    """The numbers of the stages of the current case that are behind, in this session."""
    case = case_of(state)
    if case is None:
        return frozenset()
    return frozenset(
        other.number
        for turn in state.turns
        if (other := case_of(state, turn.question)) and case.is_with(other) and other != case
    )
