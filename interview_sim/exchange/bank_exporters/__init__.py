"""Banks in the formats of other programs, as far as these can hold what a bank says.

A format is registered under the entry point group `interview_sim.bank_exporters`. What it leaves
out of a given bank is counted, so that nobody takes a copy for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from interview_sim.bank.model import Bank, Defaults, Kind, Level, Question, When
from interview_sim.bank.problems import nearest, one_of
from interview_sim.errors import UsageError
from interview_sim.exchange.formats import Format, Option, formats_in
from interview_sim.exchange.rubric_lists import Part, lists_of

__all__ = ["EVERYTHING", "USUAL", "BankFormat", "Option", "bank_format", "bank_formats", "losses"]

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def _match(question: Question) -> int:
    rubrics = [question.rubric, *(f.rubric for f in question.follow_ups)]
    leaves = (leaf for rubric in rubrics for point in rubric for leaf in point.leaves)
    return sum(bool(leaf.match) for leaf in leaves) + sum(
        bool(wrong.match) for wrong in question.misconceptions
    )


_OF_QUESTIONS: Mapping[str, tuple[str, Callable[[Question], int]]] = {
    "match": ("list{s} of accepted wordings", _match),
    "misconceptions": ("misconception{s}", lambda q: len(q.misconceptions)),
    "misconception probes": (
        "probe{s} of misconceptions",
        lambda q: sum(bool(wrong.probe) for wrong in q.misconceptions),
    ),
    "follow-ups": ("follow-up question{s}", lambda q: len(q.follow_ups)),
    "follow-up rubrics": (
        "rubric{s} of follow-up questions",
        lambda q: sum(bool(follow_up.rubric) for follow_up in q.follow_ups),
    ),
    "conditions": (
        "condition{s} of follow-up questions",
        lambda q: sum(follow_up.when != When(always=True) for follow_up in q.follow_ups),
    ),
    "hints": ("hint{s}", lambda q: len(q.hints)),
    "sisters": ("other wording{s}", lambda q: len(q.sister)),
    "times": (
        "time{s}",
        lambda q: (q.time is not None) + sum(f.time is not None for f in q.follow_ups),
    ),
    "roles": ("question{s} with roles", lambda q: bool(q.roles)),
    "kinds": ("kind{s} of question", lambda q: q.kind is not Kind.CONCEPTUAL),
    "sources": ("question{s} with sources", lambda q: bool(q.sources)),
    "levels": ("level{s}", lambda q: q.level is not Level.CORE),
    "tags": ("question{s} with tags", lambda q: bool(q.tags)),
}
"""What a question may have besides model answer and points: its words, and how much there is."""

_OF_BANKS: Mapping[str, tuple[str, Callable[[Bank], bool]]] = {
    "scoring": ("the scoring rules", lambda bank: bank.scoring is not None),
    "cases": (
        "that stages belong to a case, and its facts",
        lambda bank: any(question.stages for question in bank.questions),
    ),
    "glossary": ("the glossary", lambda bank: bool(bank.glossary)),
    "times": ("the default times", lambda bank: bank.defaults != Defaults()),
}

EVERYTHING = frozenset(_OF_QUESTIONS) | frozenset(_OF_BANKS)
USUAL = frozenset({"misconceptions", "follow-ups", "hints", "levels", "tags"})
"""What formats for cards and quizzes hold, with our lists at the end of a text."""


class BankFormat(Format, frozen=True, kw_only=True):
    """One format to write a bank in; what is exported is a `Bank`."""

    holds: frozenset[str] = frozenset()
    """Which of `EVERYTHING` it holds."""


def bank_formats() -> tuple[dict[str, BankFormat], tuple[str, ...]]:
    """The formats by name, and what is wrong with those that cannot be used."""
    return formats_in("interview_sim.bank_exporters", BankFormat)


def bank_format(name: str) -> BankFormat:
    """The format of that name.

    Raises:
        UsageError: There is none.
    """
    formats, _ = bank_formats()
    if name not in formats:
        meant = nearest(name, formats)
        remedy = f"did you mean {meant}?" if meant else f"there are {one_of(formats)}"
        raise UsageError(f"there is no format “{name}” to export to; {remedy}")
    return formats[name]


def losses(bank: Bank, format_: BankFormat) -> list[str]:
    """What of this bank the format leaves out, a few words each; empty: nothing."""
    left_out = []
    for key, (words, count) in _OF_QUESTIONS.items():
        total = 0 if key in format_.holds else sum(int(count(q)) for q in bank.asked)
        if total:
            left_out.append(f"{total} {words.format(s='' if total == 1 else 's')}")
    for key, (name, has) in _OF_BANKS.items():
        if key not in format_.holds and has(bank):
            left_out.append(name)
    if "sources" not in format_.holds and bank.sources:
        left_out.append(f"{len(bank.sources)} source{'' if len(bank.sources) == 1 else 's'}")
    return left_out


# What every format writes of a question, as Markdown


def questions_of(bank: Bank) -> Iterator[Question]:
    """The questions; of a case its stages, each with the situation, as it stands by itself."""
    for question in bank.questions:
        for number, asked in enumerate(question.asked):
            prompt = f"{question.prompt.strip()}\n\n{asked.prompt}"
            yield replace(asked, prompt=prompt) if number else asked


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


def category(bank: Bank, question: Question) -> str:
    """The path of a question's category in Moodle; a slash in a name is given twice."""
    names = (bank.title, *topic_parts(question))
    return "/".join(("$course$", "top", *(one_line(n).replace("/", "//") or "-" for n in names)))
