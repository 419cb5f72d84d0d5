"""What an answer covers: text and rubric points in, verdicts with evidence out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_sim.matching.model import Claim, Coverage, PointCoverage, Span, Verdict

if TYPE_CHECKING:
    from interview_sim.matching.matcher import Matcher, rubric_of

__all__ = ["Claim", "Coverage", "Matcher", "PointCoverage", "Span", "Verdict", "rubric_of"]


def __getattr__(name: str) -> object:
    """Load the matcher and rapidfuzz only where something is matched (PEP 562)."""
    if name in {"Matcher", "rubric_of"}:
        from interview_sim.matching import matcher

        return getattr(matcher, name)
    raise AttributeError(name)
