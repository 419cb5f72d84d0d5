"""Words brought to one form, so that inflection and spelling do not matter."""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import Any

from interview_sim.matching.lexicon import LEMMAS

_ISE = re.compile(r"(?<=..[a-z])is(?=(?:e|es|ed|er|ers|ing|able|ation|ations|ational)$)")
_YSE = re.compile(r"ys(?=(?:e|es|ed|er|ing)$)")
_OUR = re.compile(r"(?<=..)our(?=(?:s|ed|ing|al|able|ful|ite)?$)")
_RE = re.compile(r"(?<=..[tb])(?:re(?=s?$)|r(?=ed$))")
_IZE = re.compile(
    r"^(standard|normal|general|regular|special|local|linear|categor|factor|optim|random|initial"
    r"|quant|token|vector|parameter|winsor|penal|binar|central|digital|equal|formal|ideal|neutral)"
    r"iz(?:e|es|ed|er|ers|ing|able|ation|ations)$"
)
"""Verbs that a stemmer cuts down to an adjective that means something else."""
_IVE = re.compile(r"^(addit|object|posit|respect|subject|success)iv(?:e|es|ely|ity|ities)$")
"""Adjectives that a stemmer cuts down to a noun or a verb that means something else."""
_IEST = re.compile(r"(?<=..)iest$")
_ACRONYMS = re.compile(r"(?:[^aeiouy]{2,5}|(?!plus|thus)[^aeiouy]{2}u)s$")
"""LSTMs, CNNs, GPUs: plurals in which a stemmer sees no vowel where it looks for one."""
_LONGEST = 40


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The form that all inflections and spellings of a folded word share.

    It is for comparing, not for showing: `regularisation` and `regularized` both give `regular`.
    """
    word = word[:_LONGEST]
    known = LEMMAS.get(word)
    if known is None:
        known = _plain(word)
        known = LEMMAS.get(known, known)
    if not known.isascii() or not known.isalpha():
        return known
    made = _IZE.match(known)
    if made:
        return f"{made[1]}iz"
    made = _IVE.match(known)
    if made:
        return f"{made[1]}iv"
    # A stemmer of its own: they keep state between calls, and answers are matched in threads.
    stemmed: str = _english_stemmer()().stemWord(known)
    stemmed = LEMMAS.get(stemmed, stemmed)
    return stemmed[:-1] if stemmed.endswith("ll") and len(stemmed) > 3 else stemmed


@cache
def _english_stemmer() -> Any:
    """Snowball's class for English; the package itself would load some forty languages."""
    found = find_spec("snowballstemmer")
    if found is None:
        raise ModuleNotFoundError("snowballstemmer is not installed", name="snowballstemmer")
    spec = ModuleSpec(f"{__name__}.snowball", None, is_package=True)
    spec.submodule_search_locations = found.submodule_search_locations
    sys.modules[spec.name] = module_from_spec(spec)
    return import_module(f"{spec.name}.english_stemmer").EnglishStemmer


def _plain(word: str) -> str:
    if _ACRONYMS.fullmatch(word):
        return word[:-1]
    if len(word) < 5:
        return word
    word = _ISE.sub("iz", word)
    word = _YSE.sub("yz", word)
    word = _IEST.sub("y", word)
    word = _RE.sub("er", word)
    return _OUR.sub("or", word)
