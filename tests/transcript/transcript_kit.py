"""Sessions made up for the transcript's tests, and disks that misbehave."""

from __future__ import annotations

import errno
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from interview_sim.bank.model import Point, Question
from interview_sim.files import AppendHandle, open_append
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import Claim, PointCoverage, Verdict
from interview_sim.session.events import (
    Asked,
    BankCopy,
    Began,
    ClaimMarked,
    ClockGap,
    DrawnQuestion,
    Edit,
    Ended,
    Event,
    Finished,
    Flagged,
    FollowUpAsked,
    Header,
    Heartbeat,
    HintShown,
    Judged,
    Noted,
    Paused,
    PointMarked,
    Predicted,
    Resumed,
    Revealed,
    Scope,
    Skipped,
    Started,
    Submitted,
    TimedOut,
    Warned,
)
from interview_sim.session.fold import apply, begin
from interview_sim.session.phases import EndReason, FollowUpKind
from interview_sim.session.plan import Mode, Plan
from interview_sim.session.state import State

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WORDS = [
    "bagging",
    "lowers",
    "variance",
    "because",
    "errors",
    "of",
    "deep",
    "trees",
    "are",
    "weakly",
    "correlated",
    "方差",
    "🌲",
]


def stamp(t: int) -> str:
    """The wall clock at session time `t`."""
    return (START + timedelta(milliseconds=t)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{t % 1000:03d}Z"


def question(number: int) -> Question:
    """A small question with two points."""
    return Question(
        id=f"q{number}",
        prompt=f"Question {number}: why does averaging help? [bold]“é”[/bold]",
        rubric=(
            Point(id="lower-variance", point="Averaging lowers variance.", probe="Why?"),
            Point(id="little-bias", point="It adds little bias."),
        ),
        model_answer="Because errors average out.",
    )


def header(questions: int = 3, session_id: str = "2026-01-05-0900-7f3a", **plan: Any) -> Header:
    """A header over `questions` questions."""
    return Header(
        seq=0,
        t=0,
        at=stamp(0),
        id=session_id,
        app_version="0.1.0",
        plan=Plan(questions=max(questions, 1), **plan),
        seed=7,
        banks=(BankCopy(id="ml", title="ML", hash="0123456789abcdef"),),
        questions=tuple(
            DrawnQuestion(bank="ml", question=question(n), budget=240.0, follow_up_budget=90.0)
            for n in range(questions)
        ),
    )


class Script:
    """Builds a session event by event; what it appends, the fold accepts."""

    def __init__(self, first: Header | None = None) -> None:
        self.events: list[Event] = [first or header()]
        self.state: State = begin(self.events[0])  # type: ignore[arg-type]
        self.t = 0
        self.is_judged = True
        """Whether every answer is judged as soon as it is handed in."""

    def add(self, kind: type[Event], /, after: int = 100, **fields: Any) -> Event:
        """Append an event `after` ms later."""
        self.t += after
        event = kind(seq=self.state.seq + 1, t=self.t, at=stamp(self.t), **fields)
        self.state = apply(self.state, event)
        self.events.append(event)
        if kind is Submitted and self.is_judged:
            self.judge()
        return event

    def judge(self, *, after: int = 40) -> None:
        """Judge the latest answer: it covers one point and states a misconception."""
        turn = self.state.turn
        assert turn is not None
        point = PointCoverage(id="lower-variance", verdict=Verdict.COVERED, strength=0.9)
        judgement = Judgement(
            part=turn.part,
            judge="m",
            version="1",
            points=(point,),
            claims=(Claim(id="never-overfits", strength=1.0),),
        )
        self.add(Judged, after=after, question=turn.question, judgement=judgement)

    def ask(self, index: int, *, reading: int = 30_000) -> None:
        """Ask a question and begin to answer."""
        self.add(Asked, question=index, reading=reading, budget=240_000)
        self.add(Began, after=2_000)

    def type(self, text: str, *, chunk: int = 3, after: int = 250) -> None:
        """Type `text` at the end of the open answer, a few characters an event."""
        for start in range(0, len(text), chunk):
            length = len(self.state.turn.text)  # type: ignore[union-attr]
            self.add(Edit, after=after, at_char=length, ins=text[start : start + chunk])

    def delete(self, count: int, *, after: int = 250) -> None:
        """Delete the last `count` characters of the open answer."""
        length = len(self.state.turn.text)  # type: ignore[union-attr]
        self.add(Edit, after=after, at_char=length - count, delete=count)

    def follow_up(self, index: int, part: str = "lower-variance") -> None:
        """Ask a probe."""
        self.add(
            FollowUpAsked,
            question=index,
            id=part,
            kind=FollowUpKind.PROBE,
            ask="Why does averaging help at all?",
            reason="“lower variance” was missing",
            point=part,
            time_left=1_000_000,
            budget=90_000,
        )


def small_session() -> list[Event]:
    """A whole session with one of nearly everything."""
    script = Script(header(mode=Mode.PRACTICE))
    script.add(Started, after=0)
    script.ask(0)
    script.type("Averaging lowers variance. 方差 🌲")
    script.delete(4)
    script.add(Heartbeat, after=5_000)
    script.add(HintShown, text="Think of errors.")
    script.add(Paused)
    script.add(ClockGap, after=60_000, ms=60_000, cause="slept")
    script.add(Resumed)
    script.add(Flagged, question=0, on=True)
    script.add(Submitted)
    script.follow_up(0)
    script.type("Errors average out.")
    script.add(Warned, scope=Scope.QUESTION, mark="third", left=30_000)
    script.add(TimedOut, after=60_000, scope=Scope.QUESTION)
    script.ask(1)
    script.type('quotes " \\ and\nlines')
    script.add(Skipped)
    script.ask(2)
    script.add(Submitted)
    script.add(Ended, reason=EndReason.COMPLETED)
    for index in range(3):
        assess(script, index)
    script.add(Noted, question=None, text="Went well.")
    script.add(Finished)
    return script.events


def assess(script: Script, index: int) -> None:
    """Rate, reveal and mark one question."""
    script.add(Predicted, question=index, ratings={"coverage": 3, "clarity": 2}, confidence=0.75)
    script.add(Revealed, question=index)
    script.add(
        PointMarked,
        question=index,
        point="lower-variance",
        suggested=Verdict.COVERED,
        verdict=Verdict.PARTLY,
        evidence=((0, 5),),
    )
    script.add(ClaimMarked, question=index, claim="never-overfits", confirmed=False)
    script.add(Noted, question=index, text="Say bias too.")


def random_session(seed: int, steps: int = 120, questions: int = 3) -> list[Event]:
    """A valid session in which anything allowed may happen next, at random but fixed by `seed`."""
    rng = random.Random(seed)
    script = Script(header(questions))
    script.add(Started, after=0)
    for _ in range(steps):
        if not _one_step(script, rng):
            break
    return script.events


def _one_step(script: Script, rng: random.Random) -> bool:
    phase, state = script.state.phase.value, script.state
    if phase == "reading":
        script.add(Began, after=rng.randrange(30_000))
    elif phase == "answering":
        _while_answering(script, rng)
    elif phase == "paused":
        script.add(Resumed, after=rng.randrange(100_000))
    elif phase == "between":
        left = [n for n in range(len(state.header.questions)) if n not in state.asked]
        asked = {turn.part for turn in state.turns_of(state.question_index)}
        if state.turns and "lower-variance" not in asked and rng.random() < 0.4:
            script.follow_up(state.question_index)
        elif left:
            script.add(Asked, question=rng.choice(left), reading=1_000, budget=240_000)
        else:
            script.add(Ended, reason=EndReason.COMPLETED)
    elif phase == "assessing":
        left = [n for n in state.asked if n not in state.revealed]
        if left:
            assess(script, rng.choice(left))
        else:
            script.add(Finished)
    else:
        return False
    return True


def _while_answering(script: Script, rng: random.Random) -> None:
    text = script.state.turn.text  # type: ignore[union-attr]
    roll = rng.random()
    if roll < 0.75:
        at = rng.randint(0, len(text))
        ins = rng.choice(WORDS) + " " if rng.random() < 0.8 else ""
        gone = rng.randint(0, min(12, len(text) - at))
        script.add(Edit, after=rng.randrange(3_000), at_char=at, delete=gone, ins=ins)
    elif roll < 0.8:
        script.add(Paused)
    elif roll < 0.85:
        script.add(Flagged, question=script.state.question_index, on=rng.random() < 0.5)
    elif roll < 0.9:
        script.add(Heartbeat, after=rng.randrange(9_000))
    elif roll < 0.95:
        script.add(Submitted)
    elif roll < 0.98:
        script.add(TimedOut, scope=Scope.QUESTION)
    else:
        script.add(Skipped)


def long_session(edits: int, questions: int = 20) -> list[Event]:
    """A session of about `edits` edits, for timing."""
    first = header(questions, minutes=240.0)
    events: list[Event] = [first, Started(seq=1, t=0, at=stamp(0))]
    seq, t = 1, 0

    def number() -> dict[str, Any]:
        nonlocal seq, t
        seq, t = seq + 1, t + 144
        return {"seq": seq, "t": t, "at": stamp(t)}

    for index in range(questions):
        events.append(Asked(**number(), question=index, reading=1_000, budget=240_000))
        events.append(Began(**number()))
        length = 0
        for count in range(edits // questions):
            if count % 20 == 19:
                events.append(Edit(**number(), at_char=length - 4, delete=4))
                length -= 4
            else:
                events.append(Edit(**number(), at_char=length, ins="vary"[: 1 + count % 4]))
                length += 1 + count % 4
        events.append(Submitted(**number()))
        events.append(Judged(**number(), question=index, judgement=Judgement(judge="m")))
    return events


class DiskFull:
    """An opener on a disk that takes `room` more bytes and then refuses in the middle of a write.

    `room` None: there is room for everything.
    """

    def __init__(self, room: int | None, code: int = errno.ENOSPC) -> None:
        self.room = room
        self.code = code
        self.writes = 0

    def __call__(self, path: Path) -> AppendHandle:
        """A handle that writes to this disk."""
        open_append(path).close()
        return _FullHandle(self, path)

    def refuse(self, name: str) -> OSError:
        """What the system says when there is no room."""
        return OSError(self.code, "refused by the test", name)


class _FullHandle(AppendHandle):
    def __init__(self, disk: DiskFull, path: Path) -> None:
        super().__init__(path, "a+b")
        self._disk = disk

    def write(self, data: Any, /) -> int:
        self._disk.writes += 1
        room = self._disk.room
        if room is None:
            return super().write(data)
        part = bytes(data)[:room]
        if part:
            super().write(part)
            self._disk.room = room - len(part)
        if len(part) < len(data):
            raise self._disk.refuse(str(self.name))
        return len(data)


def lines_of(events: list[Event]) -> Iterator[bytes]:
    """The file's lines of some events."""
    from interview_sim.transcript.codec import encode_line

    return (encode_line(event) for event in events)
