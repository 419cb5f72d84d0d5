"""A bank as a text file for Anki: a note a question, the answer and its points on the back.

Texts become HTML, with formulas for MathJax and nothing that Anki would act upon.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from interview_sim.bank.model import Bank, Question
from interview_sim.exchange.bank_exporters import (
    USUAL,
    BankFormat,
    back,
    one_line,
    plain,
    questions_of,
    topic_parts,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_HEADERS = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#guid column:1",
    "#deck column:2",
    "#tags column:5",
    "#columns:GUID\tDeck\tFront\tBack\tTags",
)
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


def write(bank: Bank, options: Mapping[str, Any]) -> bytes:
    """The bank as text that Anki 2.1.54 and later imports with its own headers.

    Imported again after an edit it updates the notes, since each has a name that stays.
    """
    out = io.StringIO()
    out.write("\n".join(_HEADERS) + "\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for question in questions_of(bank):
        writer.writerow(
            [
                f"interview-sim:{bank.id}:{question.id}",
                _deck(bank, question),
                card_html(plain(question.prompt)),
                card_html(back(question)),
                _tags(question),
            ]
        )
    return out.getvalue().encode()


def _deck(bank: Bank, question: Question) -> str:
    names = [bank.title, *topic_parts(question)]
    return "::".join(one_line(name).replace("::", ":").strip(": ") or "-" for name in names)


def _tags(question: Question) -> str:
    """Tags as Anki has them, without spaces within; the level is one of them."""
    tags = [*question.tags, f"level::{question.level.value}"]
    return " ".join(one_line(tag).replace(" ", "-") for tag in tags if tag.strip())


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


FORMAT = BankFormat(
    name="anki",
    title="Anki",
    purpose="a text file that Anki imports",
    endings=(".txt",),
    write=write,
    holds=USUAL,
    order=1,
)
