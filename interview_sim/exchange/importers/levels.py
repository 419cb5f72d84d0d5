"""How collections mark what is easy and what is hard."""

from __future__ import annotations

import re
from typing import NamedTuple

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.words import names

_BY_WORD = {word: Level(level) for level, words in names("levels").items() for word in words}
_BY_SIGN = {
    **dict.fromkeys("👶🟢🐣🌱🥉", Level.CORE),
    **dict.fromkeys("⭐🟡🟠🥈", Level.INTERMEDIATE),
    **dict.fromkeys("🚀🔴🔥💀🥇", Level.ADVANCED),
}
_STEPS = (Level.CORE, Level.INTERMEDIATE, Level.ADVANCED)

_INVISIBLE = "\ufe0e\ufe0f\u200d\u200b\u200c\u2060"
"""Variation selectors and joiners, which come before, within or after such signs."""

_SIGN = re.compile(f"[{_INVISIBLE}]*([{''.join(_BY_SIGN)}])[{_INVISIBLE}]*")
_STARS = re.compile(f"(?:[{_INVISIBLE}]*[★⭐☆][{_INVISIBLE}]*){{2,5}}")
_BRACKETED = re.compile(r"\s*[\[(（【`]\s*([^\W\d_][\w -]{0,20})\s*[\])）】`]\s*")
_LEVEL_TAIL = re.compile(r"\s+(?:level|questions?|interview|topics?)\b.*", re.IGNORECASE)
_FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")


class Marked(NamedTuple):
    """A text without its mark, and what the mark says."""

    text: str
    level: Level | None
    stars: int = 0
    """How many stars were counted, where the scale is that of the whole document."""


def level_of(word: str) -> Level | None:
    """The level that a word, a sign, stars or a fraction such as `7/10` stand for."""
    text = word.strip().strip("[](){}\"'`*_ ").casefold()
    text = _LEVEL_TAIL.sub("", text)
    if text in _BY_WORD:
        return _BY_WORD[text]
    if _STARS.fullmatch(text):
        full, empty = len(re.findall("[★⭐]", text)), text.count("☆")
        return star_level(full, full + empty)
    fraction = _FRACTION.fullmatch(text)
    if fraction is not None and 1 <= int(fraction[1]) <= int(fraction[2]):
        return star_level(int(fraction[1]), int(fraction[2]))
    sign = _SIGN.fullmatch(text)
    if sign is not None:
        return _BY_SIGN[sign.group(1)]
    words = [word for word in re.split(r"[\s/,()-]+", text) if word not in {"", "to", "level"}]
    levels = [_BY_WORD.get(word) for word in words if len(word) > 1]
    return levels[0] if levels and None not in levels else None


def star_level(count: int, highest: int) -> Level:
    """The level of so many stars of at most `highest`, or of three where there are fewer."""
    return _STEPS[min(2, (count * 3 - 1) // max(3, highest))]


def stars_of(text: str) -> int:
    """How many stars a text is, where it is nothing else and has none that are empty."""
    bare = text.translate(dict.fromkeys(map(ord, _INVISIBLE + " ")))
    return len(bare) if re.fullmatch("[★⭐]{1,5}", bare) else 0


def numbered_level(number: int, *, lowest: int = 0) -> Level:
    """The level of a number on a scale of three that begins at `lowest`."""
    return _STEPS[min(2, max(0, number - lowest))]


def without_mark(text: str) -> Marked:
    """A question's text without the level mark at its beginning or end, and the level."""
    stripped = text.strip().strip(_INVISIBLE + " ")
    stars = re.search(_STARS.pattern + "$", stripped)
    if stars is not None:
        count = 0 if "☆" in stars.group() else len(re.findall("[★⭐]", stars.group()))
        return Marked(stripped[: stars.start()].rstrip(), level_of(stars.group()), count)
    for found in _SIGN.finditer(stripped):
        rest = _at_edge(stripped, found, _INVISIBLE + " *_")
        if rest is not None:
            return Marked(rest, _BY_SIGN[found.group(1)], int(found.group(1) == "⭐"))
    for found in _BRACKETED.finditer(text):
        level = level_of(found.group(1)) if len(found.group(1).strip()) <= 14 else None
        rest = _at_edge(text, found, " *_")
        if level is not None and rest is not None:
            return Marked(rest, level)
    return Marked(text, None)


def _at_edge(text: str, found: re.Match[str], blank: str) -> str | None:
    """The text without what was found at its end or beginning; None: it is in the middle."""
    before, after = text[: found.start()], text[found.end() :]
    if not after.strip(blank):
        return before.rstrip()
    return after.lstrip() if not before.strip(blank) else None
