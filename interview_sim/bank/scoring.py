"""What an interview is weighed by: dimensions, anchors, weights and bands, as data.

Rules ship with the assessment; a bank may bring its own under `scoring`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from interview_sim.bank.terms import Id, Need, Share

SCORING_FORMAT = "interview-sim/rubric@1"
NOT_SCORED = "not scored"
"""Stands where a band would, when there was nothing to score."""

Points100 = Annotated[float, Meta(ge=0, le=100)]


class Measure(StrEnum):
    """What can be measured of an interview; a dimension's id says which of these it is."""

    COVERAGE = "coverage"
    DEPTH = "depth"
    CLARITY = "clarity"
    TIME = "time"


class Rated(StrEnum):
    """When the candidate rates a dimension before the reveal."""

    ALWAYS = "always"
    WHEN_ASKED = "when_asked"
    """Only on a question with follow-ups."""
    NEVER = "never"


class Needs(Struct, frozen=True, kw_only=True):
    """What a point counts, by need; a bonus comes on top."""

    must: Points100
    should: Points100
    bonus: Points100

    def of(self, need: Need) -> float:
        """The multiplier of one need."""
        return {Need.MUST: self.must, Need.SHOULD: self.should, Need.BONUS: self.bonus}[need]


class TimeRule(Struct, frozen=True, kw_only=True):
    """How the time of an answer is scored where it was not kept to."""

    timed_out: Points100
    """Score of an answer that the clock cut off with something typed."""
    zero_when_over: Annotated[float, Meta(gt=0, le=100)]
    """Share of the budget beyond it at which an answer in practice mode scores 0."""


class Dimension(Struct, frozen=True, kw_only=True):
    """One side of an interview that gets a score of its own."""

    id: Measure
    title: str
    weight: Annotated[float, Meta(gt=0, le=1000)]
    asks: str
    """The question the candidate rates themselves on."""
    when_rated: Rated = Rated.ALWAYS
    anchors: tuple[str, ...]
    """What a 1, a 2, a 3 and a 4 sound like."""

    @property
    def rated(self) -> bool:
        """Whether the candidate rates it before the reveal, if there is something to rate."""
        return self.when_rated is not Rated.NEVER


class Band(Struct, frozen=True, kw_only=True):
    """What a score amounts to."""

    at_least: Points100
    title: str
    words: str


class Scoring(Struct, frozen=True, kw_only=True):
    """Everything that turns marks and times into scores."""

    format: str = SCORING_FORMAT
    id: Id
    version: Annotated[int, Meta(ge=1)]
    title: str
    needs: Needs
    partly: Share
    """What a partly covered point is worth of its weight."""
    time: TimeRule
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    """From the highest down; the last begins at 0."""

    @property
    def label(self) -> str:
        """Id and version, as a scorecard names what weighed it."""
        return f"{self.id} {self.version}"

    def dimension(self, measure: Measure) -> Dimension | None:
        """The dimension with that measure; None where the rules leave it out."""
        return next((d for d in self.dimensions if d.id is measure), None)

    def to_rate(self, *, follow_ups: bool) -> tuple[Dimension, ...]:
        """What the candidate rates blind on a question, with or without follow-ups."""
        return tuple(
            dimension
            for dimension in self.dimensions
            if dimension.when_rated is Rated.ALWAYS
            or (follow_ups and dimension.when_rated is Rated.WHEN_ASKED)
        )

    def worth(self, verdict: str) -> float:
        """What `covered`, `partly` or `missed` is worth of a point's weight."""
        return {"covered": 1.0, "partly": self.partly}.get(verdict, 0.0)

    def band(self, score: float | None) -> Band:
        """The band of a score as it is shown, so that 74.96 shown as 75 is a 75."""
        if score is None:
            return Band(at_least=0, title=NOT_SCORED, words="There was nothing to score.")
        shown = round(score, 1)
        return next((b for b in self.bands if shown >= b.at_least), self.bands[-1])

    def weighted(self, scores: Iterable[tuple[Measure, float | None]]) -> float | None:
        """The weighted mean of the scores there are; None where there are none."""
        total = weights = 0.0
        for measure, score in scores:
            dimension = self.dimension(measure)
            if dimension is not None and score is not None:
                total += dimension.weight * score
                weights += dimension.weight
        return total / weights if weights else None
