"""What anyone would try first: words in common, letters in common, and length, and their mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from rapidfuzz import fuzz

from benchmarks.matching.data import Graded
from interview_sim.matching.text import read

_GRAMS = (3, 4, 5)
_SAME = 85
"""Likeness of two words, of 100, from which one is a typo of the other."""


def lengths(graded: Graded) -> list[float]:
    """Words in the answer for each of the reference, at most 1."""
    return [
        min(1.0, len(answer.split()) / max(1, len(graded.question(at).model_answer.split())))
        for at, answer in enumerate(graded.answers)
    ]


def token_sets(graded: Graded) -> list[float]:
    """`token_set_ratio` on stems."""
    return [
        fuzz.token_set_ratio(_stemmed(answer), _stemmed(graded.question(at).model_answer)) / 100
        for at, answer in enumerate(graded.answers)
    ]


def recalls(graded: Graded) -> list[float]:
    """How much of the reference's own words occurs; rare ones count more, the question's not."""
    rarity = _rarity([set(read(text).stems) for text in _texts(graded)])
    return [_recall(graded, at, rarity) for at in range(len(graded))]


def letters(graded: Graded) -> list[float]:
    """Cosine of groups of three to five letters within words, rare ones counting more."""
    rarity = _rarity([_grams(text).keys() for text in _texts(graded)])
    references = {
        name: _vector(question.model_answer, rarity) for name, question in graded.questions.items()
    }
    return [
        _cosine(_vector(answer, rarity), references[name])
        for answer, name in zip(graded.answers, graded.question_ids, strict=True)
    ]


def means(graded: Graded) -> list[float]:
    """The plain mean of recall, `token_set_ratio`, letters and length."""
    parts = (recalls(graded), token_sets(graded), letters(graded), lengths(graded))
    return [sum(values) / len(values) for values in zip(*parts, strict=True)]


def _texts(graded: Graded) -> list[str]:
    return [*graded.answers, *(question.model_answer for question in graded.questions.values())]


def _stemmed(text: str) -> str:
    return " ".join(read(text).stems)


def _rarity(texts: Sequence[Iterable[str]]) -> dict[str, float]:
    found = Counter(each for text in texts for each in text)
    return {each: log(len(texts) / count) + 1.0 for each, count in found.items()}


def _recall(graded: Graded, at: int, rarity: Mapping[str, float]) -> float:
    question = graded.question(at)
    text = read(question.model_answer)
    asked = set(read(question.prompt).stems)
    content = {s for s, kept in zip(text.stems, text.content, strict=True) if kept}
    wanted = (content - asked) or set(text.stems)
    said = set(read(graded.answers[at]).stems)
    met = [s for s in wanted if s in said or any(fuzz.ratio(s, other) >= _SAME for other in said)]
    return sum(map(rarity.__getitem__, met)) / sum(map(rarity.__getitem__, wanted))


def _grams(text: str) -> Counter[str]:
    words = (f" {word} " for word in text.lower().split())
    return Counter(
        word[at : at + n] for word in words for n in _GRAMS for at in range(len(word) - n + 1)
    )


def _vector(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    return {gram: count * rarity[gram] for gram, count in _grams(text).items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    both = sum(value * other.get(gram, 0.0) for gram, value in one.items())
    norms = sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return both / norms if norms else 0.0
