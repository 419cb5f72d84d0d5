"""The session as Markdown that reads well in a pull request.

No HTML, no links and no pictures are written, and none can come from a text: everything that
CommonMark and GitHub's dialect would act upon is escaped where a backslash is enough, and put in
a code span where it is not, as for mentions and bare addresses, which GitHub finds in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.outline import NUMBERS, Block, Kind, outline
from interview_sim.exchange.session_exporters import SessionFormat
from interview_sim.literal import visible

_SPECIAL = re.compile(
    r"[\\`*\[\]~|]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|^\#+$|\#+$"
)
"""What means something anywhere; an underscore inside a word does not."""

_FIRST = re.compile(r"^(?:\d{1,9}(?=[.)]$)|(?=[-+=:]+$|>))")
"""Where a backslash goes in a word that would make its line a list, a rule, a quote or a table."""

_FOUND_IN_TEXT = re.compile(
    r"@\w|#\d|://|\bwww\.|\bGH-\d|:(?:[\w+-]*[a-z][\w+-]*|[+-]1|100|1234):|\$|\b(?:mailto|xmpp):"
    r"|^[0-9a-f]{7,40}$",
    re.IGNORECASE,
)
"""What GitHub turns into a mention, a reference, a link, a picture or a formula by itself."""

_BLANKS = re.compile(r"(\s+)")
_TAB = "    "
_HARD_BREAK = "\\"
_PIPE = "&#124;"


def write(session: Scorecard, options: Mapping[str, Any]) -> bytes:
    """The whole session: the scores, then every question with its answers and points."""
    written = ""
    last: Block | None = None
    for block in outline(session):
        if last is not None:
            is_list = last.kind is block.kind is Kind.ITEM
            written += "\n" if is_list else "\n\n"
        written += _block(block)
        last = block
    return f"{written}\n".encode()


def _block(block: Block) -> str:
    match block.kind:
        case Kind.HEADING:
            lead = f"{block.lead} ".lstrip()
            return f"{'#' * block.level} {lead}{inline(block.text)}"
        case Kind.PASSAGE:
            return as_typed(block.text) if block.text.strip() else "*The question is not known.*"
        case Kind.SAID:
            return f"*{inline(block.text)}*"
        case Kind.QUOTE:
            return quoted(block.text) if block.text.strip() else "> *Nothing was typed.*"
        case Kind.ITEM:
            return _item(block)
        case Kind.TABLE:
            head, *rows = block.rows
            rule = ["---:" if name in NUMBERS else "---" for name in head]
            rows = [tuple(map(inline, row)) for row in rows]
            return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))
        case Kind.SENTENCE:
            lead = f"**{inline(block.lead)}** " if block.lead else ""
            return f"{lead}{inline(block.text)}".rstrip()


def _item(block: Block) -> str:
    indent = "  " * block.level
    sign = block.sign.replace("~", "\\~")
    line = f"{indent}- {f'{sign} ' if sign else ''}{inline(block.text)}"
    return f"{line}\\\n{indent}  {inline(block.evidence)}" if block.evidence else line


# Text as Markdown that shows it as it was typed, whatever is in it.


def inline(text: str) -> str:
    """The text on one line, for a heading, a list item, a sentence or a cell of a table."""
    return _line(" ".join(visible(text).split()))


def quoted(text: str) -> str:
    """The text as a block quote, its line ends and its indents kept."""
    return as_typed(text, prefix="> ")


def as_typed(text: str, *, prefix: str = "") -> str:
    """The text as paragraphs, its line ends and its indents kept.

    Args:
        text: What to show; blank lines at its ends are left out.
        prefix: What every line begins with.
    """
    lines = visible(text).strip("\n").rstrip().split("\n")
    written: list[str] = []
    for number, line in enumerate(lines):
        if not line.strip():
            written.append(prefix.rstrip())
            continue
        goes_on = number + 1 < len(lines) and lines[number + 1].strip()
        written.append(f"{prefix}{_line(line)}{_HARD_BREAK if goes_on else ''}")
    return "\n".join(written)


def _line(text: str) -> str:
    """One line of text; runs of blanks stay as wide as they are."""
    pieces = _BLANKS.split(text.replace("\t", _TAB).rstrip())
    written: list[str] = []
    for piece in filter(None, pieces):
        if piece.isspace():
            is_plain = piece == " " and written
            written.append(piece if is_plain else piece.replace(" ", "&nbsp;"))
        elif _FOUND_IN_TEXT.search(piece):
            written.append(_code(piece))
        else:
            written.append(_escaped(piece, is_first=not written))
    return "".join(written)


def _escaped(word: str, *, is_first: bool) -> str:
    """The word with a backslash before every sign that would mean something."""
    found = _FIRST.match(word) if is_first else None
    escaped = _SPECIAL.sub(_escape, word)
    return escaped if found is None else f"{found.group()}\\{escaped[found.end() :]}"


def _escape(found: re.Match[str]) -> str:
    # A pipe that is only escaped would still end a cell in some readers.
    return _PIPE if found.group() == "|" else f"\\{found.group()}"


def _code(word: str) -> str:
    """The word in a code span whose fence is longer than any in it."""
    if "|" in word:
        # No code span can hold a pipe inside a table: characters are written as references instead.
        return "".join(char if char.isalnum() else f"&#{ord(char)};" for char in word)
    longest = max((len(run) for run in re.findall("`+", word)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if word.startswith("`") or word.endswith("`") else ""
    return f"{fence}{pad}{word}{pad}{fence}"


FORMAT = SessionFormat(
    name="md",
    title="Markdown",
    purpose="to read, or for a pull request",
    endings=(".md", ".markdown"),
    write=write,
    order=1,
)
