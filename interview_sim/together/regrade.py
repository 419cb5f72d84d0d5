"""Which old answer to mark once more, blind, to see how steady one's own marking is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from interview_sim.clock import Clock, parse_stamp
from interview_sim.errors import InterviewSimError
from interview_sim.progress.history import History
from interview_sim.progress.summary import SessionSummary
from interview_sim.session.events import PointMarked
from interview_sim.together.marking import (
    MarkingError,
    MarkingFile,
    again_files,
    own_marks,
    read_marking,
)
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.store import Store

REST = timedelta(days=3)
"""So long ago one must have marked an answer last."""

EVERY = timedelta(days=7)
"""An offer is made at most once in this time."""

FEWEST = 2
"""Points of one's own that make an answer worth marking again."""

_MOST_READ = 8
"""Transcripts looked into; home must not wait for more."""

_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


class Regrade(NamedTuple):
    """An answer to mark once more."""

    session: str
    """The transcript's name, without its ending."""
    question: int
    """Index in the transcript's header."""
    marked_at: datetime
    """When its points were marked last."""
    points: int
    """How many points one marked oneself."""


class SavedRegrade(NamedTuple):
    """A re-grade in the folder."""

    path: Path
    marking: MarkingFile


def saved_regrades(store: Store, stem: str | None = None) -> Iterator[SavedRegrade]:
    """The re-grades of one transcript, or of all; files that cannot be used are skipped."""
    for path in again_files(store.folder, stem):
        try:
            yield SavedRegrade(path, read_marking(path))
        except MarkingError:
            continue


def due_for_regrade(history: History, store: Store, clock: Clock) -> Regrade | None:
    """The answer to offer for a blind re-grade now; None where there is nothing to offer.

    It was marked three days ago or longer and has not been marked again. No offer follows within
    a week of the last re-grade, and within a calendar week the same answer is offered until it is
    marked. Samples are never offered.
    """
    now = clock.now()
    done = list(saved_regrades(store))
    if any(_within_a_week(saved.marking, now) for saved in done):
        return None
    markings = [saved.marking for saved in done]
    graded = {(marking.session, marks.ref) for marking in markings for marks in marking.answers}
    week = _MONDAY + (now - _MONDAY) // EVERY * EVERY
    waiting: Regrade | None = None
    for found in _old_answers(history, store, now, graded):
        # The newest that could have been offered since Monday stays the one all week long.
        if found.marked_at <= week - REST:
            return found
        if waiting is None or found.marked_at < waiting.marked_at:
            waiting = found
    return waiting


def regradable(transcript: Transcript, stem: str) -> list[Regrade]:
    """The answers of a session with words of the candidate's own, those with most first.

    Args:
        transcript: The session.
        stem: Its file's name, without the ending.
    """
    last: dict[int, datetime] = {}
    for event in transcript.events:
        if isinstance(event, PointMarked) and (at := parse_stamp(event.at)) is not None:
            last[event.question] = max(at, last.get(event.question, at))
    points: Counter[int] = Counter()
    index_of = {drawn.ref: index for index, drawn in enumerate(transcript.header.questions)}
    for marks in own_marks(transcript.state):
        points[index_of[marks.ref]] += len(marks.points)
    found = [
        Regrade(stem, question, last[question], count)
        for question, count in points.items()
        if count >= FEWEST and question in last
    ]
    return sorted(found, key=lambda item: (-item.points, item.question))


def _old_answers(
    history: History, store: Store, now: datetime, graded: set[tuple[str, str]]
) -> Iterator[Regrade]:
    """One answer of each session, the newest session first, that is old enough and not done."""
    old = (session for session in history.sessions if _may_be_due(session, now))
    for session in islice(old, _MOST_READ):
        path = store.folder / session.file
        try:
            transcript = store.read(path)
        except InterviewSimError:
            continue
        for found in regradable(transcript, path.stem):
            ref = transcript.state.drawn(found.question).ref
            if now - found.marked_at >= REST and (transcript.id, ref) not in graded:
                yield found
                break


def _may_be_due(session: SessionSummary, now: datetime) -> bool:
    """Whether it is worth reading the transcript for."""
    sat = parse_stamp(session.at)
    return session.is_over and session.marked >= FEWEST and sat is not None and now - sat >= REST


def _within_a_week(marking: MarkingFile, now: datetime) -> bool:
    at = parse_stamp(marking.changed)
    return at is not None and now - at < EVERY
