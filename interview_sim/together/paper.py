"""A sealed paper: one interview, the same for everyone who is given the file.

It names the questions and holds digests of what they say, never the questions, rubrics or answers
themselves: whoever sits it needs the same banks, and reading the file spoils little.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from interview_sim.bank.loading import read_record
from interview_sim.bank.model import Bank, content_hash
from interview_sim.bank.moves import moves_of
from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible
from interview_sim.session.draw import Candidate, draw
from interview_sim.session.events import DrawnQuestion
from interview_sim.session.plan import Plan

if TYPE_CHECKING:
    from interview_sim.bank.nodes import Origins
    from interview_sim.bank.problems import Problems

PAPER_FORMAT = "interview-sim/paper@1"

_MOST_NAMED = 5
_HEAD = """\
# A sealed paper for interview-sim: the same interview for everyone who has this file.
# Take it with:  interview-sim start --paper FILE
"""


class PaperError(InterviewSimError):
    """A paper cannot be read, or cannot be sat here; the text says why and what to do."""


class PaperBank(Struct, frozen=True, kw_only=True):
    """A bank that is needed."""

    id: str
    title: str = ""
    hash: str
    """Of all it said when the paper was made."""


class PaperQuestion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question to ask."""

    ref: str
    """`bank:question`."""
    hash: str
    """Of the question, and of what else of its bank bears on it."""
    round: int = 0
    """Which round of the interview asks it."""


class Paper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a paper file holds."""

    format: str = PAPER_FORMAT
    app_version: str = ""
    """The program that made it; another one's follow-ups may differ."""
    seed: int
    plan: Plan
    banks: tuple[PaperBank, ...]
    questions: tuple[PaperQuestion, ...]
    """In the order of asking."""

    @property
    def bank_ids(self) -> frozenset[str]:
        """The banks that its questions are in, and those it says it needs."""
        asked = (ref.partition(":")[0] for ref in self.refs)
        return frozenset((*asked, *(bank.id for bank in self.banks)))

    @property
    def refs(self) -> tuple[str, ...]:
        """Its questions, as they were called when it was made."""
        return tuple(item.ref for item in self.questions)

    @property
    def id(self) -> str:
        """A short digest of what is asked, and how; transcripts keep it."""
        # A plan made in code may say 30 where one that was read says 30.0.
        plan = msgspec.convert(msgspec.to_builtins(self.plan), Plan)
        said = (self.seed, plan, [(item.ref, item.hash) for item in self.questions])
        return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:16]


class PaperCheck(Struct, frozen=True, kw_only=True):
    """What the banks that are here have of a paper's questions."""

    candidates: tuple[Candidate, ...]
    """The questions that are here, in the paper's order."""
    obstacles: tuple[str, ...] = ()
    """Why it would not be the same interview, in sentences."""
    notes: tuple[str, ...] = ()
    """What is different and does not matter to the questions."""

    def drawn(self, plan: Plan) -> tuple[DrawnQuestion, ...]:
        """The questions with the times that `plan` gives them."""
        return tuple(drawn for each in self.candidates for drawn in each.drawn(plan))


def make_paper(plan: Plan, banks: Sequence[Bank], seed: int, *, app_version: str) -> Paper:
    """Draw the plan's questions, without looking at anyone's history, and seal them.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    fixed = msgspec.structs.replace(plan, seed=seed)
    by_id = {bank.id: bank for bank in banks}
    questions = draw(fixed, banks, seed)
    return Paper(
        app_version=app_version,
        seed=seed,
        plan=fixed,
        banks=tuple(
            PaperBank(id=bank, title=by_id[bank].title, hash=content_hash(by_id[bank]))
            for bank in dict.fromkeys(drawn.bank for drawn in questions)
        ),
        questions=tuple(
            PaperQuestion(
                ref=drawn.ref,
                hash=_hash(Candidate(by_id[drawn.bank], drawn.question)),
                round=drawn.round,
            )
            for drawn in questions
        ),
    )


def _hash(candidate: Candidate) -> str:
    """A digest of the question and of what its bank lends it: terms and times."""
    bank = candidate.bank
    question = msgspec.structs.replace(candidate.question, moved=(), sister=())
    case = bank.stage_of(question.id)
    said = (question, bank.glossary, bank.defaults, *([case] if case else []))
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:16]


# Compared with the banks that are here


def check_against(paper: Paper, banks: Sequence[Bank], *, app_version: str) -> PaperCheck:
    """Find the paper's questions in these banks, and say what is missing or has changed."""
    by_id, moves = {bank.id: bank for bank in banks}, moves_of(banks)
    found: list[Candidate] = []
    gone: list[str] = []
    changed: list[str] = []
    for item in paper.questions:
        bank_id, _, question_id = moves.get(item.ref, item.ref).partition(":")
        bank = by_id.get(bank_id)
        if bank is None:  # reported once for all of its questions
            continue
        question = bank.question(question_id)
        if question is None:
            gone.append(item.ref)
            continue
        candidate = Candidate(bank, question, item.round)
        found.append(candidate)
        if _hash(candidate) != item.hash:
            changed.append(item.ref)
    obstacles = [
        f"The bank {visible(bank.id)} (“{visible(bank.title, newlines=False)}”) is not here; "
        "get its file from whoever made the paper, and name it with --bank."
        for bank in paper.banks
        if bank.id not in by_id
    ]
    if gone:
        obstacles.append(f"No longer in their bank: {_named(gone)}.")
    if changed:
        obstacles.append(f"Changed in wording or points: {_named(changed)}.")
    return PaperCheck(
        candidates=tuple(found),
        obstacles=tuple(obstacles),
        notes=tuple(_notes(paper, by_id, changed, app_version)),
    )


def _named(refs: list[str]) -> str:
    shown = ", ".join(visible(ref, newlines=False) for ref in refs[:_MOST_NAMED])
    more = f" and {len(refs) - _MOST_NAMED} more" if len(refs) > _MOST_NAMED else ""
    return f"{shown}{more}"


def _notes(paper: Paper, by_id: dict[str, Bank], changed: list[str], app_version: str) -> list[str]:
    notes = []
    touched = {ref.partition(":")[0] for ref in changed}
    for bank in paper.banks:
        here = by_id.get(bank.id)
        if here is not None and bank.id not in touched and content_hash(here) != bank.hash:
            notes.append(
                f"The bank {visible(bank.id)} has changed since the paper was made, "
                "but nothing that the paper asks."
            )
    if paper.app_version != app_version:
        notes.append(
            f"The paper was made with version {visible(paper.app_version) or 'unknown'}, and this "
            f"is {app_version}: the questions are the same, follow-ups may differ."
        )
    return notes


# As a file


def paper_text(paper: Paper) -> str:
    """The paper as YAML."""
    import yaml

    data = {"format": paper.format, **msgspec.to_builtins(paper)}
    for allow_unicode in (True, False):
        text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=allow_unicode, width=100)
        if visible(text) == text:
            break
    return _HEAD + text


def read_paper(source: Path | bytes, name: str = "paper.yaml") -> Paper:
    """The paper in a file or in its content, which problems call `name`.

    Raises:
        PaperError: It cannot be read or used; every problem is reported with its place.
    """
    return read_record(source, Paper, "the paper", refused=PaperError, name=name, check=_check)


def _check(paper: Paper, problems: Problems, _origins: Origins) -> None:
    from interview_sim.bank.nodes import Lost

    top = Lost(1, 1)
    if paper.format != PAPER_FORMAT:
        problems.error(top, f"this is not a paper we know: it must say `format: {PAPER_FORMAT}`")
    elif not paper.questions:
        problems.error(top, "this paper has no questions")
    elif len({item.ref for item in paper.questions}) < len(paper.questions):
        problems.error(top, "this paper asks a question twice")
