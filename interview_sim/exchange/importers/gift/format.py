"""GIFT as questions to talk about: essays and short answers; the other kinds are told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.gift.parsing import (
    Broken,
    GiftKind,
    GiftQuestion,
    GiftText,
    Markup,
    parse_gift,
)
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.model import (
    Draft,
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    brief,
    joined,
)
from interview_sim.exchange.importers.quizzes import (
    NOT_ASKED,
    Accepted,
    essay_draft,
    level_in_tags,
    short_draft,
    titled,
)
from interview_sim.exchange.importers.records import prose
from interview_sim.exchange.importers.registry import Format, Guess

_SUFFIXES = (".gift",)
_SIGN = re.compile(r"^(?:\$CATEGORY:|::[^:\n]{1,300}::)", re.MULTILINE)
_ANSWERED = re.compile(r"\{[^{}]{0,2000}\}[^\n]{0,200}$|\{$")


def _look(document: Document) -> Guess | None:
    if document.suffix == ".gift":
        return Guess(0.95, "its name ends in .gift")
    if document.suffix not in {".txt", ""} or b"{" not in document.data:
        return None
    try:
        head = document.text[:20_000]
    except ImportFailed:
        return None
    if _SIGN.search(head):
        return Guess(0.85, "it has titles or categories as GIFT does")
    blocks = [block for block in re.split(r"\n\s*\n", head) if not block.startswith("//")]
    answered = sum(bool(_ANSWERED.search(block.strip())) for block in blocks)
    if blocks and answered * 2 > len(blocks):
        return Guess(0.6, "its answers stand in braces")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document) for document in documents).but(format="gift")


def _read_one(document: Document) -> ImportResult:
    text, notes = document.decoded
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for found in parse_gift(text):
        if isinstance(found, Broken):
            skipped.append(Skipped(document.place(found.line), found.what, found.why))
            continue
        draft = _draft(found, document)
        if draft is not None:
            drafts.append(draft)
        else:
            what = brief(_markdown(found.stem)) or found.title
            skipped.append(Skipped(document.place(found.line), what, _why(found)))
    title, drafts = titled(drafts)
    return ImportResult(drafts=tuple(drafts), skipped=tuple(skipped), notes=notes, title=title)


def _draft(question: GiftQuestion, document: Document) -> Draft | None:
    prompt = _markdown(question.stem)
    if not any(char.isalnum() for char in prompt):
        return None
    level, tags = level_in_tags(question.tags)
    base = Draft(
        prompt=prompt,
        place=document.place(question.line),
        tags=tags,
        level=level,
        topic=question.category,
        name=question.name or question.title,
    )
    feedback = _markdown(question.feedback)
    if question.kind is GiftKind.ESSAY:
        return essay_draft(base, feedback)
    if question.kind is GiftKind.SHORT:
        accepted = [
            Accepted(_markdown(choice.text), choice.weight, _markdown(choice.feedback))
            for choice in question.choices
        ]
        return short_draft(base, accepted, feedback)
    return None


def _why(question: GiftQuestion) -> str:
    if question.kind in NOT_ASKED:
        return NOT_ASKED[question.kind]
    return "it has no text that could be asked"


def _markdown(text: GiftText) -> str:
    if text.markup is Markup.HTML:
        return to_markdown(text.text)
    return prose(text.text) if text.markup is Markup.MOODLE else text.text


FORMAT = Format(
    name="gift",
    title="a Moodle quiz in GIFT",
    suffixes=_SUFFIXES,
    look=_look,
    read=_read,
)
"""Moodle's text format."""
