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
    lines: list[Content] = []
    before = ""
    for kind, lead, text in _blocks(visible(markdown).expandtabs(4)):
        if lines and not (kind == before and kind in {"item", "code"}):
            lines.append(Content(""))
        if kind == "code":
            lines.append(Content(text))
        elif kind == "heading":
            lines.append(Content.styled(text, "bold underline"))
        else:
            lines.append(Content.assemble(lead, _inline(text)))
        before = kind
    return Content("\n").join(lines)


def _blocks(markdown: str) -> list[list[str]]:
    """The kind of each block, what leads it, such as a bullet, and its text on one line."""
    blocks: list[list[str]] = []
    is_open = is_fenced = False
    for line in markdown.split("\n"):
        item, heading = _ITEM.match(line), _HEADING.match(line)
        goes_on, is_open = is_open, False
        if line.lstrip().startswith("```"):
            is_fenced = not is_fenced
        elif is_fenced or line.startswith("|"):
            blocks.append(["code", "", line])
        elif heading is not None:
            blocks.append(["heading", "", heading.group(1)])
        elif line.strip():
            is_open = True
            if item is not None:
                indent, number, text = item.groups()
                blocks.append(["item", f"{indent}{number or '•'} ", text])
            elif goes_on:
                blocks[-1][2] += f" {line.strip()}"
            else:
                blocks.append(["text", "", line.strip()])
    return blocks


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
