"""Answers on a clock of their own, so that two attempts at one question can run side by side."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from interview_sim.bank.moves import NO_MOVES, Moves
from interview_sim.judging.parts import MAIN
from interview_sim.session.answers import Answers, PartKey, word_count
from interview_sim.session.state import State, Turn
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.replay import Replay
from interview_sim.transcript.timeline import MarkKind

_SECOND = 1_000


class Attempt(Struct, frozen=True, kw_only=True):
    """One answer: when its clock ran, in ms of session time."""

    turn: Turn
    """As it ended."""
    began: int
    """When the answering clock began; when it was asked, where it never did."""
    ended: int
    """When it was handed in, passed or cut off; else the end of the session."""
    pauses: tuple[tuple[int, int], ...] = ()

    @property
    def length(self) -> int:
        """Milliseconds on the answering clock, pauses left out."""
        return self.clock(self.ended)

    def clock(self, t: float) -> int:
        """What the answering clock had used at session time `t`; 0 before it began."""
        t = min(max(t, self.began), self.ended)
        paused = sum(max(0.0, min(t, end) - start) for start, end in self.pauses)
        return round(t - self.began - paused)

    def moment(self, used: float) -> int:
        """The session time at which the clock had used `used`, between beginning and end."""
        t = self.began + max(0.0, used)
        for start, end in self.pauses:
            if t < start:
                break
            t += end - start
        return round(min(t, self.ended))


def attempts_of(replay: Replay) -> dict[PartKey, Attempt]:
    """Every answer of a session."""
    pauses = [(mark.t, mark.until) for mark in replay.marks if mark.kind is MarkKind.PAUSE]
    found = {}
    for turn in replay.transcript.state.turns:
        began = turn.asked_at if turn.began_at is None else turn.began_at
        ended = replay.duration if turn.closed_at is None else turn.closed_at
        within = [
            (max(start, began), min(end, ended))
            for start, end in pauses
            if end is not None and start < ended and end > began
        ]
        found[turn.question, turn.part] = Attempt(
            turn=turn, began=began, ended=max(began, ended), pauses=tuple(within)
        )
    return found


def place_of(state: State, ref: str, moves: Moves = NO_MOVES) -> int | None:
    """The index of `bank:question` in a session that asked it; None where it did not.

    It is the same question also under a name that it had before it changed banks.
    """
    home = moves.get(ref, ref)
    refs = ((index, state.drawn(index).ref) for index in state.asked)
    return next((index for index, asked in refs if moves.get(asked, asked) == home), None)


class Pace(Struct, frozen=True, kw_only=True):
    """How fast an answer grew: words by time, and not one of them to be read."""

    times: tuple[int, ...] = ()
    """Milliseconds on the answering clock, at most one a second."""
    words: tuple[int, ...] = ()
    """How many words there were from that time on."""
    length: int
    """When it was handed in, passed or cut off; in ms of its clock."""

    @property
    def total(self) -> int:
        """Words in the end."""
        return self.words[-1] if self.words else 0

    def at(self, used: float) -> int:
        """Words when the clock had used `used` ms."""
        place = bisect_right(self.times, used) - 1
        return self.words[place] if place >= 0 else 0


def pace_of(
    transcript: Transcript, ref: str, part: str = MAIN, moves: Moves = NO_MOVES
) -> Pace | None:
    """The pace of one's answer to `bank:question`; None where nothing was asked or typed."""
    index = place_of(transcript.state, ref, moves)
    if index is None:
        return None
    attempt = attempts_of(Replay(transcript)).get((index, part))
    if attempt is None or not attempt.turn.text.strip():
        return None
    answers = Answers(transcript.events)
    typing, edits = answers.typing((index, part)), answers.edits((index, part))
    # The last edit of every second in which there was one.
    moments = sorted({edit.t // _SECOND: edit.t for edit in edits}.values())
    return Pace(
        times=tuple(attempt.clock(t) for t in moments),
        words=tuple(word_count(typing.text_at(t)) for t in moments),
        length=attempt.length,
    )
