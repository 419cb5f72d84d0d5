"""A bank as Moodle's GIFT: each question an essay, its answer and points as general feedback."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from interview_sim.bank.model import Bank, Question
from interview_sim.exchange.bank_exporters import (
    USUAL,
    BankFormat,
    back,
    category,
    one_line,
    plain,
    questions_of,
)

_SPECIAL = re.compile(r"[\\~=#{}:]")
_BRACKETS = re.compile(r"[\[\]\\]")


def write(bank: Bank, options: Mapping[str, Any]) -> bytes:
    r"""The bank as GIFT that Moodle and our own importer read.

    Texts are Markdown, on one line each, their line ends as `\n`, since an empty line
    would end the question.
    """
    lines = [f"// {one_line(bank.title)}"]
    if bank.licence:
        lines.append(f"// Licence: {one_line(bank.licence)}")
    last = ""
    for question in questions_of(bank):
        path = category(bank, question)
        if path != last:
            last = path
            lines += ["", f"$CATEGORY: {path}"]
        lines += ["", *_question(question)]
    return ("\n".join(lines) + "\n").encode()


def _question(question: Question) -> list[str]:
    notes = [f"[id:{question.id}]", *(f"[tag:{_noted(tag)}]" for tag in question.tags)]
    notes.append(f"[tag:level::{question.level.value}]")
    answer = back(question)
    feedback = f"####[markdown]{escaped(answer)}" if answer else ""
    return [
        f"// {' '.join(notes)}",
        f"::{escaped(question.id)}::[markdown]{escaped(plain(question.prompt))} {{",
        *([f"\t{feedback}"] if feedback else []),
        "}",
    ]


def escaped(text: str) -> str:
    """A text in which nothing means anything to GIFT."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _noted(tag: str) -> str:
    return _BRACKETS.sub(r"\\\g<0>", one_line(tag))


FORMAT = BankFormat(
    name="gift",
    title="Moodle GIFT",
    purpose="each question an essay",
    endings=(".gift",),
    write=write,
    holds=USUAL,
    order=2,
)
