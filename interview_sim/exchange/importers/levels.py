"""How collections mark what is easy and what is hard."""

from __future__ import annotations

import re
from typing import NamedTuple

from interview_sim.bank.model import Level

_WORDS = {
    Level.CORE: "easy basic basics beginner beginners fundamental fundamentals junior entry core "
    "novice simple e b jr low einfach fácil facile fresher freshers intro introductory "
    "foundational",
    Level.INTERMEDIATE: "medium intermediate mid middle moderate m i normal mid-level medio mittel "
    "moyen regular",
    Level.ADVANCED: "hard advanced expert senior difficult challenging h x sr high lead staff "
    "principal schwer difícil difficile experienced complex",
}
_BY_WORD = {word: level for level, words in _WORDS.items() for word in words.split()}

_SIGNS = {
    "👶": Level.CORE,
    "⭐": Level.INTERMEDIATE,
    "🚀": Level.ADVANCED,
    "🟢": Level.CORE,
    "🟡": Level.INTERMEDIATE,
    "🟠": Level.INTERMEDIATE,
    "🔴": Level.ADVANCED,
    "🐣": Level.CORE,
    "🌱": Level.CORE,
    "🔥": Level.ADVANCED,
    "💀": Level.ADVANCED,
    "🥉": Level.CORE,
    "🥈": Level.INTERMEDIATE,
    "🥇": Level.ADVANCED,
}

_INVISIBLE = "\ufe0e\ufe0f\u200d\u200b\u200c\u2060"
"""Variation selectors and joiners, which stand before, within or after such signs."""

_SIGN = re.compile(f"[{_INVISIBLE}]*([{''.join(_SIGNS)}★])[{_INVISIBLE}]*")
_STARS = re.compile(f"(?:[{_INVISIBLE}]*[★⭐☆][{_INVISIBLE}]*){{2,5}}")
_NUMBERS = (Level.CORE, Level.INTERMEDIATE, Level.ADVANCED)

_BRACKETED = re.compile(r"\s*[\[(（【`]\s*([^\W\d_][\w -]{0,20})\s*[\])）】`]\s*")
_LABELLED = re.compile(
    r"\W*(?:difficulty|level|expertise|seniority)(?:\s+level)?\W*[:=–—-]\W*(\w[\w-]*)\W*",
    re.IGNORECASE,
)
_LEVEL_TAIL = re.compile(r"\s+(?:level|questions?|interview|topics?)\b.*", re.IGNORECASE)


class Marked(NamedTuple):
    """A text without its mark, and what the mark says."""

    text: str
    level: Level | None


def level_of(word: str) -> Level | None:
    """The level that a word, a sign or a number (0, 1, 2 as in `expertise: 1`) stands for."""
    text = word.strip().strip("[](){}\"'`*_ ").casefold()
    text = _LEVEL_TAIL.sub("", text)
    if text in _BY_WORD:
        return _BY_WORD[text]
    stars = _STARS.fullmatch(text)
    if stars is not None:
        full, empty = len(re.findall("[★⭐]", text)), text.count("☆")
        step = full if full + empty <= 3 else (full + 1) // 2
        return numbered_level(step, lowest=1)
    sign = _SIGN.fullmatch(text)
    if sign is not None and sign.group(1) in _SIGNS:
        return _SIGNS[sign.group(1)]
    words = [word for word in re.split(r"[\s/,()-]+", text) if word not in {"", "to", "level"}]
    levels = [_BY_WORD.get(word) for word in words if len(word) > 1]
    return levels[0] if levels and None not in levels else None


def numbered_level(number: int, *, lowest: int = 0) -> Level:
    """The level of a number on a scale of three that begins at `lowest`."""
    return _NUMBERS[min(2, max(0, number - lowest))]


def without_mark(text: str) -> Marked:
    """A question's text without the level mark at its beginning or end, and the level."""
    for found in (_sign_at_edge(text), _bracket_at_edge(text)):
        if found.level is not None:
            return found
    return Marked(text, None)


def labelled_level(line: str) -> Level | None:
    """The level in a line such as `Difficulty: hard`, if the line says nothing else."""
    found = _LABELLED.fullmatch(line)
    if found is None:
        return None
    word = found.group(1)
    if word.isdigit():
        return numbered_level(int(word[:2]))
    return level_of(word)


def _sign_at_edge(text: str) -> Marked:
    stripped = text.strip().strip(_INVISIBLE + " ")
    stars = re.search(_STARS.pattern + "$", stripped)
    if stars is not None:
        return Marked(stripped[: stars.start()].rstrip(), level_of(stars.group()))
    for found in _SIGN.finditer(stripped):
        if found.group(1) not in _SIGNS:
            continue
        if not stripped[found.end() :].strip(_INVISIBLE + " *_"):
            return Marked(stripped[: found.start()].rstrip(), _SIGNS[found.group(1)])
        if not stripped[: found.start()].strip(_INVISIBLE + " *_"):
            return Marked(stripped[found.end() :].lstrip(), _SIGNS[found.group(1)])
    return Marked(text, None)


def _bracket_at_edge(text: str) -> Marked:
    for found in _BRACKETED.finditer(text):
        level = level_of(found.group(1))
        if level is None or len(found.group(1).strip()) > 14:
            continue
        if not text[found.end() :].strip(" *_"):
            return Marked(text[: found.start()].rstrip(), level)
        if not text[: found.start()].strip(" *_"):
            return Marked(text[found.end() :].lstrip(), level)
    return Marked(text, None)
