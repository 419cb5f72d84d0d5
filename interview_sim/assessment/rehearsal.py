"""One answer tried out against a question, with the interviewer's own rules and ample time."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from interview_sim.assessment.marking import Row, Step, rows_of
from interview_sim.assessment.score import answer_score
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.bank.model import Bank, CaseFact, Question
from interview_sim.bank.scoring import CURRENT
from interview_sim.judging.desk import Desk
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import MAIN
from interview_sim.session.answers import Answers, printable_draft
from interview_sim.session.events import (
    Asked,
    BankCopy,
    Began,
    DrawnQuestion,
    Edit,
    FollowUpAsked,
    Header,
    Judged,
    Skipped,
    Started,
    Submitted,
)
from interview_sim.session.fold import apply, fold
from interview_sim.session.interviewer import Choice, choose
from interview_sim.session.judgements import request_for
from interview_sim.session.plan import Plan
from interview_sim.session.rules import MAX_ANSWER
from interview_sim.session.state import State

_MINUTES = 24 * 60.0
_SECONDS = 600.0


class Rehearsal(Struct, frozen=True, kw_only=True):
    """What would come of an answer."""

    answer: str
    """As a session would have taken it; offsets refer to this text."""
    judgement: Judgement
    rows: tuple[Row, ...]
    """The points and claims, as the reveal would show them."""
    score: float | None
    """0..100; None where the question has no points."""
    derived: bool
    """Whether the points are the statements of the model answer, for want of a rubric."""
    told: tuple[CaseFact, ...]
    """What it asks for of a case."""
    follow_ups: tuple[Choice, ...]
    """What would be asked, in order, if nothing were said to any of it."""


def rehearse(bank: Bank, question: Question, answer: str, desk: Desk | None = None) -> Rehearsal:
    """What a judge and the interviewer would make of `answer` to a question of the bank.

    Args:
        bank: Where the question is from.
        question: The question.
        answer: What is said to it.
        desk: Where it is judged; by words alone when absent.
    """
    typed = printable_draft(answer)[:MAX_ANSWER]
    events = [*_answered(_header(bank, question), typed)]
    state = fold(events)
    request = request_for(state, state.turns[0], Answers(events))
    judgement = (desk or Desk()).decide(request)
    state = apply(
        state, Judged(seq=state.seq + 1, t=state.t, at="", question=0, judgement=judgement)
    )
    first, result = state.turns[0], build_scorecard(state).questions[0]
    rows = rows_of(state, Step(0, MAIN), result)
    follow_ups = []
    while (choice := choose(state, state.t, answer_score)) is not None:
        follow_ups.append(choice)
        state = _left_unanswered(state, choice)
    return Rehearsal(
        answer=typed,
        judgement=judgement,
        rows=rows,
        score=answer_score(state, first),
        derived=not question.rubric,
        told=tuple(f for f in request.case.facts if f.id in judgement.asked)
        if request.case
        else (),
        follow_ups=tuple(follow_ups),
    )


def _header(bank: Bank, question: Question) -> Header:
    drawn = DrawnQuestion(
        bank=bank.id,
        question=question,
        budget=_SECONDS,
        follow_up_budget=_SECONDS,
        case=bank.stage_of(question.id),
    )
    asked = len(question.rubric) + len(question.misconceptions) + len(question.follow_ups)
    copy = BankCopy(
        id=bank.id, title=bank.title, hash="", language=bank.language, glossary=bank.glossary
    )
    plan = Plan(questions=1, minutes=_MINUTES, follow_ups=asked, reading=0)
    return Header(
        seq=0,
        t=0,
        at="",
        id="rehearsal",
        plan=plan,
        seed=0,
        scoring=CURRENT,
        banks=(copy,),
        questions=(drawn,),
    )


def _answered(header: Header, answer: str) -> tuple[Header, Started, Asked, Began, Edit, Submitted]:
    return (
        header,
        Started(seq=1, t=0, at=""),
        Asked(seq=2, t=0, at="", question=0, reading=0, budget=round(_SECONDS * 1000)),
        Began(seq=3, t=0, at=""),
        Edit(seq=4, t=0, at="", at_char=0, ins=answer),
        Submitted(seq=5, t=0, at=""),
    )


def _left_unanswered(state: State, choice: Choice) -> State:
    """The state after the follow-up was asked and nothing was said to it."""
    seq, t = state.seq + 1, state.t
    asked = FollowUpAsked(seq=seq, t=t, at="", question=0, time_left=0, **asdict(choice))
    return apply(apply(state, asked), Skipped(seq=seq + 1, t=t, at=""))
