"""What the matcher says of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Verdict(StrEnum):
    """Whether an answer covers a point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"

    @property
    def value_share(self) -> float:
        """What the verdict is worth of the point's weight: 1, ½ or 0."""
        return {Verdict.COVERED: 1.0, Verdict.PARTLY: 0.5}.get(self, 0.0)


VERDICTS = (Verdict.MISSED, Verdict.PARTLY, Verdict.COVERED)
"""From worst to best."""

_CONTEXT = 40
"""Characters that an excerpt shows on each side of evidence."""

Span = tuple[int, int]
"""Start and end offsets in code points of the answer, end exclusive."""


class PointCoverage(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What an answer makes of one rubric point."""

    id: str
    verdict: Verdict
    strength: float
    """0..1; only its order within a point's history means anything."""
    reason: str = ""
    """One line a person understands, quoting what was found and what was not."""
    evidence: tuple[Span, ...] = ()
    """Where in the answer, in order and without overlaps."""
    members: tuple[PointCoverage, ...] = ()
    """For a group, its members one by one."""


class Claim(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A misconception that the answer seems to state."""

    id: str
    strength: float
    reason: str = ""
    evidence: tuple[Span, ...] = ()


CANDOUR = ("", "unknown", "plan")
"""What `candour` may say."""


class Coverage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an answer covers of a question's rubric."""

    points: tuple[PointCoverage, ...]
    """In the rubric's order, one for each rubric item (groups carry `members`)."""
    claims: tuple[Claim, ...] = ()
    score: float = 0.0
    """0..1: how much the matcher finds over all, to hold it against graders by. No other judge need
    fill it in: what an answer is worth is worked out from the verdicts, in `assessment`."""
    off_topic: bool = False
    """Whether the answer is about something else, as one to another question would be."""
    candour: str = ""
    """`unknown` where the answer says no more than that the candidate does not know, `plan` where
    it adds how they would find out."""
    derived: bool = False
    """Whether the points were derived from the model answer, for want of a rubric."""
    version: str = ""
    """Matcher version and thresholds, for the record."""
    by_words: tuple[str, ...] = ()
    """Ids of points that another judge left to the comparison of words."""
    because: str = ""
    """Why it did, where it had been asked about them."""

    def leaves(self) -> dict[str, PointCoverage]:
        """Coverage by point id: plain points and group members, not the groups."""
        return {leaf.id: leaf for item in self.points for leaf in (item.members or (item,))}

    def of(self, point_id: str) -> PointCoverage | None:
        """Coverage of one point, group or member; None where there is no such point."""
        for item in self.points:
            if item.id == point_id:
                return item
            for member in item.members:
                if member.id == point_id:
                    return member
        return None


class Asked(NamedTuple):
    """What an answer asks about a case."""

    facts: tuple[str, ...] = ()
    """Ids, in the order of the case."""
    beyond: bool = False
    """Whether it also asks for something that no fact answers."""


class Excerpt(NamedTuple):
    """A stretch of an answer with evidence in it; all offsets are those of the answer."""

    start: int
    end: int
    spans: tuple[Span, ...]


def excerpts(answer: str, spans: Iterable[Span]) -> list[Excerpt]:
    """The spans with whole words around them; those that are near each other together."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= 2 * _CONTEXT:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_excerpt(answer, group) for group in groups]


def _excerpt(answer: str, spans: Sequence[Span]) -> Excerpt:
    start = _word_start(answer, max(0, spans[0][0] - _CONTEXT), spans[0][0])
    end = _word_end(answer, min(len(answer), spans[-1][1] + _CONTEXT), spans[-1][1])
    return Excerpt(start, end, tuple(spans))


def _word_start(answer: str, at: int, limit: int) -> int:
    """The first place from `at` on at which a word begins, and no later than `limit`."""
    while 0 < at < limit and not answer[at - 1].isspace():
        at += 1
    return at


def _word_end(answer: str, at: int, limit: int) -> int:
    """The last place up to `at` at which a word ends, and no earlier than `limit`."""
    while limit < at < len(answer) and not answer[at].isspace():
        at -= 1
    return at
