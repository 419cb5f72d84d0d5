"""A word looked for in a replay, and which of its places one is at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from interview_sim.transcript.replay import Hit, Replay


class Search:
    """The places where a text was typed, to go through from wherever the replay stands.

    Args:
        replay: Where to look.
        text: What to look for; upper and lower case are the same.
    """

    def __init__(self, replay: Replay, text: str) -> None:
        self.text = text.strip()
        self.hits: tuple[Hit, ...] = replay.find(text)
        self._times = [hit.t for hit in self.hits]
        self._at = -1

    @property
    def hit(self) -> Hit | None:
        """The place one was last taken to."""
        return self.hits[self._at] if self._at >= 0 else None

    @property
    def number(self) -> int:
        """Which place that is, counted from 1; 0 before the first."""
        return self._at + 1

    def go(self, t: int, by: int = 1) -> Hit | None:
        """The next place after `t`, or with `by` -1 the last before it; over the end, round.

        Places that share a millisecond with the one at hand are gone through as well.
        """
        if not self.hits:
            return None
        here = self.hit
        if here is not None and here.t == t:
            self._at = (self._at + by) % len(self.hits)
        elif by > 0:
            self._at = bisect_right(self._times, t) % len(self.hits)
        else:
            self._at = (bisect_left(self._times, t) - 1) % len(self.hits)
        return self.hits[self._at]
