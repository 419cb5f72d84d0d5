"""Which answers a session wants judged, what a judge is asked, and what was covered so far."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.bank.model import AskKind, Question
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import is_whole, question_of
from interview_sim.judging.protocol import Request, Task
from interview_sim.matching.model import VERDICTS, Verdict
from interview_sim.session.answers import Answers
from interview_sim.session.state import State, Turn


def unjudged(state: State) -> tuple[Turn, ...]:
    """The answers that were handed in, passed or cut off with something typed, and not judged."""
    return tuple(
        turn
        for turn in state.turns
        if is_judgeable(state, turn) and state.judgement(turn.question, turn.part) is None
    )


def is_judged(state: State) -> bool:
    """Whether every answer with something typed, even the open one, has a judgement on record."""
    return all((turn.question, turn.part) in state.judgements for turn in state.turns if turn.edits)


def is_judgeable(state: State, turn: Turn) -> bool:
    """Whether there is something to judge: typing that is over, in a part the question knows."""
    if turn.is_open or not turn.edits:
        return False
    try:
        question_of(state.drawn(turn.question).question, turn.part)
    except KeyError:
        return False
    return True


def request_for(state: State, turn: Turn, answers: Answers) -> Request:
    """What a judge is asked about one answer.

    Raises:
        KeyError: The question knows no such part.
    """
    typing = answers.typing((turn.question, turn.part))
    return replace(
        draft_request(state, turn, turn.text),
        times=typing.typed.times,
        last_edit_at=typing.last_edit_at,
        deletions=typing.longest_deletions,
    )


def draft_request(state: State, turn: Turn, answer: str) -> Request:
    """What a judge can be asked about an answer that is still being given.

    Raises:
        KeyError: The question knows no such part.
    """
    drawn = state.drawn(turn.question)
    bank = next((bank for bank in state.header.banks if bank.id == drawn.bank), None)
    asked = question_of(drawn.question, turn.part)
    if not is_whole(turn.part) and turn.ask != asked.prompt:
        # In the interviewer's own words: those are what an answer may repeat without saying much.
        asked = replace(asked, prompt=turn.ask)
    others = (
        other.question
        for other in state.header.questions
        # The stages of a case touch on each other.
        if other is not drawn and not (drawn.case and drawn.case.is_with(other.case))
    )
    return Request(
        part=turn.part,
        task=Task(
            question=asked,
            answer=answer,
            glossary=bank.glossary if bank else (),
            language=bank.language if bank else "en",
            others=tuple(others) if is_whole(turn.part) else (),
        ),
        wordings=_wordings(drawn.question) if turn.is_main else (),
        asks=_asks(drawn.question) if is_whole(turn.part) else (),
        case=drawn.case,
    )


def _wordings(question: Question) -> tuple[tuple[str, str], ...]:
    """Id and wording of every follow-up that may be asked of the question."""
    scripted = ((follow_up.id, follow_up.ask) for follow_up in question.follow_ups)
    claims = ((m.id, m.probe) for m in question.misconceptions if m.probe)
    probes = (
        (item.id, item.probe) for item in question.rubric if item.need is Need.MUST and item.probe
    )
    return (*scripted, *claims, *probes)


def _asks(question: Question) -> tuple[Question, ...]:
    """The follow-ups that an answer may make needless.

    Something false is said on purpose, whatever was said before; and the signs of how something is
    told stand in any answer.
    """
    return tuple(
        follow_up.as_question()
        for follow_up in question.follow_ups
        if follow_up.rubric and follow_up.kind is not AskKind.PUSHBACK
        if all(leaf.signal is None for item in follow_up.rubric for leaf in item.leaves)
    )


def verdicts_so_far(state: State, index: int) -> dict[str, Verdict]:
    """The best verdict on each point of the question's rubric over all its answers.

    Under its own id, a follow-up that the bank words counts as a point too, also where the answer
    to the question gave all that it asks for.
    """
    best: dict[str, Verdict] = {}
    for turn in state.turns_of(index):
        judgement = state.judgement(index, turn.part)
        if judgement is None:
            continue
        if is_whole(turn.part) or turn.point is not None:
            for point in judgement.by_id.values():
                known = best.get(point.id, Verdict.MISSED)
                best[point.id] = max(known, point.verdict, key=VERDICTS.index)
            best |= dict.fromkeys(judgement.answered, Verdict.COVERED)
        else:
            verdicts = [point.verdict for point in judgement.points]
            best[turn.part] = min(verdicts, key=VERDICTS.index, default=Verdict.MISSED)
    return best
