"""XML read within bounds: no entities of its own, nothing fetched, not too deep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed
from interview_sim.exchange.importers.limits import MAX_FILE_BYTES, megabytes

Element = ElementTree.Element

_MAX_DEPTH = 100
_MAX_ELEMENTS = 400_000
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


class Tree(Struct, frozen=True):
    """A document's elements, and the lines on which they begin."""

    root: Element
    lines: Mapping[Element, int]

    def line(self, element: Element) -> int:
        """The line of an element, from one."""
        return self.lines.get(element, 0)


def root_name(document: Document) -> str:
    """The name of the first element, as far as the beginning shows; empty: it is no XML."""
    head = document.data[:4000]
    is_wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text = head.decode("utf-16" if is_wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return ""
    found = _ROOT.search(_COMMENT.sub("", text))
    return found.group(1).rpartition(":")[2] if found is not None else ""


def parse_xml(document: Document) -> Tree:
    """The elements of a document.

    Raises:
        ImportFailed: It is not well-formed, defines entities, refers outside, or is too large.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    if len(document.data) > MAX_FILE_BYTES:
        raise ImportFailed(
            f"{document.name}: larger than {megabytes(MAX_FILE_BYTES)}; import it in parts"
        )
    builder = _Builder()
    parser = DefusedXMLParser(target=builder)
    builder.follow(parser)
    try:
        parser.feed(document.data)
        root = parser.close()
    except DefusedXmlException:
        raise ImportFailed(
            f"{document.name}: it defines entities or refers to other files, which is refused; "
            "save it without them"
        ) from None
    except _TooMuch as error:
        raise ImportFailed(f"{document.name}: {error}") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ImportFailed(
            f"{document.name}: this is not well-formed XML ({error}); export it again"
        ) from None
    return Tree(root, builder.lines)


def child_text(element: Element, name: str) -> str:
    """All text in the first child of that name; empty without one."""
    child = element.find(name)
    return "" if child is None else "".join(child.itertext()).strip()


def number_in(text: str | None, lowest: float, highest: float) -> float:
    """The number in an attribute; zero where it is none, or not within the limits."""
    try:
        found = float(text or "")
    except ValueError:
        return 0.0
    return found if lowest <= found <= highest else 0.0


class _TooMuch(Exception):
    """There is more in the document than is read."""


class _Builder(ElementTree.TreeBuilder):
    """Builds elements as long as they are not too many or too deep, and notes their lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self._parser: Any = None
        self._depth = 0

    def follow(self, parser: Any) -> None:
        """Take line numbers from this parser."""
        self._parser = parser.parser

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Begin an element; its name loses its namespace."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _TooMuch(f"more than {_MAX_DEPTH} elements within each other")
        if len(self.lines) >= _MAX_ELEMENTS:
            raise _TooMuch(f"more than {_MAX_ELEMENTS:,} elements; import it in parts")
        element = super().start(tag.rpartition("}")[2], attrs)
        self.lines[element] = self._parser.CurrentLineNumber
        return element

    def end(self, tag: str) -> Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])
