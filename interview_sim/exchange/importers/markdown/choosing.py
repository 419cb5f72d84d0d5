"""Which of a document's markers are its questions, by what most of them have in common."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.markdown.labels import Role, label_of
from interview_sim.exchange.importers.markdown.markers import (
    LAYOUTS,
    Marker,
    Outline,
    is_structure,
)

_COMMON = 0.8
"""A feature that this share of the questions has is taken as belonging to the layout."""

_NUMBERED = 0.5
"""How much a number counts for a line that does not ask."""

_LABELLED = 1.5
"""How much a heading counts under which an answer is labelled as such."""

_MANY = 0.6
"""Where this share of markers are questions, the others that look like them are too."""


class Chosen(Struct, frozen=True):
    """The questions of a document, in its order, and how they were told."""

    layout: str
    markers: tuple[Marker, ...]
    asking: int
    """How many of them read like questions."""
    score: float


def choose(
    outline: Outline, free: Collection[int], layout: str = "", *, least: float = 0.9
) -> Chosen | None:
    """The layout whose questions fit best among the blocks in `free`, or None when none does.

    Args:
        outline: The document.
        free: The blocks that may be questions.
        layout: The only layout to try; all its markers are then taken.
        least: The score below which nothing is chosen.
    """
    best: Chosen | None = None
    for name, (find, trust) in LAYOUTS.items():
        if layout and name != layout:
            continue
        markers = [marker for marker in find(outline) if marker.block in free]
        if not markers:
            continue
        tree = _Tree(outline, markers) if name == "headings" else None
        chosen = _alike(markers) if tree is None else _headings(tree, markers)
        if layout:
            chosen = markers if tree is None else tree.commonest()
        asking = sum(_weight(marker, tree) for marker in chosen)
        share = sum(m.title.is_question for m in markers) / len(markers)
        if name == "headings" or len(chosen) >= _COMMON * len(markers):
            share = max(share, 0.6)
        score = trust * asking * min(1.0, 0.4 + share)
        count = sum(marker.title.is_question for marker in chosen)
        if chosen and (best is None or score > best.score):
            best = Chosen(name, tuple(chosen), count, score)
    return best if best is not None and (layout or best.score >= least) else None


def _alike(markers: Sequence[Marker]) -> list[Marker]:
    """The markers that are questions: those that ask, and those that look like these."""
    asking = [marker for marker in markers if marker.title.is_question]
    numbered = [marker for marker in markers if marker.title.is_numbered]
    if markers[0].layout != "list items" and len(numbered) >= max(3, _COMMON * len(markers)):
        return numbered
    if not asking:
        return []
    is_common = len(asking) >= _MANY * len(markers)
    by_number = _share(asking, lambda m: m.title.is_numbered) >= _COMMON
    by_level = _share(asking, lambda m: m.title.level is not None) >= _COMMON
    by_break = _share(asking, lambda m: m.is_separated) >= _COMMON

    def fits(marker: Marker) -> bool:
        if marker.title.is_question:
            return True
        if by_level and marker.title.level is not None:
            return True
        if marker.layout == "list items":
            return is_common and (bool(marker.rest) or len(asking) >= _COMMON * len(markers))
        if by_number and marker.title.is_numbered:
            return True
        return is_common and by_break and marker.is_separated and not by_number and not by_level

    # A document whose questions are numbered has other bold or listed questions in its answers.
    strict = by_number and markers[0].layout == "bold lines"
    return [m for m in markers if fits(m) and (not strict or m.title.is_numbered or m.is_separated)]


def _share(markers: Sequence[Marker], has: object) -> float:
    assert callable(has)  # noqa: S101 - a mistake of ours, not the user's
    return sum(bool(has(marker)) for marker in markers) / len(markers)


class _Level(Struct):
    """What the headings of one level have in common."""

    count: int = 0
    asking: int = 0
    numbered: int = 0
    labelled: int = 0

    @property
    def is_of_questions(self) -> bool:
        """Whether headings of this level are questions as a rule."""
        return self.count > 0 and (
            self.asking >= _MANY * self.count or self.labelled >= 0.5 * self.count
        )


def _weight(marker: Marker, tree: _Tree | None) -> float:
    """How much a marker speaks for its layout."""
    if tree is not None and tree.has_label(marker.block):
        return _LABELLED
    return max(marker.title.asks, _NUMBERED * marker.title.is_numbered)


def _headings(tree: _Tree, markers: Sequence[Marker]) -> list[Marker]:
    """The headings that are questions, and not topics nor parts of an answer."""
    chosen: list[Marker] = []
    until = -1
    for marker in markers:
        if marker.block < until:
            continue
        if tree.is_question(marker):
            chosen.append(marker)
            until = tree.end(marker.block)
    return chosen


class _Tree:
    """The headings of a document with what lies below each."""

    def __init__(self, outline: Outline, markers: Sequence[Marker]) -> None:
        self._blocks = outline.blocks
        self._outline = outline
        self._markers = {marker.block: marker for marker in markers}
        self._structure = [i for i in range(len(outline.blocks)) if is_structure(outline, i)]
        self._ends = self._find_ends()
        self._levels: dict[int, _Level] = {}
        for index, marker in self._markers.items():
            found = self._levels.setdefault(self._level(index), _Level())
            found.count += 1
            found.asking += marker.title.is_question
            found.numbered += marker.title.is_numbered
            found.labelled += self.has_label(index)

    def _level(self, index: int) -> int:
        return self._blocks[index].level

    def _find_ends(self) -> dict[int, int]:
        """For each heading, the block at which its section ends."""
        ends: dict[int, int] = {}
        open_: list[int] = []
        for index in self._structure:
            while open_ and self._level(open_[-1]) >= self._level(index):
                ends[open_.pop()] = index
            open_.append(index)
        return ends | dict.fromkeys(open_, len(self._blocks))

    def end(self, index: int) -> int:
        """The block at which the section of a heading ends."""
        return self._ends[index]

    def _children(self, index: int) -> list[int]:
        end = self._ends[index]
        first = bisect_right(self._structure, index)
        inner = self._structure[first : bisect_left(self._structure, end)]
        top = min((self._level(i) for i in inner), default=0)
        return [i for i in inner if self._level(i) == top]

    def has_label(self, index: int) -> bool:
        """Whether an `Answer` or the like comes before the next heading."""
        for at in range(index + 1, self._ends[index]):
            block = self._blocks[at]
            if block.kind in {"heading", "summary"}:
                found = label_of(block.text)
                if found is None and block.kind == "heading":
                    return False
                is_deeper = block.kind == "summary" or block.level > self._level(index)
                if found is not None and found.role is Role.POINTS and is_deeper:
                    return True
                if found is not None and found.role is Role.ANSWER:
                    return True
        return False

    def _has_body(self, index: int) -> bool:
        """Whether anything but a table of contents stands under a heading."""
        return any(
            at not in self._outline.contents
            and self._blocks[at].kind not in {"open", "close", "rule", "summary", "heading"}
            for at in range(index + 1, self._ends[index])
        )

    def commonest(self) -> list[Marker]:
        """The headings of the level that has the most, for when the user says headings do it."""
        best = max(self._levels, key=lambda level: (self._levels[level].count, level))
        return [m for index, m in self._markers.items() if self._level(index) == best]

    def is_question(self, marker: Marker) -> bool:
        """Whether a heading is a question, by itself or since its siblings are."""
        index = marker.block
        level = self._levels[self._level(index)]
        children = self._children(index)
        below = [self._markers[i] for i in children if i in self._markers]
        asking_below = sum(child.title.is_question for child in below)
        if asking_below >= 2 and asking_below * 2 >= len(below):
            deeper = self._levels[self._level(below[0].block)]
            if not level.is_of_questions or level.count < max(3, deeper.asking // 4):
                return False
        if self.has_label(index):
            return True
        if marker.title.is_question:
            is_lonely_title = level.count == 1 and bool(below) and marker.title.asks < 1
            return not is_lonely_title
        if not level.is_of_questions or level.count < 3:
            return False
        is_numbered = level.numbered >= _COMMON * level.asking
        has_body = self._has_body(index) and not asking_below
        return has_body and (marker.title.is_numbered or not is_numbered)
