"""Where questions begin in a document, by each of the layouts that people use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.markdown.blocks import Block, Item
from interview_sim.exchange.importers.markdown.labels import label_of
from interview_sim.exchange.importers.markdown.titles import (
    Title,
    asks,
    is_about_itself,
    read_title,
)

STRONG = 0.5
"""How much a text must ask to be a question on its own."""

_STRONG_START = re.compile(r"(\*\*|__)(?=\S)((?:`[^`\n]*`|(?!\1)[\s\S]){1,1500}?)(?<=\S)\1")
_LONGEST = 4_000
_NUMBER_ONLY = re.compile(r"[\W_]*(?:q(?:uestion)?)?[\W_]*\d{1,4}[\W_]*", re.IGNORECASE)
_QUESTION_LABEL = re.compile(
    r"^[*_]{0,3}(?:q(?:uestion)?\s*#?\d{0,4}|frage\s*\d*|вопрос\s*\d*)[*_]{0,3}\s*[.:)–—-]+"
    r"[*_]{0,3}\s*(?=\S)",
    re.IGNORECASE,
)
_TOP_LINK = re.compile(
    r"^\s*(?:\[[ xX]\]\s*)?\[[^\]]+\]\(\s*(#[^)]*|[^):]*\.(?:md|html?)[^)]*)\)\W*$"
)


class Marker(Struct, frozen=True):
    """A place where a question may begin."""

    layout: str
    block: int
    """Index of the block in the document."""
    line: int
    title: Title
    rest: str = ""
    """What stands behind the question in the same piece: the answer's beginning."""
    item: Item | None = None
    """The list item that the question is, with its body."""
    parents: tuple[str, ...] = ()
    """List items around it that name a topic."""
    row: tuple[str, ...] = ()
    """The table row that it is."""
    is_separated: bool = False
    """Whether a rule, a break or a heading stands before it."""


class Outline(Struct, frozen=True):
    """What every layout needs to know of a document."""

    blocks: Sequence[Block]
    depth: Sequence[int]
    """For each block, how many `<details>` are open around it."""
    breaks: frozenset[int]
    """Lines in which a break stood alone."""
    contents: frozenset[int]
    """Blocks that are a table of contents."""
    answer_levels: frozenset[int] = frozenset()
    """The levels of headings that say `Answer`; flat documents have them level with questions."""

    def is_separated(self, index: int) -> bool:
        """Whether something parts the block from what comes before."""
        if index == 0:
            return True
        before, block = self.blocks[index - 1], self.blocks[index]
        if before.kind in {"rule", "heading", "close"}:
            return True
        return any(line in self.breaks for line in range(before.end - 1, block.start + 1))


def is_structure(outline: Outline, index: int) -> bool:
    """Whether a block is a heading that divides the document, not a label within an item."""
    block = outline.blocks[index]
    return block.kind == "heading" and outline.depth[index] == 0 and label_of(block.text) is None


def headings(outline: Outline) -> Iterator[Marker]:
    """Every heading that divides the document."""
    for index, block in enumerate(outline.blocks):
        if is_structure(outline, index) and not is_about_itself(block.text):
            title = read_title(block.text)
            if title.text:
                yield Marker("headings", index, block.start, title, is_separated=True)


def bold_lines(outline: Outline) -> Iterator[Marker]:
    """Paragraphs that are bold, or begin with a bold question or number."""
    for index, block in enumerate(outline.blocks):
        if block.kind != "paragraph" or outline.depth[index]:
            continue
        split = bold_start(block.text)
        if split is None or label_of(split[0]) is not None:
            continue
        title = read_title(split[0])
        if title.text:
            yield Marker(
                "bold lines",
                index,
                block.start,
                title,
                rest=split[1],
                is_separated=outline.is_separated(index),
            )


def bold_start(text: str) -> tuple[str, str] | None:
    """The bold question that a paragraph begins with, and the rest; None when it has none."""
    found = _STRONG_START.match(text) if text.startswith(("**", "__")) else None
    if found is None:
        return None
    inner, rest = found.group(2).strip(), text[found.end() :]
    own_line = rest.partition("\n")[0]
    if not rest.strip():
        return inner, ""
    if _NUMBER_ONLY.fullmatch(inner):
        return f"{inner} {rest.strip()}", ""
    if inner.endswith(("?", ":")) or asks(inner) >= STRONG or not own_line.strip(" .:–—-👶⭐️🚀"):
        if not any(char.isalnum() for char in own_line) and len(own_line) < 12:
            return f"{inner} {own_line.strip(' .:–—-')}".strip(), rest[len(own_line) :].strip()
        return inner, rest.lstrip(" :–—-").strip()
    if read_title(inner).is_numbered:
        return f"{inner}{rest}" if rest[
            :1
        ] in ".:!?" else f"{inner.rstrip('.')}. {rest.strip()}", ""
    return None


def summaries(outline: Outline) -> Iterator[Marker]:
    """The summaries of `<details>` that are no labels."""
    for index, block in enumerate(outline.blocks):
        if block.kind == "summary" and label_of(block.text) is None:
            title = read_title(block.text)
            if title.text:
                yield Marker("details", index, block.start, title, is_separated=True)


def question_lines(outline: Outline) -> Iterator[Marker]:
    """Paragraphs that begin with `Q:` or `Question 3:`, and what follows."""
    for index, block in enumerate(outline.blocks):
        if block.kind == "paragraph" and _QUESTION_LABEL.match(block.text):
            body = _QUESTION_LABEL.sub("", block.text, count=1)
            first, rest = split_answer(body)
            title = read_title(first)
            asking = max(title.asks, 0.9)
            if title.text:
                title = Title(title.text, asking, is_numbered=True, level=title.level)
                yield Marker("Q and A lines", index, block.start, title, rest, is_separated=True)


def plain_lines(outline: Outline) -> Iterator[Marker]:
    """Paragraphs whose first line is a question."""
    for index, block in enumerate(outline.blocks):
        if block.kind != "paragraph" or outline.depth[index]:
            continue
        first, rest = split_answer(block.text)
        title = read_title(first)
        if title.asks >= 0.7 and len(title.text) < 400:
            yield Marker("plain lines", index, block.start, title, rest)


def list_items(outline: Outline) -> Iterator[Marker]:
    """The items of lists; those of an item that only names a topic count instead of it."""
    for index, block in enumerate(outline.blocks):
        if block.kind == "list" and index not in outline.contents and not outline.depth[index]:
            yield from _items(block, index, ())


def _items(block: Block, index: int, parents: tuple[str, ...]) -> Iterator[Marker]:
    for item in block.items:
        source = item.text
        if not source:
            continue
        question, rest = split_item(source)
        title = read_title(question)
        inner = [child for child in item.blocks[1:] if child.kind == "list"]
        if title.asks < STRONG and len(parents) < 3 and _holds_questions(inner):
            for child in inner:
                yield from _items(child, index, (*parents, title.text))
        elif title.text:
            numbered = title.is_numbered or block.is_ordered
            title = Title(title.text, title.asks, is_numbered=numbered, level=title.level)
            yield Marker("list items", index, item.start, title, rest, item, parents)


def _holds_questions(lists: Sequence[Block]) -> bool:
    texts = [item.text for child in lists for item in child.items if item.text]
    asking = sum(read_title(split_item(text)[0]).is_question for text in texts)
    return len(texts) > 0 and asking * 5 >= len(texts) * 3


def split_item(text: str) -> tuple[str, str]:
    """The question that an item begins with, and the rest of its first paragraph."""
    bold = bold_start(text)
    return bold if bold is not None else split_answer(text)


_SENTENCES = re.compile(r"^([\s\S]*[?？؟][\"'”’)*_]*)\s+(?=\S)([^?？؟]+)$")
_ANSWER_SIGN = re.compile(
    r"\s*(?:\n|<br\s*/?>|\s)\s*[*_]{0,3}(?:A|Ans|Answer)[*_]{0,3}\s*[:：.]"
    r"[*_]{0,3}\s*",
    re.IGNORECASE,
)


def split_answer(text: str) -> tuple[str, str]:
    """A paragraph's question and the answer that follows in the same paragraph, if one does."""
    if len(text) > _LONGEST:
        first, _, rest = text.partition("\n")
        return first, rest
    sign = _ANSWER_SIGN.search(text)
    if sign is not None and text[: sign.start()].strip():
        return text[: sign.start()], text[sign.end() :]
    first, _, rest = text.partition("\n")
    if rest and asks(read_title(first).text) >= 0.9:
        return first, rest
    found = _SENTENCES.match(text)
    if found is not None:
        tail = found.group(2)
        is_more = asks(tail) >= STRONG or tail.lstrip()[:1] in "([" or len(tail.split()) < 5
        more = ("for example", "e.g.", "assume", "note", "please", "use ", "hint", "give", "and ")
        if not is_more and not tail.lower().lstrip().startswith(more):
            return found.group(1), tail.lstrip(" -–—:")
    return text, ""


def is_contents(block: Block) -> bool:
    """Whether a list or table only leads to places in the same document, or to other pages."""
    if block.kind == "table":
        texts = [cell for row in block.rows[1:] for cell in row if "](" in cell]
        return len(texts) * 2 > len(block.rows) - 1 and all(_TOP_LINK.match(text) for text in texts)
    if block.kind != "list":
        return False
    texts = list(_all_texts(block))
    leading = sum(_TOP_LINK.match(text) is not None for text in texts)
    return len(texts) > 0 and leading * 5 >= len(texts) * 3


def _all_texts(block: Block) -> Iterator[str]:
    for item in block.items:
        if item.text:
            yield item.text
        for child in item.blocks:
            if child.kind == "list":
                yield from _all_texts(child)


LAYOUTS: dict[str, tuple[Callable[[Outline], Iterator[Marker]], float]] = {
    "headings": (headings, 1.2),
    "details": (summaries, 1.25),
    "Q and A lines": (question_lines, 1.1),
    "bold lines": (bold_lines, 1.1),
    "list items": (list_items, 0.95),
    "plain lines": (plain_lines, 0.6),
}
"""Each layout with how to find its markers, and how much to believe it when two fit."""
