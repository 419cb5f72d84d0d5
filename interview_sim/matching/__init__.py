"""What an answer covers: text and rubric points in, verdicts with evidence out.

A question is made ready once: `compiled` turns its points into `entries` to look for. An answer
goes through `text` (tokens), `stems` (words in one form), `topics` and `polarity` (what each part
is about, what it denies) into a `reading` against one question. `evidence` finds the best place for
one entry there, `verdicts` decides on one point, and `matcher` on the whole question. Closed lists
of words are in `lexicon`, all numbers in `tuning`.
"""

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
