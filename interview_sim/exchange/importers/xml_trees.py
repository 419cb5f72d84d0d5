"""XML read within bounds: no entities of its own, nothing fetched, not too deep."""

from __future__ import annotations

import re
from typing import Any, cast
from xml.etree import ElementTree

from interview_sim.exchange.importers.documents import Document, clean
from interview_sim.exchange.importers.imported import ImportFailed

Element = ElementTree.Element

_MAX_DEPTH = 100
_MAX_ELEMENTS = 400_000
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


def root_name(document: Document) -> str:
    """The name of the first element, as far as the beginning shows; empty: it is no XML."""
    head = document.data[:4000]
    is_wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text = head.decode("utf-16" if is_wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return ""
    found = _ROOT.search(_COMMENT.sub("", text))
    return found.group(1).rpartition(":")[2] if found is not None else ""


def parse_xml(document: Document) -> Element:
    """The root element of a document.

    Raises:
        ImportFailed: It is not well-formed, defines entities, refers outside, or is too large.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Builder(document.name)
    parser = DefusedXMLParser(target=builder)
    builder.parser = parser.parser
    try:
        parser.feed(document.text_bytes)
        root: Element = parser.close()
    except DefusedXmlException:
        raise ImportFailed(
            f"{document.name}: it defines entities or refers to other files, which are not read; "
            "save it without them"
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ImportFailed(
            f"{document.name}: this is not well-formed XML ({error}); export it again"
        ) from None
    return root


def line_of(element: Element) -> int:
    """The line on which an element begins, from one."""
    return getattr(element, "line", 0)


def child_text(element: Element, name: str) -> str:
    """All text in the first child of that name; empty without one."""
    child = element.find(name)
    return "" if child is None else clean("".join(child.itertext()))[0].strip()


def number_in(text: str | None, lowest: float, highest: float) -> float:
    """The number in an attribute; zero where it is none, or not within the limits."""
    try:
        found = float(text or "")
    except ValueError:
        return 0.0
    return found if lowest <= found <= highest else 0.0


class _PlacedElement(Element):
    """An element that knows its line."""

    __slots__ = ("line",)
    line: int


class _Builder(ElementTree.TreeBuilder):
    """Builds elements with their lines, as long as they are not too many or too deep."""

    def __init__(self, name: str) -> None:
        super().__init__(element_factory=_PlacedElement)
        self._name = name
        self.parser: Any = None
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Begin an element; its name loses its namespace."""
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH:
            raise ImportFailed(f"{self._name}: more than {_MAX_DEPTH} elements within each other")
        if self._count > _MAX_ELEMENTS:
            raise ImportFailed(
                f"{self._name}: more than {_MAX_ELEMENTS:,} elements; import it in parts"
            )
        element: Any = super().start(tag.rpartition("}")[2], attrs)
        element.line = self.parser.CurrentLineNumber
        return cast("Element", element)

    def end(self, tag: str) -> Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])
