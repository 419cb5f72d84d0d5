"""What an importer is asked for, and what it gives: questions, and all that it skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, structs

from interview_sim.bank.model import Bank, Level, Misconception, Phrase, Question
from interview_sim.bank.terms import Need
from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible


class ImportFailed(InterviewSimError):
    """A collection cannot be imported; the text says what is wrong, where, and what to do."""


class Location(Struct, frozen=True, order=True):
    """Where in the input something is."""

    file: str = ""
    """Relative to what was named, with `/` between folders and after a zip's name."""
    line: int = 0
    """From one; zero where the format has no lines."""
    item: str = ""
    """A row, card or key, where there are no lines: `row 3`, `note 12`."""

    def __str__(self) -> str:
        where = visible(self.file, newlines=False)
        if self.line:
            where = f"{where}:{self.line}"
        return f"{where}, {visible(self.item, newlines=False)}" if self.item else where


class Link(Struct, frozen=True):
    """Something to read for more, which becomes a source of the bank: a page, or a book's title."""

    title: str
    url: str = ""


class ImportedPoint(Struct, frozen=True, kw_only=True):
    """One thing that a good answer says."""

    text: str
    need: Need = Need.SHOULD
    """Collections rarely say; `must` would want a probe that they do not have either."""
    weight: float = 1.0
    match: tuple[Phrase, ...] = ()
    """Accepted wordings, where the collection lists any."""
    probe: str = ""
    pick: int | None = None
    """For a group: how many of `of` are full marks."""
    of: tuple[ImportedPoint, ...] = ()


class ImportedFollowUp(Struct, frozen=True, kw_only=True):
    """A question that the collection asks after another."""

    ask: str
    answer: str = ""


class ImportedQuestion(Struct, frozen=True, kw_only=True):
    """One question as far as it was understood; all texts are Markdown."""

    prompt: str
    location: Location
    answer: str = ""
    """The model answer; empty where the collection has none, or only a placeholder."""
    points: tuple[ImportedPoint, ...] = ()
    follow_ups: tuple[ImportedFollowUp, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    """Without ids."""
    hints: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    level: Level | None = None
    topic: tuple[str, ...] = ()
    """From the widest heading or category to the narrowest; each may contain a `/`."""
    links: tuple[Link, ...] = ()
    name: str = ""
    """What the id is made from; by default the prompt."""
    whole: Question | None = None
    """The complete question, from a format that holds one; all other fields are ignored then."""

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to compare an answer with."""
        return bool(self.answer.strip() or self.points or self.whole is not None)


class Skipped(Struct, frozen=True):
    """Something that was seen and not imported."""

    location: Location
    what: str
    """Its first words."""
    why: str
    """The same words for the same reason, so that they can be counted."""


class Unanswered(StrEnum):
    """What to do with questions that have no answer."""

    AUTO = "auto"
    """Keep them where hardly any question has an answer, skip them otherwise."""
    KEEP = "keep"
    SKIP = "skip"


class ImportOptions(Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    format: str = ""
    """The name of an importer; empty: detect it."""
    mapping: Mapping[str, str] = {}
    """Field of a question (`question`, `answer`, `topic`, …) to column or key of the collection."""
    layout: str = ""
    """Of Markdown: what marks a question; empty: detect it."""
    unanswered: Unanswered = Unanswered.AUTO


class ImportResult(Struct, frozen=True, kw_only=True):
    """All that one or more documents gave."""

    format: str = ""
    """Several are separated by commas."""
    questions: tuple[ImportedQuestion, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What was decided and why, one sentence each."""
    title: str = ""
    licence: str = ""
    base: Bank | None = None
    """Where the collection is a bank of ours: whatever it has besides questions is kept."""

    def replace(self, **changes: object) -> ImportResult:
        """A copy with some fields changed."""
        return structs.replace(self, **changes)


def result_of(
    found: Iterable[ImportedQuestion | Skipped], notes: Iterable[str] = ()
) -> ImportResult:
    """What a document gave, questions and what was skipped told apart."""
    items = list(found)
    return ImportResult(
        questions=tuple(item for item in items if isinstance(item, ImportedQuestion)),
        skipped=tuple(item for item in items if isinstance(item, Skipped)),
        notes=tuple(notes),
    )


def has_words(text: str) -> bool:
    """Whether there is a letter or a figure in a text."""
    return any(map(str.isalnum, text))
