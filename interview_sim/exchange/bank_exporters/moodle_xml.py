"""A bank as Moodle XML: essays with the points as information for graders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from interview_sim.bank.model import Bank, Question
from interview_sim.exchange.bank_exporters import (
    USUAL,
    BankFormat,
    category,
    lists,
    one_line,
    plain,
    questions_of,
)

_SETTINGS = {
    "defaultgrade": "1",
    "penalty": "0",
    "hidden": "0",
    "responseformat": "editor",
    "responserequired": "1",
    "responsefieldlines": "15",
    "attachments": "0",
    "attachmentsrequired": "0",
}


def write(bank: Bank, options: Mapping[str, Any]) -> bytes:
    """The bank as Moodle XML that Moodle and our own importer read; texts are Markdown."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    last = ""
    for question in questions_of(bank):
        path = category(bank, question)
        if path != last:
            last = path
            lines += ['  <question type="category">', *_text("category", path), "  </question>"]
        lines += _question(question)
    return ("\n".join([*lines, "</quiz>"]) + "\n").encode()


def _question(question: Question) -> Iterable[str]:
    yield '  <question type="essay">'
    yield from _text("name", question.id)
    yield from _text("questiontext", plain(question.prompt), "markdown")
    yield from _text("generalfeedback", plain(question.model_answer), "markdown")
    yield f"    <idnumber>{escape(question.id)}</idnumber>"
    yield from (f"    <{name}>{value}</{name}>" for name, value in _SETTINGS.items())
    yield from _text("graderinfo", lists(question, hints=False), "markdown")
    yield from _text("responsetemplate", "", "html")
    for hint in question.hints:
        yield from _text("hint", plain(hint), "markdown")
    yield "    <tags>"
    for tag in (*question.tags, f"level::{question.level.value}"):
        yield f"      <tag><text>{escape(one_line(tag))}</text></tag>"
    yield "    </tags>"
    yield "  </question>"


def _text(name: str, text: str, markup: str = "") -> list[str]:
    format_ = f" format={quoteattr(markup)}" if markup else ""
    return [f"    <{name}{format_}>", f"      <text>{escape(text)}</text>", f"    </{name}>"]


FORMAT = BankFormat(
    name="moodle-xml",
    title="Moodle XML",
    purpose="each question an essay with a rubric for graders",
    endings=(".xml",),
    write=write,
    holds=USUAL,
    order=3,
)
