"""What stands around a question: the topics that headings name, and the levels that some give."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.markdown.labels import Role, label_of
from interview_sim.exchange.importers.markdown.markers import Outline, is_structure
from interview_sim.exchange.importers.markdown.titles import is_about_itself, plain, topic_name


class Around(NamedTuple):
    """What the headings above a block say."""

    topic: tuple[str, ...] = ()
    level: Level | None = None
    heading_level: int = 0
    """Of the nearest heading that is no question."""
    is_about_itself: bool = False
    """Whether one of them introduces a part about the collection."""


class Surroundings:
    """For each block, the headings above it."""

    def __init__(self, outline: Outline, questions: Collection[int]) -> None:
        self._outline = outline
        self._questions = questions
        self.title_block = self._find_title()
        self._around = self._find()

    def __getitem__(self, index: int) -> Around:
        return self._around[index]

    @property
    def title(self) -> str:
        """The heading that names the whole document."""
        if self.title_block is None:
            return ""
        return plain(self._outline.blocks[self.title_block].text)

    def _find_title(self) -> int | None:
        """The heading that names the whole document, rather than a topic of it."""
        structure = [i for i in range(len(self._outline.blocks)) if is_structure(self._outline, i)]
        if not structure or structure[0] in self._questions:
            return None
        top = self._outline.blocks[structure[0]].level
        others = [i for i in structure[1:] if self._outline.blocks[i].level <= top]
        text = self._outline.blocks[structure[0]].text
        if others or top > 1 or is_about_itself(text) or level_of(topic_name(text)) is not None:
            return None
        return structure[0]

    def _find(self) -> list[Around]:
        found: list[Around] = []
        above: list[tuple[int, str]] = []
        within = 0  # the level of the heading that is the question around a block
        for index, block in enumerate(self._outline.blocks):
            if is_structure(self._outline, index) and not (0 < within < block.level):
                within = block.level if index in self._questions else 0
                above = [
                    (level, text)
                    for level, text in above
                    if level < block.level or (within and level == block.level)
                ]
                if index != self.title_block and not within:
                    above = [pair for pair in above if pair[0] < block.level]
                    above.append((block.level, block.text))
            found.append(self._described(above))
        return found

    def _described(self, above: list[tuple[int, str]]) -> Around:
        names, level = [], None
        for _, text in above:
            name = topic_name(text)
            found = level_of(name) if len(name.split()) <= 3 else None
            if found is not None:
                level = found
            elif name and not is_about_itself(text):
                names.append(name)
        about = any(is_about_itself(text) for _, text in above)
        nearest = above[-1][0] if above else 0
        return Around(tuple(names[-3:]), level, nearest, about)


def is_boundary(outline: Outline, index: int, level: int) -> bool:
    """Whether a heading ends what stands under a heading of that level."""
    block = outline.blocks[index]
    if block.kind != "heading" or outline.depth[index]:
        return False
    label = label_of(block.text)
    if label is None:
        return block.level <= level
    if label.role in {Role.ANSWER, Role.QUESTION} or block.level > level:
        return False
    return not any(answer <= level for answer in outline.answer_levels)
