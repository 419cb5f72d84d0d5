"""Words that somebody pointed at, as entries that could stand under a point's `match`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from interview_sim.bank.model import AllOf, Phrase
from interview_sim.matching.lexicon import FUNCTION_WORDS
from interview_sim.matching.model import Span

LONGEST_PHRASE = 5
"""Words up to which what was pointed at is taken as a phrase first."""
LONGEST_SENTENCE = 12
"""Words up to which it is taken word for word when nothing shorter will do."""
MOST_TERMS = 4
"""Terms of an `all` entry."""
LONGEST_ALIAS = 3
"""Words of a term for the glossary."""
_LONGEST_TEXT = 120

_WORD = re.compile(r"[^\W_]+(?:[-'’^./][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")

_NEGATORS = {"no", "not", "never", "none", "nothing", "without", "cannot", "nor", "neither"}


class Word(NamedTuple):
    """One word of an answer."""

    start: int
    end: int
    text: str
    """As it goes into an entry."""

    @property
    def is_negator(self) -> bool:
        """Whether it turns what follows into its opposite."""
        return self.text.lower() in _NEGATORS or self.text.lower().endswith(("n't", "n’t"))

    @property
    def has_meaning(self) -> bool:
        """Whether it says something by itself."""
        lower = self.text.lower()
        return (
            not self.is_negator
            and lower not in FUNCTION_WORDS
            and (len(lower) > 1 or lower.isdigit())
        )


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words that lie in a part of the text, be it with one letter only."""
    stop = len(text) if end is None else end
    return [
        Word(found.start(), found.end(), _plain(found.group()))
        for found in _WORD.finditer(text)
        if found.end() > start and found.start() < stop
    ]


def _plain(word: str) -> str:
    """In lower case, but for what is written with capitals inside."""
    return word.lower() if word[1:] == word[1:].lower() and len(word) > 1 else word


def frequencies(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word occurs."""
    return Counter(word for text in texts for word in {w.text.lower() for w in words_of(text)})


def _pointed(answer: str, spans: Sequence[Span]) -> list[Word]:
    return list(
        dict.fromkeys(word for start, end in spans for word in words_of(answer, start, end))
    )


class Vocabulary(NamedTuple):
    """What is known of words, to choose the most meaningful of many."""

    point: frozenset[str] = frozenset()
    """The words of the point itself and its phrases."""
    bank: Counter[str] = Counter()
    """In how many texts of the bank each word occurs."""

    def rank(self, word: str) -> tuple[bool, bool, int, int]:
        """Sorts words: the point's own first, then the bank's rarest, then the answer's own."""
        count = self.bank[word]
        return (word not in self.point, not count, count, -len(word))


def entries(answer: str, spans: Sequence[Span], vocabulary: Vocabulary) -> Iterator[Phrase]:
    """The entries that could have caught an answer, what generalises best without loss first.

    Args:
        answer: The answer.
        spans: Where in it somebody said that the point was made.
        vocabulary: Which words to choose where there are more than an entry should have.
    """
    pointed = _pointed(answer, spans)
    if not pointed:
        return
    sentence = words_of(answer, *_sentence(answer, pointed[0].start, pointed[-1].end))
    drafts: list[Phrase | None] = [
        _phrase(pointed) if 1 < len(pointed) <= LONGEST_PHRASE or _is_term(pointed) else None,
        _all(pointed, (), vocabulary),
        _all(sentence, pointed, vocabulary),
        _phrase(pointed) if LONGEST_PHRASE < len(pointed) <= LONGEST_SENTENCE else None,
        _phrase(sentence) if len(sentence) <= LONGEST_SENTENCE else None,
    ]
    yield from dict.fromkeys(draft for draft in drafts if draft is not None)


def alias(answer: str, spans: Sequence[Span]) -> str | None:
    """What was pointed at as a term of its own, where it is short enough to be one."""
    pointed = _pointed(answer, spans)
    if not 0 < len(pointed) <= LONGEST_ALIAS or not all(word.has_meaning for word in pointed):
        return None
    phrase = _phrase(pointed)
    return phrase if isinstance(phrase, str) else None


def _sentence(answer: str, start: int, end: int) -> Span:
    before = [found.end() for found in _SENTENCE_END.finditer(answer, 0, start)]
    after = _SENTENCE_END.search(answer, end)
    return (before[-1] if before else 0, after.start() if after else len(answer))


def _is_term(words: Sequence[Word]) -> bool:
    """Whether a single word is written as names and abbreviations are."""
    return len(words) == 1 and (
        words[0].text != words[0].text.lower() or not words[0].text.isalpha()
    )


def _phrase(words: Sequence[Word]) -> Phrase | None:
    text = " ".join(word.text for word in words)
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        return None
    return text if any(word.has_meaning for word in words) else None


def _all(words: Sequence[Word], needed: Sequence[Word], vocabulary: Vocabulary) -> Phrase | None:
    """The most meaningful words, the needed ones before others, with any negator, in order."""
    found = {word.text.lower(): word for word in reversed(words) if word.has_meaning}
    held = {word.text.lower() for word in needed}
    ranked = sorted(
        found,
        key=lambda text: (text not in held, vocabulary.rank(text), found[text].start),
    )
    chosen = [found[text] for text in ranked[:MOST_TERMS]]
    if len(chosen) < 2:
        return None
    negators = {word.text.lower(): word for word in words if word.is_negator}
    terms = [word.text for word in sorted((*chosen, *negators.values()))]
    if not all(term.isprintable() and len(term) <= _LONGEST_TEXT for term in terms):
        return None
    return AllOf(all=tuple(terms))
