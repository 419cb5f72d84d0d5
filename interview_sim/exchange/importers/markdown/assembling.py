"""From a question's blocks to a draft: prompt, answer, points, follow-ups and the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.imported import (
    ImportedFollowUp,
    ImportedQuestion,
    Link,
    Location,
)
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.markdown.blocks import Block, Item
from interview_sim.exchange.importers.markdown.inline import links_in
from interview_sim.exchange.importers.markdown.labels import (
    Labelled,
    Role,
    label_of,
    leading_label,
)
from interview_sim.exchange.importers.markdown.rendering import Renderer
from interview_sim.exchange.importers.markdown.titles import (
    asks,
    is_number_only,
    only_leads_elsewhere,
    plain,
    read_title,
)
from interview_sim.exchange.importers.placeholders import is_placeholder
from interview_sim.exchange.importers.quizzes import misconception
from interview_sim.exchange.rubric_lists import read_mistake, read_point

_TASK = re.compile(r"^\[( |x|X)?\](?:\s+|$)")
_ASKS = 0.5
_BY_CODE = re.compile(
    r"\b(?:code|snippet|following|below|output|outputs?|prints?|logs?|logged|returned?|value|"
    r"these|this|example|result|happens?|work|alerts?|query|function|above)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^\W*(?:examples?|input|output|for example|e\.g\.|where|note|sample)\b", re.I
)
_META_SPLIT = re.compile(r"[,;|·]")
_POINT_WORDS = range(3, 41)
_POINT_COUNT = range(2, 13)
_AVERAGE_WORDS = 4.0


class Found(Struct):
    """What the parts of one item hold."""

    prompt: list[str] = []
    answer: list[str] = []
    points: list[str] = []
    follow_ups: list[ImportedFollowUp] = []
    hints: list[str] = []
    mistakes: list[str] = []
    links: list[Link] = []
    tags: list[str] = []
    topic: list[str] = []
    level: Level | None = None
    unused: list[tuple[Block, str]] = []
    """Blocks that went nowhere, each with the reason."""


class _Part(Struct):
    """Blocks that belong together under one label; the text of the label's own piece first."""

    role: Role | None
    lead: str = ""
    blocks: list[Block] = []
    is_heading: bool = False


class Assembler:
    """Makes drafts of questions and the blocks that follow them."""

    def __init__(self, renderer: Renderer, references: Mapping[str, str]) -> None:
        self._render = renderer
        self._references = references

    def draft(
        self, prompt: str, rest: str, body: Sequence[Block], location: Location
    ) -> tuple[ImportedQuestion, Found]:
        """The draft of a question.

        Args:
            prompt: The question's own text.
            rest: What follows it in the same piece.
            body: The blocks up to the next question.
            location: Where it is.
        """
        found = Found(prompt=[prompt])
        parts = self._parts(rest, _unlisted(body))
        has_answer = any(part.role is Role.ANSWER for part in parts)
        if is_number_only(prompt) and not rest and (has_answer or parts[0].blocks):
            found.prompt = [] if has_answer else self._head(parts[0])
        elif any(part.role is Role.QUESTION for part in parts) and asks(prompt) < _ASKS:
            found.prompt = []
        for number, part in enumerate(parts):
            if part.role is None and number == 0:
                self._first(prompt, part, found, is_prompt=has_answer)
            else:
                self._labelled(part, found)
        answer = _unquoted(_joined(found.answer))
        answer = "" if is_placeholder(plain(answer)) else answer
        if answer and len(body) < 2 and only_leads_elsewhere(_source_of(rest, body)):
            answer = ""
            found.links += links_in(_source_of(rest, body))
        points = found.points or (self._listed(body) if answer else [])
        draft = ImportedQuestion(
            prompt=_joined(found.prompt) or prompt,
            name="" if is_number_only(prompt) else prompt,
            location=location,
            answer=answer,
            points=tuple(map(read_point, points)),
            follow_ups=tuple(found.follow_ups),
            hints=tuple(found.hints),
            misconceptions=tuple(misconception(*read_mistake(text)) for text in found.mistakes),
            tags=tuple(found.tags),
            topic=tuple(found.topic),
            level=found.level,
            links=tuple(dict.fromkeys(found.links)),
        )
        return draft, found

    def _head(self, part: _Part) -> list[str]:
        """The first block of a part, taken out of it as the question."""
        first, part.blocks = part.blocks[0], part.blocks[1:]
        return [plain(text) for text in self._render.blocks([first])]

    # -- parts -----------------------------------------------------------------------------------

    def _parts(self, rest: str, body: Sequence[Block]) -> list[_Part]:
        """The blocks of an item under the labels that they stand under."""
        label = leading_label(rest) if rest else None
        if label is not None:
            parts = [_Part(None), _Part(label.role, label.rest)]
        else:
            parts = [_Part(None, rest)]
        for block in body:
            found = self._label(block)
            if found is not None:
                parts.append(_Part(found.role, found.rest, [], block.kind == "heading"))
            elif block.kind == "heading" and parts[-1].role not in {None, Role.ANSWER}:
                parts.append(_Part(Role.ANSWER, "", [block]))
            elif block.kind == "rule" or block.kind in {"open", "close"}:
                continue
            else:
                parts[-1].blocks.append(block)
        return parts

    def _label(self, block: Block) -> Labelled | None:
        if block.kind in {"heading", "summary"}:
            return label_of(block.text)
        return leading_label(block.text) if block.kind == "paragraph" else None

    def _first(self, prompt: str, part: _Part, found: Found, *, is_prompt: bool) -> None:
        """What stands between the question and its first label."""
        if is_prompt:
            texts = [self._text(part.lead), *self._render.blocks(part.blocks)]
            is_bold = len(texts) == 2 and texts[1].startswith("**") and not found.prompt
            found.prompt += [plain(text) for text in texts] if is_bold else texts
            return
        blocks = list(part.blocks)
        if not part.lead.strip():
            count = _count_of_prompt(prompt, blocks)
            found.prompt += self._render.blocks(blocks[:count])
            blocks = blocks[count:]
        chosen = self._options(blocks, found)
        if chosen is not None:
            blocks = chosen
        nested = self._nested(prompt, part.lead, blocks, found)
        if not nested:
            found.answer += [self._text(part.lead), *self._render.blocks(blocks)]

    def _nested(self, prompt: str, lead: str, blocks: list[Block], found: Found) -> bool:
        """Take bullets below a question as follow-ups, or as a part of it; False: as an answer."""
        if not blocks or blocks[-1].kind != "list":
            return False
        if lead.strip() or len(blocks) > 1:
            texts = [item.text for item in blocks[-1].items]
            if all(asks(plain(text)) == 1 and "\n" not in text for text in texts) and texts:
                found.follow_ups += [self._follow_up(item) for item in blocks[-1].items]
                del blocks[-1]
            return False
        items = blocks[0].items
        titles = [read_title(item.text) for item in items]
        asking = sum(title.is_question for title in titles)
        if asking * 2 >= len(items) and asking:
            found.follow_ups += [self._follow_up(item) for item in items]
            return True
        if prompt.rstrip().endswith(":"):
            found.prompt += self._render.blocks(blocks)
            return True
        return False

    def _options(self, blocks: list[Block], found: Found) -> list[Block] | None:
        """Take answers to tick as part of the question, and the ticked ones as its answer."""
        for number, block in enumerate(blocks):
            boxes = [_TASK.match(item.text) for item in block.items]
            if len(boxes) < 2 or not all(boxes):
                continue
            found.prompt += self._render.blocks(blocks[:number])
            ticked, options = [], []
            for item, box in zip(block.items, boxes, strict=True):
                text = self._text(_TASK.sub("", item.text))
                rest = self._render.blocks(item.blocks[1:])
                options.append("\n".join([f"- {text}", *rest]))
                if box is not None and (box.group(1) or " ") != " ":
                    ticked.append("\n".join([text, *rest]))
            found.prompt.append("\n".join(options))
            found.answer += ticked
            return blocks[number + 1 :]
        return None

    def _labelled(self, part: _Part, found: Found) -> None:
        if part.role is Role.QUESTION:
            self._into(found.prompt, part)
        elif part.role in {Role.ANSWER, None}:
            self._into(found.answer, part)
        elif part.role is Role.POINTS:
            found.points += self._statements(part)
        elif part.role is Role.HINTS:
            found.hints += self._statements(part)
        elif part.role is Role.MISTAKES:
            found.mistakes += self._statements(part)
        elif part.role is Role.FOLLOW_UPS:
            found.follow_ups += self._asked(part)
        elif part.role is Role.LINKS:
            self._linked(part, found)
        else:
            self._described(part, found)

    def _into(self, target: list[str], part: _Part) -> None:
        target += [self._text(part.lead), *self._render.blocks(part.blocks)]

    def _text(self, text: str) -> str:
        return self._render.text(text)

    def _statements(self, part: _Part) -> list[str]:
        """The items and paragraphs under a label, a text each."""
        texts = [self._text(part.lead)]
        for block in part.blocks:
            if block.kind == "list":
                texts += [self._item(item) for item in block.items]
            else:
                texts += self._render.blocks([block])
        return [text for text in texts if any(char.isalnum() for char in text)]

    def _item(self, item: Item) -> str:
        """An item with all that is below it, as one text."""
        return _TASK.sub("", "\n".join(self._render.blocks(item.blocks)))

    def _asked(self, part: _Part) -> list[ImportedFollowUp]:
        asked = [ImportedFollowUp(ask=self._text(part.lead))] if part.lead.strip() else []
        for block in part.blocks:
            if block.kind == "list":
                asked += [self._follow_up(item) for item in block.items]
            elif block.kind == "paragraph":
                asked += [ImportedFollowUp(ask=self._text(block.text))]
        return [follow_up for follow_up in asked if follow_up.ask.strip()]

    def _follow_up(self, item: Item) -> ImportedFollowUp:
        title = read_title(item.text)
        answer = _joined(self._render.blocks(item.blocks[1:]))
        if not title.text:
            return ImportedFollowUp(ask=_joined(self._render.blocks(item.blocks)))
        return ImportedFollowUp(
            ask=title.text, answer="" if is_placeholder(plain(answer)) else answer
        )

    def _linked(self, part: _Part, found: Found) -> None:
        """Keep the pages under a label; what is no link there is told as unused."""
        found.links += links_in(part.lead)
        for block in part.blocks:
            links = links_in(self._render.source(block))
            found.links += links
            if not links and block.text.strip():
                found.unused.append((block, "no link, where links are listed"))

    def _described(self, part: _Part, found: Found) -> None:
        """Take tags, level or topic from what stands behind their label."""
        lead, _, more = part.lead.partition("\n")
        words = [lead] if lead.strip() else []
        blocks = part.blocks
        if not words and blocks:
            words = self._statements(_Part(part.role, "", blocks[:1]))
            blocks = blocks[1:]
        words = [word.strip(" `#*_") for text in words for word in _META_SPLIT.split(plain(text))]
        words = [word for word in words if word]
        if part.role is Role.LEVEL:
            found.level = next(filter(None, map(level_of, words)), found.level)
        elif part.role is Role.TOPIC:
            found.topic += words[:1]
            found.tags += words[1:]
        else:
            found.tags += words
        if more.strip():
            label = leading_label(more)
            self._labelled(_Part(label.role, label.rest) if label else _Part(None, more), found)
        if blocks:
            self._into(found.answer, _Part(None, "", blocks))

    def _listed(self, body: Sequence[Block]) -> list[str]:
        """Points from an answer that is nothing but a list of statements."""
        blocks = [b for b in body if b.kind not in {"rule", "open", "close"}]
        blocks = [b for b in blocks if self._label(b) is None]
        if len(blocks) == 2 and blocks[0].kind == "paragraph" and blocks[0].text.endswith(":"):
            blocks = blocks[1:]
        if len(blocks) != 1 or len(blocks[0].items) not in _POINT_COUNT:
            return []
        items = blocks[0].items
        if any(child.kind != "paragraph" for item in items for child in item.blocks):
            return []
        texts = [_TASK.sub("", self._text(item.text)) for item in items]
        counts = [len(text.split()) for text in texts]
        if any(_TASK.match(item.text) for item in items) or asks(texts[0]) >= 0.9:
            return []
        fits = all(1 <= n < _POINT_WORDS.stop for n in counts)
        return texts if fits and sum(counts) / len(counts) >= _AVERAGE_WORDS else []


def _count_of_prompt(prompt: str, blocks: Sequence[Block]) -> int:
    """How many of the blocks behind a question without a labelled answer belong to it."""
    kinds = [block.kind for block in blocks]
    is_code_only = bool(kinds) and set(kinds) <= {"fence", "code"}
    if is_code_only and (_BY_CODE.search(prompt) or prompt.rstrip().endswith(":")):
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
        labels = [leading_label(item.text) for item in block.items]
        is_labelled = bool(labels) and labels[0] is not None and all(labels)
        if not is_labelled or labels[0] is None:
            blocks.append(block)
            continue
        for item in block.items:
            blocks += item.blocks
    return blocks


def _unquoted(text: str) -> str:
    """An answer that is one quotation, without the quotation marks."""
    lines = text.split("\n")
    if not text or not all(line.startswith(">") or not line.strip() for line in lines):
        return text
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines).strip()


def _source_of(rest: str, body: Sequence[Block]) -> str:
    return "\n".join([rest, *(block.text for block in body)]).strip()


def _joined(pieces: Sequence[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece.strip())


def with_context(draft: ImportedQuestion, **changes: object) -> ImportedQuestion:
    """The draft with what its surroundings say, where it says nothing itself."""
    return structs.replace(
        draft, **{key: value for key, value in changes.items() if value and not getattr(draft, key)}
    )
