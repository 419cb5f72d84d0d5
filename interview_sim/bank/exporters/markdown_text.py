"""A bank as Markdown to read, print and edit, in a layout that our own importer reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interview_sim.bank.exporters.registry import Target
from interview_sim.bank.exporters.texts import one_line, plain
from interview_sim.bank.model import Bank, Question
from interview_sim.bank.rubric_lists import (
    Part,
    follow_ups_list,
    item,
    mistakes_list,
    points_list,
)

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)")
_LOWEST = 6
_UNFIT = re.compile(r"^(?:[#>|`~]|[-*+] |\d{1,9}[.)] | {4}|\t|\$\$)")
"""How a paragraph begins that cannot stand in a heading."""

_UNCOMMENTED = re.compile(r"--+|[<>]")


def write_markdown(bank: Bank) -> str:
    """The bank as Markdown: topics, questions below them, and what a full answer says."""
    lines = ["<!-- layout: headings -->", f"# {one_line(bank.title)}"]
    if bank.description:
        lines += ["", one_line(bank.description)]
    if bank.licence:
        lines += ["", f"Licence: {one_line(bank.licence)}"]
    topic = ""
    for question in bank.questions:
        if question.topic != topic:
            topic = question.topic
            lines += ["", f"## {_spaced(topic)}"]
        lines += _question(question)
    return "\n".join(lines) + "\n"


def _question(question: Question) -> Iterator[str]:
    heading, rest = _parted(plain(question.prompt))
    yield from ("", f"### {heading}", "")
    yield f"<!-- id: {question.id} -->"
    yield f"<!-- topic: {_commented(', '.join(question.topic.split('/')))} -->"
    yield f"<!-- level: {question.level.value} -->"
    if question.tags:
        yield f"<!-- tags: {_commented(', '.join(map(one_line, question.tags)))} -->"
    if rest:
        yield from ("", lowered(rest))
    if question.model_answer.strip():
        yield from ("", "#### Answer", "", lowered(plain(question.model_answer)))
    for part, listed in (
        (Part.POINTS, points_list(question.rubric)),
        (Part.FOLLOW_UPS, follow_ups_list(question.follow_ups)),
        (Part.MISTAKES, mistakes_list(question.misconceptions)),
        (Part.HINTS, "\n".join(map(item, question.hints))),
    ):
        if listed:
            yield from ("", f"#### {part.value}", "", plain(listed))


def _parted(prompt: str) -> tuple[str, str]:
    """What of a prompt can be a heading, and what follows."""
    first, _, rest = prompt.partition("\n\n")
    if not first.strip() or any(_UNFIT.match(line) for line in first.split("\n")):
        return "Look at this:", prompt
    return " ".join(first.split()).rstrip("#").rstrip(), rest.strip("\n")


def lowered(text: str) -> str:
    """A text whose headings are below those of the layout, so that it stays in one piece."""
    lines = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        heading = None if fence else _HEADING.match(line)
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


TARGET = Target(
    name="md",
    title="Markdown to read and edit",
    suffix=".md",
    write=write_markdown,
    holds=frozenset({"misconceptions", "follow-ups", "hints", "levels", "tags"}),
)
"""For people."""
