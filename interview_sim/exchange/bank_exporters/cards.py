"""Markdown as the HTML of a card: formulas for MathJax, and nothing that Anki would act upon."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_CODE = re.compile(r"(^ {0,8}```.*?^ {0,8}```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_FORMULA = re.compile(
    r"\$\$(?P<block>[^$]{1,3000})\$\$"
    r"|(?<![\\$\w])\$(?P<inline>(?![\s$\d])[^$\n]{1,300}?(?<![\s\\]))\$(?![\d\w])"
    r"|\\\((?P<round>(?:(?!\\\().){1,1000}?)\\\)|\\\[(?P<square>(?:(?!\\\[).){1,3000}?)\\\]",
    re.DOTALL,
)
_LINE_ENDS = re.compile(r"(<(?:br|hr) ?/?>|</?(?:p|[uo]l|li|h\d|table|t\w+|blockquote)>)\n")
"""Line ends that mean nothing, behind tags outside code."""

_KEPT = re.compile("\x01(\\d+)\x02")
# Anki reads these in any field; a comment between their first characters keeps them as they are.
_OBEYED = re.compile(r"\{(?=\{c\d)|\[(?=(?:sound|anki):|\$|latex\])")
_COMMENT = "<!-- -->"


def card_html(text: str) -> str:
    """A text in Markdown as HTML without line ends but those in code."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        block = found["block"] or found["square"]
        inner = block or found["inline"] or found["round"]
        signs = ("\\[", "\\]") if block else ("\\(", "\\)")
        kept.append(f"{signs[0]}{html.escape(inner.strip(), quote=False)}{signs[1]}")
        return f"\x01{len(kept) - 1}\x02"

    pieces = _CODE.split(text)
    pieces[::2] = [_FORMULA.sub(keep, piece) for piece in pieces[::2]]
    rendered = _renderer().render("".join(pieces)).strip()
    rendered = _LINE_ENDS.sub(r"\1", rendered)
    rendered = _OBEYED.sub(lambda found: found.group() + _COMMENT, rendered)
    return _KEPT.sub(lambda found: kept[int(found.group(1))], rendered)


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
