"""The outline of a document: what divides it, and what belongs to which question."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct, structs

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.markdown.source import (
    BOLD_HEADING,
    CARD_TAG,
    Block,
    Item,
)
from interview_sim.exchange.importers.markdown.titles import (
    Role,
    Title,
    bold_start,
    is_about_itself,
    label_of,
    read_title,
    split_item,
    topic_name,
)

_LONGEST_BOLD_HEADING = 60
_PAGE_LINK = re.compile(
    r"^\s*(?:\[[ xX]\]\s*)?\[[^\]]+\]\(\s*(#[^)]*|[^):]*\.(?:md|html?)[^)]*)\)\W*$"
)
_IN_PAGE = re.compile(r"\s*\[[^\n]{1,300}\]\(#[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\s*$")
"""A paragraph that only leads to a heading of the page."""
_OTHER_LINK = re.compile(
    r"^\s*(?:\[[ xX]\]\s*)?\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){1,500}\]"
    r"\(\s*https?:[^)]{0,2000}\)\W*(?:\w+\W*){0,3}$"
)
_GAP_CARD = re.compile(r"C:\s[^\n]*\[[^\]\n]+\](?!\()|[^\n]*\{\{c\d::")
_HIGHLIGHT = re.compile(r"==[^=\s][^=\n]{0,200}==")


class Candidate(Struct, frozen=True):
    """A title that may be a question."""

    kind: str
    block: int
    """Index of the block in the document."""
    line: int
    title: Title
    rest: str = ""
    """What is behind the question in the same block: the answer's beginning."""
    item: Item | None = None
    """The list item that the question is, with its body."""
    parents: tuple[str, ...] = ()
    """List items around it that name a topic."""
    context: tuple[Block, ...] = ()
    """What list items around it say that it rests on."""
    is_separated: bool = False
    """Whether a rule, a break or a heading is before it."""


class Around(NamedTuple):
    """What the headings above a block say."""

    topic: tuple[str, ...] = ()
    level: Level | None = None
    heading_level: int = 0
    """Of the nearest heading that is no question."""
    is_about_itself: bool = False
    """Whether one of them introduces a part about the collection."""


class Outline:
    """The blocks of a document with what all kinds of titles need to know of them."""

    def __init__(self, blocks: Sequence[Block], breaks: Sequence[int]) -> None:
        self.blocks = [_as_heading(blocks, index) for index in range(len(blocks))]
        self.depth = list(_depths(self.blocks))
        """For each block, how many `<details>` are open around it."""
        self.apart = dict(_apart(self.blocks))
        """The blocks that are part of no question, each with the reason."""
        self._breaks = breaks
        self.headings = [index for index in range(len(blocks)) if self.is_heading(index)]
        """The blocks that divide the document, rather than name a part of a question."""
        self.section_end = self._section_ends()
        """For each heading, the block at which its section ends."""
        labels = [block for block, deep in zip(self.blocks, self.depth, strict=True) if not deep]
        self._answer_levels = {
            block.level
            for block in labels
            if block.kind == "heading" and role_of(block) is Role.ANSWER
        }

    def is_heading(self, index: int) -> bool:
        """Whether a block is a heading that divides the document."""
        block = self.blocks[index]
        return block.kind == "heading" and not self.depth[index] and label_of(block.text) is None

    def elsewhere(self) -> set[int]:
        """The headings that are nothing but links to other pages, with nothing below them."""
        linked = [at for at in self.headings if _OTHER_LINK.match(self.blocks[at].text)]
        bare = {at for at in linked if self.section_end[at] == at + 1}
        return bare if len(bare) >= 0.6 * len(self.headings) - 1 else set()

    def _section_ends(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        open_: list[int] = []
        for index in self.headings:
            while open_ and self.blocks[open_[-1]].level >= self.blocks[index].level:
                ends[open_.pop()] = index
            open_.append(index)
        return ends | dict.fromkeys(open_, len(self.blocks))

    def is_separated(self, index: int) -> bool:
        """Whether something separates the block from what comes before."""
        before, block = self.blocks[max(0, index - 1)], self.blocks[index]
        if index == 0 or before.kind in {"rule", "heading", "close"}:
            return True
        at = bisect_left(self._breaks, before.end - 1)
        return at < len(self._breaks) and self._breaks[at] <= block.start

    def ends_section(self, index: int, level: int) -> bool:
        """Whether a heading ends a section of that level; in flat documents labels do not."""
        block = self.blocks[index]
        if block.kind != "heading" or self.depth[index] or block.level > level:
            return False
        role = role_of(block)
        if role in {Role.ANSWER, Role.QUESTION}:
            return False
        return role is None or not any(answer <= level for answer in self._answer_levels)


def role_of(block: Block) -> Role | None:
    """The part of a question that a heading or a summary names, if it does."""
    label = label_of(block.text)
    return None if label is None else label.role


def _depths(blocks: Sequence[Block]) -> Iterator[int]:
    open_ = 0
    for block in blocks:
        open_ = max(0, open_ - (block.kind == "close"))
        yield open_
        open_ += block.kind == "open"


def _apart(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Lists and tables that only lead elsewhere, and cards with gaps."""
    has_cards = any(CARD_TAG.match(block.text) for block in blocks[:20])
    for index, block in enumerate(blocks):
        has_gap = _GAP_CARD.match(block.text) or (has_cards and _HIGHLIGHT.search(block.text))
        linked = [cell for row in block.rows[1:] for cell in row if "](" in cell]
        beside = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
        if _IN_PAGE.match(block.text) and any(_IN_PAGE.match(one.text) for one in beside):
            yield index, "part of a table of contents"
        elif block.kind == "paragraph" and has_gap:
            yield index, "a card with gaps, which is not imported from Markdown"
        elif (
            _are_links([*_texts(block), *linked], _PAGE_LINK)
            and len(linked) * 2 >= len(block.rows) - 1
        ):
            yield index, "part of a table of contents"


def leads_elsewhere(block: Block) -> bool:
    """Whether a list or a column of a table links to other pages, and so has no questions."""
    columns = zip(*block.rows[1:], strict=False)
    return are_links(list(_texts(block))) or any(map(are_links, columns))


def are_links(texts: Sequence[str]) -> bool:
    """Whether most of some texts are nothing but links to pages."""
    return _are_links(texts, _PAGE_LINK, _OTHER_LINK)


def _are_links(texts: Sequence[str], *kinds: re.Pattern[str]) -> bool:
    """Whether most of some texts are nothing but links."""
    count = sum(any(kind.match(text) for kind in kinds) for text in texts)
    return bool(texts) and count >= 0.6 * len(texts)


def _texts(block: Block) -> Iterator[str]:
    for item in block.items:
        if item.text:
            yield item.text
        for child in item.blocks:
            yield from _texts(child) if child.kind == "list" else ()


def _as_heading(blocks: Sequence[Block], index: int) -> Block:
    """The block; a bold line before a list of questions counts as the heading that it is."""
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind != "paragraph" or following is None or following.kind != "list":
        return block
    bold = bold_start(block.text)
    if bold is None or bold[1] or len(bold[0]) > _LONGEST_BOLD_HEADING or label_of(bold[0]):
        return block
    title = read_title(bold[0])
    if title.is_question or title.is_numbered or title.level is not None:
        return block
    titles = [read_title(split_item(item.text)[0]) for item in following.items]
    asking = sum(title.asks >= 0.7 for title in titles)
    if asking * 3 < len(titles) * 2:
        return block
    return structs.replace(block, kind="heading", level=BOLD_HEADING, text=bold[0])


# -- what belongs to a question ------------------------------------------------------------------


class Sections:
    """What is around each block, and which blocks belong to each question."""

    def __init__(self, outline: Outline, questions: Sequence[Candidate]) -> None:
        self._outline = outline
        self._starts = sorted({one.block for one in questions})
        self.title_block = self._find_title()
        self._around = list(self._find_around())

    def __getitem__(self, index: int) -> Around:
        return self._around[index]

    @property
    def title(self) -> str:
        """The heading that names the whole document."""
        if self.title_block is None:
            return ""
        return read_title(self._outline.blocks[self.title_block].text).text

    def body(self, one: Candidate) -> range:
        """The blocks at the top of the document that belong to a question."""
        blocks, start = self._outline.blocks, one.block + 1
        at = bisect_left(self._starts, start)
        following = self._starts[at] if at < len(self._starts) else len(blocks)
        if one.kind == "details":
            return range(start, self._end_of_fold(one.block, following))
        end = self._end_of_body(one, following)
        if one.item is None:
            return range(start, end)
        items = blocks[one.block].items
        if one.parents or not items or items[-1] is not one.item:
            return range(start, start)
        if len(items) == 1 or one.item.heading or self._goes_on(one.item, following):
            return range(start, end)
        while start < end and (
            blocks[start].kind in {"fence", "open", "close", "summary"}
            or self._outline.depth[start]
        ):
            start += 1
        return range(one.block + 1, start)

    def _goes_on(self, item: Item, following: int) -> bool:
        """Whether the next question has the next number."""
        blocks = self._outline.blocks
        items = blocks[following].items if following < len(blocks) else ()
        return item.number is not None and bool(items) and items[0].number == item.number + 1

    def _end_of_fold(self, index: int, following: int) -> int:
        depth = self._outline.depth
        ends = (at for at in range(index + 1, following) if depth[at] < depth[index])
        return next(ends, following)

    def _end_of_body(self, one: Candidate, following: int) -> int:
        """Where the next question or topic begins."""
        outline = self._outline
        block = outline.blocks[one.block]
        is_heading = block.kind == "heading"
        within = one.item.heading if one.item is not None else None
        level = block.level if is_heading else self._around[one.block].heading_level
        if one.item is not None and within is not None:
            # A heading as deep, before the next number, is a part of the answer.
            level = within.level - self._goes_on(one.item, following)
        for at in range(one.block + 1, following):
            if outline.ends_section(at, level) or at in outline.apart:
                return at
            # A heading over the next question is its topic, and no part of this one.
            is_topic = following < len(outline.blocks) and at in outline.section_end
            is_topic &= within is None or all(
                i in outline.section_end for i in range(at, following)
            )
            if not is_heading and is_topic and outline.section_end[at] >= following:
                return at
        return following

    def _find_title(self) -> int | None:
        """The heading that names the whole document, rather than a topic of it."""
        outline = self._outline
        if not outline.headings or outline.headings[0] in self._starts:
            return None
        first, *others = outline.headings
        text = outline.blocks[first].text
        is_alone = all(outline.blocks[at].level > 1 for at in others)
        if outline.blocks[first].level > 1 or not is_alone or is_about_itself(text):
            return None
        return first if level_of(topic_name(text)) is None else None

    def _find_around(self) -> Iterator[Around]:
        questions = set(self._starts)
        above: list[tuple[int, str]] = []
        within = 0  # the level of the heading that is the question around a block
        around = Around()
        for index, block in enumerate(self._outline.blocks):
            if self._outline.is_heading(index) and not 0 < within < block.level:
                within = block.level if index in questions else 0
                above = [(n, t) for n, t in above if n < block.level + bool(within)]
                if not within and index != self.title_block:
                    above.append((block.level, block.text))
                around = _described(above)
            yield around


def _described(above: Sequence[tuple[int, str]]) -> Around:
    names, level = [], None
    for _, text in above:
        name = topic_name(text)
        found = level_of(name) if len(name.split()) <= 3 else None
        level = found or level
        if found is None and name and not is_about_itself(text):
            names.append(name)
    about = any(is_about_itself(text) for _, text in above)
    return Around(tuple(names[-3:]), level, above[-1][0] if above else 0, about)
