"""What waits for the candidate, in which order, and where the last sessions have led."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from interview_sim.bank.model import Bank
    from interview_sim.progress.history import History, TopicTrend
    from interview_sim.progress.summary import SessionSummary

A_SITTING = 8
"""Due questions that are offered at once; the others wait for the next sitting."""

WEAKEST = 3
"""Topics that are named."""

LAST = 16
"""Scores of which a trend is drawn."""


class Agenda(Struct, frozen=True, kw_only=True):
    """What waits, and what was."""

    go_on: SessionSummary | None = None
    """The newest session that broke off while questions were to come."""
    mark: SessionSummary | None = None
    """The newest session of which all answers are in and the assessment is open."""
    due: tuple[str, ...] = ()
    """Questions of the banks that are here, as `bank:question`, those first that were missed
    though one was sure of them, then those that wait longest."""
    due_minutes: float = 0.0
    """About how long the first of them take, see `due_now`."""
    next_due: datetime | None = None
    """When the next question will be due, where none is now."""
    scores: tuple[float, ...] = ()
    """The last scores of sessions with an answer, the newest last."""
    is_unanswered: bool = False
    """Whether sessions have a score, and none of them an answer."""
    weakest: tuple[TopicTrend, ...] = ()
    """The topics with the lowest means, of those with answers enough to tell."""
    weak_topic: str = ""
    """The weakest topic that has questions in the banks that are here."""
    weak: tuple[str, ...] = ()
    """What to drill on it, the weakest questions first."""
    weak_minutes: float = 0.0
    sittings: Mapping[date, int] = {}
    """Sessions by the local day on which they were made."""

    @property
    def due_now(self) -> tuple[str, ...]:
        """The due questions of one sitting."""
        return self.due[:A_SITTING]

    @property
    def newest(self) -> SessionSummary | None:
        """The session that waits and is newest: an older one is not offered before it."""
        return max(filter(None, (self.go_on, self.mark)), key=_age, default=None)

    @property
    def first(self) -> str:
        """What stands first: `resume`, `mark`, `due`, or where nothing waits `start`."""
        if self.newest is not None:
            return "resume" if self.newest is self.go_on else "mark"
        return "due" if self.due else "start"


def agenda(
    history: History, waiting: Iterable[SessionSummary], banks: Sequence[Bank], now: datetime
) -> Agenda:
    """Everything that waits at that time, and the past in short.

    Args:
        history: The saved sessions.
        waiting: Those of them that can be gone on with, newest first.
        banks: The banks that are here.
        now: The time.
    """
    from interview_sim.progress.schedule import Schedule

    go_on: SessionSummary | None = None
    mark: SessionSummary | None = None
    for session in waiting:
        if session.is_unfinished:
            go_on = go_on or session
        else:
            mark = mark or session
        if go_on and mark:
            break
    schedule = Schedule.of(history)
    here = {f"{bank.id}:{question.id}" for bank in banks for question in bank.asked}
    overdue = schedule.overdue(now)
    past = history.draw_history()
    due = tuple(
        sorted(overdue.keys() & here, key=lambda ref: (ref not in past.sure, -overdue[ref], ref))
    )
    weak_topic, weak = weakest(history, banks)
    scores = history.last_scores(LAST)
    return Agenda(
        go_on=go_on,
        mark=mark,
        due=due,
        due_minutes=_minutes(due[:A_SITTING], banks),
        next_due=None if due else schedule.next_due(here, now),
        scores=scores,
        is_unanswered=not scores and bool(history.scored),
        weakest=history.weakest[:WEAKEST],
        weak_topic=weak_topic,
        weak=weak,
        weak_minutes=_minutes(weak, banks),
        sittings=history.sittings,
    )


def weakest(history: History, banks: Sequence[Bank]) -> tuple[str, tuple[str, ...]]:
    """The weakest topic that has questions in these banks, and which of them to drill.

    Nothing of either while it is too early to tell.
    """
    from interview_sim.session.drill import on_topic

    past = history.draw_history()
    drills = ((trend.topic, on_topic(trend.topic, banks, past)) for trend in history.weakest)
    return next((drill for drill in drills if drill[1]), ("", ()))


def _age(session: SessionSummary) -> tuple[str, str]:
    return (session.at, session.file)


def _minutes(refs: Sequence[str], banks: Sequence[Bank]) -> float:
    from interview_sim.session.drill import drill_plan

    return drill_plan(refs, banks)[0].minutes if refs else 0.0
