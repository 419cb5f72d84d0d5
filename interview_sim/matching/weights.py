"""How much a word tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from interview_sim.bank.model import Question
from interview_sim.matching.english import band_of
from interview_sim.matching.text import read
from interview_sim.matching.tuning import Tuning

_LEAST_DOCUMENTS = 5


class Weights:
    """The worth of stems, from general English and, where given, from the questions of a bank."""

    def __init__(self, tuning: Tuning, questions: Iterable[Question] = ()) -> None:
        self._tuning = tuning
        self._documents = 0
        self._seen: Counter[str] = Counter()
        for question in questions:
            self._documents += 1
            parts = [question.prompt, question.model_answer]
            parts += [leaf.point for leaf in question.leaves()]
            self._seen.update(set(read("\n".join(parts)).stems))

    def of(self, stemmed: str) -> float:
        """The worth of one stem, 0..1."""
        general = self._tuning.band_weights[band_of(stemmed)]
        if self._documents < _LEAST_DOCUMENTS:
            return general
        most = log(1 + self._documents)
        rarity = min(1.0, log((1 + self._documents) / (1 + self._seen[stemmed])) / most)
        share = self._tuning.bank_share
        return general * (1.0 - share + share * rarity)
