"""An answer read against a question: which of its words stand for which of the question's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from interview_sim.matching.compiled import Compiled
from interview_sim.matching.entries import Unit
from interview_sim.matching.lexicon import (
    COMMON_TYPO_TRAPS,
    RIVALS,
    SYNONYMS,
    VAGUE_DIRECTIONS,
    is_known,
)
from interview_sim.matching.polarity import (
    NOT,
    NOTHING,
    Meaning,
    direction,
    is_negator,
    meaning,
    object_of,
    signs,
)
from interview_sim.matching.soup import Run, Soup, runs_of, soup
from interview_sim.matching.stems import stem
from interview_sim.matching.text import OPERATIONS, Text, read
from interview_sim.matching.topics import NO_TOPIC, Form, topics_of
from interview_sim.matching.tuning import Tuning

_SYNONYMS: dict[str, frozenset[str]] = {}
for _group in SYNONYMS:
    _stems = frozenset(map(stem, _group))
    for _stem in _stems:
        _SYNONYMS[_stem] = _SYNONYMS.get(_stem, frozenset()) | _stems
_TRAPS = frozenset(map(stem, COMMON_TYPO_TRAPS))
_VAGUE = frozenset(map(stem, VAGUE_DIRECTIONS))
_MOST_CACHED = 4_000
_MOST_TEXTS = 2_048
_ARROWS = {"↑": "up", "↓": "down"}
_DIGIT = len("2%")
_SWAPPED = 4
"""Length of words in which only swapped letters are mended: for more they are too short."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the answer that stands for a term."""

    first: int
    last: int
    quality: float
    negators: tuple[int, ...] = ()
    """Where the term itself holds a "not", so that what it says may stand under one."""
    is_bare: bool = False
    """Whether it is a "not" and nothing else, so that it has to deny something."""


@dataclass(slots=True)
class Reading:
    """An answer with all that verdicts need to know of it."""

    text: Text
    meant: Meaning
    signs: list[int]
    soup: list[bool]
    """Tokens that stand in a mere list of keywords."""
    is_list: bool
    """Whether the answer is little else than such a list."""
    parroted: list[bool]
    """Tokens that repeat the question word for word."""
    hits: dict[str, list[Hit]]
    topics: list[int]
    """Which of the things compared each token is about."""
    tuning: Tuning
    _units: dict[tuple[tuple[Form, ...], bool, bool], list[Hit]] = field(default_factory=dict)
    _directions: dict[int, int] = field(default_factory=dict)

    def of(self, unit: Unit) -> list[Hit]:
        """Where a unit is met, in order."""
        if not unit.any_word and self.hits.keys().isdisjoint(unit.begins):
            return []
        known = (unit.forms, unit.strict, unit.any_word)
        found = self._units.get(known)
        if found is None:
            gathered: dict[tuple[int, int], Hit] = {}
            for hit in self._candidates(unit):
                key = (hit.first, hit.last)
                if key not in gathered or gathered[key].quality < hit.quality:
                    gathered[key] = hit
            found = [gathered[key] for key in sorted(gathered)]
            self._units[known] = found
        return found

    def _candidates(self, unit: Unit) -> Iterable[Hit]:
        for form in unit.forms:
            for hit in self._form(form) if form[0] in self.hits else ():
                if not unit.strict or hit.quality >= self.tuning.typo_quality:
                    yield hit
        if unit.any_word:
            # Any word that says so, if it is said of the quantity: see `evidence`.
            for at, sign in enumerate(self.signs):
                if (
                    sign == unit.sign
                    and not self.parroted[at]
                    and self.text.stems[at] not in _VAGUE
                ):
                    yield Hit(at, at, self.tuning.direction_quality)

    def plain(self, form: Form) -> list[Hit]:
        """Where a term stands as it is, or mistyped: no synonyms."""
        if form[0] not in self.hits:
            return []
        return [hit for hit in self._form(form) if hit.quality >= self.tuning.typo_quality]

    def direction(self, at: int) -> int:
        """Where the quantity at a token is said to go."""
        found = self._directions.get(at)
        if found is None:
            found = direction(self.text, self.signs, at, self.tuning.direction_reach)
            self._directions[at] = found
        return found

    def off_topic(self, hits: Iterable[Hit], topic: int) -> bool:
        """Whether all that is found is said of another of the things compared."""
        if topic == NO_TOPIC:
            return False
        about = {self.topics[hit.first] for hit in hits} - {NO_TOPIC}
        return bool(about) and about != {topic}

    def object_of(self, at: int) -> int | None:
        """The quantity that follows a word for a direction at once, if one does."""
        return object_of(self.text, self.signs, at)

    def near(self, compiled: Compiled) -> Iterable[tuple[int, tuple[tuple[str, float], ...]]]:
        """Tokens that merely look like words of the vocabulary, with how much they do."""
        for at, stemmed in enumerate(self.text.stems):
            if self.parroted[at] or not self.text.content[at]:
                continue
            likened = compiled.likened.get(stemmed)
            if likened is None:
                if len(compiled.likened) >= _MOST_CACHED:
                    compiled.likened.clear()
                likened = tuple(_liken(stemmed, compiled.vocabulary, self.tuning.near_word))
                compiled.likened[stemmed] = likened
            if likened:
                yield at, likened

    def _form(self, form: Form) -> list[Hit]:
        first = self.hits.get(form[0], [])
        if len(form) == 1:
            return first
        found: list[Hit] = []
        if not all(stemmed in self.hits for stemmed in form):
            return found
        others = [self.hits[stemmed] for stemmed in form[1:]]
        reach = len(form) - 1 + self.tuning.unit_slack
        is_formula = not OPERATIONS.isdisjoint(form)
        for start in first:
            chosen = [start]
            for hits in others:
                near = _next(hits, chosen, reach, self.text.sentences)
                if near is None:
                    break
                chosen.append(near)
            else:
                if is_formula and self.text.goes_on(start.first, chosen[-1].last):
                    continue
                found.append(
                    Hit(
                        start.first,
                        chosen[-1].last,
                        min(h.quality for h in chosen),
                        tuple(at for h in chosen for at in h.negators),
                    )
                )
        return found


def _next(hits: list[Hit], chosen: list[Hit], reach: int, sentences: list[int]) -> Hit | None:
    """The first hit after the last one chosen, in the sentence and the reach of the first."""
    first, last = chosen[0].first, chosen[-1].last
    near = next((hit for hit in hits if hit.first > last), None)
    if near is None or near.first - first > reach or sentences[near.first] != sentences[first]:
        return None
    return near


class _Said(NamedTuple):
    """What is known of an answer whatever was asked."""

    text: Text
    meant: Meaning
    runs: list[Run]


@lru_cache(maxsize=_MOST_TEXTS)
def _read_once(answer: str, tuning: Tuning, *, is_english: bool) -> _Said:
    """An answer, which may be held against one question after another."""
    text = read(answer, tuning.most_chars)
    if not is_english:
        return _Said(text, Meaning.plain(len(text)), [])
    return _Said(text, meaning(text, tuning), runs_of(text))


def read_answer(answer: str, compiled: Compiled, tuning: Tuning) -> Reading:
    """Read an answer against a question made ready."""
    text, meant, runs = _read_once(answer, tuning, is_english=compiled.is_english)
    parroted = _parroted(text, compiled.prompt, tuning.parroted_words)
    hits = _hits(text, parroted, compiled, tuning)
    stems = [_meant(stemmed, compiled) for stemmed in text.stems]
    found = {at for places in hits.values() for hit in places for at in (hit.first, hit.last)}
    listed = Soup([False] * len(text), is_all=False)
    if compiled.is_english and not compiled.is_list:
        # What is itself a list may be answered with one.
        listed = soup(text, runs, [at in found for at in range(len(text))], tuning)
    return Reading(
        text=text,
        meant=meant,
        signs=signs(text, stems) if compiled.is_english else [0] * len(text),
        topics=topics_of(text, _own(stems, meant), compiled.topics),
        soup=listed.tokens,
        is_list=listed.is_all,
        parroted=parroted,
        hits=hits,
        tuning=tuning,
    )


def _hits(
    text: Text, parroted: list[bool], compiled: Compiled, tuning: Tuning
) -> dict[str, list[Hit]]:
    hits: dict[str, list[Hit]] = defaultdict(list)
    for at, stemmed in enumerate(text.stems):
        if parroted[at]:
            continue
        resolved = compiled.resolved.get(stemmed)
        if resolved is None:
            if len(compiled.resolved) >= _MOST_CACHED:
                compiled.resolved.clear()
            resolved = tuple(_resolve(stemmed, text.words[at], compiled, tuning))
            compiled.resolved[stemmed] = resolved
        denies = (at,) if is_negator(text.words[at]) else ()
        says = text.words[at] in NOTHING
        for known, quality in resolved:
            hits[known].append(Hit(at, at, quality, denies, bool(denies) and not says))
        if stemmed != NOT and denies:
            hits[NOT].append(Hit(at, at, 1.0, denies, not says))
        if text.raw[text.starts[at]] in _ARROWS:
            hits[_ARROWS[text.raw[text.starts[at]]]].append(Hit(at, at, 1.0))
        if stemmed[-1] == "%" and len(stemmed) > _DIGIT:
            # "95%" is as good as "95" where that is asked for; "2%" is not "two".
            hits[stemmed[:-1]].append(Hit(at, at, 1.0))
        for known in _joined(text, at, compiled, apart=bool(resolved)):
            hits[known].append(Hit(at, at + 1, 1.0))
    return hits


def _joined(text: Text, at: int, compiled: Compiled, *, apart: bool) -> Iterable[str]:
    """What a token and the next one stand for, written as one."""
    if at + 1 >= len(text) or text.is_article(at):
        return
    joined = text.words[at] + text.stems[at + 1]
    if joined in compiled.vocabulary:
        yield joined
    elif not apart:
        yield from compiled.joins.get(joined, ())


def _meant(stemmed: str, compiled: Compiled) -> str:
    """The one word that a mistyped one stands for, else the word itself."""
    resolved = compiled.resolved.get(stemmed, ())
    if len(resolved) == 1 and stemmed not in _SYNONYMS:
        return resolved[0][0]
    return stemmed


def _own(stems: Sequence[str], meant: Meaning) -> list[str]:
    """The stems of what an answer does not set apart."""
    return ["" if apart else s for s, apart in zip(stems, meant.apart, strict=True)]


def _resolve(
    stemmed: str, word: str, compiled: Compiled, tuning: Tuning
) -> Iterable[tuple[str, float]]:
    vocabulary = compiled.vocabulary
    if stemmed in vocabulary:
        yield stemmed, 1.0
    for part in compiled.joins.get(stemmed, ()):
        yield part, 1.0
    synonyms = _SYNONYMS.get(stemmed)
    if synonyms:
        for other in synonyms & vocabulary:
            if other != stemmed:
                yield other, tuning.synonym_quality
    elif stemmed not in vocabulary and stemmed not in compiled.joins:
        meant = _typo_of(stemmed, word, compiled, tuning)
        if meant:
            yield meant, tuning.typo_quality


def _liken(stemmed: str, vocabulary: frozenset[str], least: float) -> Iterable[tuple[str, float]]:
    """Words of one family, as "propagate" and "backpropagation", share most of their letters."""
    mine = _grams(stemmed)
    for candidate in vocabulary:
        if candidate == stemmed:
            continue
        theirs = _grams(candidate)
        likeness = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if likeness >= least:
            yield candidate, likeness


@lru_cache(maxsize=16_384)
def _grams(stemmed: str) -> frozenset[str]:
    padded = f"#{stemmed}#"
    return frozenset(padded[at : at + 3] for at in range(max(1, len(padded) - 2)))


def _typo_of(stemmed: str, word: str, compiled: Compiled, tuning: Tuning) -> str | None:
    """The word of the vocabulary that was meant, where a word is not itself a known one."""
    if stemmed in _TRAPS or not stemmed.isalpha() or is_known(stemmed):
        return None
    if len(word) == _SWAPPED:
        return _swapped(word, compiled)
    if len(stemmed) < tuning.typo_short:
        return None
    best: tuple[int, str] | None = None
    for written in _begun_alike(word, compiled, tuning):
        allowed = _typos_allowed(written, tuning)
        if abs(len(written) - len(word)) > allowed:
            continue
        distance = OSA.distance(word, written, score_cutoff=allowed)
        if distance > allowed or _rivals(word, written):
            continue
        if best is None or (distance, written) < best:
            best = (distance, written)
    return compiled.spellings[best[1]] if best else None


def _begun_alike(word: str, compiled: Compiled, tuning: Tuning) -> Iterator[str]:
    """The words that may be mistyped and begin as a word does, perhaps with two letters swapped."""
    if not compiled.initials:
        for written in compiled.spellings:
            if _typos_allowed(written, tuning):
                compiled.initials.setdefault(written[0], []).append(written)
    yield from compiled.initials.get(word[0], ())
    for written in compiled.initials.get(word[1], ()):
        if written[1] == word[0]:
            yield written


def _swapped(word: str, compiled: Compiled) -> str | None:
    """The short word of which two neighbouring letters were swapped, and nothing else: "hihg"."""
    for at in range(len(word) - 1):
        mended = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if mended != word and mended in compiled.spellings:
            return compiled.spellings[mended]
    return None


def _rivals(one: str, other: str) -> bool:
    return any(
        (one.startswith(left) and other.startswith(right))
        or (one.startswith(right) and other.startswith(left))
        for left, right in RIVALS
    )


def _typos_allowed(written: str, tuning: Tuning) -> int:
    if len(written) < tuning.typo_short or not written.isalpha():
        return 0
    return 2 if len(written) >= tuning.typo_long else 1


def _parroted(text: Text, prompt: Text, least: int) -> list[bool]:
    """Which tokens belong to a run of words that stands in the question as well."""
    result = [False] * len(text)
    if len(prompt) < least:
        return result
    runs = {tuple(prompt.words[i : i + least]) for i in range(len(prompt) - least + 1)}
    for at in range(len(text) - least + 1):
        if tuple(text.words[at : at + least]) in runs:
            result[at : at + least] = [True] * least
    return result
