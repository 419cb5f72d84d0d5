"""The scorecard: the one record of what a session was and what it was worth, with the evidence.

Screens, history, `--json` and every export read this record. Scores run from 0 to 100 and are None
where there was nothing to measure. Fields that end in `_ms` are moments on the session clock, in
milliseconds; durations are in seconds. Spans and offsets count Unicode code points.

The keys of the published JSON are these fields, so fields are only ever added, and
`python -m interview_sim.assessment.model > docs/session.schema.json` writes its schema anew. Fields
that default to None and are left out then are known only to whoever has the whole transcript.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import About, Anchors, Kind, Level
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import MAIN, is_whole
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.phases import FollowUpKind, Outcome

FORMAT = "interview-sim/session@2"

_SCORES = frozenset(
    {"score", "coverage", "depth", "judgement", "time_score", "predicted", "confirmed"}
    | {"difference", "mean_error", "lowest", "highest"}
)
_EXACT = frozenset({"edits", "timeline"})
"""Whole numbers and texts only, and many of them."""
_Record = TypeVar("_Record", bound=Struct)


class PointResult(Struct, frozen=True, kw_only=True, gc=False):
    """One rubric point of one answer; a group is followed by its members."""

    id: str
    point: str
    need: Need
    weight: float
    suggested: Verdict
    confirmed: Verdict
    """The candidate's word; the suggestion where the candidate gave none. Of a group without a
    word of its own: what follows from the words on its members."""
    share: float = 0.0
    """What that is worth of the point's weight, 0..1; a group counts by how many of its pick."""
    marked: bool
    """Whether the candidate gave a word of their own."""
    strength: float
    reason: str
    spans: tuple[Span, ...]
    """In the answer, as offsets: the candidate's own where they pointed, else the judge's."""
    evidence: tuple[str, ...]
    """The words at `spans`."""
    group: str | None = None
    """The group this point is a member of."""
    pick: int | None = None
    """For a group: how many members are enough."""
    first_covered_ms: int | None = None
    """When the answer, as typed so far, first covered the point, on the session clock."""
    covered_after: float | None = None
    """The same in seconds of this answer: reading, pauses and earlier answers left out."""
    about: About = About.FACT
    """Whether it is a fact or shows judgement."""
    why: str = ""
    """Why it matters, where the bank says so."""
    own_words: str = ""
    """What the candidate said of it before the model answer was shown."""
    anchors: Anchors | None = None
    """What it sounds like in a weak and in a strong answer, where the bank says so."""

    @property
    def name(self) -> str:
        """Its statement, or what to call a group without a label."""
        return self.point or (f"Any {self.pick} of these" if self.pick else self.id)

    @property
    def shows_evidence(self) -> bool:
        """Whether the words found for the point are worth quoting below it."""
        return bool(self.evidence) and self.confirmed is not Verdict.MISSED and self.pick is None


class TypedEdit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One edit: at `at_char`, `del` characters go and `ins` comes."""

    t_ms: int
    at_char: int
    delete: int = msgspec.field(name="del", default=0)
    ins: str = ""


class AnswerResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was asked, and what was answered: the question itself or a follow-up."""

    part: str
    """Empty for the question itself, else the follow-up's id."""
    kind: FollowUpKind | None
    """None for the question itself."""
    ask: str
    reason: str
    """Why the follow-up was asked."""
    text: str
    outcome: Outcome
    """`open` where the session broke off."""
    asked_ms: int
    began_ms: int | None
    """When the answering clock started."""
    first_edit_ms: int | None
    closed_ms: int | None
    seconds: float
    """Used to answer, pauses left out."""
    budget: float
    """Seconds there were to answer."""
    score: float | None
    points: tuple[PointResult, ...]
    candour: str = ""
    """`unknown` for an honest "I don't know", `plan` for one that says how to find out."""
    off_topic: bool = False
    """Whether the judge found it to be about something else."""
    reading: float | None = None
    """Seconds there were to read."""
    edits: tuple[TypedEdit, ...] | None = None
    """How it was typed."""
    model_answer: str = ""
    correction: str = ""
    """What is so, where the interviewer said something false on purpose."""
    said: tuple[str, ...] = ()
    """What the interviewer said before it was asked: the opening, a line between questions."""

    @property
    def is_main(self) -> bool:
        """Whether this is the answer to the question itself."""
        return self.part == MAIN

    @property
    def is_passed(self) -> bool:
        """Whether it was passed: skipped, or an honest "I don't know"."""
        return self.outcome is Outcome.SKIPPED or bool(self.candour)

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer to go by."""
        is_closed = self.outcome is not Outcome.OPEN
        return is_closed and not self.is_passed and bool(self.text.strip())


class ClaimResult(Struct, frozen=True, kw_only=True):
    """A misconception that the answer seems to state."""

    id: str
    claim: str
    correction: str
    confirmed: bool | None
    """The candidate's word; None where they gave none. Never deducted by the app alone."""


class DeletedText(Struct, frozen=True, kw_only=True):
    """Words that were typed and deleted again."""

    text: str
    typed_ms: int
    deleted_ms: int
    point: str | None = None
    """The point that only the deleted words covered, where there is one."""
    deleted_after: float | None = None
    """`deleted_ms` in seconds of its answer."""


class FactResult(Struct, frozen=True, kw_only=True):
    """Something that could be asked for in a case."""

    id: str
    tell: str
    told: bool
    """Whether it was asked for, in whichever stage."""


class Musts(Struct, frozen=True, kw_only=True):
    """The `must` points covered, of how many."""

    covered: int
    of: int


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
    """One question with its answers."""

    index: int
    """In the transcript's header."""
    number: int
    """From 1, in the order of asking."""
    id: str
    """`bank:question`."""
    name: str
    """What lists call it."""
    kind: Kind
    level: Level
    topic: str
    prompt: str
    score: float | None
    coverage: float | None
    """Points covered in the first answer."""
    depth: float | None
    """Points covered in follow-ups; None where none was asked."""
    judgement: float | None
    """Points covered that show judgement, in whichever answer; without such points, the
    candidate's own rating. None where there is neither, and in sessions without that dimension."""
    clarity: int | None
    """The candidate's own 1–4; None where not rated."""
    time_score: float | None = None
    """How its answers kept to their time; None where it was skipped."""
    predicted: dict[str, int]
    """The blind self-rating, 1–4 by dimension."""
    confidence: float | None
    musts: Musts
    timed_out: bool
    flagged: bool
    revealed: bool
    """Whether the candidate has seen the points."""
    derived: bool
    """Whether the points come from the model answer, for want of a rubric."""
    hints: int
    time: TimeUse
    answers: tuple[AnswerResult, ...]
    """The first answer, then the follow-ups."""
    claims: tuple[ClaimResult, ...]
    deleted: tuple[DeletedText, ...]
    note: str
    case: str | None = None
    """What the case is called that it is a stage of; None where it is none."""
    stage: str | None = None
    """What the stage is called."""
    facts: tuple[FactResult, ...] = ()
    """What could be asked for: with the first stage and where asking is the task, once revealed."""

    @property
    def main(self) -> AnswerResult:
        """The answer to the question itself."""
        return self.answers[0]

    @property
    def follow_ups(self) -> tuple[AnswerResult, ...]:
        """The answers to the follow-ups."""
        return self.answers[1:]

    @property
    def again(self) -> AnswerResult | None:
        """The answer to the question asked once more, after one to something else."""
        return next((a for a in self.answers if a.kind is FollowUpKind.AGAIN), None)

    @property
    def is_said_again(self) -> bool:
        """Whether the question was asked once more and something was said then, or marked."""
        return bool(self.again and self.again.points)

    def listed(self, answer: AnswerResult) -> tuple[PointResult, ...]:
        """The points that are shown with an answer, and marked there.

        With an answer to something else, after which the question was asked once more, only what
        it says all the same: all the rest is with the second answer.
        """
        if not (answer.is_main and self.is_said_again):
            return answer.points
        found = [row for row in answer.points if row.marked or row.suggested is not Verdict.MISSED]
        names = {name for row in found for name in (row.id, row.group)}
        return tuple(row for row in answer.points if row.id in names)

    @property
    def probing(self) -> tuple[AnswerResult, ...]:
        """The answers to follow-ups that ask for more than the question itself."""
        return tuple(a for a in self.answers if not is_whole(a.part))


class Spread(Struct, frozen=True, kw_only=True):
    """How far the scores of the questions lie apart."""

    lowest: float
    highest: float
    n: int
    """Questions with a score."""


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
    """`bank:question`."""
    name: str
    """What lists call the question."""
    number: int
    """Of the question, from 1, in the order of asking."""
    part: str
    """The answer that the point was missing in: empty for the question itself."""
    point: str
    text: str
    topic: str
    why: str
    """How it came onto the list."""
    before: str = ""
    """What became of it in earlier sessions, where they asked for it too."""

    @property
    def reason(self) -> str:
        """All of it: how it came onto the list, now and before."""
        return f"{self.why} {self.before}".strip()


class BankUsed(Struct, frozen=True, kw_only=True):
    """A bank that questions came from."""

    id: str
    title: str
    hash: str


class Stop(Struct, frozen=True, kw_only=True):
    """A time in which the clocks did not run: a pause, or the rating between two questions."""

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


class Timeline(Struct, frozen=True, kw_only=True):
    """When everything happened: what it takes to show the session's clocks at any moment."""

    started_ms: int | None
    ended_ms: int | None
    """When the last question was done with."""
    duration_ms: int
    """To the last thing recorded, the assessment included."""
    stops: tuple[Stop, ...]
    moments: tuple[Moment, ...]

    @property
    def end_ms(self) -> int:
        """Where a replay of the interview ends: with the last question, or where it broke off."""
        return self.duration_ms if self.ended_ms is None else self.ended_ms

    def left(self, start: int, budget: float, t: int) -> int:
        """What a clock of `budget` seconds started at `start` has left at `t`; below 0 over it."""
        stopped = sum(
            max(0, min(stop.until_ms, t) - max(stop.from_ms, start)) for stop in self.stops
        )
        return round(budget * 1000) - (t - start - stopped)


class JudgedBy(Struct, frozen=True, kw_only=True):
    """Who suggested the verdicts; empty where nothing was judged."""

    name: str = ""
    version: str = ""


class SecondOpinion(JudgedBy, frozen=True, kw_only=True):
    """How far another judge came to the same verdicts as the one that counts."""

    points: int
    """On which both gave one."""
    disputed: int
    """On which they differ."""


class Scorecard(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="format", tag=FORMAT
):
    """What one session, finished or not, was and what it was worth."""

    id: str
    anonymous: bool = False
    """Whether names, notes and dates were left out."""
    title: str
    at: str
    """When it started, as a UTC stamp; empty in an anonymous record."""
    app_version: str
    seed: int
    mode: str
    phase: str
    end_reason: str | None
    """None where it is not over."""
    rubric: str
    """Id and version of the rubric that weighed it."""
    judge: JudgedBy
    second: SecondOpinion | None = None
    """Another judge's, where there is one."""
    score: float | None
    band: str
    """Its title; `no band` where too little was answered, `not scored` where nothing was."""
    band_words: str
    """What happened, in a few sentences; in sessions older than scoring rules 2, what the band
    means."""
    so_far: bool = False
    """Whether too little was answered for more than a number so far."""
    held_back: str = ""
    """Why the band is lower than the score alone would make it, in a sentence."""
    spread: Spread | None = None
    """None where no question has a score."""
    answered: int
    """Questions with an answer to go by: not passed, and not empty."""
    asked: int
    planned: int
    """Questions that were drawn."""
    seconds: float
    """Of the session clock, used."""
    budget: float
    """Of the session clock, in seconds."""
    marked: int
    """Points the candidate gave a word on."""
    markable: int
    dimensions: tuple[DimensionResult, ...]
    topics: tuple[TopicResult, ...]
    calibration: Calibration
    banks: tuple[BankUsed, ...]
    questions: tuple[QuestionResult, ...]
    study: tuple[StudyItem, ...]
    note: str
    closing: tuple[str, ...] = ()
    """What the interviewer said after the last answer."""
    transcript: str | None = None
    """The file's name, without its folder."""
    timeline: Timeline | None = None
    problems: tuple[str, ...] | None = None
    """What was left out or assumed when a damaged transcript was read."""

    @property
    def answers(self) -> tuple[tuple[QuestionResult, AnswerResult], ...]:
        """Every answer with its question, in the order of asking."""
        return tuple(
            (question, answer) for question in self.questions for answer in question.answers
        )


# As one JSON object for other programs, and the schema of that object


def rounded(record: _Record) -> _Record:
    """The record with its numbers as they are published: scores to one decimal, others to three.

    This is the one place where they are rounded.
    """
    changes: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, float):
            changes[name] = round(value, 1 if name in _SCORES else 3)
        elif isinstance(value, Struct) and name not in _EXACT:
            changes[name] = rounded(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            changes[name] = value if name in _EXACT else tuple(map(rounded, value))
    return replace(record, **changes) if changes else record


def to_json(scorecard: Scorecard) -> bytes:
    """Indented JSON with a line end; control characters in texts stay JSON escapes."""
    return msgspec.json.format(msgspec.json.encode(rounded(scorecard)), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """The schema that every record meets; unknown keys are allowed, to add some later."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        **msgspec.json.schema(Scorecard),
    }


def schema_text() -> str:
    """The schema as it is kept in docs/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_text().encode())
