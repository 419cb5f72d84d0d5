"""A transcript to move about in: any moment of it, played on a clock, and words to be found in it.

Every seek starts from a keyframe, so backwards is as quick as forwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from interview_sim.clock import Clock
from interview_sim.judging.judgement import Deletion
from interview_sim.session.answers import Answers, Draft, PartKey, Typing
from interview_sim.session.events import Edit, Event, Heartbeat
from interview_sim.session.fold import apply_all, begin
from interview_sim.session.state import State, Turn
from interview_sim.transcript.reader import Keyframe, Transcript
from interview_sim.transcript.timeline import IdleMap, MarkKind, TimelineMark, find_marks

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""What faster and slower step through."""


class Hit(Struct, frozen=True, order=True):
    """Where a searched text was typed."""

    t: int
    """When its last character was typed."""
    is_removed: bool
    """Whether it is not in the final answer."""


class Deleted(Struct, frozen=True):
    """A passage that was deleted for good, and the answer it was in."""

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
        self._frames = transcript.keyframes or (Keyframe(0, begin(transcript.header)),)
        self._starts = [frame.index for frame in self._frames]
        self._latest: Keyframe = self._frames[0]

    @property
    def duration(self) -> int:
        """Milliseconds of session time from the start to the last event."""
        return self._times[-1]

    @property
    def end(self) -> int:
        """When the last answer was in; what follows, rating and marking, is no part of the film."""
        state = self.transcript.state
        if state.ended_at is None:
            return self.duration
        closed = state.turn.closed_at if state.turn is not None else None
        return state.ended_at if closed is None else closed

    def at(self, t: float) -> State:
        """The state at session time `t`: all events up to and including that millisecond."""
        index = self.index_at(t)
        frame = self._frames[bisect_right(self._starts, index) - 1]
        if frame.index < self._latest.index <= index:
            frame = self._latest
        state = apply_all(frame.state, self.events[frame.index + 1 : index + 1])
        self._latest = Keyframe(index, state)
        return state

    def index_at(self, t: float) -> int:
        """The index of the last event at or before `t`; the header's before all."""
        return max(0, bisect_right(self._times, t) - 1)

    def step(self, t: float, by: int = 1) -> int:
        """When the next (or with `by` -1 the last) thing happens; several in one ms are one."""
        return self._neighbour(self._visible, t, by)

    def step_word(self, t: float, by: int = 1) -> int:
        """When the next (or last) word is complete, or something else happens."""
        return self._neighbour(self._word_ends, t, by)

    def step_question(self, t: float, by: int = 1) -> int:
        """When the next (or last) question or follow-up was asked."""
        return self._neighbour(self.question_times, t, by)

    @cached_property
    def question_times(self) -> tuple[int, ...]:
        """When each question and follow-up was asked, in order."""
        kinds = (MarkKind.QUESTION, MarkKind.FOLLOW_UP)
        return tuple(mark.t for mark in self.marks if mark.kind in kinds)

    @cached_property
    def marks(self) -> tuple[TimelineMark, ...]:
        """What is on the timeline."""
        return find_marks(self.events, self.duration)

    @cached_property
    def deleted(self) -> tuple[Deleted, ...]:
        """What was deleted for good in any answer, in the order in which it was whole."""
        found = [
            Deleted(deletion.whole_at, question, part, deletion)
            for (question, part), typing in self._typings.items()
            for deletion in typing.deletions()
        ]
        return tuple(sorted(found, key=lambda place: (place.t, place.deletion.deleted_at)))

    def draft(self, turn: Turn, t: float) -> Draft:
        """An answer as it was at session time `t`, and what in it was deleted for good later."""
        typing = self._typings.get((turn.question, turn.part)) or Typing(())
        return typing.draft(t)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Where `text` was typed, in answers as they ended and in what was deleted; by time.

        Upper and lower case are the same; nothing in `text` has a special meaning.
        """
        if not text.strip():
            return ()
        pattern = re.compile(re.escape(text.strip()), re.IGNORECASE)
        hits = (found for typing in self._typings.values() for found in typing.find(pattern))
        return tuple(sorted(Hit(t, is_removed) for t, is_removed in hits))

    @cached_property
    def _visible(self) -> list[int]:
        return [event.t for event in self.events if not isinstance(event, Heartbeat)]

    @cached_property
    def _word_ends(self) -> list[int]:
        return [event.t for event in self.events if _ends_word(event)]

    @cached_property
    def _typings(self) -> dict[PartKey, Typing]:
        answers = Answers(self.events)
        return {key: answers.typing(key) for key in answers.keys}

    def _neighbour(self, times: Sequence[int], t: float, by: int) -> int:
        """The first of sorted times after `t`, or the last before it; else the end or the start."""
        place = bisect_right(times, t) if by > 0 else bisect_left(times, t) - 1
        if 0 <= place < len(times):
            return times[place]
        return self.duration if by > 0 else 0


def _ends_word(event: Event) -> bool:
    if not isinstance(event, Edit):
        return not isinstance(event, Heartbeat)
    return any(char.isspace() for char in event.ins) or (event.delete > 0 and not event.ins)


class Player:
    """A replay with a position that moves by itself while it plays.

    Ask for `position` or `state` whenever something is drawn; there is nothing to call in between.
    """

    def __init__(self, replay: Replay, clock: Clock, *, skips_idle: bool = False) -> None:
        self.replay = replay
        self._clock = clock
        self._idle = IdleMap(replay.events, replay.duration)
        self._skips_idle = skips_idle
        self._speed = 1.0
        self._from = 0.0
        """Where the position was when the clock was last looked at for good; in session ms."""
        self._since: float | None = None

    @property
    def duration(self) -> int:
        """The interview's length in ms: so far it plays. Steps lead beyond, to what was marked."""
        return self.replay.end

    @property
    def position(self) -> int:
        """Session time now shown, in ms."""
        # The least bit more, so that what was sought is reached whatever floats make of it.
        return int(self._position() + 0.001)

    @property
    def state(self) -> State:
        """The session as it was at the position."""
        return self.replay.at(self.position)

    @property
    def is_playing(self) -> bool:
        """Whether the position moves; at the end it does not."""
        return self._since is not None and not self.is_at_end

    @property
    def is_at_end(self) -> bool:
        """Whether everything has been shown."""
        return self.position >= self.duration

    @property
    def speed(self) -> float:
        """Times real time."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._settle()
        self._speed = min(max(value, SPEEDS[0]), SPEEDS[-1])

    @property
    def skips_idle(self) -> bool:
        """Whether idle stretches are cut short."""
        return self._skips_idle

    @skips_idle.setter
    def skips_idle(self, value: bool) -> None:
        self._settle()
        self._skips_idle = value

    def play(self) -> None:
        """Move on; from the end, begin again."""
        if self.is_at_end:
            self._from = 0.0
            self._since = None
        if self._since is None:
            self._since = self._clock.monotonic()

    def pause(self) -> None:
        """Stop moving."""
        self._settle()
        self._since = None

    def toggle(self) -> None:
        """Play if it is paused, else pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, t: float) -> None:
        """Go to session time `t`, playing or not as before."""
        was_playing = self.is_playing
        self._from = min(max(float(t), 0.0), float(self.replay.duration))
        self._since = self._clock.monotonic() if was_playing else None

    def seek_by(self, ms: float) -> None:
        """Go on, or back, by `ms`; not beyond the end."""
        here = self._position()
        self.seek(min(here + ms, max(here, self.duration)))

    def seek_share(self, share: float) -> None:
        """Go to a share of the whole, 0 to 1."""
        self.seek(self.duration * share)

    def faster(self) -> None:
        """The next higher speed."""
        self.speed = next((speed for speed in SPEEDS if speed > self._speed), SPEEDS[-1])

    def slower(self) -> None:
        """The next lower speed."""
        self.speed = next((speed for speed in reversed(SPEEDS) if speed < self._speed), SPEEDS[0])

    def step(self, by: int = 1) -> None:
        """Pause, and go one event on or back."""
        self.pause()
        self.seek(self.replay.step(self.position, by))

    def step_word(self, by: int = 1) -> None:
        """Pause, and go one word on or back."""
        self.pause()
        self.seek(self.replay.step_word(self.position, by))

    def step_question(self, by: int = 1) -> None:
        """Go to the next question or follow-up, or to the one before."""
        self.seek(self.replay.step_question(self.position, by))

    def _position(self) -> float:
        if self._since is None:
            return self._from
        passed = (self._clock.monotonic() - self._since) * 1000 * self._speed
        if not self._skips_idle:
            return min(self._from + passed, float(self.duration))
        there = self._idle.to_session(self._idle.to_played(self._from) + passed)
        return min(there, float(self.duration))

    def _settle(self) -> None:
        """Count from here on, before something that changes how counting goes."""
        self._from = self._position()
        if self._since is not None:
            self._since = self._clock.monotonic()


class Search:
    """The places where a text was typed, to go through from any position.

    Args:
        replay: Where to look.
        text: What to look for; upper and lower case are the same.
    """

    def __init__(self, replay: Replay, text: str) -> None:
        self.text = text.strip()
        self.hits: tuple[Hit, ...] = replay.find(text)
        self._times = [hit.t for hit in self.hits]
        self._at = -1

    @property
    def hit(self) -> Hit | None:
        """The place one was last taken to."""
        return self.hits[self._at] if self._at >= 0 else None

    @property
    def number(self) -> int:
        """Which place that is, counted from 1; 0 before the first."""
        return self._at + 1

    def go(self, t: int, by: int = 1) -> Hit | None:
        """The next place after `t`, or with `by` -1 the last before it; over the end, round.

        Places that share a millisecond with the current one are gone through as well.
        """
        if not self.hits:
            return None
        here = self.hit
        if here is not None and here.t == t:
            self._at = (self._at + by) % len(self.hits)
        elif by > 0:
            self._at = bisect_right(self._times, t) % len(self.hits)
        else:
            self._at = (bisect_left(self._times, t) - 1) % len(self.hits)
        return self.hits[self._at]
