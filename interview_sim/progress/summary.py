"""What history keeps of each session: enough for lists, trends and the next draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct, structs

from interview_sim.bank.terms import topic_words
from interview_sim.clock import local_day
from interview_sim.literal import brief
from interview_sim.matching.model import Verdict
from interview_sim.session.phases import Phase

if TYPE_CHECKING:
    from interview_sim.assessment.model import QuestionResult
    from interview_sim.bank.moves import Moves
    from interview_sim.session.state import State
    from interview_sim.transcript.reader import Transcript

_TITLE_LENGTH = 100


class QuestionSummary(Struct, frozen=True, gc=False, array_like=True):
    """One question that was asked."""

    ref: str
    """`bank:question`."""
    topic: str
    title: str
    """What lists call it."""
    score: float | None
    wording: int = 0
    """Which of its wordings was asked; 0: the first."""


class QuestionDetail(Struct, frozen=True, gc=False, array_like=True):
    """What else is known of a question that was asked; see `SessionSummary.details`.

    Scores run from 0 to 100, and are None where there was nothing to measure.
    """

    level: str
    is_answered: bool
    coverage: float | None
    depth: float | None
    judgement: float | None
    time: float | None
    musts: tuple[int, int]
    """How many of the `must` points were covered, of how many."""
    expected: float | None
    """The chance, 0..1, that the candidate gave each point before the reveal; None: not rated."""
    own: tuple[int, int, int]
    """Points on which the candidate gave a word: covered, partly, missed."""
    judged: tuple[int, int, int]
    """What was suggested of the same points."""
    missed: tuple[str, ...]
    """Ids of the points that the candidate found missing in the answer to the question itself."""

    @property
    def is_sure_miss(self) -> bool:
        """Whether a `must` point was missing and the candidate thought that most was there."""
        from interview_sim.assessment.calibration import SURE

        covered, of = self.musts
        return self.expected is not None and self.expected >= SURE and covered < of


_QUESTIONS = msgspec.msgpack.Decoder(tuple[QuestionSummary, ...])
_DETAILS = msgspec.msgpack.Decoder(tuple[QuestionDetail, ...])
_NO_DETAILS = Raw(msgspec.msgpack.encode(()))


class SessionSummary(Struct, frozen=True, gc=False, array_like=True):
    """One session."""

    file: str
    """The transcript's name in its folder."""
    id: str
    title: str
    """The candidate's own, else the plan's."""
    plan: str
    """The plan's name."""
    at: str
    """When it was made, as a UTC stamp."""
    mode: str
    phase: Phase
    seed: int
    score: float | None
    band: str
    answered: int
    """Questions with an answer to go by."""
    asked: int
    planned: int
    seconds: float
    """Used of the session clock."""
    left: float | None
    """Seconds left on the session clock, while the asking is not over; below 0 when over time."""
    marked: int
    """Points the candidate gave a word on."""
    markable: int
    problems: int
    """Lines of the transcript that could not be used."""
    packed_questions: Raw
    """See `questions`; lists of sessions need none of them, so they are decoded when asked for."""
    notes: str = ""
    """All notes, for a search."""
    packed_details: Raw = _NO_DETAILS
    """See `details`; only the view of one's progress needs them."""

    @property
    def day(self) -> date | None:
        """The local day on which it was made; None where its stamp names no time."""
        return local_day(self.at)

    @property
    def questions(self) -> tuple[QuestionSummary, ...]:
        """What was asked, in that order."""
        return _QUESTIONS.decode(self.packed_questions)

    @property
    def details(self) -> tuple[QuestionDetail, ...]:
        """What else is known of each of the `questions`."""
        return _DETAILS.decode(self.packed_details)

    def as_dict(self) -> dict[str, Any]:
        """Everything by its name, for JSON; scores once the assessment is closed."""
        fields = structs.asdict(self)
        del fields["packed_questions"], fields["packed_details"]
        questions = [structs.asdict(question) for question in self.questions]
        if self.phase is not Phase.FINISHED:
            fields |= {"score": None, "band": ""}
            questions = [{**question, "score": None} for question in questions]
        return {**fields, "questions": questions}

    @property
    def is_unfinished(self) -> bool:
        """Whether it broke off while questions were still to come."""
        return self.phase is not Phase.PLANNED and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the asking is over; the assessment may still be open."""
        return self.phase in {Phase.ASSESSING, Phase.FINISHED}

    @property
    def awaits_assessment(self) -> bool:
        """Whether all answers are in and the assessment was not closed."""
        return self.phase is Phase.ASSESSING

    @property
    def state_words(self) -> str:
        """How far it has come, as people are told."""
        if self.phase is Phase.FINISHED:
            return "finished"
        return "to be marked" if self.awaits_assessment else "not finished"

    @property
    def is_waiting(self) -> bool:
        """Whether there is something to go on with: questions to answer, or answers to mark."""
        return self.is_unfinished or self.awaits_assessment

    @property
    def search_text(self) -> str:
        """What a search looks in, in lower case: title, topics, questions and notes."""
        asked = (
            f"{topic_words(question.topic)}\n{question.topic}\n{question.title}"
            for question in self.questions
        )
        return "\n".join((self.title, self.at[:10], *asked, self.notes)).casefold()

    @property
    def final_score(self) -> float | None:
        """The score once the assessment is closed: before, it would give the reveal away."""
        return self.score if self.phase is Phase.FINISHED else None


def with_moves(summary: SessionSummary, moves: Moves) -> SessionSummary:
    """The summary with its questions called as they are now."""
    questions = summary.questions
    if not any(question.ref in moves for question in questions):
        return summary
    renamed = (
        structs.replace(question, ref=moves.get(question.ref, question.ref))
        for question in questions
    )
    return structs.replace(summary, packed_questions=pack_questions(renamed))


def pack_questions(questions: Iterable[QuestionSummary]) -> Raw:
    """Questions as a summary holds them."""
    return Raw(msgspec.msgpack.encode(tuple(questions)))


def summarise(transcript: Transcript, file: str) -> SessionSummary:
    """What history keeps of a transcript.

    Args:
        transcript: The session as it was read.
        file: Its name in the folder.
    """
    from interview_sim.assessment.scorecard import build_scorecard

    state = transcript.state
    scorecard = build_scorecard(state)
    return SessionSummary(
        file=file,
        id=scorecard.id,
        title=scorecard.title,
        plan=state.header.plan.name,
        at=scorecard.at,
        mode=scorecard.mode,
        phase=state.phase,
        seed=scorecard.seed,
        score=scorecard.score,
        band=scorecard.band,
        answered=scorecard.answered,
        asked=scorecard.asked,
        planned=scorecard.planned,
        seconds=scorecard.seconds,
        left=_left(state),
        marked=scorecard.marked,
        markable=scorecard.markable,
        problems=transcript.lost,
        notes="\n".join(state.notes.values()),
        packed_questions=pack_questions(
            QuestionSummary(
                question.id,
                question.topic,
                brief(question.name.partition("\n")[0], _TITLE_LENGTH),
                question.score,
                state.drawn(question.index).wording,
            )
            for question in scorecard.questions
        ),
        packed_details=pack_details(map(_detail, scorecard.questions)),
    )


def pack_details(details: Iterable[QuestionDetail]) -> Raw:
    """Details as a summary holds them."""
    return Raw(msgspec.msgpack.encode(tuple(details)))


def _detail(question: QuestionResult) -> QuestionDetail:
    from interview_sim.assessment.calibration import expected
    from interview_sim.assessment.score import gathered

    marked = [point for answer in question.answers for point in answer.points if point.marked]
    return QuestionDetail(
        level=question.level,
        is_answered=question.main.is_answered,
        coverage=question.coverage,
        depth=question.depth,
        judgement=question.judgement,
        time=question.time_score,
        musts=(question.musts.covered, question.musts.of),
        expected=expected(question),
        own=_counts(point.confirmed for point in marked),
        judged=_counts(point.suggested for point in marked),
        missed=tuple(
            point.id
            for point in gathered(question.answers)
            if point.marked and point.pick is None and point.confirmed is Verdict.MISSED
        ),
    )


def _counts(verdicts: Iterable[Verdict]) -> tuple[int, int, int]:
    found = Counter(verdicts)
    return found[Verdict.COVERED], found[Verdict.PARTLY], found[Verdict.MISSED]


def _left(state: State) -> float | None:
    from interview_sim.session.rules import session_left

    left = session_left(state, state.t)
    return None if left is None or state.is_over else left / 1000
