"""One file with its content, and its bytes as text whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from interview_sim.exchange.importers.imported import ImportFailed, Location
from interview_sim.exchange.importers.limits import MAX_FILE_BYTES, megabytes

_BYTE_ORDER_MARKS = (
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
"""Controls, terminal escapes and marks that reverse text: nothing a bank needs."""

_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")


class Document:
    """One file with its content; `name` is relative to what the user named."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def text_bytes(self) -> bytes:
        """The content of a file that is one text.

        Raises:
            ImportFailed: It is larger than is read.
        """
        if len(self.data) > MAX_FILE_BYTES:
            raise ImportFailed(
                f"{self.name}: larger than {megabytes(MAX_FILE_BYTES)}; import it in parts"
            )
        return self.data

    @cached_property
    def decoded(self) -> Text:
        """Its text, and notes on how it was read.

        Raises:
            ImportFailed: It is not text, or larger than is read.
        """
        return decode(self.text_bytes, self.name)

    @cached_property
    def head(self) -> str:
        """The beginning of its text for recognising it; empty where it is not text."""
        try:
            return self.decoded.text[:200_000]
        except ImportFailed:
            return ""

    def location(self, line: int = 0, item: str = "") -> Location:
        """A location in it."""
        return Location(self.name, line, item)


class Text(NamedTuple):
    """A text, and notes on how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Text:
    """The text in `data`: UTF-8, UTF-16 or UTF-32, else Windows-1252, with line feeds as line ends.

    Control characters are removed, and a note says how many.

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
    head = text[:4000]
    controls = sum(1 for char in head if char < " " and char not in "\t\n\r\x0c\x1b")
    if controls > max(8, len(head) // 20):
        raise ImportFailed(f"{name}: this is not a text file")
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(f"{name} was read as {encoding.upper()}")
    text, removed = clean(text)
    if removed:
        notes.append(f"{name}: {removed} hidden characters were removed")
    return Text(text, tuple(notes))


def clean(text: str) -> tuple[str, int]:
    """The text without characters that no bank should hold, and how many these were."""
    return _UNWANTED.subn("", _LINE_ENDS.sub("\n", text))


def _encoding(data: bytes) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    head = data[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) * 3 > len(head) and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    return "utf-8"
