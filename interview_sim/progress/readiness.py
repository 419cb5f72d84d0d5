"""How ready one is on the topics of a plan: counted, never rolled into a single number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from interview_sim.assessment.calibration import mean
from interview_sim.bank.model import Bank
from interview_sim.figures import counted
from interview_sim.progress.history import ENOUGH
from interview_sim.progress.schedule import Schedule
from interview_sim.session.draw import fitting
from interview_sim.session.plan import Plan

FIRM = 65.0
"""A topic is worth reading up on when its latest answers score less."""


class TopicReadiness(Struct, frozen=True, kw_only=True):
    """What the latest answers say of one topic."""

    topic: str
    questions: int
    """Questions of the topic that the plan may draw."""
    answered: int
    """How many of them have a result."""
    answers: int
    """Results in all; a question that was answered twice has two."""
    score: float | None
    """Mean of the latest scores, 0..100, one a question that was answered, or a case's stage."""
    retention: float | None
    """Mean chance, 0..1, that what was known at the latest answer is known today."""
    today: float | None
    """Mean of the latest scores, each times its question's retention."""
    due: int
    """Questions that are due again."""
    next_due: datetime | None
    """When the next of the others comes due."""

    @property
    def is_enough(self) -> bool:
        """Whether there are answers enough to say anything of the topic."""
        return self.answers >= ENOUGH

    @property
    def fresh(self) -> int:
        """Questions without a result."""
        return self.questions - self.answered

    @property
    def next_step(self) -> str:
        """What to do next, in a few words."""
        if self.due:
            return f"answer {counted(self.due, 'question')} again"
        if self.fresh:
            return f"answer {counted(self.fresh, 'fresh question')}"
        day = _day(self.next_due)
        if not self.is_enough:
            return f"answer again from {day}"
        if self.score is not None and self.score < FIRM:
            return f"read up, then again from {day}"
        return f"nothing until {day}"


def readiness(
    plan: Plan, banks: Sequence[Bank], schedule: Schedule, now: datetime
) -> tuple[TopicReadiness, ...]:
    """The readiness of each topic in the plan's pool, the weakest today first.

    Topics of which it is too early to tell come after those, and those without an answer last.

    Args:
        plan: Says which questions count.
        banks: The banks that are loaded; outlines will do.
        schedule: The results so far.
        now: The moment that "today" and "due" mean.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    topics: dict[str, list[Sequence[str]]] = {}
    for candidate in fitting(plan, banks):
        topics.setdefault(candidate.question.topic, []).append(candidate.refs)
    found = (_of_topic(topic, parts, schedule, now) for topic, parts in topics.items())
    return tuple(sorted(found, key=_order))


def _of_topic(
    topic: str, asked: Sequence[Sequence[str]], schedule: Schedule, now: datetime
) -> TopicReadiness:
    """Of questions, each as what is asked of it: the stages of a case, else itself."""
    each = [[known for ref in refs if (known := schedule.standing(ref))] for refs in asked]
    standings = [standing for of_one in each for standing in of_one]
    kept = [schedule.retention(standing.ref, now) or 0.0 for standing in standings]
    scores = [standing.score for standing in standings]
    coming = [standing.due_at for standing in standings if standing.due_at > now]
    return TopicReadiness(
        topic=topic,
        questions=len(asked),
        answered=sum(map(bool, each)),
        answers=sum(standing.answers for standing in standings),
        score=mean(scores),
        retention=mean(kept),
        today=mean([score * share for score, share in zip(scores, kept, strict=True)]),
        due=sum(any(one.due_at <= now for one in of_one) for of_one in each),
        next_due=min(coming, default=None),
    )


def _order(topic: TopicReadiness) -> tuple[bool, bool, float, str]:
    rank = topic.today if topic.is_enough and topic.today is not None else 0.0
    return (not topic.answers, not topic.is_enough, rank, topic.topic)


def _day(at: datetime | None) -> str:
    """A day on the local calendar."""
    if at is None:
        return "later"
    local = at.astimezone()
    return f"{local.day} {local:%b %Y}"
