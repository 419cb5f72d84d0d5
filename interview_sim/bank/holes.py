"""Holes in a question about the candidate's own work, and what stands there without a résumé.

`{project}` in a text is such a hole, and `{project|a project you know well}` one that says for
itself what stands there when nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HOLES: Mapping[str, str] = {
    "project": "a project of yours",
    "method": "the method you chose",
    "result": "its result",
    "role": "your role",
    "employer": "the place where you worked",
    "skill": "something that was new to you",
}
"""What can be filled in, and what stands there otherwise, unless the text says so itself."""

_HOLE = re.compile(rf"\{{({'|'.join(HOLES)})(?:\|([^{{}}|]+))?\}}")
LIKE_A_HOLE = re.compile(r"\{\s*([A-Za-z_ ]*)[^{}]*\}?|\}")
"""What an author may have meant as one."""


def names_in(text: str) -> tuple[str, ...]:
    """The names of the holes of a text, in order."""
    return tuple(found[1] for found in _HOLE.finditer(text))


def without_holes(text: str) -> str:
    """The text with its holes cut out, for finding what was meant as one."""
    return _HOLE.sub("", text)


def filled(text: str, known: Mapping[str, str] | None = None) -> str:
    """The text with what is known in its holes, and in all others what it says without.

    What is put in is never looked at again: a project may be called `{method}`.
    """
    values = known or {}
    return _HOLE.sub(lambda hole: values.get(hole[1]) or hole[2] or HOLES[hole[1]], text)
