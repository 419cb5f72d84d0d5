"""How the coverage of each answer changed while it was typed, point by point."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.assessment.coverage_clock import Draft, edits_of, steps_of
from interview_sim.assessment.deleted import deleted_texts
from interview_sim.assessment.model import DeletedText
from interview_sim.assessment.points import rubric_points
from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.events import Edit
from interview_sim.session.grading import Grader, gradable
from interview_sim.session.state import Turn
from interview_sim.transcript.reader import Transcript

if TYPE_CHECKING:
    # To name the matcher is free; to import it is not.
    from interview_sim.matching import Matcher

MOST_DRAFTS = 32
"""Drafts of one answer that are matched: a long answer costs no more of them than a short one."""

_PAUSE = 700
"""Ms without an edit after which a draft is looked at: the ends of words and of thoughts."""

_RANK = {Verdict.MISSED: 0, Verdict.PARTLY: 1, Verdict.COVERED: 2}


class Shift(NamedTuple):
    """From `t` on, in ms of session time, the answer had that verdict on a point."""

    t: int
    verdict: Verdict


class PointTrack(Struct, frozen=True, kw_only=True):
    """One point, group or member through the time of an answer."""

    id: str
    text: str
    need: Need = Need.MUST
    pick: int | None = None
    """Of a group: how many of its members are enough."""
    group: str | None = None
    """Of a member: the group it belongs to."""
    shifts: tuple[Shift, ...] = ()

    @property
    def first_covered(self) -> int | None:
        """Session ms at which it was first covered; None: never."""
        return next((s.t for s in self.shifts if s.verdict is Verdict.COVERED), None)

    def at(self, t: float) -> Verdict:
        """The verdict on the answer as it stood at session time `t`."""
        place = bisect_right(self.shifts, t, key=lambda shift: shift.t) - 1
        return self.shifts[place].verdict if place >= 0 else Verdict.MISSED


class AnswerTrack(Struct, frozen=True, kw_only=True):
    """The points of one answer, in the rubric's order, each group before its members."""

    question: int
    part: str
    points: tuple[PointTrack, ...] = ()
    taken_out: tuple[DeletedText, ...] = ()
    """What was typed and taken out for good, with the point that went with it."""

    @property
    def counted(self) -> tuple[PointTrack, ...]:
        """What stands in the rubric: plain points and groups, without the groups' members."""
        return tuple(point for point in self.points if point.group is None)


def tracks_of(
    transcript: Transcript, grader: Grader | None = None, *, first: int = 0
) -> Iterator[AnswerTrack]:
    """The track of every answer, one by one: some can be shown while others are being made.

    Args:
        transcript: The session.
        grader: Matches the drafts.
        first: The question whose answers come first.
    """
    grader = grader or Grader(transcript.header)
    edits = edits_of(transcript.events)
    for turn in sorted(transcript.state.turns, key=lambda turn: turn.question != first):
        question = transcript.state.drawn(turn.question).question
        yield _track(question, turn, edits.get((turn.question, turn.part), ()), grader)


def _track(question: Question, turn: Turn, edits: Sequence[Edit], grader: Grader) -> AnswerTrack:
    track = AnswerTrack(question=turn.question, part=turn.part)
    rubric = rubric_points(question, turn.part)
    if not rubric:
        return track
    asked = gradable(question, turn.part)
    matcher = grader.matcher_for(turn.question)
    final = grader.cover(turn.question, turn.part, turn.text).leaves()
    return replace(
        track,
        points=track_points(asked, rubric, edits, matcher),
        taken_out=deleted_texts(asked, edits, matcher, final=final, rubric=rubric),
    )


def track_points(
    asked: Question, rubric: Sequence[Point], edits: Sequence[Edit], matcher: Matcher
) -> tuple[PointTrack, ...]:
    """How the verdict on each point came and went.

    Between two drafts that were matched, a point is taken to be covered when the last of the words
    that cover it was typed, and to be lost when something was first taken out.

    Args:
        asked: What the answer is held against.
        rubric: Its points.
        edits: How it was typed.
        matcher: Matches the drafts.
    """
    tracker = _Tracker(rubric)
    steps = set(drafts_of(edits))
    draft = Draft()
    first_removal: int | None = None
    for number, edit in enumerate(edits):
        draft.take(edit)
        if edit.delete and first_removal is None:
            first_removal = edit.t
        if number in steps:
            coverage = matcher.cover(asked, draft.text)
            tracker.note(coverage.points, draft, edit.t, first_removal)
            first_removal = None
    return tuple(tracker.tracks())


def drafts_of(edits: Sequence[Edit]) -> list[int]:
    """Indices of the edits after which the draft is matched; the last edit is among them.

    They are those that the scorecard looks at, those before a pause or before something was taken
    out, and where there are few of these, others between.
    """
    if not edits:
        return []
    last = len(edits) - 1
    resting = [number for number in range(last) if _rests(edits[number], edits[number + 1])]
    chosen = {last, *steps_of(edits), *_thinned(resting, MOST_DRAFTS // 2)}
    room = MOST_DRAFTS - len(chosen)
    return sorted(chosen | set(_thinned([n for n in range(last) if n not in chosen], room)))


def _rests(here: Edit, following: Edit) -> bool:
    return (following.delete > 0 and here.delete == 0) or following.t - here.t >= _PAUSE


def _thinned(numbers: Sequence[int], most: int) -> Iterable[int]:
    if len(numbers) <= most:
        return numbers
    return [numbers[len(numbers) * step // most] for step in range(most)]


class _Tracker:
    """Notes where a verdict differs from the one before."""

    def __init__(self, rubric: Sequence[Point]) -> None:
        self._rubric = rubric
        self._shifts: dict[str, list[Shift]] = {}
        self._since = -1

    def note(
        self, points: Iterable[PointCoverage], draft: Draft, t: int, removal: int | None
    ) -> None:
        """Take in what a draft covers, as it stood at `t`."""
        for point in points:
            times = {m.id: self._note(m, draft.complete_at(m.evidence), t, removal)
                     for m in point.members}  # fmt: skip
            grown = max((at for at in times.values() if at is not None), default=None)
            spans = grown if point.members else draft.complete_at(point.evidence)
            self._note(point, spans, t, removal)
        self._since = t

    def _note(
        self, point: PointCoverage, said: int | None, t: int, removal: int | None
    ) -> int | None:
        """The time of a change, or None where nothing changed."""
        shifts = self._shifts.setdefault(point.id, [])
        before = shifts[-1].verdict if shifts else Verdict.MISSED
        if point.verdict is before:
            return None
        at = said if _RANK[point.verdict] > _RANK[before] else removal
        # Words that were there before now did not bring the change about: it came with this draft.
        at = at if at is not None and self._since < at <= t else t
        shifts.append(Shift(at, point.verdict))
        return at

    def tracks(self) -> Iterator[PointTrack]:
        """All points with their shifts."""
        for item in self._rubric:
            pick = (item.pick or len(item.of)) if item.of else None
            yield self._track(item, item.need, pick=pick)
            for member in item.of:
                yield self._track(member, item.need, group=item.id)

    def _track(
        self, point: Point, need: Need, *, pick: int | None = None, group: str | None = None
    ) -> PointTrack:
        shifts = self._shifts.get(point.id, [])
        return PointTrack(
            id=point.id,
            text=point.point,
            need=need,
            pick=pick,
            group=group,
            shifts=tuple(sorted(shifts, key=lambda shift: shift.t)),
        )
