"""The outline of a document: how deep its folds are, which lists only lead, what divides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from interview_sim.exchange.importers.markdown.blocks import Block
from interview_sim.exchange.importers.markdown.labels import Role, label_of
from interview_sim.exchange.importers.markdown.markers import (
    Outline,
    bold_start,
    is_contents,
    split_item,
)
from interview_sim.exchange.importers.markdown.source import Source
from interview_sim.exchange.importers.markdown.titles import read_title

_CONTENTS = frozenset({"table of contents", "contents", "toc", "index"})
_BOLD_HEADING = 7
"""Deeper than any real heading."""
_LONGEST_HEADING = 60


def outline_of(blocks: Sequence[Block], source: Source) -> Outline:
    """What every layout needs to know of a document."""
    parts = [_as_heading(blocks, index) for index in range(len(blocks))]
    depth = list(_depths(parts))
    answers = {
        block.level
        for block, deep in zip(parts, depth, strict=True)
        if block.kind == "heading" and not deep and _is_answer(block)
    }
    return Outline(
        parts,
        depth,
        frozenset(source.breaks),
        frozenset(_contents(parts)),
        frozenset(answers),
    )


def _is_answer(block: Block) -> bool:
    label = label_of(block.text)
    return label is not None and label.role is Role.ANSWER


def _depths(blocks: Sequence[Block]) -> Iterator[int]:
    """For each block, how many folds are open around it."""
    open_ = 0
    for block in blocks:
        if block.kind == "close":
            open_ = max(0, open_ - 1)
        yield open_
        if block.kind == "open":
            open_ += 1


def _contents(blocks: Sequence[Block]) -> Iterator[int]:
    """The lists and tables that only lead to other places, or stand under such a heading."""
    is_under = False
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            is_under = read_title(block.text).text.strip(" :").lower() in _CONTENTS
        has_links = any("](" in item.text for item in block.items)
        if is_contents(block) or (is_under and has_links):
            yield index


def _as_heading(blocks: Sequence[Block], index: int) -> Block:
    """The block; a bold line before a list of questions counts as the heading that it is."""
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind != "paragraph" or following is None or following.kind != "list":
        return block
    bold = bold_start(block.text)
    if bold is None or bold[1] or len(bold[0]) > _LONGEST_HEADING or label_of(bold[0]) is not None:
        return block
    title = read_title(bold[0])
    if title.is_question or title.is_numbered or title.level is not None:
        return block
    titles = [read_title(split_item(item.text)[0]) for item in following.items]
    asking = sum(title.asks >= 0.7 for title in titles)
    if asking * 3 < len(titles) * 2:
        return block
    return structs.replace(block, kind="heading", level=_BOLD_HEADING, text=bold[0])
