"""From a question's blocks to what a bank holds: prompt, answer, points, follow-ups and the rest.

1. Labels name the parts. What is before the first one is the answer, or where another part is
   labelled as the answer, it belongs to the question.
2. Code that is asked about, options to tick and examples of a task belong to the question.
3. Questions below a question are its follow-ups.
4. Placeholders and pointers to other pages are no answer.
5. What goes nowhere is in `unused` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct, structs

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.imported import (
    ImportedFollowUp,
    ImportedQuestion,
    Link,
    Location,
    has_words,
)
from interview_sim.exchange.importers.levels import level_of, numbered_level
from interview_sim.exchange.importers.markdown.inline import Renderer, links_in, pages_in
from interview_sim.exchange.importers.markdown.source import Block, Item
from interview_sim.exchange.importers.markdown.titles import (
    Label,
    Role,
    asks,
    is_number_only,
    label_of,
    leading_label,
    plain,
    read_title,
)
from interview_sim.exchange.importers.records import is_placeholder
from interview_sim.exchange.importers.words import phrases, words_for
from interview_sim.exchange.rubric_lists import read_mistake, read_point

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")
_BOX = re.compile(r"^\[( |x|X)?\](?:\s+|$)")
_BY_CODE = re.compile(rf"\b{phrases('about_code')}\b", re.IGNORECASE)
_EXAMPLE = re.compile(rf"^\W*{phrases('example')}\b", re.IGNORECASE)
_HOW = re.compile(phrases("how"), re.IGNORECASE)
_SITE = re.compile(r"\b(?:on|at|in|from|via|by)\s+[\w.-]+\W*$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_URL = re.compile(r"https?://\S+")
_POINTING = words_for("pointing")
_MAX_POINTS = 12
_MAX_POINT_WORDS = 40
_LEAST_POINT_WORDS = 4.0

READ_NOTES = frozenset(
    {"tags", "tag", "keywords", "expertise", "level", "difficulty", "topic", "category"}
    | {"categories", "id", "title", "question", "answer", "layout"}
)
"""The keys of notes, comments and front matter that are read."""

Unused: TypeAlias = tuple[Block | None, str, str]
"""A block that went nowhere, or None for the question's own, its words and the reason."""


class Part(Struct):
    """Blocks under one label; without a role, those before any."""

    role: Role | None
    lead: str = ""
    """The text behind the label in its own block."""
    blocks: list[Block] = []
    label: Block | None = None
    """The block that the label is in."""


def assemble(
    render: Renderer, prompt: str, rest: str, body: Sequence[Block], location: Location
) -> tuple[ImportedQuestion, Sequence[Unused]]:
    """A question, and the blocks that went nowhere.

    Args:
        render: Writes blocks as Markdown.
        prompt: The question's own text.
        rest: What follows it in the same block.
        body: The blocks up to the next question.
        location: Where it is.
    """
    found = _Parts(render)
    found.add_all(prompt, rest, body)
    answer = _joined(found.answer)
    lines = answer.split("\n")
    if all(line.startswith(">") or not line.strip() for line in lines):
        answer = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines).strip()
    source = "\n".join(found.answer_source)
    if is_placeholder(plain(answer)) or _is_pointer(source):
        found.links += pages_in(source)
        answer = ""
    points = found.points or (_listed(render, body) if answer else [])
    question = ImportedQuestion(
        prompt=_joined(found.prompt) or prompt,
        name="" if is_number_only(prompt) or prompt not in found.prompt[:1] else prompt,
        location=location,
        answer=answer,
        points=tuple(map(read_point, points)),
        follow_ups=tuple(found.follow_ups),
        hints=tuple(found.hints),
        misconceptions=tuple(map(read_mistake, found.mistakes)),
        links=tuple(dict.fromkeys(found.links)),
    )
    notes = [(name, ", ".join(words)) for name, words in found.notes.items()]
    return described(question, notes), found.unused


def completed(question: ImportedQuestion, **changes: object) -> ImportedQuestion:
    """The question with what its surroundings say, where it says nothing itself."""
    new = {key: value for key, value in changes.items() if value and not getattr(question, key)}
    return structs.replace(question, **new)


def described(question: ImportedQuestion, notes: Iterable[tuple[str, str]]) -> ImportedQuestion:
    """The question with what notes, comments or front matter say of it."""
    for key, text in notes:
        value = text.strip()
        words = tuple(filter(None, map(str.strip, value.split(","))))
        if key in {"tags", "tag", "keywords"}:
            question = completed(question, tags=words)
        elif key in {"expertise", "level", "difficulty"}:
            question = completed(question, level=_level(value))
        elif key in {"topic", "category", "categories"}:
            question = completed(question, topic=words)
        elif key == "id" and value:
            question = structs.replace(question, name=value[:80])
    return question


def _level(text: str) -> Level | None:
    is_number = text.isdigit() and len(text) < 3
    return numbered_level(int(text)) if is_number else level_of(text)


def split_parts(rest: str, body: Sequence[Block]) -> list[Part]:
    """The blocks of a question under the labels that they have."""
    label = leading_label(rest) if rest else None
    parts = [Part(None, rest)] if label is None else [Part(None), Part(label.role, label.rest)]
    blocks = _unlisted(body)
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        found = _label(block, following)
        if found is not None:
            parts.append(Part(found.role, found.rest, [], block))
        elif block.kind == "heading" and parts[-1].role not in {None, Role.ANSWER}:
            parts.append(Part(Role.ANSWER, "", [block]))
        elif block.kind not in {"rule", "open", "close"}:
            parts[-1].blocks.append(block)
    return parts


class _Parts:
    """Puts each part of one question where it belongs."""

    def __init__(self, render: Renderer) -> None:
        self._render = render
        self.prompt: list[str] = []
        self.answer: list[str] = []
        self.answer_source: list[str] = []
        """The answer as it was written."""
        self.points: list[str] = []
        self.follow_ups: list[ImportedFollowUp] = []
        self.hints: list[str] = []
        self.mistakes: list[str] = []
        self.links: list[Link] = []
        self.notes: dict[str, list[str]] = {}
        """What labels say of tags, level and topic."""
        self.unused: list[Unused] = []

    def add_all(self, prompt: str, rest: str, body: Sequence[Block]) -> None:
        """Add a question with what is behind it and below it."""
        self.prompt.append(prompt)
        head, *others = split_parts(rest, body)
        roles = {part.role for part in others}
        if is_number_only(prompt) and not rest and (Role.ANSWER in roles or head.blocks):
            self.prompt.clear()
            if Role.ANSWER not in roles:
                self.prompt += [plain(text) for text in self._render.blocks(head.blocks[:1])]
                del head.blocks[:1]
        elif Role.QUESTION in roles and (is_number_only(prompt) or label_of(prompt) is not None):
            self.prompt.clear()
        if Role.ANSWER in roles:
            texts = self._texts(head)
            is_bold = len(texts) == 1 and texts[0].startswith("**") and not self.prompt
            self.prompt += [plain(text) for text in texts] if is_bold else texts
        else:
            self._add_head(prompt, head)
        for part in others:
            self._add(part)

    def _add_head(self, prompt: str, head: Part) -> None:
        """Add what is before the first label to the question, its follow-ups and its answer."""
        blocks = list(head.blocks)
        if not head.lead.strip():
            count = _count_of_prompt(prompt, blocks)
            self.prompt += self._render.blocks(blocks[:count])
            del blocks[:count]
        blocks = self._without_options(blocks)
        blocks = self._without_follow_ups(prompt, head.lead, blocks)
        self._add(Part(Role.ANSWER, head.lead, blocks))

    def _without_options(self, blocks: list[Block]) -> list[Block]:
        """The blocks without a list of answers to tick; the ticked ones are the answer."""
        for number, block in enumerate(blocks):
            boxes = [_BOX.match(item.text) for item in block.items]
            if len(boxes) < 2 or not all(boxes):
                continue
            self.prompt += self._render.blocks(blocks[:number])
            options = []
            for item, box in zip(block.items, boxes, strict=True):
                text = self._render.text(_BOX.sub("", item.text))
                rest = self._render.blocks(item.blocks[1:])
                options.append("\n".join([f"- {text}", *rest]))
                if box is not None and (box.group(1) or " ") != " ":
                    self.answer.append("\n".join([text, *rest]))
                    self.answer_source.append(text)
            self.prompt.append("\n".join(options))
            return blocks[number + 1 :]
        return blocks

    def _without_follow_ups(self, prompt: str, lead: str, blocks: list[Block]) -> list[Block]:
        """The blocks without a last list of questions, or of what a `:` in the prompt announces."""
        if not blocks or blocks[-1].kind != "list":
            return blocks
        items = blocks[-1].items
        if lead.strip() or len(blocks) > 1:
            is_asking = all(asks(plain(item.text)) == 1 and "\n" not in item.text for item in items)
        else:
            titles = [read_title(item.text) for item in items]
            is_asking = sum(title.is_question for title in titles) * 2 >= max(2, len(items))
            if blocks[-1].is_ordered or _HOW.match(prompt):  # tasks in order are steps
                is_asking &= any(title.asks == 1 for title in titles)
            if not is_asking and prompt.rstrip().endswith(":"):
                self.prompt += self._render.blocks(blocks)
                return []
        if is_asking:
            self.follow_ups += map(self._follow_up, items)
        return blocks[:-1] if is_asking else blocks

    def _add(self, part: Part) -> None:
        if part.role is Role.QUESTION:
            self.prompt += self._texts(part)
        elif part.role in {Role.ANSWER, None}:
            self.answer += self._texts(part)
            self.answer_source += [part.lead, *map(self._render.source, part.blocks)]
        elif part.role is Role.POINTS:
            self.points += self._statements(part)
        elif part.role is Role.HINTS:
            self.hints += self._statements(part)
        elif part.role is Role.MISTAKES:
            self.mistakes += self._statements(part)
        elif part.role is Role.FOLLOW_UPS:
            self.follow_ups += self._asked(part)
        elif part.role is Role.SOURCES:
            self.links += [link for text in self._sources(part) for link in _links(text)]
        else:
            self._describe(part)

    def _texts(self, part: Part) -> list[str]:
        texts = [self._render.text(part.lead), *self._render.blocks(part.blocks)]
        return [text for text in texts if text.strip()]

    def _statements(self, part: Part) -> list[str]:
        """The items and paragraphs under a label, one text each."""
        texts = [self._render.text(part.lead)]
        for block in part.blocks:
            if block.kind == "list":
                texts += [
                    _BOX.sub("", "\n".join(self._render.blocks(item.blocks)))
                    for item in block.items
                ]
            else:
                texts += self._render.blocks([block])
        return [text for text in texts if any(char.isalnum() for char in text)]

    def _asked(self, part: Part) -> Iterable[ImportedFollowUp]:
        asked = [ImportedFollowUp(ask=self._render.text(part.lead))]
        for block in part.blocks:
            if block.kind == "list":
                asked += map(self._follow_up, block.items)
            elif block.kind == "paragraph":
                asked.append(ImportedFollowUp(ask=self._render.text(block.text)))
            else:  # code or a table that the last one is about
                ask = _joined([asked[-1].ask, *self._render.blocks([block])])
                asked[-1] = structs.replace(asked[-1], ask=ask)
        return [follow_up for follow_up in asked if follow_up.ask.strip()]

    def _follow_up(self, item: Item) -> ImportedFollowUp:
        title = read_title(item.text)
        answer = _joined(self._render.blocks(item.blocks[1:]))
        if not title.text:
            return ImportedFollowUp(ask=_joined(self._render.blocks(item.blocks)))
        return ImportedFollowUp(
            ask=title.text, answer="" if is_placeholder(plain(answer)) else answer
        )

    def _sources(self, part: Part) -> Iterable[str]:
        """What is listed under a label, as it was written."""
        yield part.lead
        for block in part.blocks:
            if block.kind == "list":
                yield from ("\n".join(map(self._render.source, i.blocks)) for i in block.items)
            else:
                yield self._render.source(block)

    def _describe(self, part: Part) -> None:
        """Add tags, level or topic from what is behind their label; what follows is the answer."""
        lead, _, more = part.lead.partition("\n")
        lead, *others = re.split(r"\s[|·•]\s", lead)
        labels = [named for other in others if (named := leading_label(other))]
        if len(labels) < len(others):
            lead, labels = " | ".join((lead, *others)), []
        blocks = list(part.blocks)
        texts = [lead] if lead.strip() else []
        if not texts and blocks:
            first = blocks.pop(0)
            is_code = first.kind in {"fence", "code"}
            texts = first.text.split("\n") if is_code else self._statements(Part(None, "", [first]))
        words = [word for text in texts for word in re.split(r"[,;|·]", plain(text))]
        words = [word.strip(" `#*_") for word in words if word.strip(" `#*_")]
        if part.role is Role.TOPIC:
            self._note(Role.TOPIC, words[:1])
            self._note(Role.TAGS, words[1:])
        elif part.role is Role.TAGS:
            self._note(Role.TAGS, words)
        else:
            known = next(filter(_level, words), None)
            self._note(Role.LEVEL, [known] if known else [])
            unknown = ", ".join(word for word in words if word != known)
            if unknown:
                is_all = part.label is not None and not known
                said = part.label.text if part.label is not None and is_all else unknown
                self.unused.append((part.label, said, "a level that is not known"))
        if more.strip():
            labels.append(leading_label(more) or Label(Role.ANSWER, more))
        for label in labels:
            self._add(Part(label.role, label.rest))
        if blocks:
            self._add(Part(Role.ANSWER, "", blocks))

    def _note(self, role: Role, words: Sequence[str]) -> None:
        self.notes.setdefault(role, []).extend(words)


def _label(block: Block, following: Block | None = None) -> Label | None:
    """The label that a block begins with; a bare name over a list is one too."""
    if block.kind in {"heading", "summary"}:
        return label_of(block.text)
    found = leading_label(block.text) if block.kind == "paragraph" else None
    if found is None and block.kind == "paragraph" and following is not None:
        whole = label_of(block.text) if following.kind == "list" else None
        if whole is not None and whole.role not in {Role.QUESTION, Role.ANSWER}:
            return whole
    return found


def _links(text: str) -> list[Link]:
    """The pages and titles in a text, one a line or between semicolons; words around stay."""
    found: list[Link] = []
    for piece in re.split(r";\s|\n", text):
        pages, title = pages_in(piece), _ITEM.sub("", plain(piece)).strip(" -*+")
        is_said = has_words(title) and not _is_pointer(piece)
        if is_said and len(pages) < 2:
            found.append(Link(title, pages[0].url if pages else ""))
        else:
            found += [*([Link(title)] if is_said else []), *pages]
    return found


def _count_of_prompt(prompt: str, blocks: Sequence[Block]) -> int:
    """How many of the blocks behind a question without a labelled answer belong to it."""
    kinds = [block.kind for block in blocks]
    is_only_code = bool(kinds) and set(kinds) <= {"fence", "code"}
    if is_only_code and (_BY_CODE.search(prompt) or prompt.rstrip().endswith(":")):
        return len(blocks)
    if prompt.rstrip().endswith(("?", "？")) or "fence" not in kinds or asks(prompt) >= 0.9:
        return 0
    count = 0
    for block in blocks[: kinds.index("fence")]:
        if block.kind != "list" and not _EXAMPLE.match(block.text):
            break
        count += 1
    return count


def _unlisted(body: Sequence[Block]) -> list[Block]:
    """The body with a list whose items begin with labels taken apart: `- **Answer:** …`."""
    blocks: list[Block] = []
    for block in body:
        is_labelled = bool(block.items) and all(leading_label(i.text) for i in block.items)
        blocks += [b for item in block.items for b in item.blocks] if is_labelled else [block]
    return blocks


def _listed(render: Renderer, body: Sequence[Block]) -> list[str]:
    """Points from an answer that is nothing but a list of statements."""
    blocks = [b for b in body if b.kind not in {"rule", "open", "close"} and _label(b) is None]
    if len(blocks) == 2 and blocks[0].kind == "paragraph" and blocks[0].text.endswith(":"):
        del blocks[0]
    items = blocks[0].items if len(blocks) == 1 else ()
    if not 2 <= len(items) <= _MAX_POINTS or any(_BOX.match(item.text) for item in items):
        return []
    if any(child.kind != "paragraph" for item in items for child in item.blocks):
        return []
    texts = [render.text(item.text) for item in items]
    counts = [len(text.split()) for text in texts]
    fits = all(1 <= count <= _MAX_POINT_WORDS for count in counts) and asks(texts[0]) < 0.9
    return texts if fits and sum(counts) / len(counts) >= _LEAST_POINT_WORDS else []


def _is_pointer(text: str) -> bool:
    """Whether a text says nothing but where to read an answer: `Read the answer on [a page](…)`."""
    links, around = links_in(text[:2000]), plain(text[:2000])
    for link in links:
        around = around.replace(link.title, " ").replace(link.url, " ")
    titles = " ".join(link.title for link in links)
    if all(word.lower() in _POINTING for word in _WORD.findall(titles)):
        around = _SITE.sub("", around)  # the name of the page may be behind its link
    words = _WORD.findall(_URL.sub("", around)) or _WORD.findall(_URL.sub("", titles))
    return bool(links) and all(word.lower() in _POINTING for word in words)


def _joined(pieces: Iterable[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece.strip())
