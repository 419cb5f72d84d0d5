"""What is known of a session at one moment: the result of folding its events."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.events import (
    DrawnQuestion,
    Header,
    Scope,
)
from interview_sim.session.phases import BREAK, EndReason, FollowUpKind, Outcome, Phase
from interview_sim.session.plan import Mode


class Turn(Struct, frozen=True, kw_only=True):
    """One thing that was asked and what was answered; times in ms of session time."""

    question: int
    part: str = MAIN
    kind: FollowUpKind | None = None
    """None for the question itself."""
    ask: str
    reason: str = ""
    point: str | None = None
    asked_at: int
    reading_deadline: int | None = None
    began_at: int | None = None
    budget: int
    deadline: int | None = None
    """When the answering clock reaches zero; pauses push it on. None while reading."""
    text: str = ""
    first_edit_at: int | None = None
    last_edit_at: int | None = None
    edits: int = 0
    paused: int = 0
    stops: tuple[tuple[int, int], ...] = ()
    """When its answering clock stopped, and for how many ms."""
    hints: tuple[str, ...] = ()
    closed_at: int | None = None
    judged_at: int | None = None
    """When the interviewer had thought it over, where that was waited for."""
    outcome: Outcome = Outcome.OPEN
    timed_out_by: Scope | None = None

    @property
    def is_main(self) -> bool:
        """Whether this is the question itself and not a follow-up."""
        return self.part == MAIN

    @property
    def is_open(self) -> bool:
        """Whether the answer can still change."""
        return self.outcome is Outcome.OPEN

    @property
    def over_at(self) -> int | None:
        """When the answer was over for the clocks: judged, where that was waited for."""
        return self.closed_at if self.judged_at is None else self.judged_at

    def used(self, t: int) -> int:
        """Milliseconds of the answering clock used at `t`, pauses left out."""
        if self.began_at is None:
            return 0
        end = self.closed_at if self.closed_at is not None else t
        return max(0, end - self.began_at - self.paused)

    def clock(self, t: int) -> int:
        """What its answering clock showed at `t` of the session clock, in ms."""
        stopped = sum(min(ms, t - since) for since, ms in self.stops if since < t)
        began = t if self.began_at is None else self.began_at
        return min(max(0, t - began - stopped), self.used(t))


class Line(Struct, frozen=True, kw_only=True):
    """Something the interviewer said besides its questions."""

    t: int
    occasion: str
    text: str
    turn: int
    """How many questions and follow-ups had been asked before."""
    fact: str = ""
    """The id of the fact of a case that was told."""


class Prediction(Struct, frozen=True, kw_only=True):
    """A blind self-rating."""

    ratings: dict[str, int]
    confidence: float | None = None


class Mark(Struct, frozen=True, kw_only=True):
    """The candidate's word on one point."""

    verdict: Verdict
    suggested: Verdict | None = None
    evidence: tuple[Span, ...] = ()
    covered_at: int | None = None


PointKey = tuple[int, str, str]
"""Question index, part id, point (or claim) id."""


class Gap(Struct, frozen=True, kw_only=True):
    """A jump between the clocks that was noticed at `t`."""

    t: int
    ms: int
    cause: str


class State(Struct, frozen=True, kw_only=True):
    """A session at one moment. Never changed in place: the fold returns the next one."""

    header: Header
    seq: int = 0
    t: int = 0
    at: str = ""
    phase: Phase = Phase.PLANNED
    turns: tuple[Turn, ...] = ()
    said: tuple[Line, ...] = ()
    session_deadline: int | None = None
    paused_at: int | None = None
    paused_from: Phase | None = None
    pause_reason: str = ""
    paused_total: int = 0
    rounds_used: int = 0
    """Milliseconds of the session clock that the rounds before this one used."""
    break_after: int = -1
    """Index of the question after which the last break was; -1 before the first."""
    flagged: frozenset[int] = frozenset()
    warned: frozenset[tuple[Scope, int, str]] = frozenset()
    """Clock, turn index (of the session clock: the round), and mark."""
    gaps: tuple[Gap, ...] = ()
    end_reason: EndReason | None = None
    ended_at: int | None = None
    predictions: dict[int, Prediction] = {}
    judgements: dict[tuple[int, str], tuple[Judgement, ...]] = {}
    """By question index and part id, oldest first."""
    second: dict[tuple[int, str], Judgement] = {}
    """Second opinions that stand beside what counts, by question index and part id."""
    revealed: frozenset[int] = frozenset()
    marks: dict[PointKey, Mark] = {}
    claims: dict[PointKey, bool] = {}
    notes: dict[int | None, str] = {}
    """By question index; None is the note on the whole session."""
    own_words: dict[PointKey, str] = {}
    """What the candidate said of a missed point before the model answer was shown."""
    own_title: str = ""
    """What the candidate called the session; empty where it goes by its plan."""

    @property
    def title(self) -> str:
        """The candidate's own name for it, else the plan's."""
        return self.own_title or self.header.plan.title

    @property
    def is_untouched(self) -> bool:
        """Whether the session was opened and left: nothing typed, passed, answered or noted."""
        is_bare = all(turn.is_open and not turn.edits and not turn.hints for turn in self.turns)
        return is_bare and not (self.is_over or self.flagged or self.notes or self.own_title)

    @property
    def mode(self) -> Mode:
        """Interview or practice."""
        return self.header.plan.mode

    @property
    def turn(self) -> Turn | None:
        """The latest thing asked, or None before the first question."""
        return self.turns[-1] if self.turns else None

    @property
    def question_index(self) -> int:
        """Index of the current question; -1 before the first."""
        return self.turns[-1].question if self.turns else -1

    @property
    def asked(self) -> tuple[int, ...]:
        """Indices of the questions that were asked, in order."""
        return tuple(turn.question for turn in self.turns if turn.is_main)

    @property
    def round(self) -> int:
        """Which round the current question is of; 0 before the first."""
        return self.drawn(self.question_index).round if self.turns else 0

    @property
    def is_break(self) -> bool:
        """Whether the session stands between two rounds."""
        return self.phase is Phase.PAUSED and self.pause_reason == BREAK

    @property
    def is_live(self) -> bool:
        """Whether something is asked and its clocks run."""
        return self.phase in {Phase.READING, Phase.ANSWERING}

    @property
    def is_over(self) -> bool:
        """Whether no more questions come."""
        return self.phase in {Phase.ASSESSING, Phase.FINISHED}

    @property
    def stopped_since(self) -> int | None:
        """Since when the session clock has been stopped; None while it runs.

        It stops in a pause, while the interviewer thinks, and for what comes between two questions.
        """
        turn, phase = self.turn, self.paused_from or self.phase
        if turn is not None and phase is Phase.THINKING:
            return turn.closed_at
        if turn is not None and phase is Phase.BETWEEN and self.header.plan.reviews_each:
            return turn.over_at
        return self.paused_at

    def judgement(self, question: int, part: str = MAIN) -> Judgement | None:
        """The latest judgement of one answer; None where there is none."""
        found = self.judgements.get((question, part))
        return found[-1] if found else None

    def other_judgement(self, question: int, part: str = MAIN) -> Judgement | None:
        """The latest judgement of one answer by another judge than the one that counts."""
        counts = self.judgement(question, part)
        beside = self.second.get((question, part))
        others = [*self.judgements.get((question, part), ())[:-1], *([beside] if beside else ())]
        return next((it for it in reversed(others) if counts and it.judge != counts.judge), None)

    def drawn(self, index: int) -> DrawnQuestion:
        """The question with that index."""
        return self.header.questions[index]

    def turns_of(self, index: int) -> tuple[Turn, ...]:
        """The first answer and the follow-ups of one question, in order."""
        return tuple(turn for turn in self.turns if turn.question == index)

    def said_before(self, turn: int) -> tuple[str, ...]:
        """What the interviewer said before that turn, or after the last one."""
        return tuple(line.text for line in self.said if line.turn == turn)

    def with_turn(self, turn: Turn) -> State:
        """The same state with its latest turn replaced."""
        return replace(self, turns=(*self.turns[:-1], turn))
