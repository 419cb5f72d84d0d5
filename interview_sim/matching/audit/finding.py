"""What an audit can find, and where it draws its lines."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from msgspec import Struct

from interview_sim.bank.model import Bank, FollowUp, Point, Question
from interview_sim.bank.problems import Severity


class Rule(StrEnum):
    """What a bank is held to."""

    MODEL_ANSWER_COVERS = "model-answer-covers"
    """The model answer covers its own points."""
    PROMPT_COVERS_NOTHING = "prompt-covers-nothing"
    """Whoever reads the question out has said nothing yet."""
    NOTHING_GIVEN_AWAY = "nothing-given-away"
    """A probe or follow-up leaves its own and other points to be said."""
    NO_FALSE_CLAIM = "no-false-claim"
    """A misconception does not fire on the right answer."""
    PHRASE_HOLDS_TOGETHER = "phrase-holds-together"
    """A phrase of several words is not found by a single one of them."""
    POINT_STAYS_HOME = "point-stays-home"
    """The phrases of a point do not fire on answers to other questions."""
    POINTS_TELL_APART = "points-tell-apart"
    """No two points of a question are always covered together."""


class Limits(Struct, frozen=True, kw_only=True):
    """Every number that an audit goes by."""

    share: float = 0.4
    """Share of other questions' model answers on which a point may be covered."""
    least_fired: int = 2
    """On so many of them it must be covered before a share says anything."""
    least_together: int = 2
    """Single sentences that cover both of two points before they count as one."""
    most_others: int = 40
    """Other questions whose model answers are tried, evenly spread over a larger bank."""


DEFAULT_LIMITS = Limits()


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that an author should put right, or know."""

    rule: Rule
    severity: Severity
    question: str
    """The question's id, `question/follow-up` for a follow-up's own rubric."""
    about: str
    """The id of the point, misconception or follow-up; empty: the question itself."""
    record: object
    """The part of the bank to point at."""
    key: str
    """The key of that part; empty: where the part begins."""
    item: int | None = None
    """Which item of the list under that key; None: the list itself."""
    message: str
    remedy: str


class Asked(NamedTuple):
    """Something that is asked and has points of its own: a question, or a scripted follow-up."""

    home: Question
    """The bank's question that it belongs to."""
    record: Question | FollowUp
    question: Question
    """What an answer is held against."""

    @property
    def name(self) -> str:
        """What findings call it."""
        if isinstance(self.record, Question):
            return self.home.id
        return f"{self.home.id}/{self.record.id}"

    @property
    def prompt_key(self) -> str:
        """The key under which the author wrote what is asked."""
        return "prompt" if isinstance(self.record, Question) else "ask"


def everything_asked(bank: Bank) -> list[Asked]:
    """The questions of a bank and their follow-ups, in order."""
    found: list[Asked] = []
    for question in bank.questions:
        found.append(Asked(question, question, question))
        found.extend(
            Asked(
                question,
                follow_up,
                Question(
                    id=follow_up.id,
                    prompt=follow_up.ask,
                    rubric=follow_up.rubric,
                    model_answer=follow_up.model_answer,
                ),
            )
            for follow_up in question.follow_ups
        )
    return found


def leaves_of(question: Question) -> tuple[Point, ...]:
    """The points that can be covered, as the author wrote them, so that places are found."""
    return tuple(leaf for item in question.rubric for leaf in (item.of or (item,)))


def bare(rubric: Sequence[Point]) -> Question:
    """These points alone: without a prompt, no word counts little for standing in the question."""
    return Question(id="wording", prompt="", rubric=tuple(rubric))


Item = TypeVar("Item")


def spread(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many of the items, evenly from first to last."""
    if len(items) <= most:
        return list(items)
    return [items[at * len(items) // most] for at in range(most)]
