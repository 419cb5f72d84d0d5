"""Which blocks belong to which question."""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.exchange.importers.markdown.blocks import Block
from interview_sim.exchange.importers.markdown.context import Surroundings, is_boundary
from interview_sim.exchange.importers.markdown.markers import Marker, Outline, is_structure


class Bodies:
    """The blocks behind each question, up to the next one or the next topic."""

    def __init__(self, outline: Outline, markers: Sequence[Marker]) -> None:
        self._outline = outline
        self._starts = sorted({marker.block for marker in markers})
        self._last = {marker.block: marker for marker in markers}
        self._around = Surroundings(outline, set(self._starts))
        ends = [*self._starts[1:], len(outline.blocks)]
        self._next = dict(zip(self._starts, ends, strict=False))

    def of(self, marker: Marker) -> list[Block]:
        """The blocks of a question's body."""
        inner = list(marker.item.blocks[1:]) if marker.item is not None else []
        return [*inner, *(self._outline.blocks[index] for index in sorted(self.taken(marker)))]

    def taken(self, marker: Marker) -> set[int]:
        """The blocks at the top of the document that belong to a question's body."""
        start = marker.block + 1
        if marker.layout == "details":
            return set(range(start, self._closing(marker.block)))
        end = self._end(marker)
        if marker.item is None:
            return set(range(start, end))
        return self._behind_list(marker, start, end)

    def _closing(self, index: int) -> int:
        """Where the `<details>` around a block closes, or the next question begins."""
        depth = self._outline.depth[index]
        end = self._next[index]
        for at in range(index + 1, end):
            if self._outline.depth[at] < depth:
                return at
            if depth == 0 and is_structure(self._outline, at):
                return at
        return end

    def _end(self, marker: Marker) -> int:
        """Where the next question or topic begins."""
        block = self._outline.blocks[marker.block]
        following = self._next[marker.block]
        level = self._around[marker.block].heading_level
        own = block.level if block.kind == "heading" else level
        for at in range(marker.block + 1, following):
            if is_boundary(self._outline, at, own) or at in self._outline.contents:
                return at
            if block.kind != "heading" and self._is_topic(at, following):
                return at
        return following

    def _is_topic(self, index: int, following: int) -> bool:
        """Whether a heading within a body is a topic, since a question stands under it."""
        if not is_structure(self._outline, index):
            return False
        level = self._outline.blocks[index].level
        if following >= len(self._outline.blocks):
            return False
        between = range(index + 1, following)
        return not any(
            is_structure(self._outline, at) and self._outline.blocks[at].level <= level
            for at in between
        )

    def _behind_list(self, marker: Marker, start: int, end: int) -> set[int]:
        """The blocks behind a list that belong to its last item."""
        block = self._outline.blocks[marker.block]
        if not block.items or block.items[-1] is not marker.item or self._is_nested(marker):
            return set()
        if len(block.items) == 1 or (block.is_ordered and self._goes_on(marker, end)):
            return set(range(start, end))
        taken = set()
        for at in range(start, end):
            is_attached = self._outline.blocks[at].kind in {"fence", "open", "close", "summary"}
            if not is_attached and not self._outline.depth[at]:
                break
            taken.add(at)
        return taken

    def _is_nested(self, marker: Marker) -> bool:
        return bool(marker.parents)

    def _goes_on(self, marker: Marker, end: int) -> bool:
        """Whether the next question's list counts on from this one's."""
        number = marker.item.number if marker.item is not None else None
        if number is None or end >= len(self._outline.blocks):
            return False
        following = self._outline.blocks[end].items
        return bool(following) and following[0].number == number + 1
