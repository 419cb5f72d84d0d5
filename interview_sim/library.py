"""Sessions for programs: started, resumed and read without settings, screens or a home folder."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec

from interview_sim.bank.model import Bank
from interview_sim.clock import Clock, SystemClock
from interview_sim.errors import UsageError
from interview_sim.judging.desk import DEADLINE, Desk
from interview_sim.judging.protocol import Judge
from interview_sim.session.draw import prepare
from interview_sim.session.plan import Plan
from interview_sim.sitting import Sitting, open_sitting
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.store import Store, new_id


def start(
    plan: Plan,
    banks: Sequence[Bank],
    folder: Path,
    *,
    clock: Clock | None = None,
    seed: int | None = None,
    judge: Judge | None = None,
    deadline: float = DEADLINE,
) -> Sitting:
    """Draw the questions and open a new transcript; the clocks run from `engine.start()`.

    Args:
        plan: What to ask and how long to give.
        banks: Where the questions come from.
        folder: Where the transcript goes; made if it is not there.
        clock: Where time comes from; the system's when absent.
        seed: Fixes the draw; chosen and recorded when neither this nor the plan has one.
        judge: Says what an answer covers; the lexical one when absent.
        deadline: Seconds the judge has for an answer before the lexical one stands in.

    Raises:
        UsageError: The plan makes no sense, names a bank that is not here, or fits no question.
        TranscriptError: Nothing can be written to the folder.
    """
    clock = clock or SystemClock()
    fixed = plan.seed if seed is None else seed
    header = prepare(
        _checked(plan),
        banks,
        session_id=new_id(clock),
        seed=secrets.randbelow(10_000) if fixed is None else fixed,
        clock=clock,
    )
    journal = Store(folder, clock=clock).create(header)
    return open_sitting(journal, clock, _desk(judge, deadline))


def resume(
    path: Path,
    *,
    clock: Clock | None = None,
    judge: Judge | None = None,
    deadline: float = DEADLINE,
) -> Sitting:
    """Open a session again: to go on answering, to assess it, or to change marks and notes.

    A session that was under way is paused, with its clocks where they were, until
    `engine.unpause()`.

    Raises:
        NotFoundError: There is no such transcript.
        LockedError: It is open in another program.
        TranscriptError: It cannot be continued.
    """
    clock = clock or SystemClock()
    journal = Store(path.parent, clock=clock).open(str(path))
    return open_sitting(journal, clock, _desk(judge, deadline), is_new=False)


def read_transcript(path: Path) -> Transcript:
    """A saved session; answers that have no judgement on record are judged by their words.

    Raises:
        TranscriptError: It cannot be read.
    """
    return Store(path.parent).read(path)


def _checked(plan: Plan) -> Plan:
    # A plan made in code may hold anything, and say 30 where one that was read says 30.0.
    try:
        return msgspec.convert(msgspec.to_builtins(plan), Plan)
    except msgspec.ValidationError as error:
        raise UsageError(f"This plan cannot be used: {error}.") from None


def _desk(judge: Judge | None, deadline: float) -> Desk:
    # Whoever calls has no screen to draw meanwhile, so an answer is judged before its call returns.
    return Desk(judge, deadline=deadline, is_inline=True)
