"""Where YAML cannot be read: what the author did, rather than what the parser stumbled over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from interview_sim.bank.nodes import Lost, place_of
from interview_sim.bank.problems import Placed, Problems, quoted

_UNCLOSED = (
    "this bracket is not closed",
    "put a comma between the items and close the bracket, or put a text in quotes",
)
_OPEN_QUOTE = ("this quote is never closed", "close the quote")
_NO_VALUE = ("a key without a value", "write `key: value`, or put a longer text in quotes")

_SYNTAX_ERRORS = {
    ("there is a tab where spaces are needed", "indent with spaces"): ("tab character", "'\\t'"),
    (
        "there is a `: ` where no key can be",
        "put the whole text in quotes, or check the indentation of the line before",
    ): ("mapping values are not allowed",),
    ("a text cannot begin with this character", "put the text in quotes"): (
        "cannot start any token",
        "alphabetic or numeric character",
        "non-alphabetical",
    ),
    ("a text after `|` or `>` begins on the next line", "move it there"): (
        "line break",
        "chomping or indentation",
    ),
    ("a value is missing here", "write it, and close any bracket before"): ("node content",),
    (
        "this line does not fit here",
        "check its indentation, and quotes and brackets on the lines before",
    ): ("<block end>", "expected key", "<document start>"),
    ("there is a `?` where no key can be", "put the text in quotes"): (
        "mapping keys are not allowed",
    ),
    ("this line does not fit into the list", "begin each item with `- `, all equally far in"): (
        "expected '-' indicator",
    ),
    _UNCLOSED: ("expected ',' or",),
    _NO_VALUE: ("expected ':'",),
    ("a list cannot begin here", "begin the list on its own line"): (
        "sequence entries are not allowed",
    ),
    _OPEN_QUOTE: ("unexpected end of stream", "document separator"),
    (
        "no such escape in double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    ): ("escape c",),
    ("tags (`!…`) are not used here", "remove it, or put the text in quotes"): ("tag",),
}
"""What we say, with what helps, in place of which of the parser's messages."""

_MOST_CONFLICTS = 5
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
"""A line with which Git marks what it could not merge."""

_HEADER = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[^ #].*?: +|)[|>][-+1-9]*[ \t]*(?:#.*)?")
"""A line after which a text in lines of its own begins."""
_KEY = re.compile(r"[\w-]+ *:(?: |$)")
_VALUE = re.compile(r" *(?:- +)*(?:[\w-]+ *: +)?")
"""What stands before a value in its line."""
_CONFLICT_LEFT = (
    "a merge conflict is left here",
    "keep one version, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
)
_CLOSING = {"}": "{", "]": "[", '"': '"', "'": "'"}
_READ_AS = {"{": "a group of keys", "[": "a list"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def report_syntax_error(
    error: yaml.YAMLError, text: str, innermost: Placed | None, problems: Problems
) -> None:
    """Say in an author's words why the text cannot be read.

    Args:
        error: What the parser says.
        text: What was read.
        innermost: The list or group that was opened last and is not closed yet.
        problems: Gets the problem, with its place and what to write instead.
    """
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened = getattr(error, "context_mark", None) or mark
    index = 0 if mark is None else mark.index
    is_at_end = not text[index:].strip()
    words = next(
        (words for words, parts in _SYNTAX_ERRORS.items() if any(part in said for part in parts)),
        (f"this is not YAML: {quoted(said)}",),
    )
    # A bracket, a quote or a key that misses something is pointed at where it begins.
    begun = opened if words in (_UNCLOSED, _OPEN_QUOTE, _NO_VALUE) else mark
    place = Lost(1, 1) if begun is None else Lost(begun.line + 1, begun.column + 1)
    if conflicts := list(_conflicts(text)):
        for conflict in conflicts:
            problems.error(conflict, *_CONFLICT_LEFT)
        return
    if is_at_end and "node content" in said and innermost is not None:
        problems.error(innermost, *_UNCLOSED)
        return
    found = _ended_early(text.splitlines(), place.line - 1)
    if found is None and "escape" not in said:
        found = _goes_on(text, index)
    problems.error(*(found or (place, *words)))


def _conflicts(text: str) -> Iterator[Lost]:
    """Where each merge conflict begins; where none does, the first mark that is left of one."""
    marks = list(_CONFLICT.finditer(text))
    begun = [mark for mark in marks if mark[0][0] == "<"] or marks
    for mark in begun[: _MOST_CONFLICTS if begun != marks else 1]:
        yield place_of(text, mark.start())


def _ended_early(lines: list[str], at: int) -> tuple[Lost, str, str] | None:
    """The line that ends a text by being indented less, where it cannot be a key or an item."""
    at = min(at, len(lines) - 1)
    for first in range(at - 1, -1, -1):
        header = _HEADER.fullmatch(lines[first])
        if header is not None:
            break
    else:
        return None
    below = [number for number in range(first + 1, at + 1) if lines[number].strip()]
    depth = _indent(lines[below[0]]) if below else 0
    ends = [number for number in below if _indent(lines[number]) < depth]
    own, dash = len(header["before"]), header["before"].rfind("-")
    if not ends or depth <= (own if header["key"] else dash):
        return None
    *between, last = (line.lstrip() for line in lines[ends[0] : at + 1] if line.strip())
    indent = _indent(lines[at])
    is_key = indent <= own and _KEY.match(last)
    is_item = indent < max(own, 1) and last.startswith("- ")
    if (
        is_key
        or is_item
        or last.startswith("\t")
        or not all(line.startswith("#") for line in between)
    ):
        return None  # what is wrong with it is something else
    spaces = _NUMBERS[depth] if depth < len(_NUMBERS) else str(depth)
    return (
        Lost(ends[0] + 1, _indent(lines[ends[0]]) + 1),
        f"this line ends the text that begins in line {first + 1}, since it is indented less",
        f"indent it by at least {spaces} spaces",
    )


def _goes_on(text: str, index: int) -> tuple[Lost, str, str] | None:
    """A text that goes on after what it begins with is closed, as in `{x} is` or `"x" is`."""
    before = text[:index].rstrip()
    start = before.rfind("\n") + 1
    value = _VALUE.match(before, start)
    begin = value.end() if value else start
    opener = before[begin : begin + 1]
    if not opener or _CLOSING.get(before[-1], before[-1] * (before[-1] == "{")) != opener:
        return None
    if opener in _READ_AS:
        message = f"a text that begins with `{opener}` is read as {_READ_AS[opener]}"
        return place_of(text, begin), message, "put the text in quotes"
    message = "a text goes on after its closing quote"
    return place_of(text, index), message, "put all of it in single quotes, and double those within"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
