"""What the matcher says of an answer."""

from __future__ import annotations

from enum import StrEnum

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

Span = tuple[int, int]
"""Start and end offsets in code points of the answer, end exclusive."""


class PointCoverage(Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Claim(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A misconception that the answer seems to state."""

    id: str
    strength: float
    reason: str = ""
    evidence: tuple[Span, ...] = ()


class Coverage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an answer covers of a question's rubric."""

    score: float
    """0..1, weighted over the points."""
    points: tuple[PointCoverage, ...]
    """In the rubric's order, one for each rubric item (groups carry `members`)."""
    claims: tuple[Claim, ...] = ()
    derived: bool = False
    """Whether the points were derived from the model answer, for want of a rubric."""
    version: str = ""
    """Matcher version and thresholds, for the record."""

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
