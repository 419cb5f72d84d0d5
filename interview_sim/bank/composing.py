"""From the bytes of a file to its text, and from YAML text to nodes, one parser event at a time.

Nothing is constructed, resolved or expanded: anchors, aliases, tags and merge keys are refused, and
the stack is our own, so neither nesting nor references can make a small file large.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from interview_sim.bank.loading import MAX_BYTES
from interview_sim.bank.nodes import Entry, Lost, Mapping, Node, Scalar, Sequence, place_of
from interview_sim.bank.problems import Problems, quoted
from interview_sim.bank.syntax import report_syntax_error

MAX_DEPTH = 40
"""Lists and keys within each other; a bank needs about a dozen levels."""

MAX_NODES = 400_000
"""Texts, lists and mappings in one file."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser whose events are read; the C one is five times as fast, where it is there."""

_BLOCK_STYLES = frozenset("|>")

_IN_LINES = {
    "a code block (```)": re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE),
    "a list": re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE),
    "a table": re.compile(r"^[ \t]*\|.+\|[ \t]*$", re.MULTILINE),
}
"""What a text has whose lines matter, by how such a line begins."""

_OWN_TAGS = "tag:yaml.org,2002:"
"""What the parser makes of `!!`."""

_MAX_REPORTED = 5

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML does not allow in a file unless it is escaped."""


class _TooMuchError(Exception):
    """A limit was reached; it is reported already."""


class _Composer:
    """Builds the tree from events, with a stack of the lists and mappings that are still open."""

    def __init__(self, problems: Problems, text: str = "") -> None:
        self.root: Node | None = None
        self._text = text
        self._problems = problems
        self._open: list[tuple[Sequence | Mapping | None, Scalar | Lost | None]] = []
        self._parent: Sequence | Mapping | None = None
        self._key: Scalar | Lost | None = None
        self._count = 0
        self._documents = 0

    @property
    def innermost(self) -> Sequence | Mapping | None:
        """The list or mapping that was opened last and is not closed yet."""
        return self._parent

    def take(self, event: Any) -> None:
        """Add what one event of the parser brings."""
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent:
            self._begin(event, Mapping({}, *_place(event)))
        elif kind is SequenceStartEvent:
            self._begin(event, Sequence([], *_place(event)))
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._parent, self._key = self._open.pop()
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._problems.error(
                Lost(*_place(event)),
                "a second document begins here",
                "keep one bank a file, without `---` between",
            )
            raise _TooMuchError

    def _alias(self, event: Any) -> None:
        node = Lost(*_place(event))
        self._problems.error(
            node,
            f"references (`*{event.anchor[:40]}`) are not used here",
            "write the text out, or put it in quotes if it begins with `*`",
        )
        self._put(node)

    def _scalar(self, event: Any) -> None:
        text, style, mark = event.value, event.style, event.start_mark
        if style and style in _BLOCK_STYLES:
            text = text.rstrip("\n")  # the line end that closes a block is not part of the text
        node = Scalar(text, mark.line + 1, mark.column + 1, not style, style == "|")
        if style != "|" and event.end_mark.line > mark.line + 1:
            self._run_together(event, node)
        if event.anchor is None and event.tag is None:
            self._put(node)
        else:
            self._refuse_marks(event, node)
            self._put(node if event.tag is None else Lost(node.line, node.column))

    def _run_together(self, event: Any, node: Scalar) -> None:
        """Warn of code, a list or a table in a text whose line ends become spaces."""
        written = self._text[event.start_mark.index : event.end_mark.index]
        for what, begins in _IN_LINES.items():
            typed, kept = (len(begins.findall(text)) for text in (written, node.text))
            if typed > max(kept, 1):
                folded = "is folded (`>`)" if event.style == ">" else "is not written with `|`"
                message = f"the text has {what} but {folded}, so its lines run together"
                self._problems.warn(node, message, "write `|`")
                return

    def _begin(self, event: Any, node: Sequence | Mapping) -> None:
        self._refuse_marks(event, node)
        if len(self._open) >= MAX_DEPTH:
            self._problems.error(node, f"more than {MAX_DEPTH} levels within each other")
            raise _TooMuchError
        self._put(node)
        self._open.append((self._parent, self._key))
        self._parent, self._key = node, None

    def _refuse_marks(self, event: Any, node: Node) -> None:
        if event.anchor is not None:
            self._problems.error(
                node,
                f"anchors (`&{event.anchor[:40]}`) are not used here",
                "remove it, or put the text in quotes if it begins with `&`",
            )
        if event.tag is not None:
            self._problems.error(
                node,
                f"tags ({quoted(event.tag.replace(_OWN_TAGS, '!!'))}) are not used here",
                "remove it, or put the text in quotes if it begins with `!`",
            )

    def _put(self, node: Node) -> None:
        """Hang `node` where the innermost open list or mapping expects its next one."""
        self._count += 1
        if self._count > MAX_NODES:
            self._problems.error(
                node, f"more than {MAX_NODES:,} values in one file", "split it into several banks"
            )
            raise _TooMuchError
        parent = self._parent
        if isinstance(parent, Mapping):
            key = self._key
            if key is None:
                self._key = node if type(node) is Scalar else self._refused_key(node)
                return
            self._key = None
            if type(key) is Scalar:
                self._pair(parent.entries, key, node)
        elif parent is None:
            self.root = node
        else:
            parent.items.append(node)

    def _refused_key(self, node: Node) -> Lost:
        if not isinstance(node, Lost):
            self._problems.error(
                node,
                "a key must be a word, not a list or a mapping",
                "put the text in quotes if it begins with a bracket",
            )
        return Lost(node.line, node.column)

    def _pair(self, entries: dict[str, Entry], key: Scalar, node: Node) -> None:
        first = entries.get(key.text)
        if first is None:
            entries[key.text] = Entry(key, node)
            return
        self._problems.error(
            key,
            f"the key {quoted(key.text)} is given twice",
            f"keep one; the first is in line {first.key.line}",
        )


def compose(text: str, problems: Problems, loader: Any = None) -> Node | None:
    """The tree of the one document in `text`, or None when there is none to be read.

    Args:
        text: What the file holds.
        problems: Receives what was refused, and why there is no tree.
        loader: A loader class of PyYAML, for trying the slow one.
    """
    composer = _Composer(problems, text)
    parser = (loader or LOADER)(text)
    try:
        while True:
            event = parser.get_event()
            if event is None:
                break
            composer.take(event)
    except _TooMuchError:
        return None
    except yaml.YAMLError as error:
        report_syntax_error(error, text, composer.innermost, problems)
        return None
    finally:
        parser.dispose()
    if composer.root is None:
        problems.error(Lost(1, 1), "the file is empty", "begin with `format:`")
    return composer.root


def _place(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


# From bytes to text


def decode(data: bytes, problems: Problems) -> str | None:
    """The text in `data`, or None when it cannot be used; the reason is then in `problems`."""
    start = Lost(1, 1)
    if len(data) > MAX_BYTES:
        problems.error(
            start,
            f"the file is larger than {MAX_BYTES // 1_000_000} MB",
            "split it into several banks",
        )
        return None
    encoding = _foreign_encoding(data)
    if encoding is not None:
        problems.error(start, f"the file is in {encoding}, not in UTF-8", "save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        problems.error(
            place_of(before, len(before)),
            f"the byte 0x{error.object[error.start]:02x} is not UTF-8 text",
            "save the file as UTF-8",
        )
        return None
    return check_text(text, problems)


def check_text(text: str, problems: Problems) -> str | None:
    """The text itself, or None when it holds characters that no bank may hold as such."""
    if len(text) > MAX_BYTES:
        problems.error(
            Lost(1, 1),
            f"the text is longer than {MAX_BYTES // 1_000_000} million characters",
            "split it into several banks",
        )
        return None
    is_clean = True
    for count, found in enumerate(_FORBIDDEN.finditer(text)):
        is_clean = False
        if count == _MAX_REPORTED:
            break
        char = ord(found.group())
        name = "a NUL character" if char == 0 else f"a control character (U+{char:04X})"
        remedy = "remove it" if char == 0 or char > 0xFF else f'remove it, or write "\\x{char:02x}"'
        problems.error(place_of(text, found.start()), f"there is {name} here", remedy)
    return text if is_clean else None


def _foreign_encoding(data: bytes) -> str | None:
    """The encoding a file shows itself to be in, if that is not UTF-8."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:200]
    nuls = head.count(0)
    if (
        len(head) >= 4
        and (nuls in {head[::2].count(0), head[1::2].count(0)})
        and nuls * 3 > len(head)
    ):
        return "UTF-16"
    return None
