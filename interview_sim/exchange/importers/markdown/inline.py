"""Markdown as collections have it, made readable in a terminal: no HTML, few addresses.

Code and formulas stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from interview_sim.exchange.importers.html_text import Writer, to_markdown
from interview_sim.exchange.importers.imported import Link
from interview_sim.exchange.importers.limits import MAX_TEXT
from interview_sim.exchange.importers.markdown.source import BOLD_HEADING, Block, References

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_VERBATIM = re.compile(
    r"(`{1,8})(?!`)[\s\S]{1,2000}?(?<!`)\1(?!`)"
    r"|\$\$[\s\S]{1,3000}?\$\$"
    r"|(?<![\\$\w])\$(?![\s$\d])[^$\n]{1,300}?(?<![\s\\])\$(?![\d\w])"
    r"|(?<![\\$\w])\$[^$\n]{0,200}[\\^_{=][^$\n]{0,200}\$(?!\d)"
    r"|\\\([\s\S]{1,1000}?\\\)|\\\[[\s\S]{1,3000}?\\\]"
)
"""Code and formulas."""

_TAG = re.compile(
    r"</?(b|strong|i|em|code|kbd|samp|tt|sub|sup|s|del|ins|u|mark|q|cite|abbr|small|big|span|font|"
    r"a|br|p|div|center|wbr|var|img)\b",
    re.IGNORECASE,
)
"""The tags that are read as such; another may be a part of the text, as in `List<T>`."""

_IGNORED_TAGS = frozenset({"p", "div", "center"})
_SPECIAL = re.compile(r"[*_`$\[\]<&\\]")
_UNESCAPED = "_#.-!>+~&*"
_FENCED = re.compile(
    r"^([ \t]*)(`{3,}|~{3,})([^`\n]*(?:\n[\s\S]*?)??)(\n[ \t]*\2|\Z)", re.MULTILINE
)
_NONE: References = {}
_LANGUAGE = re.compile(r"[\w+#.-]{1,20}")
_URL = re.compile(r"https?://[^\s<>()\"`]{1,1000}(?<!')")


def tidy(text: str, references: References = _NONE) -> str:
    """A piece of Markdown without HTML, with links and pictures as text; code is not touched."""
    parts, at = [], 0
    for found in _FENCED.finditer(text):
        indent, _, code, end = found.groups()
        parts += [_read(text[at : found.start()], references).written(), f"{indent}```{code}"]
        parts.append(end.replace("~", "`") if end else "\n```")
        at = found.end()
    return "".join([*parts, _read(text[at:], references).written()])


def without_marks(text: str) -> str:
    """A piece of Markdown without emphasis, HTML and addresses; code keeps its marks."""
    return _read(text, is_plain=True).written().strip()


def links_in(text: str) -> list[Link]:
    """Where the links of a piece of Markdown lead, and the addresses in it."""
    read = _read(text, is_plain=True)
    known = {link.url for link in read.links}
    return read.links + [Link(u, u) for u in _URL.findall(read.written()) if u not in known]


def pages_in(text: str) -> list[Link]:
    """Those that lead out of the collection."""
    return [link for link in links_in(text) if link.url.startswith(("http://", "https://"))]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").disable(["newline", "text_join"])
    parser.inline.ruler.before("escape", "verbatim", _verbatim)
    vars(parser).update(validateLink=lambda url: True, normalizeLink=lambda url: url)
    return parser


def _verbatim(state: StateInline, silent: bool) -> bool:
    """Markdown's rule for code and formulas: nothing in them is changed."""
    found = _VERBATIM.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("verbatim", "", 0).content = found.group()
    state.pos = found.end()
    return True


def _read(text: str, references: References = _NONE, *, is_plain: bool = False) -> Writer:
    """Text without fenced code, written anew."""
    writer = Writer(is_plain=is_plain)
    if not _SPECIAL.search(text):
        writer.put(text)
        return writer
    (line,) = _parser().parseInline(text, {"references": references})
    for token in line.children or ():
        tag = _TAG.match(token.content) if token.type == "html_inline" else None
        if tag is not None:
            ignored = tag.group(1).lower() in _IGNORED_TAGS
            writer.feed("" if ignored else token.content.replace("</br", "<br"))
        elif token.type == "link_open":
            writer.handle_starttag("a", [("href", str(token.attrs["href"]))])
        elif token.type == "link_close":
            writer.handle_endtag("a")
        elif token.type == "image":
            writer.handle_starttag(
                "img", [("src", str(token.attrs["src"])), ("alt", token.content)]
            )
        else:
            writer.put(_words(token, is_plain=is_plain))
    return writer


def _words(token: Token, *, is_plain: bool) -> str:
    """What a token that is neither a tag, a link nor a picture says."""
    if token.type == "text_special":
        is_kept = token.info == "escape" and token.content not in _UNESCAPED
        return token.markup if is_kept else token.content.replace("\xa0", " ")
    if token.type == "hardbreak":
        return "\n"
    if token.nesting:
        return "" if is_plain else token.markup
    text = f"{token.markup}{token.content}{token.markup}"
    return text.replace("**", "") if is_plain and token.type == "text" else text


class Renderer:
    """Writes blocks out again from the lines that they were read from."""

    def __init__(self, lines: Sequence[str], references: References) -> None:
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
            text, language = block.text.rstrip(), _LANGUAGE.match(block.language.strip())
            return f"```{language.group() if language else ''}\n{text}\n```" if text else ""
        if block.kind == "html":
            return self.text(to_markdown(block.text[:MAX_TEXT]))
        if block.kind == "summary" or block.level == BOLD_HEADING:
            return f"**{self.text(block.text)}**"
        if block.kind == "heading":
            return f"{'#' * min(6, max(3, block.level))} {self.text(block.text)}"
        if block.kind == "paragraph":
            return self.text(block.text)
        if block.kind == "table":
            return self._table(block)
        return self._sliced(block) if block.kind in {"list", "quote"} else ""

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
