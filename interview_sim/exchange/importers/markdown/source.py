"""A Markdown document with what would stand in the way of its structure put aside.

Front matter and comments are read and taken out; `<details>`, HTML headings and layout tags become
what they mean. Every line keeps the number that it has in the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FENCE = re.compile(r"^(?:[ \t]|>|[-*+] |\d{1,4}[.)] )*(`{3,}|~{3,})")

_META_LINE = re.compile(r"^([A-Za-z_][\w -]{0,40})\s*:\s*(.*)$")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_META_ITEM = re.compile(r"^\s*-\s+(.*)$")
_COMMENT_META = re.compile(r"^\s*([A-Za-z][\w -]{0,30}?)\s*:\s*\(?([^()\n]*)\)?\s*$")
_CODE_SPAN = re.compile(r"(`{1,8})(?!`).{1,1000}?(?<!`)\1(?!`)")
_DETAILS = re.compile(r"<(/?)details\b[^<>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)</summary>", re.IGNORECASE)
_SUMMARY_OPEN = re.compile(r"<summary\b[^<>]*>", re.IGNORECASE)
_HTML_HEADING = re.compile(r"^\s{0,3}<h([1-6])\b[^<>]*>(.*?)</h\1>\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"^\s*(?:(?:<br\s*/?>|<hr\s*/?>|&nbsp;)\s*)+$", re.IGNORECASE)
_LAYOUT_TAG = re.compile(
    r"</?(?:p|div|center|section|article|font|span|small|big|u|main|figure)\b[^<>]*>",
    re.IGNORECASE,
)
_LAYOUT_START = re.compile(r"^<(?:p|div|center|section|figure)\b[^<>]*>\s*$", re.IGNORECASE)
_LAYOUT_END = re.compile(r"^\s*</(?:p|div|center|section|figure)>\s*$", re.IGNORECASE)
_BOLD = re.compile(r"<(b|strong)>\s*(.+?)\s*</\1>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b(?![^<>]*\bhref\b)[^<>]*>(.*?)</a>|<a\b(?![^<>]*\bhref\b)[^<>]*/>", re.I)
_HREF = re.compile(r"<a\b[^<>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)[^<>]*>(.*?)</a>", re.IGNORECASE)
_TO_TOP = re.compile(
    r"^[^\w\[]{0,40}\[[^\w\]]{0,8}"
    r"(?:(?:(?:go|jump|return|scroll)[ ])?(?:back[ ]?)?(?:up[ ])?(?:to[ ])?(?:the[ ])?"
    r"(?:top|toc|(?:table[ ]of[ ])?contents?|index|start|back)(?:[ ]of[ ](?:the[ ])?page)?"
    r"|[⬆↑🔝⇧↥^↩])[^\w\]]{0,8}\]\([^)\s]{0,200}\)\W{0,20}$",
    re.IGNORECASE,
)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONG_LINE = 4_000
"""A longer line is prose or data: it is kept as it is."""
_MAX_META = 60


class Comment(NamedTuple):
    """What an HTML comment says, and the line it begins in."""

    line: int
    key: str
    value: str


class Source:
    """The lines to be parsed, with their numbers in the file, and what was put aside."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.numbers: list[int] = []
        self.meta: dict[str, str] = {}
        self.comments: list[Comment] = []
        self.breaks: set[int] = set()
        """Indexes of lines in which a `<br/>` stood alone: people part questions with it."""
        self._is_laid_out = False
        self._is_in_list = False
        self.navigation: list[tuple[int, str]] = []
        """Links to the top of the page, taken out: number of the line and the text."""
        lines = text.split("\n")
        start = self._front_matter(lines)
        self._read(lines, start)

    @property
    def text(self) -> str:
        """What is to be parsed."""
        return "\n".join(self.lines)

    def number(self, index: int) -> int:
        """The number in the file of a line to be parsed."""
        if not self.numbers:
            return 1
        return self.numbers[min(max(index, 0), len(self.numbers) - 1)]

    # -- front matter and comments ---------------------------------------------------------------

    def _front_matter(self, lines: list[str]) -> int:
        """Read the front matter, and say where the text behind it begins."""
        if not lines or lines[0].strip() != "---":
            return 0
        end = next(
            (n for n, line in enumerate(lines[1:201], 1) if line.strip() in {"---", "..."}), None
        )
        if end is None or not any(_META_LINE.match(line) for line in lines[1:end]):
            return 0
        key = ""
        for line in lines[1:end]:
            found, item = _META_LINE.match(line), _META_ITEM.match(line)
            if found is not None and len(self.meta) < _MAX_META:
                key = found.group(1).strip().lower()
                self.meta[key] = _unquoted(found.group(2))
            elif item is not None and key:
                self.meta[key] = ", ".join(filter(None, (self.meta[key], _unquoted(item.group(1)))))
        return end + 1

    def _comment(self, text: str, number: int) -> None:
        for line in text.split("\n"):
            found = _COMMENT_META.match(line)
            if found is not None:
                self.comments.append(Comment(number, found.group(1).lower(), found.group(2)))

    # -- lines -----------------------------------------------------------------------------------

    def _read(self, lines: list[str], start: int) -> None:
        fence = ""
        comment: list[str] | None = None
        began = 0
        for index in range(start, len(lines)):
            line, number = lines[index].expandtabs(4), index + 1
            if comment is not None:
                inner, ended, line = line.partition("-->")
                comment.append(inner)
                if not ended:
                    continue
                self._comment("\n".join(comment), began)
                comment = None
            mark = FENCE.match(line)
            if fence:
                if mark is not None and mark.group(1).startswith(fence):
                    fence = ""
                self._keep(line, number)
                continue
            if mark is not None and "`" not in line[mark.end() :]:
                fence = mark.group(1)
                self._keep(line, number)
                continue
            line, rest = self._without_comments(line, number)
            if rest is not None:
                comment, began = [rest], number
            self._plain(line, number)
        if comment is not None:
            self._comment("\n".join(comment[:50]), began)

    def _without_comments(self, line: str, number: int) -> tuple[str, str | None]:
        """The line without its comments, and the beginning of one that goes on."""
        while "<!--" in line and not _in_code(line, line.index("<!--")):
            before, _, after = line.partition("<!--")
            inner, ended, after = after.partition("-->")
            if not ended:
                return before, inner
            self._comment(inner, number)
            line = before + after
        return line, None

    def _plain(self, line: str, number: int) -> None:
        """Keep a line outside code, with HTML that only lays things out made Markdown."""
        if not line.startswith("    ") and line.strip():
            self._is_in_list = _ITEM.match(line) is not None or (
                self._is_in_list and line.startswith(" ")
            )
        is_code = line.startswith("    ") and not self._is_in_list and not self._is_laid_out
        if len(line) > _LONG_LINE or not line.strip() or is_code:
            self._keep(line, number)
            return
        if _SEPARATOR.match(line):
            self.breaks.add(len(self.lines))
            self._keep("", number)
            return
        if self._is_laid_out:
            line = line.lstrip()
        if "<" not in line:
            self._outside_html(line, number)
            return
        heading = _HTML_HEADING.match(line)
        if heading is not None:
            inner = _LAYOUT_TAG.sub("", heading.group(2)).strip()
            self._keep(f"{'#' * int(heading.group(1))} {inner}", number)
            return
        if _DETAILS.search(line) or _SUMMARY_OPEN.search(line):
            self._details(line, number)
            return
        if _LAYOUT_START.match(line):
            self._is_laid_out = True
        elif _LAYOUT_END.match(line):
            self._is_laid_out = False
        self._outside_html(_outside_code(line, _simpler), number)

    def _outside_html(self, line: str, number: int) -> None:
        """Keep a line without HTML that matters, unless it only leads to the top of the page."""
        if "](" in line and _TO_TOP.match(_BREAK_TAG.sub("", line)):
            self.navigation.append((number, line.strip()))
            line = ""
        self._keep(line, number)

    def _details(self, line: str, number: int) -> None:
        """Put the tags of `<details>` on lines of their own, so that each is one block."""
        indent = line[: len(line) - len(line.lstrip())]
        pieces = re.split(
            r"(</?details\b[^<>]*>|<summary\b[^<>]*>.*?</summary>|<summary\b[^<>]*>|</summary>)",
            line.strip(),
            flags=re.IGNORECASE,
        )
        for piece in filter(None, map(str.strip, pieces)):
            found = _SUMMARY.fullmatch(piece)
            if found is not None:
                inner = _outside_code(found.group(1), _simpler).strip()
                self._alone(f"{indent}<summary>{inner}</summary>", number)
            elif _DETAILS.fullmatch(piece) or re.fullmatch(r"</?summary\b[^<>]*>", piece, re.I):
                self._alone(f"{indent}{piece.lower()}", number)
            else:
                self._plain(indent + piece, number)

    def _alone(self, line: str, number: int) -> None:
        for part in ("", line, ""):
            self._keep(part, number)

    def _keep(self, line: str, number: int) -> None:
        self.lines.append(line)
        self.numbers.append(number)


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return ", ".join(_unquoted(part) for part in text[1:-1].split(","))
    return text.strip("\"'").strip()


def _in_code(line: str, index: int) -> bool:
    return any(found.start() < index < found.end() for found in _CODE_SPAN.finditer(line))


def _outside_code(line: str, change: object) -> str:
    """The line with its parts outside code spans changed."""
    assert callable(change)  # noqa: S101 - a mistake of ours, not the user's
    parts, at = [], 0
    for found in _CODE_SPAN.finditer(line):
        parts += [change(line[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*parts, change(line[at:])])


def _simpler(text: str) -> str:
    """A piece of a line without tags that only lay it out, and with links as Markdown has them."""
    if "<" not in text:
        return text
    text = _BOLD.sub(r"**\2**", text)
    text = _HREF.sub(r"[\2](\1)", text)
    text = _ANCHOR.sub(lambda found: found.group(1) or "", text)
    return _BOLD_TAG.sub("", _LAYOUT_TAG.sub("", text))
