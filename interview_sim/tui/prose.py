"""Markdown shown readably and cheaply: one text, not a tree of widgets.

A model answer is a page at most and is shown at every step of the reveal; Textual's Markdown
widget would cost a second for it. Only what a model answer uses is understood; all else stays as
it was typed.
"""

from __future__ import annotations

import re

from textual.content import Content

from interview_sim.literal import visible

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|(\d+[.)]))\s+(.*)$")
_INLINE = re.compile(
    r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"
)


def prose(markdown: str) -> Content:
    """The text with headings, emphasis and lists shown; anything else literally."""
    blocks: list[tuple[str, Content]] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            lead, kind = _lead(paragraph[0])
            words = " ".join([lead[1], *(line.strip() for line in paragraph[1:])])
            blocks.append((kind, Content.assemble(lead[0], _inline(words))))
            paragraph.clear()

    fenced = False
    for line in visible(markdown).expandtabs(4).split("\n"):
        if line.lstrip().startswith("```"):
            close()
            fenced = not fenced
        elif fenced or line.startswith("|"):
            close()
            blocks.append(("code", Content(line)))
        elif not line.strip():
            close()
        elif (heading := _HEADING.match(line)) is not None:
            close()
            blocks.append(("text", Content.styled(heading.group(1), "bold underline")))
        elif _ITEM.match(line):
            close()
            paragraph.append(line)
        else:
            paragraph.append(line)
    close()
    return _spaced(blocks)


def _lead(line: str) -> tuple[tuple[str, str], str]:
    """The bullet and the words of a paragraph's first line, and which kind of block it is."""
    item = _ITEM.match(line)
    if item is None:
        return ("", line.strip()), "text"
    indent, number, words = item.groups()
    return (f"{indent}{number or '•'} ", words), "item"


def _inline(text: str) -> Content:
    parts: list[str | tuple[str, str]] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts.append(text[end : found.start()])
        strong, soft = found.groups()
        parts.append((strong, "bold") if strong is not None else (soft, "italic"))
        end = found.end()
    parts.append(text[end:])
    return Content.assemble(*parts)


def _spaced(blocks: list[tuple[str, Content]]) -> Content:
    """The blocks below each other, an empty line between those that do not belong together."""
    lines: list[Content] = []
    before = ""
    for kind, content in blocks:
        if lines and not (kind == before and kind in {"item", "code"}):
            lines.append(Content(""))
        lines.append(content)
        before = kind
    return Content("\n").join(lines)
