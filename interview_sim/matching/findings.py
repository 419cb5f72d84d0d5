"""What an audit finds in a bank, by which rule, and where it draws its lines."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from interview_sim.bank.problems import Severity


class Rule(StrEnum):
    """What a bank is held to."""

    MODEL_ANSWER_COVERS = "model-answer-covers"
    """The model answer covers its own points."""
    PROMPT_COVERS_NOTHING = "prompt-covers-nothing"
    """Whoever reads the question out has said nothing yet."""
    NOTHING_GIVEN_AWAY = "nothing-given-away"
    """A title, probe or follow-up leaves its own and other points to be said."""
    PREMISE_HOLDS = "premise-holds"
    """A probe or follow-up says of an answer only what is known of it."""
    LANGUAGE_IS_READ = "language-is-read"
    """Denial and the like are noticed in English only."""
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
    most_others: int = 20
    """Other questions whose model answers are tried, evenly spread over a larger bank."""


DEFAULT_LIMITS = Limits()


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that an author should put right, or know."""

    rule: Rule
    severity: Severity
    question: str
    """The question's id, `question/follow-up` for a follow-up's own rubric; empty: several."""
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
