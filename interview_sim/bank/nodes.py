"""A bank's YAML as it was typed: plain nodes that know where they stand."""

from __future__ import annotations

from msgspec import Struct


class Scalar(Struct, frozen=True, gc=False):
    """A text, a number, a word: whatever stands in one piece, as the author typed it."""

    text: str
    line: int
    column: int
    is_plain: bool = True
    """Written without quotes, so it may be meant as a number or as nothing."""

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
        """What stands under `key`, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


class Lost(Struct, frozen=True, gc=False):
    """A place whose content was refused; the problem is told already."""

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
