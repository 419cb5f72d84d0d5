"""Real processes, really killed: what was acknowledged is there afterwards."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from transcript_kit import header

from interview_sim.clock import ManualClock
from interview_sim.transcript.journal import Journal
from interview_sim.transcript.lock import is_locked, lock_path
from interview_sim.transcript.reader import read_transcript

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")

WRITER = """
import signal, sys
from pathlib import Path
# Whoever runs the tests may ignore it, as nohup does, and that is inherited.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path.insert(0, sys.argv[2])
from transcript_kit import Script, header
from interview_sim.clock import SystemClock
from interview_sim.session.events import Edit, Started
from interview_sim.transcript.journal import Journal

script = Script(header())
journal = Journal.create(Path(sys.argv[1]), script.events[0], clock=SystemClock())
script.add(Started, after=0)
script.ask(0)
for event in script.events[1:]:
    journal.record(event)
print(script.state.seq, flush=True)
while True:
    at = len(script.state.turn.text) % 2000
    event = script.add(Edit, after=1, at_char=at, ins="word " * (1 + at % 7))
    journal.record(event)
    journal.sync_due()
    print(event.seq, flush=True)
"""


@contextmanager
def writer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that records as fast as it can and says what it has recorded."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, sign: str) -> None:
    """Killed anywhere in the middle of writing, no acknowledged event is missing."""
    rng = random.Random(sign)
    for round_ in range(3):
        path = tmp_path / f"{round_}.jsonl"
        with writer(path) as process:
            assert process.stdout is not None
            acknowledged = 0
            for _ in range(rng.randrange(20, 400)):
                acknowledged = int(process.stdout.readline())
            assert is_locked(path)
            process.send_signal(getattr(signal, sign))
            rest = process.stdout.read().split()
            process.wait()
        # What it said after the signal was sent counts too, but for a line cut short.
        acknowledged = max([acknowledged, *map(int, rest[:-1])])
        assert not is_locked(path)
        with Journal.reopen(path, clock=ManualClock()) as journal:
            assert journal.initial.seq >= acknowledged
        found = read_transcript(path)
        assert found.problems == ()
        assert [event.seq for event in found.events] == list(range(found.state.seq + 1))


def test_a_lock_of_another_process_is_seen(tmp_path: Path) -> None:
    """While another program writes, the session counts as running; once it is dead, not."""
    path = tmp_path / "s.jsonl"
    with writer(path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_locked(path)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert lock_path(path).exists()
    with ThreadPoolExecutor(2) as pool:
        assert not any(pool.map(is_locked, [path] * 16))
    assert not lock_path(path).exists()


def test_a_slow_disk_keeps_nobody_waiting(tmp_path: Path) -> None:
    """While the disk takes its time, recording goes on; after some seconds that is said."""
    release = threading.Event()
    clock = ManualClock()
    calls: list[int] = []

    def slow(descriptor: int) -> None:
        calls.append(descriptor)
        if threading.current_thread().name == "transcript-sync":
            release.wait(20)

    journal = Journal.create(tmp_path / "s.jsonl", header(), clock=clock, fsync=slow)
    _record_started(journal)
    clock.advance(1)
    journal.sync_due()
    assert journal.problem is None
    clock.advance(6)
    journal.sync_due()
    assert "has not answered for 6 seconds" in (journal.problem or "")
    release.set()
    journal.close()
    assert journal.problem is None


def test_a_disk_that_does_not_confirm_gets_everything_again(tmp_path: Path) -> None:
    """After a failed fsync nothing written since the last good one is trusted."""
    clock = ManualClock()
    failing = [False]

    def fsync(descriptor: int) -> None:
        if failing[0]:
            raise OSError(5, "Input/output error")
        os.fsync(descriptor)

    path = tmp_path / "t" / "s.jsonl"
    journal = Journal.create(path, header(), clock=clock, fsync=fsync)
    inode = path.stat().st_ino
    failing[0] = True
    _record_started(journal)
    assert not journal.sync()
    assert "the disk reports an error" in (journal.problem or "")
    assert journal.backlog == 1
    assert len(read_transcript(path).events) == 2
    clock.advance(1)
    journal.sync_due()
    assert journal.problem is not None
    failing[0] = False
    clock.advance(1)
    journal.sync_due()
    assert journal.problem is None
    assert "did not confirm" in (journal.take_notice() or "")
    assert path.stat().st_ino != inode
    journal.close()
    assert len(read_transcript(path).events) == 2
    assert sorted(item.name for item in path.parent.iterdir()) == ["s.jsonl"]


def _record_started(journal: Journal) -> None:
    from interview_sim.session.events import Started

    journal.record(Started(seq=1, t=0, at=""))
