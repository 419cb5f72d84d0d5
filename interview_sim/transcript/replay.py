"""A transcript to move about in: the state at any moment, forwards and backwards alike."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from msgspec import Struct

from interview_sim.session.answers import Deletion, Draft, Typed, Typing
from interview_sim.session.events import Asked, Edit, Event, FollowUpAsked, Heartbeat
from interview_sim.session.fold import apply, begin
from interview_sim.session.state import State, Turn
from interview_sim.transcript.reader import Keyframe, Transcript
from interview_sim.transcript.timeline import (
    IDLE_CAP,
    LONG_SILENCE,
    IdleMap,
    MarkKind,
    TimelineMark,
    find_marks,
)

TurnKey = tuple[int, str]
"""Question index and part id."""


class Hit(Struct, frozen=True, order=True):
    """Where a searched text was typed."""

    t: int
    """When its last character was typed."""
    index: int
    """Of the event that completed it."""
    question: int
    part: str
    is_removed: bool
    """Whether it is not in the final answer."""


class TakenOut(Struct, frozen=True):
    """A stretch that was taken out for good, and the answer it stood in."""

    t: int
    """When all of it was there."""
    question: int
    part: str
    deletion: Deletion


class Replay:
    """A session as a film: seek by time, by event, by word, by question.

    Args:
        transcript: What to replay; its keyframes make every seek equally quick.
    """

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.events = transcript.events
        self._times = [event.t for event in self.events]
        self._frames = transcript.keyframes or (Keyframe(0, _first(transcript)),)
        self._starts = [frame.index for frame in self._frames]
        self._latest: Keyframe = self._frames[0]

    @property
    def duration(self) -> int:
        """Milliseconds of session time from the start to the last event."""
        return self._times[-1]

    def at(self, t: float) -> State:
        """The state at session time `t`: all events up to and including that millisecond."""
        return self.at_index(self.index_at(t))

    def at_index(self, index: int) -> State:
        """The state right after the event at `index`."""
        index = self._clamped(index)
        frame = self._frames[bisect_right(self._starts, index) - 1]
        if frame.index < self._latest.index <= index:
            frame = self._latest
        state = frame.state
        for event in self.events[frame.index + 1 : index + 1]:
            state = apply(state, event)
        self._latest = Keyframe(index, state)
        return state

    def event_at(self, index: int) -> Event:
        """The event at `index`; outside, the nearest."""
        return self.events[self._clamped(index)]

    def index_at(self, t: float) -> int:
        """The index of the last event at or before `t`; the header's before all."""
        return max(0, bisect_right(self._times, t) - 1)

    def index_before(self, t: float) -> int:
        """The index of the first event at `t` or later: where stepping back from `t` begins."""
        return bisect_left(self._times, t)

    def time_of(self, index: int) -> int:
        """The session time of the event at `index`."""
        return self._times[self._clamped(index)]

    def step(self, index: int, by: int = 1) -> int:
        """The index of the next (or with `by` -1 the last) event in which something happens."""
        return _neighbour(self._visible, index, by)

    def step_word(self, index: int, by: int = 1) -> int:
        """The index at which the next (or last) word is complete, or something else happens."""
        return _neighbour(self._word_ends, index, by)

    def step_question(self, t: float, by: int = 1) -> int:
        """The time at which the next (or last) question or follow-up was asked."""
        times = self.question_times
        if by > 0:
            place = bisect_right(times, t)
            return times[place] if place < len(times) else self.duration
        place = bisect_left(times, t)
        return times[place - 1] if place > 0 else 0

    @cached_property
    def question_times(self) -> tuple[int, ...]:
        """When each question and follow-up was asked, in order."""
        kinds = (MarkKind.QUESTION, MarkKind.FOLLOW_UP)
        return tuple(mark.t for mark in self.marks() if mark.kind in kinds)

    def marks(self, *, silence: int = LONG_SILENCE) -> tuple[TimelineMark, ...]:
        """What stands on the timeline; silences from `silence` milliseconds on are marked."""
        if silence == LONG_SILENCE:
            return self._marks
        return find_marks(self.events, self.duration, silence=silence)

    def idle(self, cap: int = IDLE_CAP) -> IdleMap:
        """Playback time against session time with idle stretches cut to `cap` milliseconds."""
        return IdleMap(self.events, self.duration, cap=cap)

    def typed(self, turn: Turn) -> Typed:
        """The final text of an answer and when each character of it was typed."""
        return self._typing(turn).typed

    def deleted_text(self, turn: Turn) -> list[Deletion]:
        """What was typed in an answer and deleted for good, of two words or more."""
        return self._typing(turn).deletions()

    @cached_property
    def taken_out(self) -> tuple[TakenOut, ...]:
        """What was taken out for good in any answer, in the order in which it was whole."""
        found = [
            TakenOut(deletion.whole_at, question, part, deletion)
            for (question, part), typing in self._typings.items()
            for deletion in typing.deletions()
        ]
        return tuple(sorted(found, key=lambda place: (place.t, place.deletion.deleted_at)))

    def draft(self, turn: Turn, t: float) -> Draft:
        """An answer as it stood at session time `t`, and what in it was taken out for good."""
        return self._typing(turn).draft(t)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Where `text` was typed, in answers as they ended and in what was deleted; by time.

        Upper and lower case are the same; nothing in `text` has a special meaning.
        """
        if not text.strip():
            return ()
        pattern = re.compile(re.escape(text.strip()), re.IGNORECASE)
        hits = [
            Hit(t, self.index_at(t), question, part, is_removed)
            for (question, part), typing in self._typings.items()
            for t, is_removed in typing.find(pattern)
        ]
        return tuple(sorted(hits))

    @cached_property
    def _marks(self) -> tuple[TimelineMark, ...]:
        return find_marks(self.events, self.duration)

    @cached_property
    def _visible(self) -> list[int]:
        return [n for n, event in enumerate(self.events) if not isinstance(event, Heartbeat)]

    @cached_property
    def _word_ends(self) -> list[int]:
        return [index for index in self._visible if _ends_word(self.events[index])]

    @cached_property
    def _typings(self) -> dict[TurnKey, Typing]:
        edits: dict[TurnKey, list[Edit]] = {}
        key: TurnKey = (-1, "")
        for event in self.events:
            if isinstance(event, Edit):
                edits[key].append(event)
            elif isinstance(event, Asked):
                key = (event.question, "")
                edits[key] = []
            elif isinstance(event, FollowUpAsked):
                key = (event.question, event.id)
                edits[key] = []
        return {key: Typing(found) for key, found in edits.items()}

    def _typing(self, turn: Turn) -> Typing:
        return self._typings.get((turn.question, turn.part)) or Typing(())

    def _clamped(self, index: int) -> int:
        return min(max(index, 0), len(self.events) - 1)


def _first(transcript: Transcript) -> State:
    return begin(transcript.header)


def _ends_word(event: Event) -> bool:
    if not isinstance(event, Edit):
        return True
    return any(char.isspace() for char in event.ins) or (event.delete > 0 and not event.ins)


def _neighbour(places: list[int], index: int, by: int) -> int:
    place = bisect_right(places, index) - 1 if by > 0 else bisect_left(places, index)
    place += by
    return places[min(max(place, 0), len(places) - 1)] if places else index
