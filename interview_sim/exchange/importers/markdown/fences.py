"""Code fences as people mean them, so that a damaged one never swallows what follows.

1. A fence ends at the next one without a language, however deep that is indented.
2. One without a language before one that has a language opens nothing: a closing one is left over.
3. One that is not closed ends before the next heading or question, else before the next fence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FENCE = re.compile(r"(?P<margin>(?: |>|[-*+] |\d{1,4}[.)] )*)(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_RUNS = re.compile(r"`{3,}|~{3,}")
CODE_SPAN = re.compile(r"(`{1,8})(?!`).{1,1000}?(?<!`)\1(?!`)")
_HEADING = re.compile(
    r" *(?:\d{1,4}[.)] +)?(?:#{2,6} +\S|#{1,6} .*\?\s*$|\*\*\S.*\*\*:?\s*$|</?details\b|<summary\b)"
    r"| *\d{1,4}[.)] .*\?\s*$| *Q(?:uestion)? ?\d{0,4}[:.)] ",
    re.IGNORECASE,
)
"""A line that is rather the next question than code."""
_APART = re.compile(r"\s*(?:<!--.*-->\s*)?$")
"""A line that sets apart what follows."""
_AS_DEEP = 3
"""How much further in than its fence a line may be that follows the code."""
_OF_MARKDOWN = frozenset({"markdown", "md", "mdx", "rmd", "qmd", "text", "txt"})
"""Languages in which there may be headings and fences."""

Line = tuple[int, str, bool]
"""A line's number in the file, what it is read as, and whether it is code or a fence."""


class Mend(NamedTuple):
    """A fence that was damaged, and the line before which it was ended; zero: it was left out."""

    line: int
    end: int
    language: str = ""


class _Fence(NamedTuple):
    """A line that opens or closes code."""

    margin: str
    mark: str
    language: str

    @classmethod
    def read(cls, line: str) -> _Fence | None:
        found = _FENCE.match(line)
        if found is None or "`" in found["info"]:
            return None
        words = found["info"].split()
        return cls(found["margin"], found["mark"], words[0].strip("{.").lower() if words else "")


def mended(lines: Sequence[str], start: int) -> tuple[list[Line], list[Mend]]:
    """The lines from one on, with every fence closed where it ends, and what was damaged."""
    found = _mend(lines, start, is_strict=False)
    if any(not mend.language for mend in found[1]):
        # Fences that open and close are mixed up somewhere: none may hold a question.
        found = _mend(lines, start, is_strict=True)
    return found


def _mend(lines: Sequence[str], start: int, *, is_strict: bool) -> tuple[list[Line], list[Mend]]:
    kept: list[Line] = []
    mends: list[Mend] = []
    is_comment = False
    at = start
    while at < len(lines):
        line = lines[at].expandtabs(4)
        fence = None if is_comment else _Fence.read(line)
        at += 1
        if fence is None:
            kept.append((at, line, False))
            is_comment = _goes_on(line, is_comment)
            continue
        opened = at
        end, is_closed = _end(lines, at, fence, is_strict=is_strict)
        if end < at:
            mends.append(Mend(opened, 0))
            kept.append((opened, "", False))
            continue
        margin, mark = fence.margin, fence.mark
        if fence.language in _OF_MARKDOWN and any(map(_Fence.read, lines[at:end])):
            mark = mark[0] * (max(map(len, _RUNS.findall("\n".join(lines[at:end])))) + 1)
            line = line.replace(fence.mark, mark, 1)
        if margin.strip() and ">" not in margin:  # the fence is in the line of its item
            margin = " " * len(margin)
        kept.append((at, line, True))
        for number in range(at, end):
            code = lines[number].expandtabs(4)
            if code.strip() and not code.startswith(margin) and ">" not in margin:
                code = margin + code.lstrip(" ")
            kept.append((number + 1, code, True))
        kept.append((min(end + is_closed, len(lines)), margin + mark, True))
        at = end + is_closed
        if not is_closed:
            mends.append(Mend(opened, end + 1, fence.language))
    return kept, mends


def _end(lines: Sequence[str], at: int, fence: _Fence, *, is_strict: bool) -> tuple[int, bool]:
    """Where a fence ends that opens before a line, and whether it is closed there.

    Before the line itself means that it opens nothing.
    """
    heading: int | None = None
    nested = 0
    for number in range(at, len(lines)):
        line = lines[number].expandtabs(4)
        other = _Fence.read(line)
        if other is not None and other.mark.startswith(fence.mark):
            if fence.language in _OF_MARKDOWN:
                nested += 1 if other.language else -1
                if nested < 0:
                    return number, True
            elif not other.language or (fence.language and other.language in _OF_MARKDOWN):
                return (number, True) if heading is None or not is_strict else (heading, False)
            elif not fence.language:
                return at - 1, False
            else:
                return number if heading is None else heading, False
        elif heading is None and _HEADING.match(line) and _APART.match(lines[number - 1]):
            is_outside = len(line) - len(line.lstrip()) <= len(fence.margin) + _AS_DEEP
            heading = number if is_outside else None
    return len(lines) if heading is None else heading, False


def _goes_on(line: str, is_comment: bool) -> bool:
    """Whether a comment is open behind a line."""
    line = CODE_SPAN.sub("", line)
    opened = -1 if is_comment else line.rfind("<!--")
    return line.rfind("-->") < opened if opened >= 0 else is_comment and "-->" not in line
