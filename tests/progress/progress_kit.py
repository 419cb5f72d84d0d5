"""Histories made by hand: sessions with scores and times, without any transcript."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from interview_sim.clock import stamp
from interview_sim.progress.history import History
from interview_sim.progress.summary import QuestionSummary, SessionSummary, pack_questions
from interview_sim.session.phases import Phase


def session(
    at: datetime | str,
    scores: Mapping[str, float | None],
    *,
    phase: Phase = Phase.FINISHED,
    name: str = "s",
) -> SessionSummary:
    """A session that came to these scores of questions of the bank `b`."""
    return SessionSummary(
        file=f"{name}.jsonl",
        id=name,
        title="Quick",
        plan="quick",
        at=at if isinstance(at, str) else stamp(at),
        mode="interview",
        phase=phase,
        seed=1,
        score=None,
        band="",
        answered=len(scores),
        asked=len(scores),
        planned=len(scores),
        seconds=60.0,
        left=None,
        marked=0,
        markable=0,
        problems=0,
        packed_questions=pack_questions(
            QuestionSummary(f"b:{question}", "trees", "Why?", score)
            for question, score in scores.items()
        ),
    )


def history(*sessions: SessionSummary) -> History:
    """A history of these sessions, in the order that is given."""
    return History(sessions=sessions)
