"""What every format writes of a question: its answer with the lists behind it, as Markdown."""

from __future__ import annotations

import re

from interview_sim.bank.model import Question
from interview_sim.exchange.rubric_lists import Part, lists_of

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """A text without controls, which no other format can hold and no reader wants."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(plain(text).split())


def lists(question: Question, *, hints: bool = True) -> str:
    """Key points, follow-ups, mistakes and hints under their names; empty without any."""
    found = (
        f"**{part.value}**\n\n{text}"
        for part, text in lists_of(question)
        if hints or part is not Part.HINTS
    )
    return plain("\n\n".join(found))


def back(question: Question) -> str:
    """The model answer with all lists behind it, for formats that have one place for both."""
    return "\n\n".join(filter(None, (plain(question.model_answer), lists(question))))


def topic_parts(question: Question) -> list[str]:
    """The topic from the widest to the narrowest."""
    return [part for part in question.topic.split("/") if part]
