"""One's own earlier attempts at a question, found and told by words and time only."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from interview_sim.bank.model import Question
from interview_sim.judging.judgement import Judgement
from interview_sim.progress.comparing import latest_pace, sessions_asking
from interview_sim.progress.history import History
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Event,
    Header,
    Judged,
    Started,
    Submitted,
)
from interview_sim.session.plan import Plan
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.store import Store

JUDGEMENT = Judgement(judge="m")


def write(folder: Path, name: str, text: str, *, asks: str = "forests", day: int = 1) -> None:
    """A session that asked one question and was closed after its answer."""
    at = f"2026-01-{day:02}T09:00:00.000Z"
    drawn = DrawnQuestion(
        bank="b", question=Question(id=asks, prompt="Why?"), budget=60, follow_up_budget=30
    )
    events: list[Event] = [
        Header(seq=0, t=0, at=at, id=name, plan=Plan(questions=1), seed=1, questions=(drawn,)),
        Started(seq=1, t=0, at=at),
        Asked(seq=2, t=0, at=at, question=0, reading=0, budget=60_000),
        Began(seq=3, t=0, at=at),
        *([Edit(seq=4, t=5_000, at=at, at_char=0, ins=text)] if text else []),
        Submitted(seq=5, t=9_000, at=at),
        *(
            [Judged(seq=6, t=9_000, at=at, question=0, judgement=Judgement(judge="m"))]
            if text
            else []
        ),
    ]
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(b"".join(encode_line(event) for event in events))


def test_the_latest_answered_attempt_is_the_one_to_race(tmp_path: Path) -> None:
    """Not the session at hand, not another question, and not one where nothing was typed."""
    folder = tmp_path / "transcripts"
    write(folder, "a-old", "one two three four", day=1)
    write(folder, "b-good", "one two three", day=2)
    write(folder, "c-empty", "", day=3)
    write(folder, "d-other", "one", asks="recall", day=4)
    write(folder, "e-now", "one two", day=5)
    store = Store(folder)
    history = History.load(store, tmp_path / "cache")
    found = sessions_asking(history, "b:forests", besides="e-now")
    assert [session.id for session in found] == ["c-empty", "b-good", "a-old"]
    pace = latest_pace(store, history, "b:forests", besides="e-now")
    assert pace is not None
    assert (pace.total, pace.at(4_000), pace.length) == (3, 0, 9_000)
    assert latest_pace(store, history, "b:nothing", besides="") is None


def test_a_file_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    """The history may be older than the folder."""
    folder = tmp_path / "transcripts"
    write(folder, "a", "one two three", day=1)
    store = Store(folder)
    history = History.load(store, tmp_path / "cache")
    gone = replace(history.sessions[0], file="gone.jsonl", id="gone")
    older = replace(history, sessions=(gone, *history.sessions))
    pace = latest_pace(store, older, "b:forests", besides="")
    assert pace is not None
    assert pace.total == 3
