"""Moodle's GIFT: essays and short answers as questions, all other kinds with why they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportOptions,
    ImportResult,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.quizzes import (
    NOT_ASKED,
    Accepted,
    category_parts,
    essay,
    level_in_tags,
    short_answer,
    split_title,
)
from interview_sim.exchange.importers.records import prose
from interview_sim.exchange.importers.registry import Guess

_BEGINS = re.compile(r"^(?:\$CATEGORY:|::[^:\n]{1,300}::)", re.MULTILINE)
_ANSWERED = re.compile(r"\{[^{}]{0,2000}\}[^\n]{0,200}$|\{$")


class GiftImporter:
    """A quiz in GIFT."""

    name = "gift"
    suffixes = frozenset({".gift"})

    def recognise(self, document: Document) -> Guess | None:
        """By the suffix, or by titles, categories and answers in braces."""
        if document.suffix == ".gift":
            return Guess(0.95, "its name ends in .gift")
        if document.suffix not in {".txt", ""} or b"{" not in document.data:
            return None
        head = document.head[:20_000]
        if _BEGINS.search(head):
            return Guess(0.85, "it has titles or categories as GIFT does")
        blocks = [block for block in re.split(r"\n\s*\n", head) if not block.startswith("//")]
        answered = sum(bool(_ANSWERED.search(block.strip())) for block in blocks)
        if blocks and answered * 2 > len(blocks):
            return Guess(0.6, "its answers are in braces")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Essays and short answers; everything else is skipped."""
        text, notes = document.decoded
        questions: list[ImportedQuestion] = []
        skipped: list[Skipped] = []
        for found in parse_gift(text):
            location = document.location(found.line)
            if isinstance(found, Broken):
                skipped.append(Skipped(location, found.what, found.why))
                continue
            question = _question(found, document)
            if question is not None:
                questions.append(question)
            else:
                what = brief(_markdown(found.stem)) or found.title
                why = NOT_ASKED.get(found.kind, "it has no text that could be asked")
                skipped.append(Skipped(location, what, why))
        title, placed = split_title(questions)
        return ImportResult(questions=placed, skipped=tuple(skipped), notes=notes, title=title)


def _question(found: GiftQuestion, document: Document) -> ImportedQuestion | None:
    prompt = _markdown(found.stem)
    if not any(char.isalnum() for char in prompt):
        return None
    level, tags = level_in_tags(found.tags)
    question = ImportedQuestion(
        prompt=prompt,
        location=document.location(found.line),
        tags=tags,
        level=level,
        topic=found.category,
        name=found.name or found.title,
    )
    feedback = _markdown(found.feedback)
    if found.kind is GiftKind.ESSAY:
        return essay(question, feedback)
    if found.kind is GiftKind.SHORT:
        accepted = [
            Accepted(_markdown(choice.text), choice.weight, _markdown(choice.feedback))
            for choice in found.choices
        ]
        return short_answer(question, accepted, feedback)
    return None


def _markdown(text: GiftText) -> str:
    if text.markup is Markup.HTML:
        return to_markdown(text.text)
    return prose(text.text, keeps_lines=True) if text.markup is Markup.MOODLE else text.text


# -- the format ----------------------------------------------------------------------------------


class GiftKind(StrEnum):
    """What sort of question it is."""

    ESSAY = "essay"
    SHORT = "short answer"
    CHOICE = "multiple choice"
    TRUE_FALSE = "true or false"
    MATCHING = "matching"
    NUMERICAL = "numerical"
    DESCRIPTION = "description"
    CLOZE = "cloze"


class Markup(StrEnum):
    """How a text is written."""

    MOODLE = "moodle"
    """Plain text with some HTML, in which line ends count; the default."""
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class GiftText(Struct, frozen=True):
    """A text with its markup."""

    text: str
    markup: Markup = Markup.MOODLE


class GiftChoice(Struct, frozen=True):
    """One answer that is listed, with the reply to who gives it."""

    text: GiftText
    weight: float
    """Per cent of the marks; below or at zero: wrong."""
    feedback: GiftText


class GiftQuestion(Struct, frozen=True, kw_only=True):
    """One question."""

    kind: GiftKind
    stem: GiftText
    line: int
    title: str = ""
    choices: tuple[GiftChoice, ...] = ()
    """Only of short answers."""
    feedback: GiftText = GiftText("")
    """The reply whatever was answered."""
    name: str = ""
    """The id in a comment before it."""
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


class Broken(Struct, frozen=True):
    """A block that is no question."""

    line: int
    what: str
    why: str


# Control characters never reach this module (`clean` removes them), so that they can stand for what
# is escaped until the signs that are not have been found.
_ESCAPES = {
    "\\": "\x01",
    ":": "\x02",
    "#": "\x03",
    "=": "\x04",
    "{": "\x05",
    "}": "\x06",
    "~": "\x07",
    "n": "\x08",
}
_MEANT = {sign: "\n" if char == "n" else char for char, sign in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = re.compile("[\x01-\x08]")
_MARKUP = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,6})?)%")
_NOTE = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.){1,200})\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\$CATEGORY:(.*)", re.DOTALL)
_CLOZE = re.compile(r"\d*:[A-Z_]{2,}:")
_TRUTHS = frozenset({"T", "TRUE", "F", "FALSE"})
_BRACES = re.compile(r"[{}]")
_MAX_JOINED = 400


class _Block(Struct):
    """Lines up to an empty one, without the comments among them."""

    line: int = 0
    lines: list[str] = []
    comments: list[str] = []

    @property
    def text(self) -> str:
        """What is left of it, with its escapes hidden."""
        joined = "\n".join(self.lines)
        return _ESCAPE.sub(lambda found: _ESCAPES[found.group(1)], joined).strip("\n")


def parse_gift(text: str) -> list[GiftQuestion | Broken]:
    """All questions in a text, and every block of it that is none with the reason."""
    found: list[GiftQuestion | Broken] = []
    category: tuple[str, ...] = ()
    for block in _joined(list(_blocks(text))):
        hidden = block.text
        named = _CATEGORY.match(hidden.strip())
        if named is not None:
            line, _, hidden = named.group(1).partition("\n")
            category = category_parts(_shown(line))
        if hidden.strip():
            found.append(_parsed(hidden, block, category))
    return found


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        stripped = line.strip()
        if not stripped:
            if block.lines:
                yield block
            block = _Block()
        elif stripped.startswith("//"):
            block.comments.append(stripped)
        else:
            block.line = block.line or number
            block.lines.append(line)


def _joined(blocks: list[_Block]) -> Iterator[_Block]:
    """The blocks, those between which braces are open put together."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = _end(blocks, at)
        for following in blocks[at + 1 : end]:
            block.lines += ["", *following.lines]
        yield block
        at = max(end, at + 1)


def _end(blocks: list[_Block], start: int) -> int:
    """Behind the block in which the braces that are open in the first one are closed.

    A brace that nothing closes before the next title, category or opening brace is damaged, and
    takes no other block with it.
    """
    text = blocks[start].text
    if text.count("{") <= text.count("}"):
        return start + 1
    for at in range(start + 1, min(len(blocks), start + _MAX_JOINED)):
        text = blocks[at].text
        brace = _BRACES.search(text)
        if text.startswith(("::", "$CATEGORY:")):
            break
        if brace is not None:
            return at + 1 if brace.group() == "}" else start + 1
    return start + 1


def _parsed(hidden: str, block: _Block, category: tuple[str, ...]) -> GiftQuestion | Broken:
    text = hidden.strip()
    title = _TITLE.match(text)
    if title is not None:
        text = text[title.end() :].strip()
    opening, closing = text.find("{"), text.find("}")
    if (opening < 0) != (closing < 0) or closing < opening:
        return Broken(block.line, brief(_shown(text)), "a brace is without its other one")
    answers, stem = "", text
    if opening >= 0:
        answers = text[opening + 1 : closing].strip()
        stem = text[:opening] + ("" if closing + 1 == len(text) else "_____") + text[closing + 1 :]
        if "{" in stem:
            return Broken(block.line, brief(_shown(stem)), "it has several answers in braces")
    asked = _text(stem, Markup.MOODLE)
    before, mark, after = answers.rpartition("####")
    answers, feedback = (before, after) if mark else (after, "")
    answers = answers.strip()
    kind = _kind(answers) if opening >= 0 else GiftKind.DESCRIPTION
    notes = [(key.lower(), text) for c in block.comments for key, text in _NOTE.findall(c)]
    return GiftQuestion(
        kind=kind,
        stem=asked,
        line=block.line,
        title=" ".join(_shown(title.group(1)).split()) if title is not None else "",
        choices=tuple(_choices(answers, asked.markup)) if kind is GiftKind.SHORT else (),
        feedback=_text(feedback, asked.markup),
        name=next((text for key, text in notes if key == "id"), ""),
        tags=tuple(text for key, text in notes if key == "tag"),
        category=category,
    )


def _kind(answers: str) -> GiftKind:
    """The kind of question that answers belong to, decided in Moodle's order."""
    if not answers:
        return GiftKind.ESSAY
    if answers.startswith("#"):
        return GiftKind.NUMERICAL
    if _CLOZE.match(answers):
        return GiftKind.CLOZE
    if "~" in answers:
        return GiftKind.CHOICE
    if "=" in answers and "->" in answers:
        return GiftKind.MATCHING
    if answers.partition("#")[0].strip().upper() in _TRUTHS:
        return GiftKind.TRUE_FALSE
    return GiftKind.SHORT


def _choices(answers: str, markup: Markup) -> Iterator[GiftChoice]:
    for part in answers.split("="):
        answer = " ".join(part.split()) if markup is not Markup.MARKDOWN else part.strip()
        if not answer:
            continue
        weight = _WEIGHT.match(answer)
        if weight is not None:
            answer = answer[weight.end() :]
        text, _, feedback = answer.partition("#")
        share = float(weight.group(1)) if weight is not None else 100.0
        yield GiftChoice(_text(text, markup), share, _text(feedback, markup))


def _text(hidden: str, default: Markup) -> GiftText:
    """A text with its escapes taken back; a line end of the file means nothing in HTML."""
    hidden = hidden.strip()
    given = _MARKUP.match(hidden)
    markup = Markup(given.group(1).lower()) if given is not None else default
    if given is not None:
        hidden = hidden[given.end() :]
    if markup is not Markup.MARKDOWN:
        hidden = re.sub(r"[ \t]*\n[ \t]*", " " if markup is Markup.HTML else "\n", hidden)
    return GiftText(_shown(hidden).strip(), markup)


def _shown(hidden: str) -> str:
    return _HIDDEN.sub(lambda found: _MEANT[found.group()], hidden)
