"""How the formats for people put things: signs, clocks, outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from interview_sim.exchange.session_exporters.document import Answer, Point, Question, Session
from interview_sim.figures import counted, digits, shown
from interview_sim.matching.model import Verdict
from interview_sim.session.events import FollowUpKind
from interview_sim.session.stamp import parse_stamp

SIGNS = {Verdict.COVERED: "✓", Verdict.PARTLY: "~", Verdict.MISSED: "✗"}
"""The sign of each verdict; its word always stands beside it."""

OUTCOMES = {
    "submitted": "handed in",
    "timed_out": "cut off by the clock",
    "skipped": "skipped",
    "open": "not handed in",
}
KINDS = {
    FollowUpKind.PROBE: "Follow-up on a point",
    FollowUpKind.SCRIPTED: "Follow-up",
    FollowUpKind.MISCONCEPTION: "Follow-up on a claim",
}
ENDS = {
    "completed": "all questions were asked",
    "out_of_time": "the time ran out",
    "finished_early": "finished early",
}
CLAIMED = {True: "You claimed", False: "You did not claim", None: "You seem to claim"}


def clock(ms: float) -> str:
    """Milliseconds as `4:05` or `1:02:03`; below zero, where a clock has run over, `+0:12`."""
    over = "+" if ms < 0 else ""
    return over + digits(int(abs(ms) // 1000))


def started(session: Session) -> datetime | None:
    """When it started; None where that is not known or left out."""
    return parse_stamp(session.at) if session.at else None


def title(session: Session) -> str:
    """What to call the session."""
    return f"Mock interview: {session.title}" if session.title else "Mock interview"


def verdict_line(session: Session) -> str:
    """The score and the band, or the band alone where there is no score."""
    if session.score is None:
        return session.band
    return f"{shown(session.score)} of 100 · {session.band}"


def facts(session: Session) -> str:
    """When, how and how far, in one line."""
    at = started(session)
    return " · ".join(
        part
        for part in (
            f"{at:%Y-%m-%d %H:%M} UTC" if at else "",
            f"{session.mode} mode",
            f"seed {session.seed}",
            f"{session.asked} of {counted(session.planned, 'question')} asked",
            f"{clock(session.used_ms)} of {clock(session.budget_ms)} used",
            ENDS.get(session.end_reason or "", "not finished"),
        )
        if part
    )


def marked_line(session: Session) -> str:
    """How many points the candidate gave a word on; empty where it was all of them."""
    if not session.markable or session.marked >= session.markable:
        return ""
    return (
        f"{session.marked} of {counted(session.markable, 'point')} were marked by the candidate; "
        "the others count as the program suggests."
    )


def calibration_line(session: Session) -> str:
    """What was expected before the reveal and what it came to; empty where nothing was rated."""
    calibration = session.calibration
    if calibration.predicted is None:
        return ""
    return (
        f"Expected before the reveal: {shown(calibration.predicted)}; "
        f"the marks came to {shown(calibration.confirmed)}. {calibration.words}"
    )


def question_facts(question: Question) -> Iterator[str]:
    """What is to be said of a question at a glance."""
    yield f"score {shown(question.score)}"
    if question.musts.of:
        yield f"must {question.musts.covered} of {question.musts.of}"
    yield question.topic
    if question.hints:
        yield counted(question.hints, "hint")
    if question.flagged:
        yield "⚑ flagged"


def answer_facts(answer: Answer) -> str:
    """How an answer ended and what time it took."""
    outcome = OUTCOMES.get(answer.outcome, answer.outcome)
    return f"{outcome} after {clock(answer.used_ms)} of {clock(answer.budget_ms)}"


def answer_name(answer: Answer) -> str:
    """`Answer`, or what kind of follow-up it is."""
    return KINDS[answer.kind] if answer.kind else "Answer"


def point_facts(point: Point) -> Iterator[str]:
    """What is to be said of a point besides its verdict and its statement."""
    if point.group is None:
        weight = f" ×{point.weight:g}" if point.weight != 1 else ""
        yield f"{point.need.value}{weight}"
    if point.pick is not None:
        yield f"any {point.pick}"
    if point.first_covered_ms is not None:
        yield f"first at {clock(point.first_covered_ms)}"
    if point.marked and point.verdict is not point.suggested:
        yield f"suggested: {point.suggested.value}"


def shows_evidence(point: Point) -> bool:
    """Whether the words found for a point are worth quoting below it."""
    return bool(point.evidence) and point.verdict is not Verdict.MISSED and point.pick is None
