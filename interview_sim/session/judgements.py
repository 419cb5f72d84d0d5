"""Which answers a session wants judged, and what is recorded of what a judge said."""

from __future__ import annotations

from itertools import zip_longest

from interview_sim.bank.model import Question
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import points_of, question_of
from interview_sim.judging.protocol import Opinion, Request, Task
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.answers import Answers, covered_at
from interview_sim.session.events import DeletedPassage, Judgement
from interview_sim.session.state import State, Turn

_ORDER = {Verdict.MISSED: 0, Verdict.PARTLY: 1, Verdict.COVERED: 2}


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
    deletions = answers.typing((turn.question, turn.part)).longest_deletions
    return Request(
        question=turn.question,
        part=turn.part,
        task=task_for(state, turn.question, turn.part, turn.text),
        deleted=tuple(deletion.text for deletion in deletions),
        wordings=wordings(state.drawn(turn.question).question) if turn.is_main else (),
    )


def task_for(state: State, index: int, part: str, answer: str) -> Task:
    """An answer to one part of a question, as a judge sees it.

    Raises:
        KeyError: The question knows no such part.
    """
    drawn = state.drawn(index)
    glossary = next((b.glossary for b in state.header.banks if b.id == drawn.bank), ())
    asked = question_of(drawn.question, part)
    return Task(question=asked, answer=answer, glossary=glossary)


def wordings(question: Question) -> tuple[tuple[str, str], ...]:
    """Id and wording of every follow-up that may be asked of the question."""
    scripted = ((follow_up.id, follow_up.ask) for follow_up in question.follow_ups)
    claims = ((m.id, m.probe) for m in question.misconceptions if m.probe)
    probes = (
        (item.id, item.probe) for item in question.rubric if item.need is Need.MUST and item.probe
    )
    return (*scripted, *claims, *probes)


def recorded(state: State, opinion: Opinion, answers: Answers) -> Judgement:
    """What goes into the transcript of an opinion: with the times that the edits tell."""
    typing = answers.typing((opinion.question, opinion.part))
    deleted = list(zip_longest(typing.longest_deletions, opinion.lost))
    passages = [
        DeletedPassage(
            text=deletion.text,
            typed_at=deletion.typed_at,
            deleted_at=deletion.deleted_at,
            point=None if lost is None else lost.point,
        )
        for deletion, lost in deleted
    ]
    lost_at = {lost.point: max(deletion.times[: lost.until]) for deletion, lost in deleted if lost}
    rubric = points_of(state.drawn(opinion.question).question, opinion.part)
    return Judgement(
        part=opinion.part,
        judge=opinion.judge,
        version=opinion.version,
        points=opinion.points,
        claims=opinion.claims,
        instead_of=opinion.instead_of,
        because=opinion.because,
        covered_at=covered_at(typing, rubric, by_id(opinion.points), lost_at),
        deleted=tuple(sorted(passages, key=lambda p: (p.deleted_at, p.typed_at))),
        gives_away=opinion.gives_away,
    )


def by_id(points: tuple[PointCoverage, ...]) -> dict[str, PointCoverage]:
    """Verdicts by point id: points, groups and members."""
    return {point.id: point for item in points for point in (item, *item.members)}


def verdicts_so_far(state: State, index: int) -> dict[str, Verdict]:
    """The best verdict on each point of the question's rubric over all its answers."""
    best: dict[str, Verdict] = {}
    for turn in state.turns_of(index):
        judgement = state.judgement(index, turn.part)
        if judgement is not None and (turn.is_main or turn.point is not None):
            for point in by_id(judgement.points).values():
                known = best.get(point.id, Verdict.MISSED)
                best[point.id] = max(known, point.verdict, key=_ORDER.__getitem__)
    return best
