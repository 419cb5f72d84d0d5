"""How much a word tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from interview_sim.bank.model import Question
from interview_sim.matching.english import band_of
from interview_sim.matching.text import read

_BANDS = (0.15, 0.35, 0.55, 0.75, 1.0)


class Weights:
    """The worth of stems, from general English and, where given, from the questions of a bank."""

    def __init__(self, questions: Iterable[Question] = ()) -> None:
        self._documents = 0
        self._seen: Counter[str] = Counter()
        for question in questions:
            self._documents += 1
            parts = [question.prompt, question.model_answer]
            parts += [leaf.point for leaf in question.leaves()]
            self._seen.update(set(read("\n".join(parts)).stems))

    def of(self, stemmed: str) -> float:
        """The worth of one stem, 0..1."""
        general = _BANDS[band_of(stemmed)]
        if self._documents < 5:
            return general
        share = log(1 + self._documents / (1 + self._seen[stemmed])) / log(1 + self._documents)
        return general * (0.5 + 0.5 * min(1.0, share))
