"""What a judge is: anything that says which points of a question an answer covers.

A judge is found by entry point (see `registry`), runs off the event loop with a deadline (see
`desk`), and what it says is recorded in the transcript. The candidate's word stands above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from msgspec import Struct

from interview_sim.bank.model import CaseStage, Question
from interview_sim.config import Endpoint
from interview_sim.judging.judgement import Deletion
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Coverage


class Task(Struct, frozen=True, kw_only=True):
    """One answer to judge."""

    question: Question
    """What was asked in this part, with the points the answer is held against."""
    answer: str
    glossary: tuple[tuple[str, ...], ...] = ()
    """Terms that count as the same, from the bank of the question."""
    language: str = "en"
    """What question and answer are written in, as the bank of the question has it."""
    others: tuple[Question, ...] = ()
    """The session's other questions, if the answer might be one to another of them."""


@runtime_checkable
class Judge(Protocol):
    """Says what an answer covers."""

    name: str
    """As people choose it: `lexical`, `llm`, …"""
    version: str
    """What a verdict depends on besides the answer; kept with every judgement."""

    def prepare(self, task: Task) -> None:
        """Get ready for answers to `task.question`, while the candidate is still reading."""

    def judge(self, task: Task) -> Coverage:
        """What the answer covers: a verdict for each rubric item, with evidence and a reason.

        Evidence is spans of `task.answer` in code points. May take its time and may raise: the
        desk that called it has a deadline and a stand-in. Calls may overlap: one that was too late
        goes on in its own thread.
        """


@runtime_checkable
class AsksModel(Protocol):
    """A judge that asks the model in the settings, and is told it before it judges."""

    def set_up(self, endpoint: Endpoint, env: Mapping[str, str]) -> None:
        """Take the model that is to be asked, and where its key is looked for."""


class Request(Struct, frozen=True, kw_only=True):
    """An answer that a session has judged, with all that its judgement records."""

    part: str = MAIN
    task: Task
    times: tuple[int, ...] = ()
    """When each character of the answer was typed, in ms of session time."""
    last_edit_at: int = 0
    deletions: tuple[Deletion, ...] = ()
    """Passages that were typed and deleted for good, the longest first."""
    wordings: tuple[tuple[str, str], ...] = ()
    """Id and wording of every follow-up that may come next."""
    asks: tuple[Question, ...] = ()
    """The follow-ups that need not be asked where the answer has all their points already."""
    case: CaseStage | None = None
    """The stage of a case that it is about, whose facts the answer may ask for."""
