"""Text put into Markdown so that it shows as it was typed, whatever is in it.

Everything that CommonMark and GitHub's dialect would act upon is spelt so that it is not: escaped
where a backslash does it, and in a code span where only that does, as for mentions and bare
addresses, which GitHub finds in plain text.
"""

from __future__ import annotations

import re

from interview_sim.literal import visible

_SPECIAL = re.compile(
    r"[\\`*\[\]~|]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|^\#+$|\#+$"
)
"""What means something wherever it stands; an underscore inside a word does not."""

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


def inline(text: str) -> str:
    """The text on one line, for a heading, a list item, a sentence or a cell of a table."""
    return _line(" ".join(visible(text).split()))


def quoted(text: str) -> str:
    """The text as a block quote, its line ends and its indents kept."""
    return block(text, prefix="> ")


def block(text: str, *, prefix: str = "") -> str:
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
        # No code span can hold a pipe inside a table: the signs are spelt out one by one instead.
        return "".join(char if char.isalnum() else f"&#{ord(char)};" for char in word)
    longest = max((len(run) for run in re.findall("`+", word)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if word.startswith("`") or word.endswith("`") else ""
    return f"{fence}{pad}{word}{pad}{fence}"
