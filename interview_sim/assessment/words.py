"""How a scorecard is put into words: signs, outcomes, clocks and one-line facts.

Everything that shows a scorecard to people says it in these words. A sign is never alone: its word
is beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from interview_sim.bank.scoring import NO_BAND
from interview_sim.bank.terms import topic_in_full
from interview_sim.clock import parse_stamp
from interview_sim.figures import counted, digits, shown
from interview_sim.judging.parts import is_whole, points_of
from interview_sim.matching.model import Verdict
from interview_sim.session.phases import EndReason, FollowUpKind, Outcome, Phase

if TYPE_CHECKING:
    from interview_sim.assessment.model import (
        AnswerResult,
        DeletedText,
        FactResult,
        PointResult,
        QuestionResult,
        Scorecard,
        TimeUse,
    )
    from interview_sim.bank.model import Anchors, Question
    from interview_sim.session.state import State

SIGNS: dict[str, str] = {Verdict.COVERED: "✓", Verdict.PARTLY: "~", Verdict.MISSED: "✗"}
FLAG = "⚑"
OUTCOMES = {
    Outcome.SUBMITTED: "submitted",
    Outcome.TIMED_OUT: "cut off by the clock",
    Outcome.SKIPPED: "skipped",
    Outcome.OPEN: "not submitted",
}
ENDS: dict[str | None, str] = {
    EndReason.COMPLETED: "",
    EndReason.OUT_OF_TIME: "the time ran out",
    EndReason.FINISHED_EARLY: "finished early",
    None: "not finished",
}
NOTHING_WRITTEN = {
    Outcome.SUBMITTED: "Nothing was written.",
    Outcome.TIMED_OUT: "The clock ran out before anything was written.",
    Outcome.SKIPPED: "You skipped this.",
    Outcome.OPEN: "The session was interrupted before anything was written.",
}
RATINGS = ("weak", "fair", "good", "strong")
"""What a rating from 1 to 4 is called."""
CLAIMED = {True: "You claimed", False: "You did not claim", None: "You seem to claim"}
NO_RUBRIC = "No rubric: the points come from the model answer."
_FOLLOW_UPS = {
    FollowUpKind.PROBE: "Follow-up on a point",
    FollowUpKind.SCRIPTED: "Follow-up",
    FollowUpKind.MISCONCEPTION: "Follow-up on a claim",
    FollowUpKind.AGAIN: "Asked once more",
    FollowUpKind.SMALLER: "A simpler question",
    FollowUpKind.MORE: "Asked about the case",
    FollowUpKind.WHY: "Follow-up: why",
    FollowUpKind.PUSHBACK: "Follow-up: an objection",
    FollowUpKind.TWIST: "Follow-up: the case changed",
}


FACTS = "What could be asked for"
"""Heads the facts of a case."""


def fact_words(fact: FactResult) -> str:
    """A fact of a case, and whether it was asked for."""
    return f"{'asked' if fact.told else 'not asked'} – {fact.tell}"


def clock(seconds: float) -> str:
    """Whole seconds as `4:05` or `1:02:03`; below zero, where a clock has run over, `+0:12`."""
    over = "+" if seconds < 0 else ""
    return over + digits(int(abs(seconds)))


def time_is_up(text: str) -> str:
    """What became of an answer that the clock cut off."""
    return (
        f"Time. {'Your answer was submitted as it was' if text.strip() else 'Nothing was typed'}."
    )


def at(ms: int) -> str:
    """Milliseconds of any clock."""
    return clock(ms / 1000)


def deleted_words(deleted: DeletedText) -> str:
    """What was typed and deleted again, and when on the clock of its answer."""
    at = "" if deleted.deleted_after is None else f" at {clock(deleted.deleted_after)}"
    return f"Deleted{at}: “{deleted.text}”"


def started(card: Scorecard) -> datetime | None:
    """When the session started; None where that is not known or left out."""
    return parse_stamp(card.at)


def title(card: Scorecard) -> str:
    """What to call the session."""
    return f"Mock interview: {card.title}" if card.title else "Mock interview"


def verdict_line(card: Scorecard) -> str:
    """The score and the band, or the band alone where there is no score.

    None of them before the assessment is closed: it would be of suggestions alone.
    """
    if card.score is None:
        return card.band
    if card.phase != Phase.FINISHED.value:
        return f"{shown(None)} · not assessed yet"
    if card.so_far:
        return f"{shown(card.score)} of 100 so far"
    return f"{shown(card.score)} of 100 · {card.band}"


def sentence(card: Scorecard) -> str:
    """What is said beside the score; nothing before the assessment is closed."""
    is_told = card.score is None or card.phase == Phase.FINISHED.value
    return card.band_words if is_told else ""


def basis(card: Scorecard) -> str:
    """Why there is no band, or a lower one than the score alone would make; else empty."""
    if not sentence(card):
        return ""
    return card.held_back or ("Too few answers for a band." if card.band == NO_BAND else "")


def occasion(card: Scorecard) -> str:
    """When the session was and of what kind, in one line."""
    began = started(card)
    date = [f"{began:%Y-%m-%d %H:%M} UTC"] if began else []
    return " · ".join((*date, f"{card.mode} mode", f"seed {card.seed}"))


def noun(questions: Iterable[QuestionResult]) -> str:
    """What they are, one of them: stages where all are of cases, else questions."""
    cases = [question.case for question in questions]
    return "stage" if cases and None not in cases else "question"


def extent(card: Scorecard) -> str:
    """How far the session came, in one line."""
    planned = counted(card.planned, noun(card.questions))
    if card.asked < card.planned and noun(card.questions) != "question":
        planned = str(card.planned)  # what was not asked may be no stages
    asked = f"{card.asked} of {planned} asked"
    used = f"{clock(card.seconds)} of {clock(card.budget)} used"
    end = ENDS.get(card.end_reason, "not finished")
    return " · ".join(part for part in (asked, used, end) if part)


def facts(card: Scorecard) -> str:
    """Both in one line."""
    return f"{occasion(card)} · {extent(card)}"


def marked_line(card: Scorecard) -> str:
    """How many points the candidate marked; empty where it was all of them."""
    if not card.markable or card.marked >= card.markable:
        return ""
    return (
        f"You marked {card.marked} of {counted(card.markable, 'point')}; "
        "the others count as suggested."
    )


def second_line(card: Scorecard) -> str:
    """On how many points another judge came to another verdict; empty where there is none."""
    second = card.second
    if second is None or not second.points:
        return ""
    return (
        f"A second opinion by {second.name} differs on {second.disputed} of "
        f"{counted(second.points, 'point')}; it does not count."
    )


def calibration_line(card: Scorecard) -> str:
    """What was expected before the reveal, and the result; empty where nothing was rated."""
    calibration = card.calibration
    if calibration.predicted is None:
        return ""
    rated = (
        ""
        if calibration.n == card.asked
        else f" of the {counted(calibration.n, noun(card.questions))} you rated"
    )
    return (
        f"Coverage{rated}: you expected {shown(calibration.predicted)} before the reveal "
        f"and got {shown(calibration.confirmed)}. {calibration.words}"
    )


def at_a_glance(question: QuestionResult) -> Verdict | None:
    """One verdict on a question: its `must` points are all, some or none of them covered.

    Without `must` points its coverage decides; None where there is nothing to go by.
    """
    covered, of = question.musts.covered, question.musts.of
    if not of:
        if question.coverage is None:
            return None
        covered, of = round(question.coverage), 100
    if covered == of:
        return Verdict.COVERED
    from interview_sim.assessment.score import gathered

    partly = any(row.share > 0 for row in gathered(question.answers) if row.group is None)
    return Verdict.PARTLY if covered or partly else Verdict.MISSED


def glance_sign(question: QuestionResult) -> str:
    """The sign of that verdict."""
    verdict = at_a_glance(question)
    return SIGNS[verdict] if verdict else "·"


def musts(question: QuestionResult) -> str:
    """`1 of 2`; empty for a question without `must` points."""
    return f"{question.musts.covered} of {question.musts.of}" if question.musts.of else ""


def question_facts(question: QuestionResult) -> Iterator[str]:
    """The score of a question and what was unusual about it."""
    yield f"score {shown(question.score)}"
    if question.musts.of:
        yield f"must {musts(question)}"
    yield topic_in_full(question.topic)
    if question.hints:
        yield counted(question.hints, "hint")
    if question.predicted:
        yield rated(question.predicted, question.confidence)
    if question.flagged:
        yield f"{FLAG} flagged"


def rated(ratings: Mapping[str, int], confidence: float | None = None) -> str:
    """A blind rating: `rated blind: coverage good, clarity fair, 70% sure`."""
    said = ", ".join(f"{name} {rating_word(rating)}" for name, rating in ratings.items())
    return f"rated blind: {said}" + ("" if confidence is None else f", {confidence:.0%} sure")


def rating_word(rating: int) -> str:
    """What a rating from 1 to 4 is called; a dash for what cannot be one."""
    return RATINGS[rating - 1] if 1 <= rating <= len(RATINGS) else "–"


def spread_line(card: Scorecard) -> str:
    """How far the questions lie apart; empty where they do not."""
    spread = card.spread
    if spread is None or shown(spread.lowest) == shown(spread.highest):
        return ""
    what = noun(card.questions)
    return (
        f"The {what}s range from {shown(spread.lowest)} to {shown(spread.highest)} "
        f"({counted(spread.n, what)})."
    )


def time_spent(time: TimeUse) -> Iterator[str]:
    """What the time of a question went into, where that was a second at least."""
    for name in ("reading", "thinking", "writing", "paused", "over"):
        seconds = getattr(time, name)
        if seconds >= 1:
            yield f"{name} {clock(seconds)}"


def answer_facts(answer: AnswerResult) -> str:
    """How an answer ended and how much time it took; of a follow-up, also what it is worth."""
    facts = f"{OUTCOMES[answer.outcome]} after {clock(answer.seconds)} of {clock(answer.budget)}"
    if answer.is_main or answer.score is None:
        return facts
    return f"{facts} · score {shown(answer.score)}"


def answer_name(answer: AnswerResult) -> str:
    """`Answer`, or what kind of follow-up it is."""
    return _FOLLOW_UPS[answer.kind] if answer.kind else "Answer"


def place_of_answer(state: State, index: int, part: str) -> str:
    """Which answer of a session that is: `2. Missing data, follow-up 1`."""
    turns = state.turns_of(index)
    kind = next((turn.kind for turn in turns if turn.part == part), None)
    follow_ups = [turn.part for turn in turns if not is_whole(turn.part)]
    if part in follow_ups:
        which = f"follow-up {follow_ups.index(part) + 1}"
    else:
        which = _FOLLOW_UPS[kind].lower() if kind else "the first answer"
    return f"{index + 1}. {state.drawn(index).question.name}, {which}"


def points_in_words(question: Question, part: str, ids: Iterable[str]) -> tuple[str, ...]:
    """What points of an answer say, or what a group of them is called."""
    rubric = points_of(question, part)
    known = {
        point.id: " ".join(point.point.split()) or f"Any {point.enough} of these"
        for item in rubric
        for point in (item, *item.of)
    }
    return tuple(known.get(name, name) for name in ids)


def in_words(question: Question, reason: str) -> str:
    """A reason for a follow-up as an older app put it down, its points by their words."""
    for item in question.rubric:
        for point in (item, *item.of):
            reason = reason.replace(f"“{point.id}” was", f"“{point.point or 'this'}” was")
    return reason


def why_asked(reason: str) -> str:
    """Why a follow-up was asked; what earlier versions recorded says so itself."""
    return reason if reason.startswith("Asked because") else f"Why: {reason}"


def put_right(correction: str) -> str:
    """What is so, below something false that the interviewer said on purpose."""
    return f"The interviewer was wrong on purpose. What is true: {correction}"


def anchor_words(anchors: Anchors | None) -> tuple[tuple[str, str], ...]:
    """What a point sounds like in a weak and in a strong answer, each with its name."""
    if anchors is None:
        return ()
    return ("Weak", f"“{anchors.weak.strip()}”"), ("Strong", f"“{anchors.strong.strip()}”")


def point_text(question: QuestionResult, point: str | None) -> str:
    """What a point of one of a question's answers says; empty where there is none."""
    rows = (row for answer in question.answers for row in answer.points)
    return next((row.name for row in rows if row.id == point), "")


def point_facts(point: PointResult) -> Iterator[str]:
    """What there is to say of a point besides its verdict and its statement."""
    if point.group is None:
        weight = f" ×{point.weight:g}" if point.weight != 1 else ""
        yield f"{point.need.value}{weight}"
    if point.pick is not None:
        yield f"any {point.pick}"
    if point.covered_after is not None:
        yield f"first at {clock(point.covered_after)}"
    if point.marked:
        agreed = point.confirmed is point.suggested
        yield "confirmed" if agreed else f"suggested: {point.suggested.value}"


def quoted(point: PointResult) -> str:
    """The words of the answer that are evidence for a point."""
    return f"“{' … '.join(point.evidence)}”"
