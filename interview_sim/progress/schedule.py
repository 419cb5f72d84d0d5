"""When each question is due again, by FSRS over the results that history has.

Nothing is stored: a question's card is made anew from its results, in the order of their time, so
a mark that is changed or a session that is deleted changes the schedule too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.clock import parse_stamp
from interview_sim.session.draw import WELL, DrawHistory

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

    from interview_sim.progress.history import History
    from interview_sim.progress.summary import SessionSummary

DAY = timedelta(days=1)

RETENTION = 0.9
"""A question is due when the chance that its answer is still there has fallen to this."""

LONGEST = 365 * DAY
"""However well it is known, a question comes back after this."""

MOST_RESULTS = 20
"""Results of one question that are replayed, the latest ones: long histories stay quick to read."""


class Recall(IntEnum):
    """How well an answer was there, in the four steps that FSRS knows."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


RECALL_FROM: tuple[tuple[float, Recall], ...] = (
    (85.0, Recall.EASY),
    (WELL, Recall.GOOD),
    (45.0, Recall.HARD),
)
"""From which score each step counts; below the last it is `AGAIN`. These limits are ours."""


def recall_of(score: float) -> Recall:
    """What a question's score, 0..100, means to the schedule."""
    return next((recall for least, recall in RECALL_FROM if score >= least), Recall.AGAIN)


class Answered(Struct, frozen=True, kw_only=True):
    """A question that was answered: how well the last time, and when it is due."""

    ref: str
    """`bank:question`."""
    answers: int
    """Results that there are."""
    score: float
    """The latest."""
    answered_at: datetime
    due_at: datetime


class Schedule:
    """The questions that were answered, each with the time when it is due again.

    Time is an argument everywhere: the same schedule can be asked about any day.
    """

    def __init__(self, results: Mapping[str, Mapping[datetime, float]]) -> None:
        """Replay results.

        Args:
            results: The scores of each `bank:question` by when they were made, in UTC.
        """
        self._scheduler: Scheduler | None = None
        self._cards: dict[str, Card] = {}
        self._standings: dict[str, Answered] = {}
        if results:
            self._replay(results)

    @classmethod
    def of(cls, history: History) -> Schedule:
        """The schedule that follows from the saved sessions whose asking is over."""
        return cls(_results(session for session in history.sessions if session.is_over))

    def _replay(self, results: Mapping[str, Mapping[datetime, float]]) -> None:
        # Imported here: most commands need no schedule, and before the first result none does.
        from fsrs import Card, Rating, Scheduler

        # Steps of minutes are for flash cards; an interview comes back after a day at the soonest.
        scheduler = self._scheduler = Scheduler(
            desired_retention=RETENTION,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=LONGEST.days,
            enable_fuzzing=False,
        )
        ratings = {recall: Rating(recall) for recall in Recall}
        for ref, scores in results.items():
            times = sorted(scores)[-MOST_RESULTS:]
            # With an id and a time given, a card reads no clock.
            card = Card(card_id=0, due=times[0])
            for at in times:
                card, _ = scheduler.review_card(card, ratings[recall_of(scores[at])], at)
            self._cards[ref] = card
            self._standings[ref] = Answered(
                ref=ref,
                answers=len(scores),
                score=scores[times[-1]],
                answered_at=times[-1],
                due_at=card.due,
            )

    def standing(self, ref: str) -> Answered | None:
        """What is known of a question; None where it has no result."""
        return self._standings.get(ref)

    def overdue(self, now: datetime) -> dict[str, float]:
        """For how many days each question that is due has been due."""
        return {
            ref: (now - standing.due_at) / DAY
            for ref, standing in self._standings.items()
            if standing.due_at <= now
        }

    def next_due(self, refs: Iterable[str], now: datetime) -> datetime | None:
        """When the next of these questions will be due; None where none has a result."""
        standings = (self._standings.get(ref) for ref in refs)
        return min((s.due_at for s in standings if s is not None and s.due_at > now), default=None)

    def retention(self, ref: str, now: datetime) -> float | None:
        """The chance, 0..1, that what was known at the last answer is still known.

        FSRS counts whole days, so it is 1 on the first one. None where there is no result.
        """
        card = self._cards.get(ref)
        if card is None or self._scheduler is None:
            return None
        return float(self._scheduler.get_card_retrievability(card, now))


def history_for_draw(history: History, now: datetime) -> DrawHistory:
    """What a draw needs of the past, with what is due."""
    return replace(history.draw_history(), due=Schedule.of(history).overdue(now))


def _results(sessions: Iterable[SessionSummary]) -> dict[str, dict[datetime, float]]:
    """The scores by question and time."""
    found: dict[str, dict[datetime, float]] = {}
    for session in sessions:
        at = _instant(session.at)
        if at is None:
            continue
        for question in session.questions:
            if question.score is not None:
                of = found.setdefault(question.ref, {})
                # Two at the very same moment are copies of one transcript: the lower counts.
                of[at] = min(question.score, of.get(at, question.score))
    return found


def _instant(stamp: str) -> datetime | None:
    """The instant in UTC; None for what is none, or too late for anything to come after it."""
    at = parse_stamp(stamp)
    try:
        return None if at is None else (at.astimezone(UTC) + LONGEST) - LONGEST
    except OverflowError:
        return None
