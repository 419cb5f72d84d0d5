"""A session with its scorecard as plain data: what every export says, and what `--to json` prints.

Times that end in `_ms` are milliseconds of session time, the clock of the transcript. Scores run
from 0 to 100 and are None where there was nothing to measure. Spans and offsets count Unicode code
points. Keys are only ever added. docs/session.schema.json is generated from this module.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from interview_sim.bank.model import Kind, Level
from interview_sim.bank.terms import Need
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.events import MAIN, FollowUpKind

SESSION_FORMAT: Literal["interview-sim/session@1"] = "interview-sim/session@1"


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One edit: at `at_char`, `del` characters go and `ins` comes."""

    t_ms: int
    at_char: int
    delete: int = msgspec.field(name="del", default=0)
    ins: str = ""


class Point(Struct, frozen=True, kw_only=True):
    """One rubric point of one answer; a group is followed by its members."""

    id: str
    point: str
    need: Need
    weight: float
    verdict: Verdict
    """The candidate's word, or the suggestion where they gave none."""
    suggested: Verdict
    marked: bool
    """Whether the candidate gave a word of their own."""
    share: float
    """Of the point's weight, 0..1."""
    strength: float
    reason: str
    evidence: tuple[str, ...]
    """The words at `spans`."""
    spans: tuple[Span, ...]
    group: str | None
    """The group this point is a member of."""
    pick: int | None
    """For a group: how many members are enough."""
    first_covered_ms: int | None


class Answer(Struct, frozen=True, kw_only=True):
    """One thing that was asked, and what was answered."""

    part: str
    """Empty for the question itself, else the follow-up's id."""
    kind: FollowUpKind | None
    """None for the question itself."""
    ask: str
    reason: str
    """Why the follow-up was asked."""
    text: str
    outcome: str
    """`submitted`, `timed_out`, `skipped`, or `open` where the session broke off."""
    asked_ms: int
    began_ms: int | None
    """When the answering clock started."""
    first_edit_ms: int | None
    closed_ms: int | None
    reading_ms: int
    """Time there was to read."""
    budget_ms: int
    """Time there was to answer."""
    used_ms: int
    """Time used to answer, pauses left out."""
    score: float | None
    points: tuple[Point, ...]
    edits: tuple[Change, ...] | UnsetType = UNSET
    """How it was typed; left out unless asked for."""

    @property
    def is_main(self) -> bool:
        """Whether this is the answer to the question itself."""
        return self.part == MAIN

    @property
    def changes(self) -> tuple[Change, ...]:
        """The edits; none where they were left out."""
        return self.edits if isinstance(self.edits, tuple) else ()


class Claim(Struct, frozen=True, kw_only=True):
    """A misconception that the answer seems to state."""

    id: str
    claim: str
    correction: str
    confirmed: bool | None
    """The candidate's word; None where they gave none."""


class Deleted(Struct, frozen=True, kw_only=True):
    """Words that were typed and taken out for good."""

    text: str
    typed_ms: int
    deleted_ms: int
    point: str | None
    """The point that only these words covered."""


class Musts(Struct, frozen=True, kw_only=True):
    """The `must` points covered, of how many."""

    covered: int
    of: int


class TimeSpent(Struct, frozen=True, kw_only=True):
    """Seconds spent on a question, follow-ups included."""

    reading: float
    thinking: float
    writing: float
    paused: float
    over: float


class Question(Struct, frozen=True, kw_only=True):
    """One question that was asked, with its answers."""

    number: int
    """From 1, in the order of asking."""
    id: str
    """`bank:question`."""
    kind: Kind
    level: Level
    topic: str
    prompt: str
    score: float | None
    coverage: float | None
    depth: float | None
    clarity: int | None
    """The candidate's own 1–4."""
    time_score: float | None
    predicted: dict[str, int]
    """The blind self-rating, 1–4 by dimension."""
    confidence: float | None
    musts: Musts
    flagged: bool
    revealed: bool
    """Whether the candidate has seen the points."""
    derived: bool
    """Whether the points come from the model answer, for want of a rubric."""
    hints: int
    time: TimeSpent
    answers: tuple[Answer, ...]
    """The first answer, then the follow-ups."""
    claims: tuple[Claim, ...]
    deleted: tuple[Deleted, ...]
    note: str


class BankUsed(Struct, frozen=True, kw_only=True):
    """A bank that questions came from."""

    id: str
    title: str
    hash: str


class Dimension(Struct, frozen=True, kw_only=True):
    """One dimension over the whole interview."""

    id: str
    title: str
    weight: float
    score: float | None
    n: int
    """How many questions it rests on."""


class Topic(Struct, frozen=True, kw_only=True):
    """One topic over the whole interview."""

    topic: str
    score: float
    n: int


class Calibrated(Struct, frozen=True, kw_only=True):
    """Blind ratings beside the confirmed coverage of the same questions, 0..100."""

    n: int
    predicted: float | None
    confirmed: float | None
    difference: float | None
    mean_error: float | None
    confidence: float | None
    words: str


class Study(Struct, frozen=True, kw_only=True):
    """Something to look at next."""

    question: str
    point: str
    text: str
    topic: str
    why: str


class Stop(Struct, frozen=True, kw_only=True):
    """A time in which the clocks stood: a pause, or the rating between two questions."""

    from_ms: int
    until_ms: int


class Moment(Struct, frozen=True, kw_only=True):
    """Something worth a mark on a timeline."""

    t_ms: int
    kind: str
    question: int
    """The number of the question it belongs to; 0 before the first."""
    part: str
    until_ms: int | None
    """Where a pause or a silence ends."""
    label: str


class Session(Struct, frozen=True, kw_only=True):
    """One session, finished or not."""

    format: Literal["interview-sim/session@1"] = SESSION_FORMAT
    id: str
    anonymous: bool
    """Whether names, notes and wall-clock times were left out."""
    title: str
    at: str | None
    """When it started, in UTC."""
    app_version: str
    mode: str
    seed: int
    phase: str
    end_reason: str | None
    """None where it is not over."""
    planned: int
    """Questions that were drawn."""
    asked: int
    started_ms: int | None
    ended_ms: int | None
    """When the last question was done with."""
    duration_ms: int
    """To the last thing recorded, the assessment included."""
    budget_ms: int
    """Of the session clock."""
    used_ms: int
    """Of the session clock."""
    score: float | None
    band: str
    band_words: str
    rubric: str
    matcher: str
    marked: int
    """Points that the candidate gave a word on."""
    markable: int
    dimensions: tuple[Dimension, ...]
    topics: tuple[Topic, ...]
    calibration: Calibrated
    banks: tuple[BankUsed, ...]
    questions: tuple[Question, ...]
    study: tuple[Study, ...]
    stops: tuple[Stop, ...]
    moments: tuple[Moment, ...]
    note: str
    problems: tuple[str, ...]
    """What was left out or assumed when a damaged transcript was read."""

    @property
    def answers(self) -> tuple[tuple[Question, Answer], ...]:
        """Every answer with its question, in the order of asking."""
        return tuple(
            (question, answer) for question in self.questions for answer in question.answers
        )

    @property
    def end_ms(self) -> int:
        """Where a replay of the interview ends: with the last question, or where it broke off."""
        return self.duration_ms if self.ended_ms is None else self.ended_ms

    def stood(self, start: int, t: int) -> int:
        """For how long the clocks stood between `start` and `t`."""
        return sum(max(0, min(stop.until_ms, t) - max(stop.from_ms, start)) for stop in self.stops)

    def left(self, start: int, budget: int, t: int) -> int:
        """What a clock of `budget` that was started at `start` has left at `t`; below 0 over it."""
        return budget - (t - start - self.stood(start, t))
