"""What of a document went into no question, each piece with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import Skipped, brief
from interview_sim.exchange.importers.markdown.blocks import Block, Item
from interview_sim.exchange.importers.markdown.context import Surroundings
from interview_sim.exchange.importers.markdown.labels import Role, label_of
from interview_sim.exchange.importers.markdown.markers import Marker, Outline, is_structure
from interview_sim.exchange.importers.markdown.rendering import Renderer
from interview_sim.exchange.importers.markdown.source import Source
from interview_sim.exchange.importers.markdown.titles import is_about_itself, plain

_CONTENTS = "part of a table of contents"
_ABOUT = "about the collection, not a question"
_OUTSIDE = {
    "paragraph": "text outside any question",
    "list": "a list item that is no question",
    "table": "a table row that is no question",
    "fence": "code outside any question",
    "code": "code outside any question",
    "quote": "a quotation outside any question",
    "html": "HTML outside any question",
    "summary": "a fold that is no question",
}


class Leftovers:
    """Keeps account of what was used, so that the rest can be told."""

    def __init__(
        self, document: Document, source: Source, outline: Outline, renderer: Renderer
    ) -> None:
        self.used: set[int] = set()
        """Blocks that went into a question."""
        self.extra: list[Skipped] = []
        self._document = document
        self._source = source
        self._outline = outline
        self._renderer = renderer
        self._items: dict[int, set[int]] = {}

    def keep_items(self, marker: Marker) -> None:
        """Note that one item of a list was used; its other items may not be."""
        if marker.item is not None:
            self._items.setdefault(marker.block, set()).add(marker.item.start)

    def add_unused(self, unused: Iterable[tuple[Block, str]]) -> None:
        """Note pieces within a question that were left out."""
        self.extra += [self._skipped(block.start, block.text, why) for block, why in unused]

    def skipped(self, around: Surroundings, *, has_drafts: bool) -> Iterator[Skipped]:
        """Everything that went into no question, in the order of the document."""
        for number, text in self._source.navigation:
            yield Skipped(
                self._document.location(number), brief(plain(text)), "a link within the page"
            )
        topics = self._topics(around) if has_drafts else set()
        for index, block in enumerate(self._outline.blocks):
            if index in self._items:
                yield from self._other_items(block, self._items[index], around, index)
            elif index not in self.used and index not in topics:
                yield from self._rest(block, index, around)
        yield from self.extra

    def _topics(self, around: Surroundings) -> set[int]:
        """The headings that became topics or the title, since a question stands under them."""
        found = set() if around.title_block is None else {around.title_block}
        open_: list[int] = []
        for index, block in enumerate(self._outline.blocks):
            if is_structure(self._outline, index) and index not in self.used:
                open_ = [at for at in open_ if self._outline.blocks[at].level < block.level]
                open_.append(index)
            elif index in self.used:
                found |= set(open_)
        return found

    def _rest(self, block: Block, index: int, around: Surroundings) -> Iterator[Skipped]:
        if block.kind in {"rule", "open", "close"} or self._is_plain_title(block):
            return
        if block.kind == "heading":
            why = _ABOUT if is_about_itself(block.text) else "a heading without questions under it"
            yield self._skipped(block.start, block.text, why)
            return
        if index in self._outline.contents:
            why = _CONTENTS
        else:
            why = _ABOUT if around[index].is_about_itself else _OUTSIDE[block.kind]
        if block.kind == "list":
            yield from self._all_items(block, why)
        elif block.kind == "table":
            for number, row in enumerate(block.rows[1:], block.start + 2):
                yield self._skipped(number, " | ".join(row), why)
            if len(block.rows) < 2:
                yield self._skipped(block.start, " | ".join(*block.rows[:1]), why)
        else:
            text = block.text or self._renderer.source(block)
            yield self._skipped(block.start, text, why)

    def _is_plain_title(self, block: Block) -> bool:
        """Whether a heading only says `Questions`, and questions were found."""
        label = label_of(block.text) if block.kind == "heading" else None
        return label is not None and label.role is Role.QUESTION and bool(self.used)

    def _all_items(self, block: Block, why: str) -> Iterator[Skipped]:
        for item in block.items:
            yield self._skipped(item.start, _words(item), why)
            for child in item.blocks:
                if child.kind == "list":
                    yield from self._all_items(child, why)

    def _other_items(
        self, block: Block, used: set[int], around: Surroundings, index: int
    ) -> Iterator[Skipped]:
        """The items of a list that are no questions, though others of it are."""
        for item in block.items:
            if item.start in used or _holds(item, used):
                for child in item.blocks:
                    if child.kind == "list" and _holds(item, used) and item.start not in used:
                        yield from self._other_items(child, used, around, index)
            else:
                why = _OUTSIDE["list"]
                yield self._skipped(item.start, _words(item), why)
                for child in item.blocks:
                    if child.kind == "list":
                        yield from self._all_items(child, why)

    def _skipped(self, start: int, text: str, why: str) -> Skipped:
        shown = brief(plain(text[:2000])) or brief(text) or "(nothing to read)"
        return Skipped(self._document.location(self._source.number(start)), shown, why)


def _words(item: Item) -> str:
    return item.text or next((block.text for block in item.blocks if block.text), "")


def _holds(item: Item, used: set[int]) -> bool:
    """Whether an item of a list below this one was used."""
    return any(
        inner.start in used or _holds(inner, used)
        for child in item.blocks
        if child.kind == "list"
        for inner in child.items
    )
