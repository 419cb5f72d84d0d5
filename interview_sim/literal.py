"""Text from outside, made safe to show: what a terminal would obey is written out instead.

Banks, answers, imported decks and transcripts may hold anything. Whatever is printed goes through
`visible` first, so that an escape is read and never carried out.
"""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATORS = "\u2028\u2029"
_OBEYED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_SEPARATORS}\ud800-\udfff]")
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # such as a colour
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # such as a window's title
    r"|\x1b[ -/]*[0-~]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ENDS_OF_LINES = re.compile("[\t\n]")

_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "␡"
_LAST_WITH_PICTURE = 0x1F


def visible(text: str, *, newlines: bool = True) -> str:
    """The text with every character that a terminal would act upon shown as a sign.

    Control characters become their pictures (ESC is `␛`, a lone carriage return `␍`), the controls
    of writing direction and other characters without a picture their number (`⟨U+202E⟩`). All
    else, right-to-left text and emoji included, stays as it is.

    Args:
        text: What is to be shown.
        newlines: Whether line ends and tabs may stay; for a place of one line they are shown too.
    """
    if text.isprintable():  # nothing to find, and quick to know
        return text
    text = text.replace("\r\n", "\n")
    if _OBEYED.search(text):
        text = _OBEYED.sub(_sign, text)
    return text if newlines else _ENDS_OF_LINES.sub(_sign, text)


def without_controls(text: str) -> str:
    """The text without terminal sequences and control characters; ends of lines and tabs stay."""
    return text if text.isprintable() else _CONTROL.sub("", _SEQUENCE.sub("", text))


def brief(text: str, length: int = 60) -> str:
    """The beginning of a text on one line, with `…` where it was cut."""
    line = " ".join(text[: length * 8].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _sign(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code <= _LAST_WITH_PICTURE:
        return chr(_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else f"⟨U+{code:04X}⟩"
