"""From the bytes of a file to its text, saying clearly why not."""

from __future__ import annotations

import codecs
import re

from interview_sim.bank.nodes import Lost
from interview_sim.bank.problems import Problems

MAX_BYTES = 8_000_000
"""The largest bank file that is read; about 500 questions with full rubrics."""

_MAX_TOLD = 5

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

_LINE_END = re.compile(r"\r\n|\r|\n")

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML does not allow to stand in a file as such."""


def decode(data: bytes, problems: Problems) -> str | None:
    """The text in `data`, or None when it cannot be used; the reason is then in `problems`."""
    start = Lost(1, 1)
    if len(data) > MAX_BYTES:
        problems.error(
            start,
            f"the file is larger than {MAX_BYTES // 1_000_000} MB",
            "split it into several banks",
        )
        return None
    encoding = _foreign_encoding(data)
    if encoding is not None:
        problems.error(start, f"the file is in {encoding}, not in UTF-8", "save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        problems.error(
            place_of(before, len(before)),
            f"the byte 0x{error.object[error.start]:02x} is not UTF-8 text",
            "save the file as UTF-8",
        )
        return None
    return check_text(text, problems)


def check_text(text: str, problems: Problems) -> str | None:
    """The text itself, or None when it holds characters that no bank may hold as such."""
    if len(text) > MAX_BYTES:
        problems.error(
            Lost(1, 1),
            f"the text is longer than {MAX_BYTES // 1_000_000} million characters",
            "split it into several banks",
        )
        return None
    is_clean = True
    for count, found in enumerate(_FORBIDDEN.finditer(text)):
        is_clean = False
        if count == _MAX_TOLD:
            break
        char = ord(found.group())
        name = "a NUL character" if char == 0 else f"the control character U+{char:04X}"
        remedy = "remove it" if char == 0 or char > 0xFF else f'remove it, or write "\\x{char:02x}"'
        problems.error(place_of(text, found.start()), f"{name} stands here", remedy)
    return text if is_clean else None


def place_of(text: str, index: int) -> Lost:
    """Line and column, from one, of the character at `index`."""
    line, start = 1, 0
    for found in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return Lost(line, index - start + 1)


def _foreign_encoding(data: bytes) -> str | None:
    """The encoding a file shows itself to be in, if that is not UTF-8."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:200]
    nuls = head.count(0)
    if (
        len(head) >= 4
        and (nuls in {head[::2].count(0), head[1::2].count(0)})
        and nuls * 3 > len(head)
    ):
        return "UTF-16"
    return None
