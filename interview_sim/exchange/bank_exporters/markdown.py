"""A bank as Markdown to read, print and edit, in a layout that our own importer reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from interview_sim.bank.model import Bank, Question
from interview_sim.exchange.bank_exporters import USUAL, BankFormat, one_line, plain, questions_of
from interview_sim.exchange.rubric_lists import lists_of, with_code

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)")
_LOWEST = 6
_FIT = re.compile(
    r"(?!(?:q|question)?\W*\d)[^\W\d_](?!\w*\s*:)[^*_<>\[\]\\]*(?<=[\w.?!…])", re.IGNORECASE
)
"""A paragraph that can be a heading, without numbers, labels and marks that a heading loses."""

_MARKED_LINE = re.compile(r"\n *(?:[-*+>#|`~=]|\d+[.)])")
_UNCOMMENTED = re.compile(r"--+|[<>]")


def write(bank: Bank, options: Mapping[str, Any]) -> bytes:
    """The bank as Markdown: topics, questions below them, and what a full answer says."""
    lines = ["<!-- layout: headings -->", f"# {one_line(bank.title)}"]
    if bank.description:
        lines += ["", one_line(bank.description)]
    if bank.licence:
        lines += ["", f"Licence: {one_line(bank.licence)}"]
    topic = ""
    for number, question in enumerate(questions_of(bank), 1):
        if question.topic != topic:
            topic = question.topic
            lines += ["", f"## {_spaced(topic)}"]
        lines += _question(question, number)
    return ("\n".join(lines) + "\n").encode()


def _question(question: Question, number: int) -> Iterator[str]:
    has_answer = bool(question.model_answer.strip())
    heading, rest = _parted(plain(question.prompt), has_answer=has_answer)
    yield from ("", f"### {heading or f'Question {number}'}", "")
    yield f"<!-- id: {question.id} -->"
    yield f"<!-- topic: {_commented(', '.join(question.topic.split('/')))} -->"
    yield f"<!-- level: {question.level.value} -->"
    if question.tags:
        yield f"<!-- tags: {_commented(', '.join(map(one_line, question.tags)))} -->"
    if not heading:
        yield from ("", "#### Question")
    if rest:
        yield from ("", lowered(rest))
    if has_answer:
        yield from ("", "#### Answer", "", lowered(plain(question.model_answer)))
    for part, listed in lists_of(question):
        yield from ("", f"#### {part.value}", "", plain(listed))


def _parted(prompt: str, *, has_answer: bool) -> tuple[str, str]:
    """What of a prompt is the heading, and what is below it.

    The heading is empty where the prompt has to remain in one piece: it begins with what cannot be
    a heading, or nothing follows that would end it.
    """
    first, _, rest = prompt.partition("\n\n")
    heading = " ".join(first.split())
    is_plain = _FIT.fullmatch(heading) is not None and _MARKED_LINE.search(first) is None
    if not is_plain or (rest and not has_answer):
        return "", prompt
    return heading, rest.strip("\n")


def lowered(text: str) -> str:
    """A text whose headings are below those of the layout, so that it remains in one piece."""
    lines = []
    for line, is_code in with_code(text.split("\n")):
        heading = None if is_code else _HEADING.match(line)
        if heading is not None:
            signs = "#" * min(_LOWEST, len(heading.group(1)) + 4)
            lines.append(f"{signs}{line[heading.end() :]}")
        else:
            lines.append(line)
    return "\n".join(lines)


def _spaced(topic: str) -> str:
    return one_line(topic).replace("/", " / ").replace("-", " ").capitalize() or "General"


def _commented(text: str) -> str:
    """A text as a comment can hold it."""
    return _UNCOMMENTED.sub("-", text)


FORMAT = BankFormat(
    name="md",
    title="Markdown",
    purpose="to read and edit",
    endings=(".md",),
    write=write,
    holds=USUAL,
    order=4,
)
