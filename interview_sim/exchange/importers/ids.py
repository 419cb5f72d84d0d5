"""Ids from what people wrote: short, readable, unique and the same at every import."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

MAX_ID = 60
"""Characters; a question's id is typed and shown."""

_RUNS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’`´]")
_SIGNS = (
    ("c++", "cpp"),
    ("c#", "c-sharp"),
    (".net", "dotnet"),
    ("&", " and "),
    ("===", " strict-equals "),
    ("==", " equals "),
)


def slug(text: str, fallback: str = "question") -> str:
    """An id made of the words of `text`; from a text without Latin letters, one by its content."""
    lowered = text.lower()
    for sign, words in _SIGNS:
        lowered = lowered.replace(sign, words)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", lowered)).casefold()
    ascii_only = "".join(char for char in plain if not unicodedata.combining(char))
    letters = sum(char.isalnum() for char in ascii_only)
    found = _RUNS.sub("-", ascii_only).strip("-")
    if len(found.replace("-", "")) * 2 < letters or not found:
        found = f"{fallback}-{_digest(text)}" if letters else fallback
    return shortened(found)


def shortened(found: str) -> str:
    """An id cut at a word to the length that ids may have."""
    if len(found) <= MAX_ID:
        return found
    cut = found[: MAX_ID + 1]
    return (cut.rpartition("-")[0] or cut[:MAX_ID]).strip("-")


def unique(wanted: str, taken: Container[str]) -> str:
    """`wanted`, or with the first number that makes it unique."""
    found, count = wanted, 1
    while found in taken:
        count += 1
        found = f"{wanted}-{count}"
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
