"""The scorecard: what an interview was worth, with the evidence for it.

Scores run from 0 to 100. Where there was nothing to measure, a score is None and not 0.
"""

from __future__ import annotations

from msgspec import Struct

from interview_sim.bank.terms import Need
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.events import FollowUpKind


class PointResult(Struct, frozen=True, kw_only=True):
    """One rubric point of one answer."""

    id: str
    point: str
    need: Need
    weight: float
    suggested: Verdict
    confirmed: Verdict
    """The candidate's word; the suggestion where the candidate gave none. Of a group without a
    word of its own: what the words on its members come to."""
    share: float = 0.0
    """What that is worth of the point's weight, 0..1; a group counts by how many of its pick."""
    marked: bool
    """Whether the candidate gave a word of their own."""
    strength: float
    reason: str
    spans: tuple[Span, ...]
    """In the answer, as offsets: the candidate's own where they pointed, else the matcher's."""
    evidence: tuple[str, ...]
    """The words at `spans`."""
    group: str | None = None
    """The group this point is a member of."""
    pick: int | None = None
    """For a group: how many members are enough."""
    first_covered_ms: int | None = None
    """Session time at which the answer, as typed so far, first covered the point."""


class FollowUpResult(Struct, frozen=True, kw_only=True):
    """One follow-up and what came of it."""

    id: str
    kind: FollowUpKind
    ask: str
    reason: str
    answer: str
    outcome: str
    """`submitted`, `timed_out`, `skipped`, or `open` where the session broke off."""
    seconds: float
    score: float | None
    points: tuple[PointResult, ...]


class ClaimResult(Struct, frozen=True, kw_only=True):
    """A misconception that the answer seems to state."""

    id: str
    claim: str
    correction: str
    confirmed: bool | None
    """The candidate's word; None where they gave none. Never deducted by the app alone."""


class DeletedText(Struct, frozen=True, kw_only=True):
    """Words that were typed and taken out again."""

    text: str
    typed_at: int
    """Session ms."""
    deleted_at: int
    point: str | None = None
    """The point that only the deleted words covered, where there is one."""


class TimeUse(Struct, frozen=True, kw_only=True):
    """How the time of one question was spent, in seconds, follow-ups included."""

    reading: float
    thinking: float
    """From the start of the answering clock to the first word."""
    writing: float
    paused: float
    over: float
    """Beyond the budgets; practice mode only."""


class QuestionResult(Struct, frozen=True, kw_only=True):
    """One question: its answer, its points and its follow-ups."""

    index: int
    """In the transcript's header."""
    id: str
    """`bank:question`."""
    prompt: str
    topic: str
    answer: str
    outcome: str
    score: float | None
    coverage: float | None
    """Points covered in the first answer."""
    depth: float | None
    """Points covered in follow-ups; None where none was asked."""
    clarity: int | None
    """The candidate's own 1–4; None where not rated."""
    time_score: float | None = None
    """How its answers kept to their time; None where it was skipped."""
    predicted: dict[str, int]
    confidence: float | None
    musts: tuple[int, int]
    """`must` points covered, and how many there are."""
    seconds: float
    """Used on the first answer."""
    budget: float
    timed_out: bool
    flagged: bool
    revealed: bool
    derived: bool
    """Whether the points come from the model answer, for want of a rubric."""
    hints: int
    time: TimeUse
    points: tuple[PointResult, ...]
    follow_ups: tuple[FollowUpResult, ...]
    claims: tuple[ClaimResult, ...]
    deleted: tuple[DeletedText, ...]
    note: str


class DimensionResult(Struct, frozen=True, kw_only=True):
    """One dimension of the rubric over the whole interview."""

    id: str
    title: str
    weight: float
    score: float | None
    n: int
    """How many questions it rests on."""


class TopicResult(Struct, frozen=True, kw_only=True):
    """One topic over the whole interview."""

    topic: str
    score: float
    n: int


class Calibration(Struct, frozen=True, kw_only=True):
    """How far the blind ratings were from the confirmed results."""

    n: int
    """Questions that were rated blind."""
    predicted: float | None
    """Mean blind coverage rating, put on 0..100."""
    confirmed: float | None
    """Mean confirmed coverage of the same questions."""
    difference: float | None
    """Predicted minus confirmed: above 0 the candidate expected more."""
    mean_error: float | None
    """Mean absolute difference, question by question."""
    confidence: float | None
    """Mean stated confidence, 0..100."""
    words: str
    """A plain reading; says that it is too early where it is."""


class StudyItem(Struct, frozen=True, kw_only=True):
    """Something to look at next."""

    question: str
    point: str
    text: str
    topic: str
    why: str


class Scorecard(Struct, frozen=True, kw_only=True):
    """What one session was worth."""

    id: str
    title: str
    at: str
    """When it started, as a UTC stamp."""
    seed: int
    mode: str
    phase: str
    end_reason: str | None
    rubric: str
    """Id and version of the rubric that weighed it."""
    matcher: str
    """Version of the matcher whose suggestions it shows."""
    score: float | None
    band: str
    band_words: str = ""
    """What the band means, in a sentence."""
    asked: int
    planned: int
    session_seconds: float
    session_budget: float
    marked: int
    """Points the candidate gave a word on."""
    markable: int
    dimensions: tuple[DimensionResult, ...]
    topics: tuple[TopicResult, ...]
    calibration: Calibration
    questions: tuple[QuestionResult, ...]
    study: tuple[StudyItem, ...]
    note: str
