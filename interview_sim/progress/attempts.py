"""One's own earlier attempts at a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_sim.errors import InterviewSimError
from interview_sim.session.events import MAIN
from interview_sim.transcript.attempts import Pace, pace_of

if TYPE_CHECKING:
    from interview_sim.progress.history import History
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.transcript.store import Store

_MOST_READ = 5
"""Sessions looked into for an attempt to race; older ones are long ago."""


def sessions_asking(history: History, ref: str, *, besides: str) -> tuple[SessionSummary, ...]:
    """The sessions that asked `bank:question`, newest first, but for the one with that id."""
    return tuple(
        session
        for session in history.sessions
        if session.id != besides and any(question.ref == ref for question in session.questions)
    )


def latest_pace(
    store: Store, history: History, ref: str, part: str = MAIN, *, besides: str
) -> Pace | None:
    """How fast one's latest answer to the same thing grew; None where there is none.

    A session that can't be read any more, or in which nothing was typed, is passed over.
    """
    for session in sessions_asking(history, ref, besides=besides)[:_MOST_READ]:
        try:
            pace = pace_of(store.read(store.folder / session.file), ref, part)
        except InterviewSimError:
            continue
        if pace is not None:
            return pace
    return None
