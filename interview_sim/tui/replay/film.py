"""What a replay shows: the session, its points as they become known, another attempt, a search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from interview_sim.session.phases import Phase
from interview_sim.session.state import State
from interview_sim.transcript.attempts import Attempt, attempts_of, place_of
from interview_sim.transcript.replay import Deleted, Player, Replay, Search

if TYPE_CHECKING:
    from interview_sim.assessment.tracks import AnswerTrack
    from interview_sim.bank.moves import Moves
    from interview_sim.clock import Clock
    from interview_sim.transcript.reader import Transcript

AnswerKey = tuple[int, str]
"""Question index and part."""


class Film:
    """One session being replayed."""

    def __init__(self, transcript: Transcript, clock: Clock) -> None:
        self.replay = Replay(transcript)
        self.player = Player(self.replay, clock, skips_idle=True)
        self.final = transcript.state
        self.attempts: dict[AnswerKey, Attempt] = attempts_of(self.replay)
        self.tracks: dict[AnswerKey, AnswerTrack] = {}
        self.deleted: tuple[Deleted, ...] = ()
        """What was deleted for good; empty until `prepare` was called."""
        self.is_prepared = False
        self.search: Search | None = None
        self.unsealed = False
        """Whether points may be seen although the answer was not rated yet."""

    @property
    def transcript(self) -> Transcript:
        """The session."""
        return self.replay.transcript

    def prepare(self) -> None:
        """Play all answers key by key, and read their points off the record.

        Takes a moment, so not for the thread that draws.
        """
        from interview_sim.assessment.tracks import tracks_of

        self.deleted = self.replay.deleted
        self.tracks = {(track.question, track.part): track for track in tracks_of(self.final)}
        self.is_prepared = True

    def key(self, state: State) -> AnswerKey | None:
        """The current answer; while a question is assessed, its first one."""
        question = self.subject(state)
        if question < 0 or state.turn is None:
            return None
        return (question, "") if state.is_over else (state.turn.question, state.turn.part)

    def subject(self, state: State) -> int:
        """The current question: while it is assessed, the one that is assessed."""
        if state.is_over:
            event = self.replay.events[self.replay.index_at(self.player.position)]
            about = getattr(event, "question", None)
            if isinstance(about, int) and about in state.asked:
                return about
        return state.question_index

    def is_sealed(self, question: int) -> bool:
        """Whether showing the points would give the rubric away before the blind rating."""
        is_rated = self.final.phase is Phase.FINISHED or question in self.final.revealed
        return not (is_rated or self.unsealed)

    @property
    def covered(self) -> list[int]:
        """When any point was first covered, in order; of sealed questions nothing."""
        return sorted(
            point.first_covered
            for track in self.tracks.values()
            if not self.is_sealed(track.question)
            for point in track.counted
            if point.first_covered is not None
        )

    def go_to_point(self, by: int) -> bool:
        """Go to the next, or last, moment at which a point was first covered."""
        return self._go(self.covered, by) is not None

    def go_to_deleted(self, by: int) -> Deleted | None:
        """Go to where the next, or last, stretch that was deleted for good was whole."""
        places = self.deleted
        found = self._go([place.t for place in places], by)
        return None if found is None else places[found]

    def find(self, text: str) -> bool:
        """Look for a text, and go to the first place from here on where it was typed."""
        self.search = Search(self.replay, text) if text.strip() else None
        # From here on means that what is complete at this very moment counts too.
        return self.search is not None and self._find_from(self.player.position - 1, 1)

    def find_again(self, by: int) -> bool:
        """Go to the next, or last, place of what was looked for."""
        return self._find_from(self.player.position, by)

    def _find_from(self, t: int, by: int) -> bool:
        hit = self.search.go(t, by) if self.search is not None else None
        if hit is not None:
            self._stand_at(hit.t)
        return hit is not None

    def _go(self, times: Sequence[int], by: int) -> int | None:
        """Go to a neighbour among sorted times; its index, or None where there is no more."""
        position = self.player.position
        place = bisect_right(times, position) if by > 0 else bisect_left(times, position) - 1
        if not 0 <= place < len(times):
            return None
        self._stand_at(times[place])
        return place

    def _stand_at(self, t: int) -> None:
        self.player.pause()
        self.player.seek(t)


class Ghost:
    """Another session that asked some of the same questions, to run beside the film."""

    def __init__(self, transcript: Transcript, title: str, moves: Moves) -> None:
        self.replay = Replay(transcript)
        self.title = title
        self._moves = moves
        self._state = transcript.state
        self._attempts = attempts_of(self.replay)

    def attempt(self, film: Film, key: AnswerKey) -> Attempt | None:
        """The other's answer to the same thing; None where it was not asked it."""
        index = place_of(self._state, film.final.drawn(key[0]).ref, self._moves)
        return None if index is None else self._attempts.get((index, key[1]))

    def answer(self, attempt: Attempt, used: float) -> str:
        """What stood there when the answering clock had used `used` ms."""
        return self.replay.draft(attempt.turn, attempt.moment(used)).text
