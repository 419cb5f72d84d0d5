"""The score of an answer to a question that has a model answer and no rubric.

Whoever writes a model answer says more than an answer needs, and in words of their own. So the
score asks how much of each statement comes up somewhere together, how many of the words come up
at all, whether they are put together in the same way, and, for a small part, whether the answer
goes on about the matter. Nothing in it rises by repeating, by reading out the question or by
sentences on something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from interview_sim.matching.compiled import Compiled
from interview_sim.matching.entries import Entry, Unit
from interview_sim.matching.evidence import best
from interview_sim.matching.reading import Reading

Qualities = Mapping[str, float]
"""How well each stem of the vocabulary is met."""


def derived_score(compiled: Compiled, reading: Reading) -> float:
    """How good an answer is by its model answer alone, 0..1."""
    tuning = reading.tuning
    by_sentence = _by_sentence(compiled, reading)
    anywhere = _union(by_sentence.values())
    units = list(
        {u.forms: u for t in compiled.targets.values() for u in t.statement.units}.values()
    )
    recall = _share(units, anywhere)
    parts = (
        (tuning.derived_statements, _statements(compiled, reading, by_sentence)),
        (tuning.derived_recall, min(1.0, recall / tuning.recall_full) ** 0.5),
        (tuning.derived_pairs, _pairs(compiled, reading) ** 0.5),
        (
            tuning.derived_fullness,
            _fullness(compiled, reading, by_sentence) * min(1.0, recall / tuning.fullness_gate),
        ),
    )
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return score * (1.0 - _listed(reading) * (1.0 - tuning.soup_worth))


def _listed(reading: Reading) -> float:
    """The share of the words found that stand in mere lists of keywords and nowhere else."""
    found = [hits for hits in reading.hits.values() if hits]
    listed = sum(all(reading.soup[hit.first] for hit in hits) for hits in found)
    return listed / len(found) if found else 0.0


def _by_sentence(compiled: Compiled, reading: Reading) -> dict[int, dict[str, float]]:
    """For each sentence, how well it meets which stems of the vocabulary."""
    found: dict[int, dict[str, float]] = {}
    for stemmed, hits in reading.hits.items():
        for hit in hits:
            met = found.setdefault(reading.text.sentences[hit.first], {})
            met[stemmed] = max(met.get(stemmed, 0.0), hit.quality)
    for at, near in reading.near(compiled):
        met = found.setdefault(reading.text.sentences[at], {})
        for stemmed, likeness in near:
            met[stemmed] = max(met.get(stemmed, 0.0), likeness)
    return found


def _union(many: Iterable[Qualities]) -> dict[str, float]:
    result: dict[str, float] = defaultdict(float)
    for qualities in many:
        for stemmed, quality in qualities.items():
            result[stemmed] = max(result[stemmed], quality)
    return result


def _share(units: Iterable[Unit], met: Qualities) -> float:
    whole = got = 0.0
    for unit in units:
        whole += unit.weight
        got += unit.weight * max(min(met.get(s, 0.0) for s in form) for form in unit.forms)
    return got / whole if whole else 0.0


def _statements(
    compiled: Compiled, reading: Reading, by_sentence: Mapping[int, Qualities]
) -> float:
    windows = [
        _union((met, by_sentence.get(number + 1, {}))) for number, met in by_sentence.items()
    ]
    shares = [
        max((_share(target.statement.units, window) for window in windows), default=0.0)
        * _sense(target.statement, reading)
        for target in compiled.targets.values()
    ]
    full = reading.tuning.statement_full
    return sum(min(1.0, share / full) for share in shares) / len(shares) if shares else 0.0


def _sense(statement: Entry, reading: Reading) -> float:
    """Less than 1 where the answer seems to say the opposite of a statement."""
    match = best(statement, reading)
    if match is None or not match.opposed or match.share < reading.tuning.opposed_share:
        return 1.0
    return reading.tuning.opposed_worth


def _pairs(compiled: Compiled, reading: Reading) -> float:
    """Of the words that stand side by side in the model answer, how many do in the answer."""
    if not compiled.pairs:
        return 0.0
    text = reading.text
    said = {
        (text.stems[at], text.stems[at + 1])
        for at in range(len(text) - 1)
        if not reading.parroted[at]
    }
    return len(compiled.pairs & said) / len(compiled.pairs)


def _fullness(compiled: Compiled, reading: Reading, by_sentence: Mapping[int, Qualities]) -> float:
    text = reading.text
    asked = frozenset(compiled.prompt.stems)
    own = {
        text.stems[at]
        for at in range(len(text))
        if text.telling[at]
        and not reading.soup[at]
        and not reading.parroted[at]
        and text.sentences[at] in by_sentence
    }
    return min(1.0, len(own - asked) / reading.tuning.fullness_words)
