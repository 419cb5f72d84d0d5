"""From bytes to text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from interview_sim.exchange.importers.model import ImportFailed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Controls, terminal escapes, marks that turn the text around: nothing a bank needs."""

_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")


class Text(NamedTuple):
    """A text, and what is worth telling about how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Text:
    """The text in `data`: UTF-8, UTF-16 or UTF-32, else Windows-1252, with line feeds as line ends.

    Control characters are left out, which is told.

    Raises:
        ImportFailed: It is not text at all.
    """
    encoding = _encoding(data)
    notes = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise ImportFailed(
                f"{name}: it begins as {encoding.upper()} text but is not; save it as UTF-8"
            ) from None
        text, encoding = data.decode("cp1252", "replace"), "Windows-1252"
    if _is_binary(text):
        raise ImportFailed(f"{name}: this is not a text file")
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(f"{name} was read as {encoding.upper()}")
    cleaned = clean(text)
    if cleaned.removed:
        notes.append(f"{name}: {cleaned.removed} hidden characters were left out")
    return Text(cleaned.text, tuple(notes))


class Cleaned(NamedTuple):
    """A text that a bank may hold."""

    text: str
    removed: int


def clean(text: str) -> Cleaned:
    """The text with line feeds as line ends and without characters that no bank should hold."""
    text, removed = _UNWANTED.subn("", _LINE_ENDS.sub("\n", text))
    return Cleaned(text, removed)


def _encoding(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) * 3 > len(head) and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    return "utf-8"


def _is_binary(text: str) -> bool:
    """Whether so much of it are controls that nobody typed it."""
    head = text[:4000]
    odd = sum(1 for char in head if char < " " and char not in "\t\n\r\x0c\x1b")
    return odd > max(8, len(head) // 20)
