"""Points that are always covered together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from interview_sim.bank.model import Point
from interview_sim.matching.model import Coverage, Verdict


class Pairs:
    """Pairs of points of which no text so far covers one alone."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.tied = dict.fromkeys(combinations(points, 2), 0)
        """How many sentences cover both."""
        self._met: set[str] = set()

    def seen(self, coverage: Coverage, *, counts: bool = False) -> None:
        """Part what a text parts; a sentence that covers both counts."""
        leaves = coverage.leaves().items()
        covered = {name for name, leaf in leaves if leaf.verdict is Verdict.COVERED}
        self._met |= covered
        self.tied = {
            (one, other): both + (counts and one.id in covered)
            for (one, other), both in self.tied.items()
            if (one.id in covered) == (other.id in covered)
        }

    def drop_unmet(self) -> None:
        """Forget the pairs that no text covers."""
        self.tied = {pair: both for pair, both in self.tied.items() if pair[0].id in self._met}
