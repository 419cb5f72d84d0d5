"""Everything that can happen in a session.

A session is a list of these. `t` is whole milliseconds of session time: it starts at 0, runs
through pauses, and does not run while the program or the machine is off. `at` is the wall clock
in UTC. Spans and offsets are in code points.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec import Struct

from interview_sim.bank.model import CaseStage, Lines, Question
from interview_sim.bank.scoring import Scoring
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.phases import EndReason, FollowUpKind
from interview_sim.session.plan import Plan

TRANSCRIPT_FORMAT = "interview-sim/transcript@2"
FIRST_FORMAT = "interview-sim/transcript@1"


class Scope(StrEnum):
    """Which of the two clocks."""

    QUESTION = "question"
    SESSION = "session"


class Event(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True, gc=False):
    """One thing that happened, numbered and stamped."""

    seq: int
    t: int
    at: str


class DrawnQuestion(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A question as it stood when it was drawn, with the times that apply to it."""

    bank: str
    question: Question
    budget: float
    """Seconds to answer, extra time included."""
    follow_up_budget: float
    """Seconds for a follow-up that names no time of its own, extra time included."""
    case: CaseStage | None = None
    """Which stage of a case it is, where it is one."""
    round: int = 0
    """Which round of the interview asks it."""
    wording: int = 0
    """Which of the bank's wordings its prompt is: 0 the first, others a sister's."""
    plain: dict[str, str] = {}
    """Each text that was filled from the candidate's résumé, and how it reads without."""

    @property
    def ref(self) -> str:
        """`bank:question`, as history and answer files name it."""
        return f"{self.bank}:{self.question.id}"


class BankCopy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a replay needs to know of a bank that was used."""

    id: str
    title: str
    hash: str
    language: str = "en"
    glossary: tuple[tuple[str, ...], ...] = ()
    lines: Lines = {}
    """What its interviewer says, where the bank brings lines of its own."""
    scoring: Scoring | None = None
    """The bank's own scoring rules, where it brings any."""


class Header(Event, frozen=True, kw_only=True, tag="header"):
    """The first line: enough to replay without any bank."""

    format: str = TRANSCRIPT_FORMAT
    id: str
    app_version: str = ""
    plan: Plan
    seed: int
    paper: str = ""
    """The id of the sealed paper that the questions come from, where they do."""
    scoring: str = ""
    """The scoring rules of its time, `interview 2`; empty in sessions older than the second."""
    banks: tuple[BankCopy, ...] = ()
    questions: tuple[DrawnQuestion, ...]


class Started(Event, frozen=True, kw_only=True, tag="started"):
    """The session clock starts."""


class Said(Event, frozen=True, kw_only=True, tag="said"):
    """The interviewer says something besides what it asks next."""

    occasion: str
    """Why, as in `interview_sim.bank.model.Occasion`, or `told`."""
    text: str
    fact: str = ""
    """The id of the fact of a case that it tells, where it tells one."""


class Asked(Event, frozen=True, kw_only=True, tag="asked"):
    """A question is shown; `reading` ms may pass before the answering clock starts."""

    question: int
    """Index in the header's `questions`."""
    reading: int
    budget: int


class FollowUpAsked(Event, frozen=True, kw_only=True, tag="follow_up_asked"):
    """A follow-up is asked; its clock starts at once."""

    question: int
    id: str
    """Its part id: the probe's point id, or the id of the follow-up or misconception."""
    kind: FollowUpKind
    ask: str
    reason: str
    point: str | None = None
    """The rubric point it is about, where there is one."""
    time_left: int
    """Milliseconds left on the session clock when it was chosen."""
    budget: int
    bank_ask: str = ""
    """The bank's wording, where it is asked in another."""
    refused_ask: str = ""
    """A wording that would have given a point away, so that the bank's is asked."""
    worded_by: str = ""
    """Whose wording that is."""


class Began(Event, frozen=True, kw_only=True, tag="began"):
    """Reading is over, by key or by the clock; the answering clock starts."""


class Edit(Event, frozen=True, kw_only=True, tag="edit"):
    """At `at_char`, `delete` characters go and `ins` comes, in the open answer."""

    at_char: int
    delete: int = msgspec.field(name="del", default=0)
    ins: str = ""


class Submitted(Event, frozen=True, kw_only=True, tag="submitted"):
    """The candidate handed the answer in."""


class TimedOut(Event, frozen=True, kw_only=True, tag="timed_out"):
    """A clock reached zero and the answer was handed in as it stood."""

    scope: Scope


class Skipped(Event, frozen=True, kw_only=True, tag="skipped"):
    """The candidate passed; what was typed is kept."""


class Flagged(Event, frozen=True, kw_only=True, tag="flagged"):
    """A question was flagged for later, or the flag taken back."""

    question: int
    on: bool


class HintShown(Event, frozen=True, kw_only=True, tag="hint_shown"):
    """A hint was asked for and shown."""

    text: str


class Paused(Event, frozen=True, kw_only=True, tag="paused"):
    """Both clocks stop; `reason` is `asked`, `resumed_later` or `break`, between two rounds."""

    reason: str = "asked"


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """Both clocks go on."""


class ClockGap(Event, frozen=True, kw_only=True, tag="clock_gap"):
    """The clocks moved apart by `ms`; cause `slept`, `set` or `closed`."""

    ms: int
    cause: str


class Warned(Event, frozen=True, kw_only=True, tag="warned"):
    """A clock passed a warning mark with `left` ms to go."""

    scope: Scope
    mark: str
    """`third` or `last_30s`."""
    left: int


class Heartbeat(Event, frozen=True, kw_only=True, tag="heartbeat"):
    """The clock ran on and nothing else happened; bounds what a kill can lose to a second."""


class Judged(Event, frozen=True, kw_only=True, tag="judged"):
    """A judge said what an answer covers; a later one on the same answer is a fresh opinion."""

    question: int
    judgement: Judgement


class Ended(Event, frozen=True, kw_only=True, tag="ended"):
    """No more questions; the assessment follows."""

    reason: EndReason


class Predicted(Event, frozen=True, kw_only=True, tag="predicted"):
    """A blind self-rating, before anything is revealed."""

    question: int
    ratings: dict[str, int]
    """1–4 by dimension id."""
    confidence: float | None = None
    """0..1."""


class Revealed(Event, frozen=True, kw_only=True, tag="revealed"):
    """The model answer and the latest judgements were shown."""

    question: int
    judged: tuple[Judgement, ...] = ()
    """Judgements that format 1 kept here; format 2 has events of their own for them."""


class PointMarked(Event, frozen=True, kw_only=True, tag="point_marked"):
    """The candidate's word on a point, beside what was suggested.

    `verdict` None takes an earlier mark back.
    """

    question: int
    part: str = MAIN
    point: str
    suggested: Verdict | None = None
    verdict: Verdict | None
    evidence: tuple[Span, ...] = ()
    """Words that the candidate pointed at."""
    covered_at: int | None = None
    """Ms of session time at which the last of them was typed."""


class ClaimMarked(Event, frozen=True, kw_only=True, tag="claim_marked"):
    """Whether the candidate really claimed a misconception; None takes it back."""

    question: int
    part: str = MAIN
    claim: str
    confirmed: bool | None


class Noted(Event, frozen=True, kw_only=True, tag="noted"):
    """A note of the candidate's; on the session where `question` is None. Replaces the last."""

    question: int | None = None
    part: str = MAIN
    point: str = ""
    """The point that these are the candidate's own words for, where they are."""
    text: str


class Retitled(Event, frozen=True, kw_only=True, tag="retitled"):
    """The candidate gave the session a name of their own; empty takes it back."""

    text: str


class Finished(Event, frozen=True, kw_only=True, tag="finished"):
    """The assessment is done; the scorecard stands."""


AnyEvent = (
    Header
    | Started
    | Said
    | Asked
    | FollowUpAsked
    | Began
    | Edit
    | Submitted
    | TimedOut
    | Skipped
    | Flagged
    | HintShown
    | Paused
    | Resumed
    | ClockGap
    | Warned
    | Heartbeat
    | Judged
    | Ended
    | Predicted
    | Revealed
    | PointMarked
    | ClaimMarked
    | Noted
    | Retitled
    | Finished
)
