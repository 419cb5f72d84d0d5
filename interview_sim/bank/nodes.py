"""A bank's YAML as it was typed: plain nodes with their lines, and which record came from which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from interview_sim.bank.problems import Placed

_LINE_END = re.compile(r"\r\n|\r|\n")


class Scalar(Struct, frozen=True, gc=False):
    """A text, a number, a word: whatever is written in one piece, as the author typed it."""

    text: str
    line: int
    column: int
    is_plain: bool = True
    """Written without quotes, so it may be meant as a number or as nothing."""
    is_block: bool = False
    """Written below a `|`, line by line."""

    @property
    def is_nothing(self) -> bool:
        """Whether no value was given at all: `key:` with nothing behind it."""
        return self.is_plain and not self.text

    @property
    def is_null(self) -> bool:
        """Whether YAML calls it null, where a field may be null."""
        return self.is_plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(Struct, frozen=True, gc=False):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Entry(Struct, frozen=True, gc=False):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True, gc=False):
    """Keys and values, in the order they were typed; no key twice."""

    entries: dict[str, Entry]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


class Lost(Struct, frozen=True, gc=False):
    """A place whose content was refused; the problem is reported already."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Lost


def kind_of(node: Node) -> str:
    """What an author would call the node."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a group of keys"
    return "nothing" if isinstance(node, Scalar) and node.is_nothing else "a text"


def place_of(text: str, index: int) -> Lost:
    """Line and column, from one, of the character at `index`."""
    line, start = 1, 0
    for found in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return Lost(line, index - start + 1)


class Origins:
    """From which part of the file each record came, for checks that come after the reading."""

    def __init__(self) -> None:
        self._mappings: dict[int, tuple[object, Mapping]] = {}

    def keep(self, record: object, mapping: Mapping) -> None:
        """Remember that `record` was read from `mapping`."""
        self._mappings[id(record)] = (record, mapping)

    def mapping(self, record: object) -> Mapping | None:
        """What `record` was read from; None for a stand-in or a default."""
        found = self._mappings.get(id(record))
        return None if found is None else found[1]

    def node(self, record: object, key: str) -> Node | None:
        """What the author wrote under `key`; None where that is nothing."""
        mapping = self.mapping(record)
        return None if mapping is None else mapping.get(key)

    def place(self, record: object, key: str = "") -> Placed:
        """Where `key` of the record is; where the record begins, without that key."""
        node = self.node(record, key)
        return node or self.mapping(record) or Lost(1, 1)

    def item(self, record: object, key: str, index: int) -> Placed:
        """Where one item of the list under `key` is."""
        node = self.node(record, key)
        return node.items[index] if isinstance(node, Sequence) else self.place(record, key)

    def is_stand_in(self, record: object) -> bool:
        """Whether the record could not be read at all, which was reported then."""
        return self.mapping(record) is None

    def gives(self, record: object, key: str) -> bool:
        """Whether the author wrote anything under the key, were it something wrong."""
        node = self.node(record, key)
        if node is None or (isinstance(node, Sequence) and not node.items):
            return False
        return not (isinstance(node, Scalar) and not node.text.strip())
