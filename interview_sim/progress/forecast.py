"""The day of the interview: what is likely to be known then, and what to sit until then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from msgspec import Struct

from interview_sim.bank.model import Bank, Kind
from interview_sim.progress.schedule import Schedule
from interview_sim.session.draw import Candidate

if TYPE_CHECKING:
    from interview_sim.progress.history import History

ENOUGH = 3
"""Answers to questions or stages on a topic before anything is said of the day."""

ASKED = 3
"""Questions on a topic that an interview may ask: the range is that of their mean."""

A_SITTING = 5
"""Questions of one sitting, somewhat more than half an hour."""

MOST_SITTINGS = 14
"""Sittings that are planned ahead."""

_AGAIN_AFTER = 3
"""Days before the same question is planned again."""

# Student's t, two-sided 80 %, by degrees of freedom; beyond the last it is the normal's.
_T80 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356)
_T80_REST = 1.30


class TopicForecast(Struct, frozen=True, kw_only=True):
    """What is likely on one topic if nothing is practised until the day."""

    topic: str
    answered: int
    """Questions of it that have a result."""
    questions: int
    today: float | None = None
    """Mean of the latest scores, each times the chance that it is still known; 0..100."""
    then: float | None = None
    """The same on the day; None while it is too early to tell."""
    low: float | None = None
    high: float | None = None
    """Eight times in ten the mean of three questions on the topic lies between these, if they are
    like those that were answered: a prediction interval by Student's t."""


class Sitting(Struct, frozen=True, kw_only=True):
    """One evening's questions."""

    day: date
    refs: tuple[str, ...]
    topics: tuple[str, ...]
    """Of these questions, the most frequent first."""


class Outlook(Struct, frozen=True, kw_only=True):
    """The day of the interview: what is likely then, and what to sit until then."""

    day: date
    topics: tuple[TopicForecast, ...]
    sittings: tuple[Sitting, ...]


def outlook(history: History, banks: Sequence[Bank], day: date, now: datetime) -> Outlook:
    """What the saved sessions say of that day; see `forecast` and `sittings`."""
    schedule = Schedule.of(history)
    return Outlook(
        day=day,
        topics=forecast(banks, schedule, day, now),
        sittings=sittings(banks, schedule, day, now),
    )


def forecast(
    banks: Sequence[Bank], schedule: Schedule, day: date, now: datetime
) -> tuple[TopicForecast, ...]:
    """Each topic that was ever answered, the weakest on the day first.

    Topics of which it is too early to tell come last.

    Args:
        banks: The banks that are here; outlines will do.
        schedule: The results so far.
        day: The day of the interview, on the local calendar.
        now: The time.
    """
    moment = _noon(day, now)
    found = [
        _of_topic(topic, asked, schedule, moment, now)
        for topic, asked in _topics(banks).items()
        if any(schedule.standing(ref) for refs in asked for ref in refs)
    ]
    return tuple(sorted(found, key=lambda t: (t.then is None, t.then or 0.0, t.topic)))


def _topics(banks: Sequence[Bank]) -> dict[str, list[tuple[str, ...]]]:
    """The questions of each topic, each as what is asked of it: a case as its stages."""
    topics: dict[str, list[tuple[str, ...]]] = {}
    for bank in banks:
        for question in bank.questions:
            root = question.topic.split("/", 1)[0]
            topics.setdefault(root, []).append(Candidate(bank, question).refs)
    return topics


def _of_topic(
    topic: str, asked: Sequence[Sequence[str]], schedule: Schedule, then: datetime, now: datetime
) -> TopicForecast:
    each = [[found for ref in refs if (found := schedule.standing(ref))] for refs in asked]
    known = [standing for of_one in each for standing in of_one]
    answered = sum(map(bool, each))
    values = [one.score * (schedule.retention(one.ref, then) or 0.0) for one in known]
    current = [one.score * (schedule.retention(one.ref, now) or 0.0) for one in known]
    n = len(values)
    if n < ENOUGH:
        return TopicForecast(topic=topic, answered=answered, questions=len(asked))
    mean = fmean(values)
    t = _T80[n - 2] if n - 2 < len(_T80) else _T80_REST
    half = t * stdev(values) * sqrt(1 / n + 1 / ASKED)
    return TopicForecast(
        topic=topic,
        answered=answered,
        questions=len(asked),
        today=fmean(current),
        then=mean,
        low=max(0.0, mean - half),
        high=min(100.0, mean + half),
    )


def sittings(
    banks: Sequence[Bank], schedule: Schedule, day: date, now: datetime
) -> tuple[Sitting, ...]:
    """What to sit on each day until the interview: what is due by then, and then the weakest.

    The weakest are the questions of which the least is likely to be left on the day; a topic comes
    at most twice in a sitting, so that none is about one thing. Nothing is planned for the day
    itself, nor with questions that have no result: fresh ones are what an interview draws anyway.
    """
    topic_of = {ref: topic for topic, refs in _drilled(banks).items() for ref in refs}
    known = [standing for ref in topic_of if (standing := schedule.standing(ref)) is not None]
    today = now.astimezone().date()
    left = {s.ref: s.score * (schedule.retention(s.ref, _noon(day, now)) or 0.0) for s in known}
    planned: dict[str, date] = {}
    plan = []
    for number in range(min(MOST_SITTINGS, (day - today).days)):
        evening = today + timedelta(days=number)
        due = {s.ref for s in known if s.due_at <= _noon(evening, now) + timedelta(hours=12)}
        free = [
            ref
            for ref in left
            if ref not in planned or (evening - planned[ref]).days >= _AGAIN_AFTER
        ]
        free.sort(key=lambda ref: (ref in planned, ref not in due, left[ref], ref))
        chosen = _spread(free, topic_of)
        if not chosen:
            break
        planned |= dict.fromkeys(chosen, evening)
        topics = [topic_of[ref] for ref in chosen]
        named = sorted(dict.fromkeys(topics), key=lambda topic: -topics.count(topic))
        plan.append(Sitting(day=evening, refs=tuple(chosen), topics=tuple(named)))
    return tuple(plan)


def _drilled(banks: Sequence[Bank]) -> dict[str, list[str]]:
    """The topics without cases, which take an hour of their own."""
    short = [
        (bank, question)
        for bank in banks
        for question in bank.questions
        if question.kind is not Kind.CASE
    ]
    topics: dict[str, list[str]] = {}
    for bank, question in short:
        topics.setdefault(question.topic.split("/", 1)[0], []).append(f"{bank.id}:{question.id}")
    return topics


def _spread(refs: Sequence[str], topic_of: dict[str, str]) -> list[str]:
    chosen: list[str] = []
    for ref in refs:
        topic = topic_of[ref]
        if len(chosen) < A_SITTING and sum(topic_of[other] == topic for other in chosen) < 2:
            chosen.append(ref)
    return chosen


def _noon(day: date, now: datetime) -> datetime:
    """Noon of that day where the candidate is."""
    local = now.astimezone()
    return datetime.combine(day, time(12), tzinfo=local.tzinfo).astimezone(now.tzinfo)
