"""Markdown as collections have it, made readable in a terminal: no HTML, few addresses.

Code and formulas stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from interview_sim.exchange.importers.html_text import (
    image_text,
    subscript,
    superscript,
    to_markdown,
)
from interview_sim.exchange.importers.imported import Link
from interview_sim.exchange.importers.limits import MAX_TEXT
from interview_sim.exchange.importers.markdown.source import Block

_KEPT = re.compile(
    r"(?P<code>(`{1,8})(?!`)[\s\S]{1,2000}?(?<!`)\2(?!`))"
    r"|(?P<math>\$\$[\s\S]{1,3000}?\$\$|(?<![\\$\w])\$(?![\s$\d])[^$\n]{1,300}?(?<![\s\\])\$(?![\d\w])"
    r"|(?<![\\$\w])\$[^$\n]{0,200}[\\^_{=][^$\n]{0,200}\$(?!\d)"
    r"|\\\([\s\S]{1,1000}?\\\)|\\\[[\s\S]{1,3000}?\\\])"
)
_PLACE = re.compile("\ue000(\\d+)\ue001")
_IMAGE = re.compile(
    r"!\[([^\]]{0,500})\]\(\s{0,4}<?([^\s)>]{0,2000})>?"
    r"(?:\s{1,4}[\"'][^\"']{0,300}[\"'])?\s{0,4}\)"
)
_IMAGE_TAG = re.compile(r"<img\b([^<>]{0,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]"
    r"\(\s{0,4}<?([^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,500}){0,3})>?"
    r"(?:\s{1,4}(?:\"[^\"]{0,300}\"|'[^']{0,300}'))?\s{0,4}\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,300})\]\[([^\[\]]{0,200})\]")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
_INLINE_TAG = re.compile(
    r"<(/?)(b|strong|i|em|code|kbd|samp|tt|sub|sup|s|del|ins|u|mark|q|cite|"
    r"abbr|small|big|span|font|a|br|p|div|center|wbr|var)\b([^<>]*)>",
    re.I,
)
_SHIFTED = re.compile(r"<(sub|sup)>([^<>]{0,200})</\1>", re.IGNORECASE)
_CODE_TAG = re.compile(r"<(code|kbd|samp|tt)\b[^<>]*>([^<>]{0,2000})</\1>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([_#.\-!>+~&*])")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_FENCE_LINE = re.compile(r"^\s*(`{3,}|~{3,})")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_ADDRESS_LIKE = 6
_LONGEST_ADDRESS = 100


def tidy(text: str, references: Mapping[str, str] = {}) -> str:
    """A piece of Markdown without HTML, with links and pictures as text; code is not touched."""
    parts: list[str] = []
    plain: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE_LINE.match(line)
        opens = mark is not None and not fence and "`" not in line[mark.end() :]
        if mark is not None and (opens or (fence and mark.group(1).startswith(fence))):
            if plain:
                parts.append(inline("\n".join(plain), references))
                plain = []
            fence = mark.group(1) if opens else ""
            parts.append(line.replace(mark.group(1), "```", 1))
        elif fence:
            parts.append(line)
        else:
            plain.append(line)
    if plain:
        parts.append(inline("\n".join(plain), references))
    return "\n".join([*parts, "```"] if fence else parts)


def inline(text: str, references: Mapping[str, str] = {}) -> str:
    """The same of text without fenced code."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _KEPT.sub(lambda found: keep(found.group()), text)
    if "<" in text:
        text = _CODE_TAG.sub(lambda found: keep(f"`{html.unescape(found.group(2))}`"), text)
        text = _IMAGE_TAG.sub(lambda found: keep(_image_tag(found.group(1))), text)
        text = _AUTOLINK.sub(r"\1", text)
    text = _IMAGE.sub(lambda found: keep(image_text(found.group(2), found.group(1))), text)
    for _ in range(2):  # a picture may have stood within a link
        text = _LINK.sub(lambda found: _link(found.group(1), found.group(2)), text)
    text = _REFERENCE.sub(lambda found: _referred(found, references), text)
    if "<" in text:
        text = _SHIFTED.sub(_shift, text)
        text = _INLINE_TAG.sub(_tag, text)
    text = _ENTITY.sub(lambda found: html.unescape(found.group()).replace("\xa0", " "), text)
    text = _ESCAPE.sub(r"\1", text)
    for _ in range(3):
        text = _PLACE.sub(lambda found: kept[int(found.group(1))], text)
    return text


def links_in(text: str) -> list[Link]:
    """The pages that a piece of Markdown points to."""
    found = [
        Link(" ".join(inline(link.group(1)).split()).strip("[]") or link.group(2), link.group(2))
        for link in _LINK.finditer(text)
        if link.group(2).startswith(("http://", "https://"))
    ]
    rest = _LINK.sub("", text)
    return found + [Link(url, url) for url in re.findall(r"https?://[^\s<>()\"'`]{1,1000}", rest)]


def _link(text: str, address: str) -> str:
    """A link as text, with its address where that says where to look."""
    text = text.strip()
    if not address.startswith(("http://", "https://")) or not any(c.isalnum() for c in text):
        return text
    if (len(text) >= _ADDRESS_LIKE and text.rstrip("/") in address) or len(
        address
    ) > _LONGEST_ADDRESS:
        return address if text == address else text
    if "\ue000" in text:  # a picture or a formula that is also a link
        return text
    return f"{text} ({address})"


def _referred(found: re.Match[str], references: Mapping[str, str]) -> str:
    label = " ".join((found.group(2) or found.group(1)).split()).casefold()
    address = references.get(label)
    return found.group() if address is None else _link(found.group(1), address)


def _image_tag(attributes: str) -> str:
    found = {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(attributes)
    }
    return image_text(found.get("src", ""), found.get("alt", ""))


def _shift(found: re.Match[str]) -> str:
    return (subscript if found.group(1).lower() == "sub" else superscript)(found.group(2))


def _tag(found: re.Match[str]) -> str:
    name = found.group(2).lower()
    if name == "br":
        return "\n"
    return _MARKS.get(name, "")


class Renderer:
    """Writes blocks out again from the lines that they were read from."""

    def __init__(self, lines: Sequence[str], references: Mapping[str, str]) -> None:
        self._lines = lines
        self._references = references

    def source(self, block: Block) -> str:
        """A block as it was written."""
        return "\n".join(self._lines[block.start : block.end])

    def text(self, source: str) -> str:
        """A piece of text, tidied; one that is longer than any answer is only cut."""
        if len(source) > MAX_TEXT:
            return source[: MAX_TEXT + 1]
        lines = [line.rstrip() for line in tidy(source, self._references).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Each block as readable Markdown, without those that only separate."""
        return [text for text in map(self._block, blocks) if text.strip()]

    def _block(self, block: Block) -> str:
        if block.kind in {"fence", "code"}:
            text = block.text.rstrip()
            return f"```{self._language(block)}\n{text}\n```" if text else ""
        if block.kind == "html":
            return to_markdown(block.text[:MAX_TEXT])
        if block.kind == "heading":
            return f"{'#' * min(6, max(3, block.level))} {self.text(block.text)}"
        if block.kind == "summary":
            return f"**{self.text(block.text)}**"
        if block.kind == "paragraph":
            return self.text(block.text)
        if block.kind == "table":
            return self._table(block)
        return self._sliced(block) if block.kind in {"list", "quote"} else ""

    def _language(self, block: Block) -> str:
        """The language of fenced code."""
        if block.kind == "code" or block.start >= len(self._lines):
            return ""
        found = re.search(r"(?:`{3,}|~{3,})\s*([\w+#.-]{1,20})", self._lines[block.start])
        return found.group(1) if found else ""

    def _table(self, block: Block) -> str:
        rows = [
            "| "
            + " | ".join(self.text(c).replace("\n", " ").replace("|", "\\|") for c in row)
            + " |"
            for row in block.rows
        ]
        return "\n".join([*rows[:1], "|" + " --- |" * len(block.rows[0]), *rows[1:]])

    def _sliced(self, block: Block) -> str:
        """A list or quote from its lines, moved to the left margin."""
        lines = [line.rstrip() for line in self._lines[block.start : block.end]]
        # The first line may be behind the marker of an item around it: `- - inner`.
        margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
        return self.text("\n".join(line[margin:] for line in lines))
