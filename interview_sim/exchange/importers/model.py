"""What an importer understood, and what it left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, structs

from interview_sim.bank.model import Bank, Level, Misconception, Phrase, Question
from interview_sim.bank.problems import visible
from interview_sim.bank.terms import Need
from interview_sim.errors import InterviewSimError


class ImportFailed(InterviewSimError):
    """A collection cannot be brought in; the text says what was met, where, and what to do."""


class Place(Struct, frozen=True, order=True):
    """Where something stands in what is imported."""

    file: str = ""
    """Relative to what was named, with `/` between folders and after a zip's name."""
    line: int = 0
    """From one; zero where the format has no lines."""
    item: str = ""
    """A row, card or key, where lines say nothing: `row 3`, `note 12`."""

    def __str__(self) -> str:
        where = visible(self.file)
        if self.line:
            where = f"{where}:{self.line}"
        return f"{where}, {visible(self.item)}" if self.item else where


class Link(Struct, frozen=True):
    """A page that an item points to for more; it becomes a source of the bank."""

    title: str
    url: str


class DraftPoint(Struct, frozen=True, kw_only=True):
    """One thing that a good answer says, as the collection has it."""

    text: str
    need: Need = Need.SHOULD
    """Collections rarely say; `must` would want a probe that they do not have either."""
    weight: float = 1.0
    match: tuple[Phrase, ...] = ()
    """Accepted wordings, where the collection lists any."""
    probe: str = ""
    pick: int | None = None
    """For a group: how many of `of` are full marks."""
    of: tuple[DraftPoint, ...] = ()


class DraftFollowUp(Struct, frozen=True, kw_only=True):
    """A question that the collection asks after another."""

    ask: str
    answer: str = ""
    points: tuple[DraftPoint, ...] = ()


class Draft(Struct, frozen=True, kw_only=True):
    """One question as far as it was understood, in Markdown."""

    prompt: str
    place: Place
    answer: str = ""
    """The model answer; empty where the collection has none, or only a stub."""
    points: tuple[DraftPoint, ...] = ()
    follow_ups: tuple[DraftFollowUp, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    hints: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    level: Level | None = None
    topic: tuple[str, ...] = ()
    """From the widest heading or category to the narrowest; a `/` within one is kept apart."""
    links: tuple[Link, ...] = ()
    name: str = ""
    """What the id is made from; without, the prompt serves."""
    whole: Question | None = None
    """The question itself, from a format that holds all of it; nothing else is looked at then."""

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to hold an answer against."""
        return bool(self.answer.strip() or self.points or self.whole is not None)


class Skipped(Struct, frozen=True):
    """Something that was seen and not taken in."""

    place: Place
    what: str
    """The first words of it."""
    why: str
    """The same words for the same reason, so that they can be counted."""


class Use(StrEnum):
    """What becomes of questions that have no answer."""

    AUTO = "auto"
    """Kept where the collection has hardly any answers, skipped where most have one."""
    KEEP = "keep"
    SKIP = "skip"


class Options(Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    format: str = ""
    """The name of a format; empty: found out."""
    mapping: Mapping[str, str] = {}
    """Field of a draft (`question`, `answer`, `topic`, …) to column or key of the collection."""
    layout: str = ""
    """Of Markdown: what marks a question; empty: found out."""
    unanswered: Use = Use.AUTO


class ImportResult(Struct, frozen=True, kw_only=True):
    """All that one or more documents gave."""

    format: str = ""
    """Several: joined by commas."""
    drafts: tuple[Draft, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What was decided and why, a sentence each."""
    title: str = ""
    description: str = ""
    licence: str = ""
    language: str = ""
    base: Bank | None = None
    """A bank of ours, where the collection is one; its sources, glossary and times are kept."""

    def but(self, **changes: object) -> ImportResult:
        """The same with some fields changed."""
        return structs.replace(self, **changes)


def joined(results: Iterable[ImportResult]) -> ImportResult:
    """Several results as one; the first title, description, licence and language found hold."""
    total = ImportResult()
    for result in results:
        formats = [*total.format.split(", "), *result.format.split(", ")]
        total = ImportResult(
            format=", ".join(dict.fromkeys(name for name in formats if name)),
            drafts=total.drafts + result.drafts,
            skipped=total.skipped + result.skipped,
            notes=tuple(dict.fromkeys(total.notes + result.notes)),
            title=total.title or result.title,
            description=total.description or result.description,
            licence=total.licence or result.licence,
            language=total.language or result.language,
            base=total.base or result.base,
        )
    return total


def brief(text: str, length: int = 60) -> str:
    """The beginning of a text on one line, as messages cite it."""
    line = " ".join(text[: length * 8].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
