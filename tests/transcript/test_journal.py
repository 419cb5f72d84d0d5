"""What was recorded is there afterwards, whatever the disk and the user do."""

from __future__ import annotations

import errno
import os
import queue
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import DiskFull, Script, header, lines_of, random_session, small_session

from interview_sim.assessment.score import answer_score
from interview_sim.clock import ManualClock
from interview_sim.files import AppendHandle, FileError, open_append
from interview_sim.session.answers import Answers
from interview_sim.session.engine import Engine
from interview_sim.session.events import (
    Asked,
    ClockGap,
    Edit,
    Event,
    Header,
    Started,
    Submitted,
)
from interview_sim.session.fold import EventRefusedError, begin, fold
from interview_sim.transcript.errors import LockedError, TranscriptError
from interview_sim.transcript.journal import Journal, TakenError
from interview_sim.transcript.lock import is_locked, lock_path
from interview_sim.transcript.reader import read_transcript


def start(path: Path, first: Event, **more: object) -> Journal:
    """A journal at `path` on a clock that the test holds."""
    assert isinstance(first, Header)
    return Journal.create(path, first, clock=ManualClock(), **more)  # type: ignore[arg-type]


def test_what_is_recorded_reads_back(tmp_path: Path) -> None:
    """Every event is in the file before `record` returns, and the file folds to the same state."""
    events = small_session()
    path = tmp_path / "s.jsonl"
    with start(path, events[0]) as journal:
        for number, event in enumerate(events[1:], start=2):
            journal.record(event)
            assert len(path.read_bytes().splitlines()) == number
        assert journal.problem is None
        assert journal.events == tuple(events)
    found = read_transcript(path)
    assert found.events == tuple(events)
    assert found.state == fold(events)
    assert found.problems == ()
    assert found.good_bytes == path.stat().st_size


@given(seed=st.integers(0, 10**6), cut=st.integers(0, 120))
def test_any_session_survives_being_continued(
    tmp_path_factory: pytest.TempPathFactory, seed: int, cut: int
) -> None:
    """A session written in two sittings folds to the state of one sitting."""
    events = random_session(seed)
    path = tmp_path_factory.mktemp("two") / "s.jsonl"
    cut = min(cut, len(events) - 1)
    with start(path, events[0]) as journal:
        for event in events[1 : 1 + cut]:
            journal.record(event)
    with Journal.reopen(path, clock=ManualClock()) as journal:
        assert journal.initial == fold(events[: 1 + cut])
        for event in events[1 + cut :]:
            journal.record(event)
    assert read_transcript(path).state == fold(events)


AT_ONCE = {
    *("submitted", "timed_out", "skipped", "ended", "predicted", "point_marked", "finished"),
}
"""Kinds of events that a power cut must not take, once `record` has returned."""


def test_the_disk_confirms_every_hand_in_before_it_counts(tmp_path: Path) -> None:
    """Header, hand-ins, ratings and marks are synced at once, whole; typing is not waited for."""
    synced = [0]
    path = tmp_path / "s.jsonl"

    def fsync(descriptor: int) -> None:
        synced[0] = os.fstat(descriptor).st_size

    events = small_session()
    kinds = {str(event.__struct_config__.tag) for event in events}
    assert kinds >= AT_ONCE
    with start(path, events[0], fsync=fsync) as journal:
        assert synced[0] == path.stat().st_size
        for event in events[1:]:
            before = synced[0]
            journal.record(event)
            if str(event.__struct_config__.tag) in AT_ONCE:
                assert synced[0] == path.stat().st_size, event
            else:
                assert synced[0] == before, event


def test_the_disk_confirms_typing_about_once_a_second(tmp_path: Path) -> None:
    """Without a hand-in the disk has everything within a second, asked for in the background."""
    sizes: queue.SimpleQueue[int] = queue.SimpleQueue()

    def fsync(descriptor: int) -> None:
        sizes.put(os.fstat(descriptor).st_size)

    clock = ManualClock()
    path = tmp_path / "s.jsonl"
    script = Script()
    journal = Journal.create(path, header(), clock=clock, fsync=fsync)
    assert sizes.get(timeout=60) == path.stat().st_size
    journal.record(script.add(Started, after=0))
    assert sizes.empty()
    clock.advance(0.999)
    journal.sync_due()
    assert sizes.get(timeout=60) == path.stat().st_size
    journal.close()


@pytest.mark.skipif(os.name != "posix", reason="other systems sync no folders")
def test_a_file_that_is_new_or_written_again_has_its_name_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is synced where the file is made, and where another took its place."""
    folders: list[int] = []

    def fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            folders.append(status.st_ino)

    monkeypatch.setattr(os, "fsync", fsync)
    clock = ManualClock()
    path = tmp_path / "s.jsonl"
    journal = Journal.create(path, header(), clock=clock)
    assert tmp_path.stat().st_ino in folders
    path.unlink()
    folders.clear()
    clock.advance(1)
    journal.sync_due()
    assert path.exists()
    # Once for the new file beside it, once for its move.
    assert folders == [tmp_path.stat().st_ino] * 2
    journal.close()


def test_an_impossible_event_is_never_written(tmp_path: Path) -> None:
    """What the fold refuses raises in the engine before the journal has seen it."""
    path = tmp_path / "s.jsonl"
    clock = ManualClock()
    with Journal.create(path, header(), clock=clock) as journal:
        engine = Engine(begin(journal.header), clock, journal.record, score=answer_score)
        engine.start()
        before = path.read_bytes()
        impossible: list[Callable[[], object]] = [
            lambda: engine.predict(2, {"coverage": 3}, 0.5),
            lambda: engine._emit(Submitted),
            lambda: engine._emit(Edit, at_char=5, delete=1, ins="x"),
            lambda: engine._emit(Asked, question=99, reading=0, budget=1),
        ]
        for act in impossible:
            with pytest.raises(EventRefusedError):
                act()
            assert path.read_bytes() == before
        assert fold(journal.events) == engine.state


def test_the_file_is_private(tmp_path: Path) -> None:
    """Nobody else may read the answers."""
    with start(tmp_path / "s.jsonl", header()) as journal:
        assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_new_journal_never_takes_over_a_file(tmp_path: Path) -> None:
    """A file that exists is left as it is."""
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"mine")
    with pytest.raises(TakenError, match="already"):
        start(path, header())
    assert path.read_bytes() == b"mine"
    assert not lock_path(path).exists()


def test_two_writers_are_refused(tmp_path: Path) -> None:
    """The second one is told that the session is open elsewhere; after closing it may go on."""
    path = tmp_path / "s.jsonl"
    with start(path, header()) as journal:
        assert is_locked(path)
        with pytest.raises(LockedError, match="another window"):
            Journal.reopen(path, clock=ManualClock())
        journal.record(Started(seq=1, t=0, at=""))
    assert not is_locked(path)
    assert not lock_path(path).exists()
    Journal.reopen(path, clock=ManualClock()).close()


def test_reopening_cuts_off_a_torn_line(tmp_path: Path) -> None:
    """Half a line at the end goes, and what follows is on a line of its own."""
    path = tmp_path / "s.jsonl"
    events = small_session()
    whole = b"".join(lines_of(events[:10]))
    path.write_bytes(whole + b'{"type":"edit","seq":10,"t":1')
    with Journal.reopen(path, clock=ManualClock()) as journal:
        assert "not written completely" in (journal.take_notice() or "")
        for event in events[10:]:
            journal.record(event)
    assert read_transcript(path).events == tuple(events)


def test_a_session_of_an_older_format_goes_on(tmp_path: Path) -> None:
    """Its lines stay as they are, and what is added reads back as the engine knows it."""
    old = (Path(__file__).parent / "fixtures" / "transcript-1.jsonl").read_bytes()
    begun = b"".join(old.splitlines(keepends=True)[:12])
    path = tmp_path / "s.jsonl"
    path.write_bytes(begun)
    clock = ManualClock()
    with Journal.reopen(path, clock=clock) as journal:
        engine = Engine.resume(
            journal.initial,
            clock,
            journal.record,
            score=lambda *_: 0.0,
            answers=Answers(journal.events),
        )
        engine.unpause()
        engine.draft("Averaging lowers variance, as errors are weakly correlated.")
        engine.submit()
    assert path.read_bytes().startswith(begun)
    found = read_transcript(path)
    assert found.problems == ()
    assert found.state == engine.state
    assert found.state.turns[0].outcome == "submitted"


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """An editor that drops the last line end costs no event."""
    path = tmp_path / "s.jsonl"
    events = small_session()
    path.write_bytes(b"".join(lines_of(events[:10])).rstrip(b"\n"))
    with Journal.reopen(path, clock=ManualClock()) as journal:
        for event in events[10:]:
            journal.record(event)
    assert read_transcript(path).events == tuple(events)


def test_disk_full_in_the_middle_of_any_line(tmp_path: Path) -> None:
    """Wherever the disk runs full, nothing raises, the file stays whole, and all is saved later."""
    events = small_session()[:40]
    lines = list(lines_of(events))
    total = sum(map(len, lines[1:]))
    for room in range(0, total, 97):
        path = tmp_path / f"{room}.jsonl"
        disk = DiskFull(None)
        journal = start(path, events[0], opener=disk)
        disk.room = room
        for event in events[1:]:
            journal.record(event)
        assert journal.backlog > 0
        assert "disk is full" in (journal.problem or "")
        on_disk = path.read_bytes()
        assert b"".join(lines).startswith(on_disk)
        assert on_disk.endswith(b"\n")
        disk.room = None
        journal.sync_due()
        assert journal.backlog == 0
        assert journal.problem is None
        journal.close()
        assert read_transcript(path).events == tuple(events)


def test_a_file_size_limit_of_the_system(tmp_path: Path) -> None:
    """The real kernel cutting a line in half: the half goes, the line waits, then all is saved."""
    resource = pytest.importorskip("resource")
    events = small_session()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    path = tmp_path / "s.jsonl"
    journal = start(path, events[0])
    size = path.stat().st_size
    for room in (0, 1, 50, 333):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, before[1]))
        try:
            for event in events[len(journal.events) :][:12]:
                journal.record(event)
            assert "largest size" in (journal.problem or "")
            assert journal.backlog > 0
            assert path.read_bytes().endswith(b"\n")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        journal.sync_due()
        assert (journal.problem, journal.backlog) == (None, 0)
        size = path.stat().st_size
    journal.close()
    assert read_transcript(path).events == journal.events


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT])
def test_the_disk_fails_at_every_single_write(tmp_path: Path, code: int) -> None:
    """Failing at each write in turn and recovering at the next, nothing is lost or doubled."""
    events = small_session()
    disk = DiskFull(None, code)
    path = tmp_path / "s.jsonl"
    journal = start(path, events[0], opener=disk)
    for number, event in enumerate(events[1:]):
        disk.room = number % 40
        journal.record(event)
        assert journal.problem is not None
        assert "safe in memory" in journal.problem
        disk.room = None
        journal.sync_due()
        assert journal.problem is None
    journal.close()
    assert path.read_bytes() == b"".join(lines_of(events))


def test_a_folder_made_read_only(tmp_path: Path) -> None:
    """A file that can no longer be opened is told, and goes on when it can be again."""
    events = small_session()
    closed = [False]

    def opener(path: Path) -> AppendHandle:
        if closed[0]:
            raise FileError(f"cannot write {path}") from PermissionError(errno.EACCES, "no")
        return open_append(path)

    clock = ManualClock()
    path = tmp_path / "t" / "s.jsonl"
    assert isinstance(events[0], Header)
    journal = Journal.create(path, events[0], clock=clock, opener=opener)
    closed[0] = True
    path.unlink()
    clock.advance(1)
    journal.sync_due()
    for event in events[1:]:
        journal.record(event)
    assert "not permitted" in (journal.problem or "")
    assert "1 change" not in (journal.problem or "")
    assert journal.backlog == len(events)
    assert list(path.parent.glob("*.jsonl*")) == []
    closed[0] = False
    clock.advance(1)
    journal.sync_due()
    assert journal.problem is None
    journal.close()
    assert read_transcript(path).events == tuple(events)
    assert [item.name for item in path.parent.iterdir()] == ["s.jsonl"]


def test_a_full_disk_at_the_start_leaves_nothing(tmp_path: Path) -> None:
    """Where not even the header fits, that is said at once and no empty file stays."""
    path = tmp_path / "t" / "s.jsonl"
    with pytest.raises(TranscriptError, match="disk is full"):
        start(path, header(), opener=DiskFull(100))
    assert list(path.parent.iterdir()) == []


def test_saving_elsewhere_holds_everything(tmp_path: Path) -> None:
    """While the disk is full the whole session can be saved in another folder."""
    events = small_session()[:20]
    disk = DiskFull(None)
    journal = start(tmp_path / "a" / "s.jsonl", events[0], opener=disk)
    disk.room = 300
    for event in events[1:]:
        journal.record(event)
    elsewhere = tmp_path / "b"
    elsewhere.mkdir()
    saved = journal.save_copy(elsewhere)
    assert saved == elsewhere / "s.jsonl"
    assert read_transcript(saved).events == tuple(events)
    journal.close()
    assert journal.backlog > 0


@pytest.mark.parametrize("how", ["delete", "rename", "folder", "replace", "truncate", "append"])
def test_a_file_that_goes_away_comes_back(tmp_path: Path, how: str) -> None:
    """Deleted, moved, replaced or cut by someone else: it is written again whole, and said."""
    events = small_session()[:30]
    clock = ManualClock()
    path = tmp_path / "deep" / "s.jsonl"
    assert isinstance(events[0], Header)
    journal = Journal.create(path, events[0], clock=clock)
    for event in events[1:15]:
        journal.record(event)
    _meddle(path, how)
    clock.advance(1)
    journal.sync_due()
    assert "rewritten from memory" in (journal.take_notice() or "")
    assert journal.take_notice() is None
    for event in events[15:]:
        journal.record(event)
    assert journal.problem is None
    journal.close()
    assert read_transcript(path).events == tuple(events)
    if how == "replace":
        assert (path.parent / "s.jsonl.other").read_text() == "someone else's"


def _meddle(path: Path, how: str) -> None:
    if how == "delete":
        path.unlink()
    elif how == "rename":
        path.rename(path.with_name("elsewhere.txt"))
    elif how == "folder":
        path.parent.rename(path.parent.with_name("gone"))
    elif how == "replace":
        other = path.with_name("other")
        other.write_text("someone else's")
        other.replace(path)
    elif how == "truncate":
        os.truncate(path, 100)
    else:
        with path.open("ab") as file:
            file.write(b"stray")


def test_what_a_kill_left_of_a_rewritten_file_goes(tmp_path: Path) -> None:
    """A file that was being rewritten is replaced at once, so the transcript itself is right."""
    events = small_session()[:10]
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"".join(lines_of(events)))
    path.with_name(".s.new").write_bytes(b"".join(lines_of(events[:5])))
    with Journal.reopen(path, clock=ManualClock()) as journal:
        assert journal.events == tuple(events)
    assert not path.with_name(".s.new").exists()


def test_nothing_is_recorded_after_closing(tmp_path: Path) -> None:
    """A closed journal refuses loudly instead of losing quietly."""
    journal = start(tmp_path / "s.jsonl", header())
    journal.close()
    journal.close()
    journal.sync_due()
    with pytest.raises(ValueError, match="closed"):
        journal.record(Started(seq=1, t=0, at=""))


def test_lone_surrogates_keep_their_place(tmp_path: Path) -> None:
    """What UTF-8 cannot hold becomes one replacement character, so later offsets stay true."""
    path = tmp_path / "s.jsonl"
    script = Script()
    script.add(Started, after=0)
    script.ask(0)
    script.add(Edit, at_char=0, ins="a\ud800b\ud83d\ude00c")
    script.add(Edit, at_char=6, ins="!")
    with start(path, script.events[0]) as journal:
        for event in script.events[1:]:
            journal.record(event)
    turn = read_transcript(path).state.turn
    assert turn is not None
    assert turn.text == "a\ufffdb\ufffd\ufffdc!"


@given(data=st.data())
def test_a_damaged_session_that_is_continued_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever is damaged, what the journal goes on from is what a reader sees afterwards."""
    events = random_session(data.draw(st.integers(0, 10**6)), steps=40)
    lines = list(lines_of(events))
    damaged = bytearray(b"".join(lines))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(len(lines[0]), len(damaged)))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=5))
    path = tmp_path_factory.mktemp("damaged") / "s.jsonl"
    path.write_bytes(damaged)
    with Journal.reopen(path, clock=ManualClock()) as journal:
        assert journal.initial == fold(journal.events)
        before = journal.events
        later = [
            ClockGap(seq=before[-1].seq + number, t=before[-1].t, at="", ms=1, cause="set")
            for number in range(1, 4)
        ]
        for event in later:
            journal.record(event)
    found = read_transcript(path)
    assert found.events == (*before, *later)
    assert found.events == journal.events


def test_an_interrupted_write_leaves_no_half_line(tmp_path: Path) -> None:
    """Ctrl+C in the very middle of a write: the next event comes after a whole line."""
    events = small_session()
    strikes = [False]

    class Interrupted(AppendHandle):
        def write(self, data: Any, /) -> int:
            if strikes[0]:
                strikes[0] = False
                super().write(bytes(data)[:20])
                raise KeyboardInterrupt
            return super().write(data)

    path = tmp_path / "s.jsonl"
    journal = start(path, events[0], opener=lambda path: Interrupted(path, "a+b"))
    for number, event in enumerate(events[1:]):
        strikes[0] = number % 3 == 0
        try:
            journal.record(event)
        except KeyboardInterrupt:
            assert number % 3 == 0
    journal.close()
    assert path.read_bytes() == b"".join(lines_of(events))
