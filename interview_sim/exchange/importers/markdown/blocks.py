"""The blocks of a Markdown document, from the tokens of a real Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

_SUMMARY = re.compile(r"\s*<summary>(.*)</summary>\s*", re.DOTALL)
_PROSE_HEADING = 120


class Item(Struct, frozen=True):
    """One item of a list."""

    blocks: tuple[Block, ...]
    start: int
    end: int
    number: int | None = None
    """What an ordered list calls it."""

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
    """Of a heading: 1 to 6."""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: its cells, the header first."""
    is_ordered: bool = False


def parse(text: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks at the top of a document, and the addresses that its link labels stand for."""
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(text, environment)
    references = {
        label.casefold(): str(found.get("href", ""))
        for label, found in environment.get("references", {}).items()
    }
    return _Builder(tokens).blocks(), references


class _Builder:
    """Builds blocks from tokens; how deep they nest is bounded by the parser."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def blocks(self, until: str = "") -> list[Block]:
        """The blocks up to the closing token of that type."""
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == until:
                break
            found += self._block(token)
        return found

    def _block(self, token: Token) -> list[Block]:
        start, end = token.map or [0, 0]
        kind = token.type
        if kind in {"heading_open", "paragraph_open"}:
            return self._worded(token, start, end)
        if kind in {"bullet_list_open", "ordered_list_open"}:
            items = self._items(kind.replace("open", "close"))
            ordered = kind.startswith("ordered")
            return [Block("list", start, end, items=tuple(items), is_ordered=ordered)]
        if kind == "fence":
            return [Block("fence", start, end, text=token.content)]
        if kind == "code_block":
            return [Block("code", start, end, text=token.content)]
        if kind == "html_block":
            return [_html(token.content, start, end)]
        if kind == "blockquote_open":
            inner = self.blocks("blockquote_close")
            return [Block("quote", start, end, text=inner[0].text if inner else "")]
        if kind == "table_open":
            return [Block("table", start, end, rows=tuple(self._rows()))]
        return [Block("rule", start, end)] if kind == "hr" else []

    def _worded(self, token: Token, start: int, end: int) -> list[Block]:
        inline = self._tokens[self._at]
        text = inline.content.strip()
        self._at += 2
        if token.type == "paragraph_open":
            return [Block("paragraph", start, end, text=text)]
        is_underlined = token.markup in {"-", "="}
        if is_underlined and (len(text) > _PROSE_HEADING or "\n" in text or text.endswith(".")):
            return [Block("paragraph", start, end - 1, text=text), Block("rule", end - 1, end)]
        return [Block("heading", start, end, text=text, level=int(token.tag[1:]))]

    def _items(self, until: str) -> list[Item]:
        items = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == until:
                break
            if token.type == "list_item_open":
                start, end = token.map or [0, 0]
                number = int(token.info) if token.info.isdigit() else None
                items.append(Item(tuple(self.blocks("list_item_close")), start, end, number))
        return items

    def _rows(self) -> list[tuple[str, ...]]:
        rows: list[list[str]] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(token.content.strip())
        return [tuple(row) for row in rows]


def _html(content: str, start: int, end: int) -> Block:
    text = content.strip()
    summary = _SUMMARY.fullmatch(text)
    if summary is not None:
        return Block("summary", start, end, text=summary.group(1).strip())
    if text.startswith("<details"):
        return Block("open", start, end)
    if text.startswith("</details"):
        return Block("close", start, end)
    return Block("html", start, end, text=text)
