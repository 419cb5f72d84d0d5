"""The parts of a question: what each of its answers is held against."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.bank.terms import Need

MAIN = ""
"""The part id of a question's first answer; follow-ups have theirs."""
AGAIN = "@again"
"""The part id of the same question asked once more; no bank can have an id like it."""

MORE = "@more"
"""What the part ids of "Anything else you would like to know?" begin with, in a case."""


def is_whole(part: str) -> bool:
    """Whether an answer is held against the whole question: the first, or one that goes on."""
    return part in {MAIN, AGAIN} or part.startswith(MORE)


def question_of(question: Question, part: str) -> Question:
    """What one answer is held against, put as a question of its own.

    The first answer, one to the same question asked once more, and what a candidate goes on to ask
    in a case are held against the question, a probe's against its point, a scripted follow-up's
    against its own rubric, a misconception's against its correction, and so is a pushback's that
    has no rubric.

    Raises:
        KeyError: The question has no part with that id.
    """
    if is_whole(part):
        return question
    for follow_up in question.follow_ups:
        if follow_up.id == part:
            asked = follow_up.as_question()
            if follow_up.correction and not asked.rubric:
                return replace(asked, rubric=(Point(id=part, point=follow_up.correction),))
            return asked
    for misconception in question.misconceptions:
        if misconception.id == part:
            return _correcting(misconception)
    for point in question.rubric:
        if point.id == part:
            must = replace(point, need=Need.MUST)
            return Question(id=part, prompt=point.probe or point.point, rubric=(must,))
    raise KeyError(part)


def _correcting(misconception: Misconception) -> Question:
    right = misconception.correction or f"That is not so: {misconception.claim}"
    return Question(
        id=misconception.id,
        prompt=misconception.probe or misconception.claim,
        rubric=(Point(id=misconception.id, point=right),),
        model_answer=misconception.correction,
    )


def points_of(question: Question, part: str = MAIN) -> tuple[Point, ...]:
    """The points one answer is held against; none where the question knows no such part.

    Without a rubric they are the statements of the model answer.
    """
    try:
        asked = question_of(question, part)
    except KeyError:
        return ()
    if asked.rubric or not asked.model_answer:
        return asked.rubric
    # Only a question without a rubric needs the matcher's reading of text.
    from interview_sim.matching import rubric_of

    return rubric_of(asked)
