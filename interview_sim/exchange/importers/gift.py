"""Moodle's GIFT: essays and short answers as questions, all other kinds with why they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportOptions,
    ImportResult,
    Skipped,
)
from interview_sim.exchange.importers.quizzes import (
    Accepted,
    Kind,
    category_parts,
    essay,
    level_in_tags,
    quiz_of,
    short_answer,
)
from interview_sim.exchange.importers.records import prose
from interview_sim.exchange.importers.registry import Guess
from interview_sim.literal import brief

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
        return quiz_of((_read(found, document) for found in parse_gift(text)), notes)


def _read(found: GiftQuestion, document: Document) -> ImportedQuestion | Skipped:
    prompt = _markdown(found.stem)
    location = document.location(found.line)
    why = found.damage or found.kind.why_skipped(prompt)
    if why:
        return Skipped(location, brief(prompt) or found.title, why)
    level, tags = level_in_tags(found.tags)
    question = ImportedQuestion(
        prompt=prompt,
        location=location,
        tags=tags,
        level=level,
        topic=found.category,
        name=found.name or found.title,
    )
    feedback = _markdown(found.feedback)
    if found.kind is Kind.ESSAY:
        return essay(question, feedback)
    return short_answer(question, found.choices, feedback)


# -- the format ----------------------------------------------------------------------------------


class GiftText(NamedTuple):
    """A text, and how it is written: `html`, `markdown`, `plain`, or Moodle's own way.

    The last is plain text with some HTML, in which line ends count.
    """

    text: str
    markup: str = "moodle"


class GiftQuestion(Struct, frozen=True, kw_only=True):
    """One question, or a block that is none."""

    kind: Kind
    stem: GiftText
    line: int
    damage: str = ""
    """Why it is no question."""
    title: str = ""
    choices: tuple[Accepted, ...] = ()
    """Only of short answers."""
    feedback: GiftText = GiftText("")
    """The reply whatever was answered."""
    name: str = ""
    """The id in a comment before it."""
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


# Control characters never reach this module (`clean` removes them), so that they can stand for what
# is escaped until the signs that are not have been found.
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_ESCAPED = "\\:#={}~n"
_MEANT = "\\:#={}~\n"
_HIDDEN = re.compile("[\x01-\x08]")
_MARKUP = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,6})?)%")
_NOTE = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.){1,200})\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\$CATEGORY:(.*)")
_CLOZE = re.compile(r"\d*:[A-Z_]{2,}:")
_TRUTHS = frozenset({"T", "TRUE", "F", "FALSE"})
_BRACES = re.compile(r"[{}]")


class _Block(Struct):
    """Lines up to an empty one outside braces, without the comments among them."""

    line: int = 0
    lines: list[str] = []
    comments: list[str] = []
    open: int = 0
    """How many braces more are opened than closed."""


def parse_gift(text: str) -> Iterator[GiftQuestion]:
    """All questions in a text, and every block of it that is none with the reason."""
    category: tuple[str, ...] = ()
    hidden = _ESCAPE.sub(lambda found: chr(1 + _ESCAPED.index(found.group(1))), text)
    for block in _blocks(hidden.split("\n")):
        content = "\n".join(block.lines).strip()
        named = _CATEGORY.match(content)
        if named is not None:
            category = category_parts(_shown(named.group(1)))
            content = content[named.end() :].strip()
        if content:
            yield _parsed(content, block, category)


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    block = _Block()
    closed = 0
    for number, line in enumerate([*lines, ""], 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            block.comments.append(stripped)
            continue
        if not stripped and number > closed:
            closed = _closing(lines, number) if block.open > 0 else 0
            if not closed:
                if block.lines:
                    yield block
                block = _Block()
                continue
        block.line = block.line or number
        block.lines.append(line)
        block.open += line.count("{") - line.count("}")


def _closing(lines: Sequence[str], start: int) -> int:
    """The line that closes the brace that is open at an empty line, or zero.

    A brace that nothing closes before the next title, category or opening brace is damaged, and
    takes no other block with it.
    """
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if line.startswith(("::", "$CATEGORY:")):
            return 0
        brace = None if line.startswith("//") else _BRACES.search(line)
        if brace is not None:
            return at + 1 if brace.group() == "}" else 0
    return 0


def _parsed(text: str, block: _Block, category: tuple[str, ...]) -> GiftQuestion:
    title = _TITLE.match(text)
    if title is not None:
        text = text[title.end() :].strip()
    opening, closing = text.find("{"), text.find("}")
    answers, stem, damage = "", text, ""
    if (opening < 0) != (closing < 0) or closing < opening:
        damage = "a brace has no partner"
    elif opening >= 0:
        answers = text[opening + 1 : closing].strip()
        stem = text[:opening] + ("" if closing + 1 == len(text) else "_____") + text[closing + 1 :]
        if "{" in stem and not _CLOZE.match(answers):
            damage = "it has several answers in braces"
    asked = _text(stem, "moodle")
    before, mark, after = answers.rpartition("####")
    answers, feedback = (before.strip(), after) if mark else (after.strip(), "")
    kind = _kind(answers) if opening >= 0 else Kind.DESCRIPTION
    notes = [(key.lower(), _shown(text)) for c in block.comments for key, text in _NOTE.findall(c)]
    return GiftQuestion(
        kind=kind,
        stem=asked,
        line=block.line,
        damage=damage,
        title=" ".join(_shown(title.group(1)).split()) if title is not None else "",
        choices=tuple(_choices(answers, asked.markup)) if kind is Kind.SHORT else (),
        feedback=_text(feedback, asked.markup),
        name=next((text for key, text in notes if key == "id"), ""),
        tags=tuple(text for key, text in notes if key == "tag"),
        category=category,
    )


def _kind(answers: str) -> Kind:
    """The kind of question that answers belong to, decided in Moodle's order."""
    if not answers:
        return Kind.ESSAY
    if answers.startswith("#"):
        return Kind.NUMERICAL
    if _CLOZE.match(answers):
        return Kind.CLOZE
    if "~" in answers:
        return Kind.CHOICE
    if "=" in answers and "->" in answers:
        return Kind.MATCHING
    if answers.partition("#")[0].strip().upper() in _TRUTHS:
        return Kind.TRUE_FALSE
    return Kind.SHORT


def _choices(answers: str, markup: str) -> Iterator[Accepted]:
    for part in answers.split("="):
        answer = " ".join(part.split()) if markup != "markdown" else part.strip()
        if not answer:
            continue
        weight = _WEIGHT.match(answer)
        text, _, feedback = answer[weight.end() if weight else 0 :].partition("#")
        share = float(weight.group(1)) if weight else 100.0
        yield Accepted(_markdown(_text(text, markup)), share, _markdown(_text(feedback, markup)))


def _text(hidden: str, default: str) -> GiftText:
    """A text with its escapes taken back; a line end of the file means nothing in HTML."""
    hidden = hidden.strip()
    given = _MARKUP.match(hidden)
    markup = given.group(1).lower() if given is not None else default
    if given is not None:
        hidden = hidden[given.end() :]
    if markup != "markdown":
        hidden = re.sub(r"[ \t]*\n[ \t]*", " " if markup == "html" else "\n", hidden)
    return GiftText(_shown(hidden).strip(), markup)


def _markdown(text: GiftText) -> str:
    if text.markup == "html":
        return to_markdown(text.text)
    return prose(text.text, keeps_lines=True) if text.markup == "moodle" else text.text


def _shown(hidden: str) -> str:
    return _HIDDEN.sub(lambda found: _MEANT[ord(found.group()) - 1], hidden)
