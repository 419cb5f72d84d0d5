"""Texts in place of an answer that are none: placeholders, and pointers to an answer elsewhere."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"(?:(?:your |the |an |please |add |write |insert |put )*answers? (?:goes |comes )?here"
    r"|to ?do|tbd|tba|t\.b\.d\.?|wip|work in progress|fixme|coming soon|to be (?:added|done|"
    r"answered|written|continued)|not (?:yet )?answered(?: yet)?|no answer(?: yet| provided)?|"
    r"unanswered|answer needed|needs? (?:an )?answer|n/?a|"
    r"(?:please )?contribute|help wanted|placeholder|lorem ipsum.*|answer|solution|"
    r"under construction|pr welcome|prs welcome|in progress|add answer)",
    re.IGNORECASE,
)
_EDGES = " \t\n\"'`*_()[]{}<>.,:;!?…-–—=#~|/\\"
_DOTS = frozenset(" \t\n*_.…-–—?!()[]")
"""Signs that say nothing by themselves; any other sign may be the whole answer, such as `#`."""


def is_placeholder(text: str) -> bool:
    """Whether a text is empty or only holds the place of an answer: `Answer here`, `TODO`, `…`."""
    if len(text) > 200:
        return False
    bare = " ".join(text.strip(_EDGES).split())
    return set(text) <= _DOTS if not bare else _PLACEHOLDER.fullmatch(bare) is not None


_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]\([^)\s]{0,2000}\)|<?https?://[^\s>]+>?"
)
_POINTING_WORDS = (
    "read see view check find look here there more full complete answer answers solution solutions "
    "explanation details the an a this it on at in to for of and click link links source src ref "
    "reference video article get go follow all is are can be found available ans top toc back "
    "learn from"
)
_POINTING = frozenset(_POINTING_WORDS.split())


def is_pointer(text: str) -> bool:
    """Whether a text says nothing but where to read an answer: `Read the answer on [a page](…)`."""
    text = text[:2000]
    found = _LINK.findall(text)
    around = re.findall(r"\w+", _LINK.sub(" ", text).lower())
    words = around or re.findall(r"\w+", " ".join(found).lower())
    return bool(found) and all(word in _POINTING for word in words)
