"""Texts that stand where an answer should, and are none."""

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
