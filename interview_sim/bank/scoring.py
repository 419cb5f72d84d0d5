"""What an interview is weighed by: dimensions, anchors, weights, bands and sentences, as data.

Rules ship with the assessment; a bank may bring its own under `scoring`. What format 2 added has
defaults under which the rules of format 1 weigh as they always did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from interview_sim.bank.terms import Id, Need, Share

SCORING_FORMAT = "interview-sim/rubric@2"
FIRST_FORMAT = "interview-sim/rubric@1"
CURRENT = "interview 2"
"""The label of the rules that ship: what a session that begins now is weighed by, for good."""

NOT_SCORED = "not scored"
"""Stands where a band would, when there was nothing to score."""
NO_BAND = "no band"
"""Stands where a band would, when there is too little to go by."""

Points100 = Annotated[float, Meta(ge=0, le=100)]


class Measure(StrEnum):
    """What can be measured of an interview; a dimension's id says which of these it is."""

    COVERAGE = "coverage"
    DEPTH = "depth"
    JUDGEMENT = "judgement"
    CLARITY = "clarity"
    TIME = "time"


class Rated(StrEnum):
    """When the candidate rates a dimension before the reveal."""

    ALWAYS = "always"
    WHEN_ASKED = "when_asked"
    """Only on a question with follow-ups."""
    NEVER = "never"


class Fact(StrEnum):
    """What a sentence on a session may ask and say: empty where it is not so."""

    ASKED = "asked"
    """`8 questions`, or `8 stages` of a case."""
    ANSWERED = "answered"
    """How many of them were answered; empty for none."""
    FEW = "few"
    """`2 answers`, where that is too few for more than a number so far."""
    PASSED = "passed"
    """How many were passed without a word."""
    CANDID = "candid"
    """To how many the answer was an honest "I don't know"."""
    CUT_OFF = "cut_off"
    """How many answers the clock cut off."""
    ELSEWHERE = "elsewhere"
    """How many answers were about something else."""
    CLAIM = "claim"
    """A wrong claim that was confirmed and not put right when asked."""
    CLAIMS = "claims"
    """How many, where there is more than one."""
    MUSTS = "musts"
    """`21 main points`"""
    MADE = "made"
    """How many of them were made, follow-ups included; empty for none."""
    ASKED_OUT = "asked_out"
    """How many of these only in a follow-up."""
    PROBED = "probed"
    """`9 follow-ups`"""
    HELD = "held"
    """How many of them were answered well."""
    SOLID = "solid"
    """The topics that went well."""
    WEAK = "weak"
    """The topics that did not."""


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
    lifts: bool = True
    """Whether it can raise the score above what the other dimensions carry."""

    @property
    def rated(self) -> bool:
        """Whether the candidate rates it before the reveal, if there is something to rate."""
        return self.when_rated is not Rated.NEVER


class Band(Struct, frozen=True, kw_only=True):
    """What a score amounts to."""

    at_least: Points100
    title: str
    words: str
    """What it means, where `sentence` has nothing to say."""


class Enough(Struct, frozen=True, kw_only=True):
    """How many questions have to be answered before a score says something."""

    answered: Annotated[int, Meta(ge=0)]
    """Below, the score is one so far."""
    share: Share
    """The same, as a share of those that were asked."""
    band: Annotated[int, Meta(ge=0)]
    """Below, there is no band."""


class Cap(Struct, frozen=True, kw_only=True):
    """What no score makes up for."""

    band: str
    """The title of the best band that there is then."""
    claims: Annotated[int, Meta(ge=1)]
    """Wrong claims that are confirmed and not put right when asked, from which on it holds."""
    missed: Share
    """Share of a question's `must` points missed, in most of the questions."""


_SLOT = re.compile(r"\{([a-z_]+)\}")


class Sentence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that can be said of a session."""

    say: str
    """With facts in braces."""
    when: tuple[Fact, ...] = ()
    """What has to be so."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The facts that it names."""
        return tuple(_SLOT.findall(self.say))

    def of(self, facts: Mapping[str, str]) -> str:
        """The sentence filled in; empty where what it needs is not so."""
        if not all(facts.get(fact) for fact in self.when):
            return ""
        return _SLOT.sub(lambda slot: facts.get(slot[1], ""), self.say)


class Sentences(Struct, frozen=True, kw_only=True):
    """How what happened is put into words beside the band."""

    solid: Points100
    """From this score on, a topic or a follow-up went well."""
    weak: Points100
    """Below this score, a topic did not."""
    topics: Annotated[int, Meta(ge=1)]
    """How many topics are named at most, of each."""
    say: tuple[tuple[Sentence, ...], ...]
    """Of each list, the first that holds."""

    def of(self, facts: Mapping[str, str]) -> str:
        """What is said of a session."""
        chosen = (next(filter(None, (one.of(facts) for one in lot)), "") for lot in self.say)
        return " ".join(filter(None, chosen))


class Scoring(Struct, frozen=True, kw_only=True):
    """Everything that turns marks and times into scores."""

    format: str = FIRST_FORMAT
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
    passed: Points100 | None = None
    """What a pass on something without points is worth; absent: it is left out."""
    enough: Enough | None = None
    cap: Cap | None = None
    sentence: Sentences | None = None

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

    @property
    def carries(self) -> bool:
        """Whether some dimensions carry the score and the others can only lower it."""
        return not all(dimension.lifts for dimension in self.dimensions)

    def band(self, score: float | None) -> Band:
        """The band of a score as it is shown, so that 74.96 shown as 75 is a 75."""
        if score is None:
            return Band(at_least=0, title=NOT_SCORED, words="There was nothing to score.")
        shown = round(score, 1 if self.format == FIRST_FORMAT else None)
        return next((b for b in self.bands if shown >= b.at_least), self.bands[-1])

    def capped(self, band: Band) -> Band:
        """That band, or the one that the cap names where that is lower."""
        highest = next((b for b in self.bands if self.cap and b.title == self.cap.band), band)
        return min(band, highest, key=lambda b: b.at_least)

    def weighted(
        self, scores: Iterable[tuple[Measure, float | None]], carried: float | None = None
    ) -> float | None:
        """The weighted mean of the scores there are; None where there are none.

        Args:
            scores: By dimension.
            carried: What the dimensions that lift come to; the others count no higher than this.
        """
        total = weights = 0.0
        for measure, score in scores:
            dimension = self.dimension(measure)
            if dimension is not None and score is not None:
                most = score if carried is None else carried
                total += dimension.weight * (most if dimension.lifts else min(score, most))
                weights += dimension.weight
        return total / weights if weights else None
