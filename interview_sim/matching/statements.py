"""Points for a question that has a model answer and no rubric."""

from __future__ import annotations

import re

from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.text import read

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^\s*#{1,6}\s")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\(?\d{1,2}[.)])\s+")
_LEAST = 3
_MOST = 24


def rubric_of(question: Question) -> tuple[Point, ...]:
    """The rubric of a question, or points derived from the statements of its model answer."""
    if question.rubric:
        return question.rubric
    return tuple(
        Point(id=f"s{number}", point=statement, need=Need.MUST)
        for number, statement in enumerate(statements(question.model_answer), 1)
    )


def statements(markdown: str) -> list[str]:
    """What a text says, one statement each, in order: its sentences and list items."""
    found: list[str] = []
    for block in _blocks(markdown):
        for sentence in _sentences(block):
            if _telling(sentence) < _LEAST and found and len(found[-1]) < 200:
                found[-1] = f"{found[-1]} {sentence}"
            elif sentence:
                found.append(sentence)
    if len(found) > 1 and _telling(found[0]) < _LEAST:
        found[:2] = [f"{found[0]} {found[1]}"]
    return found[:_MOST]


def _telling(sentence: str) -> int:
    return sum(read(sentence).telling)


def _blocks(markdown: str) -> list[str]:
    """Paragraphs and list items as one line each; headings and code left out."""
    blocks: list[str] = []
    current: list[str] = []
    fenced = False
    for line in [*markdown.splitlines(), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            continue
        if not line.strip() or _BULLET.match(line) or _HEADING.match(line):
            if current:
                blocks.append(" ".join(current))
            current = []
        if line.strip() and not _HEADING.match(line):
            current.append(_BULLET.sub("", line).strip())
    if current:
        blocks.append(" ".join(current))
    return [block for block in blocks if not block.startswith("Note:")]


def _sentences(block: str) -> list[str]:
    text = read(block)
    if not len(text):
        return []
    starts = [
        text.starts[at]
        for at in range(len(text))
        if at == 0 or text.sentences[at] != text.sentences[at - 1]
    ]
    pieces = [block[a:b] for a, b in zip(starts, [*starts[1:], len(block)], strict=True)]
    return [piece.strip(" \t*_-") for piece in pieces]
