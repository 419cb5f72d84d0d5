"""A Markdown document as blocks, with all that is in the way of its structure put aside.

Front matter and comments are read and removed; `<details>`, HTML headings and layout tags become
what they mean. Every block knows the lines that it has in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from interview_sim.exchange.importers.markdown.fences import CODE_SPAN, Line, mended

if TYPE_CHECKING:
    from markdown_it.token import Token

_META_LINE = re.compile(r"^([A-Za-z_][\w -]{0,40})\s*:\s*(.*)$")
_IN_META = re.compile(r"[A-Za-z_][\w -]{0,40}\s*:|\s+\S|\s*- |\s*#|[\]}]")
"""A line of front matter: a key, what goes on below one, a comment."""
_META_ITEM = re.compile(r"^\s*-\s+(.*)$")
_COMMENT_META = re.compile(r"^\s*([A-Za-z][\w -]{0,30}?)\s*:\s*\(?([^()\n]*)\)?\s*$")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_FOLD = re.compile(
    r"(</?details\b[^<>]*>|<summary\b[^<>]*>.*?</summary>|<summary\b[^<>]*>|</summary>)",
    re.IGNORECASE | re.DOTALL,
)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_OPEN_SUMMARY = re.compile(r"<summary\b(?!.*</summary>)", re.IGNORECASE)
_LONGEST_SUMMARY = 40
"""Lines that the summary of a fold may have."""
_HTML_HEADING = re.compile(r"^\s{0,3}<h([1-6])\b[^<>]*>(.*?)</h\1>\s*$", re.IGNORECASE)
_BREAK = re.compile(r"^\s*(?:(?:<br\s*/?>|<hr\s*/?>|&nbsp;)\s*)+$", re.IGNORECASE)
_LAYOUT_TAG = re.compile(
    r"</?(?:p|div|center|section|article|font|span|small|big|u|main|figure)\b[^<>]*>",
    re.IGNORECASE,
)
_LAYOUT_START = re.compile(r"^<(?:p|div|center|section|figure)\b[^<>]*>\s*$", re.IGNORECASE)
_LAYOUT_END = re.compile(r"^\s*</(?:p|div|center|section|figure)>\s*$", re.IGNORECASE)
_BOLD = re.compile(r"<(b|strong)\b[^<>]*>\s*(.+?)\s*</\1>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"</?(?:b|strong)\b[^<>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b(?![^<>]*\bhref\b)[^<>]*>(.*?)</a>|<a\b(?![^<>]*\bhref\b)[^<>]*/>", re.I)
_HREF = re.compile(r"<a\b[^<>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)[^<>]*>(.*?)</a>", re.IGNORECASE)
_TO_TOP = re.compile(
    r"[^\w\[]{0,40}\[\W{0,8}(?:[\w ]{0,20}\b(?:top|toc|contents?|index|start|back)"
    r"(?: of (?:the )?page)?)?\W{0,8}\]\([^)\s]{0,200}\)\W{0,20}$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^ {0,3}\[([^\[\]]{1,200})\]: +\S")
_LABEL = re.compile(r"\[([^\[\]]{1,200})\]")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONG_LINE = 4_000
"""A longer line is prose or data: it is kept as it is."""

_MAX_META = 60
_HEAD = 60
"""The lines at the top in which a tag says that there are flash cards."""
CARD_TAG = re.compile(r"#(?:flash)?cards?\b")
_CARD = re.compile(r"(?P<front>[^\s:#|>-].*?) *:::? *(?P<back>[^\s:].*)")
"""A card in one line, in notes that have such cards."""
_NEXT_CARD = re.compile(r"Q\d{0,4}: \S|C: [^\n]*\[[^\]\n]+\](?!\()")
"""A line that begins a card, whether or not a blank one is before it."""


class _Comment(NamedTuple):
    """What an HTML comment says, and the line it begins in."""

    line: int
    key: str
    value: str


class Source:
    """The lines to be parsed, with their numbers in the file, and what was put aside."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.meta: dict[str, str] = {}
        self.breaks: list[int] = []
        """Indexes of lines in which a `<br/>` was alone: people separate questions with it."""
        self.navigation: list[tuple[int, str]] = []
        """Links to the top of the page, removed: number of the line and the text."""
        self._numbers: list[int] = []
        self._comments: list[_Comment] = []
        self._is_laid_out = self._is_in_list = False
        lines = text.split("\n")
        kept, self.mends = mended(lines, self._front_matter(lines))
        self._read(kept)

    def number(self, index: int) -> int:
        """The number in the file of a line to be parsed."""
        last = len(self._numbers) - 1
        return self._numbers[min(max(index, 0), last)] if self._numbers else 1

    def comments(self, start: int, end: int | None) -> list[tuple[str, str]]:
        """What comments between two lines to be parsed say, up to the last one without an end."""
        first = bisect_left(self._comments, (self.number(start) if start else 0,))
        last = None if end is None else bisect_left(self._comments, (self.number(end),))
        return [(comment.key, comment.value) for comment in self._comments[first:last]]

    def unused_addresses(self) -> list[tuple[int, str]]:
        """Lines such as `[label]: https://…` whose label no other line has."""
        defined = {n: found for n, line in enumerate(self.lines) if (found := _ADDRESS.match(line))}
        labels = {
            label.lower()
            for n, line in enumerate(self.lines if defined else ())
            if n not in defined and len(line) <= _LONG_LINE
            for label in _LABEL.findall(line)
        }
        return [
            (self.number(n), self.lines[n].strip())
            for n, found in defined.items()
            if found.group(1).lower() not in labels
        ]

    # -- front matter and comments ---------------------------------------------------------------

    def _front_matter(self, lines: list[str]) -> int:
        """Read the front matter, and say where the text behind it begins."""
        if lines[0].strip() != "---":
            return 0
        end = next((n for n, ln in enumerate(lines[1:201], 1) if ln.strip() in {"---", "..."}), 0)
        said = [line for line in lines[1:end] if line.strip()]
        if not said or not all(map(_IN_META.match, said)):
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

    def _add_comment(self, text: str, number: int) -> None:
        found = filter(None, map(_COMMENT_META.match, text.split("\n")))
        self._comments += [_Comment(number, one.group(1).lower(), one.group(2)) for one in found]

    # -- lines -----------------------------------------------------------------------------------

    def _read(self, lines: Sequence[Line]) -> None:
        comment: list[str] | None = None
        began = 0
        are_cards = "flashcards" in self.meta.get("tags", "") or any(
            CARD_TAG.match(line) for _, line, _ in lines[:_HEAD]
        )
        for number, raw, is_code in _with_whole_summaries(lines):
            line = raw
            if comment is not None:
                inner, ended, line = raw.partition("-->")
                comment.append(inner)
                if not ended:
                    continue
                self._add_comment("\n".join(comment), began)
                comment = None
            elif is_code:
                self._keep(line, number)
                continue
            line, rest = self._without_comments(line, number)
            if rest is not None:
                comment, began = [rest], number
            card = _CARD.fullmatch(line) if are_cards and "`" not in line else None
            if (card or _NEXT_CARD.match(line)) and self.lines and self.lines[-1].strip():
                self._keep("", number)
            for part in (card["front"], "?", card["back"], "") if card else (line,):
                self._add_line(part, number)
        if comment is not None:
            self._add_comment("\n".join(comment[:50]), began)

    def _without_comments(self, line: str, number: int) -> tuple[str, str | None]:
        """The line without its comments, and the beginning of one that goes on."""
        while "<!--" in line and not _is_in_code(line, line.index("<!--")):
            before, _, after = line.partition("<!--")
            inner, ended, after = after.partition("-->")
            if not ended:
                return before, inner
            self._add_comment(inner, number)
            line = before + after
        return line, None

    def _add_line(self, line: str, number: int) -> None:
        """Keep a line outside code, with HTML that only lays things out made Markdown."""
        if not line.startswith("    ") and line.strip():
            self._is_in_list = _ITEM.match(line) is not None or (
                self._is_in_list and line.startswith(" ")
            )
        is_code = line.startswith("    ") and not self._is_in_list and not self._is_laid_out
        if len(line) > _LONG_LINE or not line.strip() or is_code:
            self._keep(line, number)
            return
        if _BREAK.match(line):
            self.breaks.append(len(self.lines))
            self._keep("", number)
            return
        line = line.lstrip() if self._is_laid_out else line
        heading = _HTML_HEADING.match(line)
        if heading is not None:
            inner = _LAYOUT_TAG.sub("", heading.group(2)).strip()
            self._keep(f"{'#' * int(heading.group(1))} {inner}", number)
        elif "<" in line and _FOLD.search(line):
            self._add_fold(line, number)
        else:
            if _LAYOUT_START.match(line):
                self._is_laid_out = True
            elif _LAYOUT_END.match(line):
                self._is_laid_out = False
            line = _outside_code(line, _simpler) if "<" in line else line
            if "](" in line and _TO_TOP.match(_BREAK_TAG.sub("", line)):
                self.navigation.append((number, line.strip()))
                line = ""
            self._keep(line, number)

    def _add_fold(self, line: str, number: int) -> None:
        """Put the tags of `<details>` on lines of their own, so that each is one block."""
        indent = line[: len(line) - len(line.lstrip())]
        for piece in filter(None, map(str.strip, _FOLD.split(line.strip()))):
            if not _FOLD.fullmatch(piece):
                self._add_line(indent + piece, number)
                continue
            found = _SUMMARY.fullmatch(piece)
            tag = piece.lower()
            if found is not None:
                tag = f"<summary>{_outside_code(found.group(1), _simpler).strip()}</summary>"
            for part in ("", *(indent + line for line in tag.split("\n")), ""):
                self._keep(part, number)

    def _keep(self, line: str, number: int) -> None:
        self.lines.append(line)
        self._numbers.append(number)


def _with_whole_summaries(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with a summary of several as one that has no blank ones, so that it is a block."""
    at = 0
    while at < len(lines):
        number, line, is_code = lines[at]
        at += 1
        if not is_code and "<summary" in line and _OPEN_SUMMARY.search(line):
            rest = [text for _, text, _ in lines[at : at + _LONGEST_SUMMARY]]
            end = next((n for n, text in enumerate(rest) if "</summary>" in text), -1)
            if end >= 0 and not any("<summary" in text for text in rest[: end + 1]):
                line = "\n".join([line, *filter(str.strip, rest[: end + 1])])
                at += end + 1
        yield number, line, is_code


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return ", ".join(_unquoted(part) for part in text[1:-1].split(","))
    return text.strip("\"'").strip()


def _is_in_code(line: str, index: int) -> bool:
    return any(found.start() < index < found.end() for found in CODE_SPAN.finditer(line))


def _outside_code(line: str, change: Callable[[str], str]) -> str:
    """The line with its parts outside code spans changed."""
    parts, at = [], 0
    for found in CODE_SPAN.finditer(line):
        parts += [change(line[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*parts, change(line[at:])])


def _simpler(text: str) -> str:
    """A piece of a line without tags that only lay it out, and with links as Markdown has them."""
    text = _BOLD.sub(r"**\2**", text)
    text = _HREF.sub(r"[\2](\1)", text)
    text = _ANCHOR.sub(lambda found: found.group(1) or "", text)
    return _BOLD_TAG.sub("", _LAYOUT_TAG.sub("", text))


# -- blocks --------------------------------------------------------------------------------------

_SUMMARY_BLOCK = re.compile(r"\s*<summary>(.*)</summary>\s*", re.DOTALL)
_LONGEST_UNDERLINED = 120
BOLD_HEADING = 7
"""The level of a bold line that serves as a heading: deeper than any real one."""


class Item(Struct, frozen=True):
    """One item of a list."""

    blocks: tuple[Block, ...]
    start: int
    number: int | None = None
    """What an ordered list calls it."""

    @property
    def heading(self) -> Block | None:
        """The heading that it begins with, as in `1. ### What is it?`."""
        return self.blocks[0] if self.blocks and self.blocks[0].kind == "heading" else None

    @property
    def text(self) -> str:
        """The text of its first paragraph or heading."""
        first = self.blocks[0] if self.blocks else None
        return first.text if first is not None and first.kind in {"paragraph", "heading"} else ""


class Block(Struct, frozen=True):
    """A heading, paragraph, list, or other piece of a document; lines are counted from zero."""

    kind: str
    """heading, paragraph, list, fence, code, table, quote, html, rule, summary, open or close."""
    start: int
    end: int
    text: str = ""
    """Of a heading, paragraph, summary or HTML: its source; of code: the code."""
    level: int = 0
    """Of a heading: 1 to 6, or that of a bold line."""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: its cells, the header first."""
    is_ordered: bool = False
    language: str = ""
    """Of fenced code: what is behind the fence."""


References: TypeAlias = Mapping[str, Mapping[str, str]]
"""What link labels stand for, as the parser has it."""


def parse(lines: Sequence[str]) -> tuple[list[Block], References]:
    """The blocks at the top of a document, and the addresses that its link labels stand for."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    environment: dict[str, References] = {}
    tokens = parser.parse("\n".join(lines), environment)
    return _blocks(iter(tokens)), environment.get("references", {})


def _blocks(tokens: Iterator[Token], until: str = "") -> list[Block]:
    """The blocks up to the closing token of that type; the parser limits how deep they nest."""
    found: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        found += _block(token, tokens)
    return found


def _block(token: Token, tokens: Iterator[Token]) -> list[Block]:
    start, end = token.map or [0, 0]
    kind = token.type
    if kind in {"heading_open", "paragraph_open"}:
        text = next(tokens).content.strip()
        next(tokens)
        return _worded(token, text, start, end)
    if kind in {"bullet_list_open", "ordered_list_open"}:
        items = tuple(_items(tokens, kind.replace("open", "close")))
        return [Block("list", start, end, items=items, is_ordered=kind.startswith("ordered"))]
    if kind in {"fence", "code_block"}:
        return [
            Block(kind.removesuffix("_block"), start, end, text=token.content, language=token.info)
        ]
    if kind == "html_block":
        return [_html(token.content.strip(), start, end)]
    if kind == "blockquote_open":
        inner = _blocks(tokens, "blockquote_close")
        return [Block("quote", start, end, text=inner[0].text if inner else "")]
    if kind == "table_open":
        return [Block("table", start, end, rows=_rows(tokens))]
    return [Block("rule", start, end)] if kind == "hr" else []


def _worded(token: Token, text: str, start: int, end: int) -> list[Block]:
    if token.type == "paragraph_open":
        return [Block("paragraph", start, end, text=text)]
    is_prose = len(text) > _LONGEST_UNDERLINED or "\n" in text or text.endswith(".")
    if token.markup in {"-", "="} and is_prose:
        return [Block("paragraph", start, end - 1, text=text), Block("rule", end - 1, end)]
    return [Block("heading", start, end, text=text, level=int(token.tag[1:]))]


def _items(tokens: Iterator[Token], until: str) -> Iterator[Item]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "list_item_open":
            number = int(token.info) if token.info.isdigit() else None
            start = token.map[0] if token.map else 0
            yield Item(tuple(_blocks(tokens, "list_item_close")), start, number)


def _rows(tokens: Iterator[Token]) -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token.content.strip())
    return tuple(map(tuple, rows))


def _html(text: str, start: int, end: int) -> Block:
    summary = _SUMMARY_BLOCK.fullmatch(text)
    if summary is not None:
        return Block("summary", start, end, text=summary.group(1).strip())
    if text.startswith("<details"):
        return Block("open", start, end)
    return Block("close" if text.startswith("</details") else "html", start, end, text=text)
