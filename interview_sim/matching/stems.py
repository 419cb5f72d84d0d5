"""Words brought to one form, so that inflection and spelling do not matter."""

from __future__ import annotations

import re
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]

from interview_sim.matching.lexicon import LEMMAS

_ISE = re.compile(r"(?<=..[a-z])is(?=(?:e|es|ed|er|ers|ing|able|ation|ations|ational)$)")
_YSE = re.compile(r"ys(?=(?:e|es|ed|er|ing)$)")
_OUR = re.compile(r"(?<=..)our(?=(?:s|ed|ing|al|able|ful|ite)?$)")
_LONGEST = 40


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The form that all inflections and spellings of a folded word share.

    It is for comparing, not for showing: `regularisation` and `regularized` both give `regular`.
    """
    word = word[:_LONGEST]
    known = LEMMAS.get(word)
    if known is None:
        known = _american(word)
        known = LEMMAS.get(known, known)
    if not known.isascii() or not known.isalpha():
        return known
    # A stemmer of its own: they keep state between calls, and answers are matched in threads.
    stemmed: str = EnglishStemmer().stemWord(known)
    stemmed = LEMMAS.get(stemmed, stemmed)
    return stemmed[:-1] if stemmed.endswith("ll") and len(stemmed) > 3 else stemmed


def _american(word: str) -> str:
    if len(word) < 5:
        return word
    word = _ISE.sub("iz", word)
    word = _YSE.sub("yz", word)
    return _OUR.sub("or", word)
