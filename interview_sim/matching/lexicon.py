"""What the matcher knows of English: closed lists of words, explained where they are written.

`english.toml` beside this module holds them, so that they are read as data and not compiled.
"""

from __future__ import annotations

import pkgutil
import tomllib
from functools import cache

_LISTS: dict[str, str] = tomllib.loads((pkgutil.get_data(__name__, "english.toml") or b"").decode())


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in _LISTS[name].splitlines())


def _pairs(name: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in _LISTS[name].split())


FUNCTION_WORDS = _words("function_words")
DIRECTION_FUNCTION_WORDS = _words("direction_function_words")
ARTICLES = _words("articles")
PHRASE_WORDS = _words("phrase_words")
STATEMENT_WORDS = _words("statement_words")
CLAUSE_WORDS = _words("clause_words")
POINTERS = _words("pointers")

NEGATORS = _words("negators")
NOT_NEGATED = _lines("not_negated")
DENIALS = _words("denials")
USELESS = _words("useless")
CONTRAST = _lines("contrast")
REPORTED = _lines("reported")
OTHERS = _words("others")
SOME = _words("some")
SAYING = _words("saying")

ASIDES = _words("asides")
ADMISSIONS = tuple(
    tuple(word for word in line if word not in ASIDES) for line in _lines("admissions")
)
PASSES = frozenset(_lines("passes"))
UNSETTLED = _words("unsettled")
PLANNERS = _words("planners")
PLANS = _lines("plans")
PLAN_VERBS = _words("plan_verbs")

ASKS = _lines("asks")
ASKS_FIRST = _lines("asks_first")
ASKS_OF_MINE = _lines("asks_of_mine")
ASKS_NOTHING = _lines("asks_nothing")

UP = _words("up")
DOWN = _words("down")
DIRECTION_SPELLINGS = _words("direction_spellings")
PLACES = _words("places")
VAGUE_DIRECTIONS = _words("vague_directions")
HEDGED_NOUNS = _words("hedged_nouns")

SYNONYMS = tuple(map(frozenset, _lines("synonyms")))
LEMMAS = _pairs("lemmas")
GREEK = _pairs("greek")
RIVALS = _lines("rivals")
COMMON_TYPO_TRAPS = _words("common_typo_traps")

RAREST = 4
"""The band of all words that are not listed."""


@cache
def _bands() -> dict[str, int]:
    bands = _LISTS["common_stems"].split("\n\n")
    return {stem: number for number, band in reversed([*enumerate(bands)]) for stem in band.split()}


def band_of(stemmed: str) -> int:
    """How rare a word is in technical English, from 0 for the commonest to `RAREST`."""
    return _bands().get(stemmed, RAREST)


def is_known(stemmed: str) -> bool:
    """Whether it is a word of its own, so not a typo of another."""
    return stemmed in _bands()
