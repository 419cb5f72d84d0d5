"""The scorecard as one JSON object for other programs: `--json`.

Keys are only ever added. docs/scorecard.schema.json is generated from this module.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from interview_sim.assessment.model import (
    Calibration,
    FollowUpResult,
    PointResult,
    QuestionResult,
    Scorecard,
    TimeUse,
)
from interview_sim.bank.terms import Need
from interview_sim.figures import one_decimal, three_decimals
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.events import FollowUpKind

REPORT_FORMAT = "interview-sim/scorecard@1"


class ReportPoint(Struct, frozen=True, kw_only=True):
    """One rubric point of one answer; a group is followed by its members."""

    id: str
    point: str
    need: Need
    weight: float
    suggested: Verdict
    confirmed: Verdict
    share: float
    marked: bool
    strength: float
    reason: str
    evidence: tuple[str, ...]
    spans: tuple[Span, ...]
    group: str | None
    pick: int | None
    first_covered_ms: int | None


class ReportFollowUp(Struct, frozen=True, kw_only=True):
    """One follow-up and its answer."""

    id: str
    kind: FollowUpKind
    ask: str
    reason: str
    answer: str
    outcome: str
    seconds: float
    score: float | None
    points: tuple[ReportPoint, ...]


class ReportClaim(Struct, frozen=True, kw_only=True):
    """A misconception that the answer seems to state."""

    id: str
    claim: str
    correction: str
    confirmed: bool | None


class ReportDeleted(Struct, frozen=True, kw_only=True):
    """Words that were typed and taken out again; times in ms of session time."""

    text: str
    typed_at: int
    deleted_at: int
    point: str | None


class ReportMusts(Struct, frozen=True, kw_only=True):
    """The `must` points covered, of how many."""

    covered: int
    of: int


class ReportTime(Struct, frozen=True, kw_only=True):
    """Seconds spent on a question, follow-ups included."""

    reading: float
    thinking: float
    writing: float
    paused: float
    over: float


class ReportQuestion(Struct, frozen=True, kw_only=True):
    """One question."""

    id: str
    prompt: str
    topic: str
    outcome: str
    answer: str
    score: float | None
    coverage: float | None
    depth: float | None
    clarity: int | None
    time_score: float | None
    predicted: dict[str, int]
    confidence: float | None
    musts: ReportMusts
    seconds: float
    budget: float
    timed_out: bool
    flagged: bool
    revealed: bool
    derived: bool
    hints: int
    time: ReportTime
    points: tuple[ReportPoint, ...]
    follow_ups: tuple[ReportFollowUp, ...]
    claims: tuple[ReportClaim, ...]
    deleted: tuple[ReportDeleted, ...]
    note: str


class ReportCalibration(Struct, frozen=True, kw_only=True):
    """Blind ratings beside the confirmed coverage of the same questions, 0..100."""

    n: int
    predicted: float | None
    confirmed: float | None
    difference: float | None
    mean_error: float | None
    confidence: float | None
    words: str


class ReportStudy(Struct, frozen=True, kw_only=True):
    """Something to look at next."""

    question: str
    point: str
    text: str
    topic: str
    why: str


class Report(Struct, frozen=True, kw_only=True):
    """A scorecard: what `interview-sim start --json` and `interview-sim show --json` print."""

    format: str
    id: str
    transcript: str
    """The file's name, without its folder."""
    title: str
    at: str
    seed: int
    mode: str
    phase: str
    end_reason: str | None
    rubric: str
    matcher: str
    score: float | None
    band: str
    asked: int
    planned: int
    seconds: float
    budget: float
    marked: int
    markable: int
    dimensions: dict[str, float | None]
    weights: dict[str, float]
    topics: dict[str, float]
    calibration: ReportCalibration
    questions: tuple[ReportQuestion, ...]
    study: tuple[ReportStudy, ...]
    note: str


def to_report(scorecard: Scorecard, transcript_name: str) -> Report:
    """The scorecard as other programs get it; here, and only here, scores are rounded.

    Args:
        scorecard: The scorecard.
        transcript_name: The transcript's file name.
    """
    return Report(
        format=REPORT_FORMAT,
        id=scorecard.id,
        transcript=transcript_name,
        title=scorecard.title,
        at=scorecard.at,
        seed=scorecard.seed,
        mode=scorecard.mode,
        phase=scorecard.phase,
        end_reason=scorecard.end_reason,
        rubric=scorecard.rubric,
        matcher=scorecard.matcher,
        score=one_decimal(scorecard.score),
        band=scorecard.band,
        asked=scorecard.asked,
        planned=scorecard.planned,
        seconds=three_decimals(scorecard.session_seconds),
        budget=three_decimals(scorecard.session_budget),
        marked=scorecard.marked,
        markable=scorecard.markable,
        dimensions={d.id: one_decimal(d.score) for d in scorecard.dimensions},
        weights={d.id: d.weight for d in scorecard.dimensions},
        topics={t.topic: round(t.score, 1) for t in scorecard.topics},
        calibration=_calibration(scorecard.calibration),
        questions=tuple(_question(question) for question in scorecard.questions),
        study=tuple(
            ReportStudy(question=s.question, point=s.point, text=s.text, topic=s.topic, why=s.why)
            for s in scorecard.study
        ),
        note=scorecard.note,
    )


def to_json(report: Report) -> str:
    """The report as indented JSON with a line end; escapes in texts stay JSON escapes."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def _question(question: QuestionResult) -> ReportQuestion:
    covered, of = question.musts
    return ReportQuestion(
        id=question.id,
        prompt=question.prompt,
        topic=question.topic,
        outcome=question.outcome,
        answer=question.answer,
        score=one_decimal(question.score),
        coverage=one_decimal(question.coverage),
        depth=one_decimal(question.depth),
        clarity=question.clarity,
        time_score=one_decimal(question.time_score),
        predicted=question.predicted,
        confidence=question.confidence,
        musts=ReportMusts(covered=covered, of=of),
        seconds=three_decimals(question.seconds),
        budget=three_decimals(question.budget),
        timed_out=question.timed_out,
        flagged=question.flagged,
        revealed=question.revealed,
        derived=question.derived,
        hints=question.hints,
        time=_time(question.time),
        points=_points(question.points),
        follow_ups=tuple(_follow_up(follow_up) for follow_up in question.follow_ups),
        claims=tuple(
            ReportClaim(id=c.id, claim=c.claim, correction=c.correction, confirmed=c.confirmed)
            for c in question.claims
        ),
        deleted=tuple(
            ReportDeleted(text=d.text, typed_at=d.typed_at, deleted_at=d.deleted_at, point=d.point)
            for d in question.deleted
        ),
        note=question.note,
    )


def _follow_up(follow_up: FollowUpResult) -> ReportFollowUp:
    return ReportFollowUp(
        id=follow_up.id,
        kind=follow_up.kind,
        ask=follow_up.ask,
        reason=follow_up.reason,
        answer=follow_up.answer,
        outcome=follow_up.outcome,
        seconds=three_decimals(follow_up.seconds),
        score=one_decimal(follow_up.score),
        points=_points(follow_up.points),
    )


def _points(rows: Iterable[PointResult]) -> tuple[ReportPoint, ...]:
    return tuple(
        ReportPoint(
            id=row.id,
            point=row.point,
            need=row.need,
            weight=three_decimals(row.weight),
            suggested=row.suggested,
            confirmed=row.confirmed,
            share=three_decimals(row.share),
            marked=row.marked,
            strength=three_decimals(row.strength),
            reason=row.reason,
            evidence=row.evidence,
            spans=row.spans,
            group=row.group,
            pick=row.pick,
            first_covered_ms=row.first_covered_ms,
        )
        for row in rows
    )


def _time(use: TimeUse) -> ReportTime:
    return ReportTime(
        reading=three_decimals(use.reading),
        thinking=three_decimals(use.thinking),
        writing=three_decimals(use.writing),
        paused=three_decimals(use.paused),
        over=three_decimals(use.over),
    )


def _calibration(calibration: Calibration) -> ReportCalibration:
    return ReportCalibration(
        n=calibration.n,
        predicted=one_decimal(calibration.predicted),
        confirmed=one_decimal(calibration.confirmed),
        difference=one_decimal(calibration.difference),
        mean_error=one_decimal(calibration.mean_error),
        confidence=one_decimal(calibration.confidence),
        words=calibration.words,
    )
