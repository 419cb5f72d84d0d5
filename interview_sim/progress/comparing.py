"""A session beside earlier ones: what both asked, how the scores differ, how fast one was then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from interview_sim.assessment.scorecard import question_result
from interview_sim.clock import parse_stamp
from interview_sim.errors import InterviewSimError
from interview_sim.judging.parts import MAIN
from interview_sim.progress.summary import QuestionSummary, SessionSummary
from interview_sim.session.phases import Phase
from interview_sim.transcript.attempts import Pace, pace_of

if TYPE_CHECKING:
    from interview_sim.assessment.model import QuestionResult, Scorecard
    from interview_sim.progress.history import History
    from interview_sim.transcript.store import Store

_MOST_READ = 5
"""Sessions read in search of earlier attempts; older ones are long ago."""


class Pair(NamedTuple):
    """One question as it went in two sessions."""

    ref: str
    """`bank:question`."""
    title: str
    here: float | None
    """The score in this session; None where it has none, or was not asked there."""
    there: float | None
    in_both: bool

    @property
    def change(self) -> float | None:
        """How much better this session went; None where one of them has no score."""
        if self.here is None or self.there is None:
            return None
        return self.here - self.there


class Comparison(NamedTuple):
    """This session beside another."""

    here: SessionSummary
    there: SessionSummary
    pairs: tuple[Pair, ...]
    """What both asked, in the order of this session, then what only one of them did."""

    @property
    def changes(self) -> tuple[float, ...]:
        """The differences of all questions that have a score in both."""
        return tuple(pair.change for pair in self.pairs if pair.change is not None)

    @property
    def mean_change(self) -> float | None:
        """The mean difference over these; None where there is none."""
        return sum(self.changes) / len(self.changes) if self.changes else None


def comparable(
    sessions: Iterable[SessionSummary], here: SessionSummary
) -> tuple[SessionSummary, ...]:
    """The sessions worth comparing with this one, those with most questions in common first.

    Sessions of the same plan count too, for their score as a whole.
    """
    asked = {question.ref for question in here.questions}
    found = [one for one in sessions if one.id != here.id and one.questions]
    shared = {one.file: sum(question.ref in asked for question in one.questions) for one in found}
    worth = [one for one in found if shared[one.file] or (one.plan and one.plan == here.plan)]
    return tuple(sorted(worth, key=lambda one: (-shared[one.file], one.plan != here.plan)))


def compare(here: SessionSummary, there: SessionSummary) -> Comparison:
    """The two sessions, question by question; what is not marked yet has no score to compare."""
    ours = {question.ref: question for question in here.questions}
    theirs = {question.ref: question for question in there.questions}
    # What both asked comes first; each in its session's order.
    refs = sorted(ours | theirs, key=lambda ref: (ref not in ours) + (ref not in theirs))
    pairs = []
    for ref in refs:
        mine, other = ours.get(ref), theirs.get(ref)
        title = next(question.title for question in (mine, other) if question is not None)
        scores = _final(here, mine), _final(there, other)
        pairs.append(Pair(ref, title, *scores, in_both=bool(mine and other)))
    return Comparison(here, there, tuple(pairs))


def _final(session: SessionSummary, question: QuestionSummary | None) -> float | None:
    return question.score if question is not None and session.phase is Phase.FINISHED else None


def earlier_results(
    store: Store, history: History, card: Scorecard
) -> Iterator[tuple[str, tuple[QuestionResult, ...]]]:
    """What became of a scorecard's questions in marked sessions before it, newest first.

    With the day of each, as it is said. A session that can't be read any more is skipped.
    """
    home = history.home
    # By what they are called now: what they are called on the card.
    names = {home(question.id): question.id for question in card.questions}
    before = (
        session
        for session in history.sessions
        if session.phase is Phase.FINISHED
        and session.id != card.id
        and session.at < card.at
        and any(question.ref in names for question in session.questions)
    )
    for session in islice(before, _MOST_READ):
        try:
            state = store.read(store.folder / session.file).state
        except InterviewSimError:
            continue
        asked = ((index, home(state.drawn(index).ref)) for index in state.asked)
        yield (
            _day(session.at),
            tuple(
                replace(question_result(state, index), id=names[ref])
                for index, ref in asked
                if ref in names
            ),
        )


def _day(at: str) -> str:
    began = parse_stamp(at)
    local = began.astimezone() if began else None
    return f"{local.day} {local:%b %Y}" if local else at


def sessions_asking(history: History, ref: str, *, besides: str) -> tuple[SessionSummary, ...]:
    """The sessions that asked `bank:question`, newest first, but for the one with that id."""
    ref = history.home(ref)
    return tuple(
        session
        for session in history.sessions
        if session.id != besides and any(question.ref == ref for question in session.questions)
    )


def latest_pace(
    store: Store, history: History, ref: str, part: str = MAIN, *, besides: str
) -> Pace | None:
    """How fast one's latest answer to the same thing grew; None where there is none.

    A session that can't be read any more, or in which nothing was typed, is skipped.
    """
    for session in sessions_asking(history, ref, besides=besides)[:_MOST_READ]:
        try:
            pace = pace_of(store.read(store.folder / session.file), ref, part, history.moves)
        except InterviewSimError:
            continue
        if pace is not None:
            return pace
    return None
