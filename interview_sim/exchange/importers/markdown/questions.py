"""Where the questions of a document are.

1. A question is a title that asks: a heading, bold line, list item, fold, `Q:` line or plain line.
2. What most questions of a document have in common (their kind, a number, a level, a break before
   them) makes a question of whatever else has it.
3. A question has everything up to the next one, or to the heading that ends its own section.
4. Prose is no question, and a list of links is no list of questions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence

from msgspec import Struct, structs

from interview_sim.exchange.importers.markdown.outline import (
    Candidate,
    Outline,
    leads_elsewhere,
    role_of,
)
from interview_sim.exchange.importers.markdown.source import Block
from interview_sim.exchange.importers.markdown.titles import (
    STRONG,
    Role,
    Title,
    bold_start,
    is_about_itself,
    is_given,
    label_of,
    read_title,
    split_answer,
    split_item,
)

_COMMON = 0.8
"""A feature that this share of the questions has belongs to all of them."""

_MANY = 0.6
"""Where this share of titles are questions, the others that look like them are too."""

_NUMBERED = 0.5
"""How much a number counts for a title that does not ask."""

_LABELLED = 1.5
"""How much a heading counts under which an answer is labelled as such."""

_CARD_SIDES = re.compile(r"\S\n\?{1,2}[ \t]*\n")
"""A line between the sides of a card."""

_FEW_SECTIONS = 5
_QUESTION_LABEL = re.compile(
    r"^[*_]{0,3}(?:q(?:uestion)?\s*#?\d{0,4}|frage\s*\d*|вопрос\s*\d*)[*_]{0,3}\s*[.:)–—-]+"
    r"[*_]{0,3}\s*(?=\S)",
    re.IGNORECASE,
)


def _headings(outline: Outline) -> Iterator[Candidate]:
    elsewhere = outline.elsewhere()
    for index in outline.headings:
        block = outline.blocks[index]
        title = read_title(block.text)
        is_bare = index in elsewhere
        if title.text and not is_about_itself(block.text) and not is_bare:
            yield Candidate("headings", index, block.start, title, is_separated=True)


def _bold_lines(outline: Outline) -> Iterator[Candidate]:
    """Paragraphs that are bold, or begin with a bold question or number."""
    for index, block in enumerate(outline.blocks):
        split = bold_start(block.text) if block.kind == "paragraph" else None
        if split is None or outline.depth[index] or label_of(split[0]) is not None:
            continue
        title = read_title(split[0])
        if title.text:
            is_separated = outline.is_separated(index)
            yield Candidate(
                "bold lines", index, block.start, title, split[1], is_separated=is_separated
            )


def _summaries(outline: Outline) -> Iterator[Candidate]:
    for index, block in enumerate(outline.blocks):
        title = read_title(block.text) if block.kind == "summary" else None
        if title is not None and title.text and label_of(block.text) is None:
            yield Candidate("details", index, block.start, title, is_separated=True)


def _question_lines(outline: Outline) -> Iterator[Candidate]:
    """Paragraphs that begin with `Q:` or `Question 3:`."""
    for index, block in enumerate(outline.blocks):
        found = _QUESTION_LABEL.match(block.text) if block.kind == "paragraph" else None
        if found is None:
            continue
        first, rest = split_answer(block.text[found.end() :])
        title = read_title(first)
        if title.text:
            title = structs.replace(title, asks=max(title.asks, 0.9), is_numbered=True)
            yield Candidate("Q and A lines", index, block.start, title, rest, is_separated=True)


def _plain_lines(outline: Outline) -> Iterator[Candidate]:
    """Paragraphs that begin with a question; one that only has a question in it is prose.

    Where nearly every heading of a level has one below it, the others have one, too.
    """
    found: dict[int, Candidate] = {}
    for index, block in enumerate(outline.blocks):
        if block.kind == "paragraph" and not outline.depth[index]:
            first, rest = split_answer(block.text)
            title = read_title(first)
            if _CARD_SIDES.search(block.text):
                title = structs.replace(title, asks=max(title.asks, 0.95))
            if title.asks >= 0.7 and title.asks != 0.9 and len(title.text) < 400:
                found[index] = Candidate("plain lines", index, block.start, title, rest)
    for index in _silent(outline, found):
        title = read_title(outline.blocks[index].text)
        title = structs.replace(title, asks=max(title.asks, STRONG))
        start = outline.blocks[index].start
        found[index] = Candidate("plain lines", index, start, title)
    yield from (found[index] for index in sorted(found))


def _silent(outline: Outline, found: Container[int]) -> Iterator[int]:
    """The texts that ask nothing, under headings of a level that nearly all have a question."""
    silent: dict[int, list[int]] = {}
    asking: Counter[int] = Counter()
    ends = [*outline.headings[1:], len(outline.blocks)]
    for top, end in zip(outline.headings, ends, strict=False):
        level, block = outline.blocks[top].level, outline.blocks[min(top + 1, end - 1)]
        if any(index in found for index in range(top, end)):
            asking[level] += 1
        elif block.kind == "paragraph" and label_of(block.text) is None:
            silent.setdefault(level, []).append(top + 1)
    for level, texts in silent.items():
        if asking[level] >= max(_FEW_SECTIONS, _COMMON * (asking[level] + len(texts))):
            yield from texts


def _list_items(outline: Outline) -> Iterator[Candidate]:
    for index, block in enumerate(outline.blocks):
        is_free = index not in outline.apart and not outline.depth[index]
        if block.kind == "list" and is_free and not leads_elsewhere(block):
            yield from _items(block, Candidate("list items", index, 0, Title("", 0.0)))


def _items(block: Block, around: Candidate) -> Iterator[Candidate]:
    """The items of a list; those below an item that asks nothing count instead of it.

    Such an item names their topic, or where it is a sentence, says what they rest on.
    """
    for item in block.items:
        question, rest = split_item(item.text)
        title = read_title(question.replace("\n", " "))
        inner = [child for child in item.blocks[1:] if child.kind == "list"]
        is_parent = title.asks < STRONG or (title.asks < 0.9 and is_given(title.text))
        if is_parent and item.text and len(around.parents) < 3 and _hold_questions(inner):
            others = tuple(child for child in item.blocks if child.kind != "list")
            if not rest and others and others[0].text == item.text:  # without its mark of level
                others = (structs.replace(others[0], text=title.text), *others[1:])
            is_sentence = title.text.endswith((".", ":")) or len(others) > 1
            context = (*around.context, *others) if is_sentence else around.context
            parents = (*around.parents, "" if is_sentence else title.text)
            for child in inner:
                yield from _items(child, structs.replace(around, parents=parents, context=context))
        elif title.text and item.text:
            is_numbered = title.is_numbered or block.is_ordered
            yield structs.replace(
                around,
                line=item.start,
                title=structs.replace(title, is_numbered=is_numbered),
                rest=rest,
                item=item,
            )


def _hold_questions(lists: Sequence[Block]) -> bool:
    texts = [item.text for child in lists for item in child.items if item.text]
    asking = sum(read_title(split_item(text)[0]).is_question for text in texts)
    return bool(texts) and asking >= _MANY * len(texts)


KINDS: dict[str, tuple[Callable[[Outline], Iterator[Candidate]], float]] = {
    "headings": (_headings, 1.2),
    "details": (_summaries, 1.25),
    "Q and A lines": (_question_lines, 1.1),
    "bold lines": (_bold_lines, 1.1),
    "list items": (_list_items, 0.95),
    "plain lines": (_plain_lines, 0.6),
}
"""Each kind of title with how to find them, and how much to trust it when two kinds fit."""

# -- choosing ------------------------------------------------------------------------------------


class Chosen(Struct, frozen=True):
    """The questions of a document that are of one kind."""

    kind: str
    candidates: Sequence[Candidate]
    score: float

    @property
    def asking(self) -> int:
        """How many of them read like questions."""
        return sum(candidate.title.is_question for candidate in self.candidates)


def choose(
    outline: Outline, free: Collection[int], kind: str = "", *, least: float = 0.9
) -> Chosen | None:
    """The kind whose questions fit best among the blocks in `free`, or None when none does.

    Args:
        outline: The document.
        free: The blocks that may be questions.
        kind: The only kind to try; all titles of it are then questions.
        least: The score below which nothing is chosen.
    """
    best: Chosen | None = None
    for name, (find, trust) in KINDS.items():
        found = [one for one in find(outline) if one.block in free] if kind in {"", name} else []
        if not found:
            continue
        tree = _Tree(outline, found) if name == "headings" else None
        chosen = tree.questions() if tree is not None else _alike(found)
        if kind:
            chosen = tree.commonest() if tree is not None else found
        share = sum(one.title.is_question for one in found) / len(found)
        if tree is not None or len(chosen) >= _COMMON * len(found):
            share = max(share, _MANY)
        weight = sum(
            _LABELLED
            if tree is not None and tree.has_answer(one.block)
            else max(one.title.asks, _NUMBERED * one.title.is_numbered)
            for one in chosen
        )
        score = trust * weight * min(1.0, 0.4 + share)
        if chosen and (best is None or score > best.score):
            best = Chosen(name, chosen, score)
    return best if best is not None and (kind or best.score >= least) else None


def _alike(found: Sequence[Candidate]) -> list[Candidate]:
    """The titles that ask, and those that look like these."""
    is_list = found[0].kind == "list items"
    asking = [one for one in found if one.title.is_question]
    numbered = [one for one in found if one.title.is_numbered]
    if not is_list and len(numbered) >= max(3, _COMMON * len(found)):
        return numbered

    def common(has: Callable[[Candidate], bool]) -> bool:
        return sum(map(has, asking)) >= _COMMON * max(1, len(asking))

    if is_list and common(_is_headed):
        return [one for one in found if _is_headed(one)]
    is_common = len(asking) >= _MANY * len(found)
    by_number = common(lambda one: one.title.is_numbered)
    by_level = common(lambda one: one.title.level is not None)
    by_break = is_common and common(lambda one: one.is_separated)

    def fits(one: Candidate) -> bool:
        if one.title.is_question or (by_level and one.title.level is not None):
            return True
        if is_list:
            return is_common and (bool(one.rest) or len(asking) >= _COMMON * len(found))
        if by_number or by_level:
            return by_number and one.title.is_numbered
        return by_break and one.is_separated

    # A document whose questions are numbered has other bold lines in its answers.
    is_strict = by_number and found[0].kind == "bold lines"
    return [
        one
        for one in found
        if fits(one) and (not is_strict or one.title.is_numbered or one.is_separated)
    ]


def _is_headed(one: Candidate) -> bool:
    """Whether a question is an item that begins with a heading."""
    return one.item is not None and one.item.heading is not None


class _Level(Struct):
    """What the headings of one level have in common."""

    count: int = 0
    asking: int = 0
    numbered: int = 0
    answered: int = 0

    @property
    def is_of_questions(self) -> bool:
        """Whether headings of this level are questions as a rule."""
        return self.asking >= _MANY * self.count or self.answered * 2 >= self.count


class _Tree:
    """The headings of a document with what is below each."""

    def __init__(self, outline: Outline, found: Sequence[Candidate]) -> None:
        self._outline = outline
        self._found = {one.block: one for one in found}
        self._ends = outline.section_end
        self._levels: dict[int, _Level] = {}
        for one in found:
            level = self._levels.setdefault(outline.blocks[one.block].level, _Level())
            level.count += 1
            level.asking += one.title.is_question
            level.numbered += one.title.is_numbered
            level.answered += self.has_answer(one.block) or self._has_sources(one.block)

    def questions(self) -> list[Candidate]:
        """The headings that are questions, and neither topics nor parts of an answer."""
        chosen: list[Candidate] = []
        end = -1
        for one in self._found.values():
            if one.block >= end and self._is_question(one):
                chosen.append(one)
                end = self._ends[one.block]
        return chosen

    def commonest(self) -> list[Candidate]:
        """The headings of the level that has the most, for when the user says headings do it."""
        best = max(self._levels, key=lambda level: (self._levels[level].count, level))
        blocks = self._outline.blocks
        return [one for one in self._found.values() if blocks[one.block].level == best]

    def has_answer(self, index: int) -> bool:
        """Whether an `Answer` or the like comes before the next heading."""
        blocks = self._outline.blocks
        for block in blocks[index + 1 : self._ends[index]]:
            role = role_of(block) if block.kind in {"heading", "summary"} else None
            if role is None and block.kind == "heading":
                return False
            is_deeper = block.kind == "summary" or block.level > blocks[index].level
            if role is Role.ANSWER or (role is Role.POINTS and is_deeper):
                return True
        return False

    def _has_sources(self, index: int) -> bool:
        """Whether a heading of its own says where its text is from."""
        blocks, ends = self._outline.blocks, self._ends
        labels = (role_of(b) for b in blocks[index + 1 : ends[index]] if b.kind == "heading")
        return next(labels, None) is Role.SOURCES

    def _children(self, index: int) -> list[Candidate]:
        """The headings directly below one, of the highest level that there is."""
        headings, at, found = self._outline.headings, index, []
        while (position := bisect_right(headings, at)) < len(headings):
            at = headings[position]
            if at >= self._ends[index]:
                break
            found.append(at)
            at = self._ends[at] - 1
        return [self._found[at] for at in found if at in self._found]

    def _has_body(self, index: int) -> bool:
        """Whether anything but a table of contents is under a heading."""
        return any(
            at not in self._outline.apart
            and self._outline.blocks[at].kind not in {"open", "close", "rule", "summary", "heading"}
            for at in range(index + 1, self._ends[index])
        )

    def _is_question(self, one: Candidate) -> bool:
        """Whether a heading is a question, by itself or since its siblings are."""
        level = self._levels[self._outline.blocks[one.block].level]
        below = self._children(one.block)
        asking_below = sum(child.title.is_question for child in below)
        if asking_below >= 2 and asking_below * 2 >= len(below):
            deeper = self._levels[self._outline.blocks[below[0].block].level]
            if not level.is_of_questions or level.count < max(3, deeper.asking // 4):
                return False
        if self.has_answer(one.block):
            return True
        if one.title.is_question:
            return level.count > 1 or not below or one.title.asks == 1
        if not level.is_of_questions:
            return False
        if level.numbered >= _COMMON * level.asking:
            return one.title.is_numbered and not asking_below
        return self._has_body(one.block) and not asking_below
