"""A judgement: what is recorded of an answer, whoever judged it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Claim, PointCoverage, Span


def within(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans that lie within the text: a judge and a transcript may say anything."""
    return tuple((start, end) for start, end in spans if 0 <= start < end <= len(text))


class Deletion(NamedTuple):
    """A passage that was typed and deleted for good; times in ms of session time."""

    typed_at: int
    """When its first character was typed."""
    deleted_at: int
    """When the last of it was gone."""
    text: str
    times: tuple[int, ...]
    """When each of its characters was typed."""

    @property
    def whole_at(self) -> int:
        """When its last character was typed: all of it was there."""
        return max(self.times)


class DeletedPassage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is recorded of a deletion; times in ms of session time."""

    text: str
    typed_at: int
    deleted_at: int
    point: str | None = None
    """The point that the answer would have covered with it, and does not without."""


class Judgement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a judge made of one answer."""

    part: str = MAIN
    judge: str
    version: str = ""
    """What the verdicts depend on besides the answer."""
    points: tuple[PointCoverage, ...] = ()
    """In the rubric's order, one for each rubric item (groups carry `members`)."""
    claims: tuple[Claim, ...] = ()
    """Misconceptions that the answer seems to state."""
    off_topic: bool = False
    """The answer is about something else, as one to another question would be."""
    candour: str = ""
    """`unknown`: it says no more than that the candidate does not know; `plan`: and how they would
    find out."""
    instead_of: str = ""
    """The judge that was asked first and gave no answer."""
    because: str = ""
    """Why it gave none, or none on some points."""
    by_words: tuple[str, ...] = ()
    """Ids of points on which the judge gave no verdict: the lexical one stands in."""
    beside: bool = False
    """A second opinion: shown beside the judgement that counts, and counts for nothing."""
    covered_at: dict[str, int] = {}
    """By point id, ms of session time at which it was first covered."""
    deleted: tuple[DeletedPassage, ...] = ()
    gives_away: dict[str, tuple[str, ...]] = {}
    """By follow-up id, the points that its wording alone would cover."""
    answered: tuple[str, ...] = ()
    """Ids of follow-ups that need not be asked: the answer has all their points already."""
    asked: tuple[str, ...] = ()
    """Ids of the facts of a case that the answer asks for."""
    asked_beyond: bool = False
    """Whether it also asks for something that no fact of the case answers."""

    @property
    def label(self) -> str:
        """The judge's name and version."""
        return f"{self.judge} {self.version}".strip()

    @property
    def by_id(self) -> dict[str, PointCoverage]:
        """The verdicts by point id: points, groups and members."""
        return {point.id: point for item in self.points for point in (item, *item.members)}

    @property
    def leaves(self) -> dict[str, PointCoverage]:
        """The verdicts by point id: points and members, not the groups."""
        return {leaf.id: leaf for item in self.points for leaf in (item.members or (item,))}

    def of(self, point: str) -> PointCoverage | None:
        """The verdict on one point, group or member; None where there is none."""
        return self.by_id.get(point)
