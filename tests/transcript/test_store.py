"""Transcripts are found by what a person types, and never outside their folder by accident."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from transcript_kit import header, lines_of, small_session

from interview_sim.clock import ManualClock
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.session.events import Started
from interview_sim.transcript.errors import LockedError, TranscriptError
from interview_sim.transcript.store import Store, new_id

CONTENT = b"".join(lines_of(small_session()))


def filled(folder: Path, *names: str) -> Store:
    """A store with transcripts of those ids."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.jsonl").write_bytes(CONTENT)
    return Store(folder, clock=ManualClock())


def test_ids_say_when() -> None:
    """An id is the UTC date and time with four hex digits, fixed by the generator given."""
    made = new_id(ManualClock(), random.Random(1))
    assert made == new_id(ManualClock(), random.Random(1))
    assert made.startswith("2026-01-05-0900-")
    assert len(made) == len("2026-01-05-0900-7f3a")
    clock = ManualClock()
    one_after_the_other = []
    for pause in (0.004, 0.2, 9, 30, 20.795, 60):
        one_after_the_other.append(new_id(clock))
        clock.advance(pause)
    assert one_after_the_other == sorted(set(one_after_the_other)), "also within a minute"


def test_a_new_session_is_listed_running_and_found(tmp_path: Path) -> None:
    """What was created is the newest, known to be running until closed, and reads back."""
    store = filled(tmp_path / "t", "2025-12-31-2359-0000")
    with store.create(header(session_id="")) as journal:
        assert journal.header.id.startswith("2026-01-05-0900-")
        assert journal.path.name == f"{journal.header.id}.jsonl"
        assert store.paths()[0] == journal.path
        assert store.is_running(journal.path)
        assert store.find("last") == journal.path
        with pytest.raises(LockedError):
            store.open(journal.header.id)
    assert not store.is_running(journal.path)
    assert store.read("last").header == journal.header
    with store.open(journal.header.id) as again:
        again.record(Started(seq=1, t=0, at=""))
    assert len(store.read(journal.header.id).events) == 2


def test_two_sessions_never_share_a_file(tmp_path: Path) -> None:
    """An id that is taken is replaced by a free one, which the journal's header says."""
    store = Store(tmp_path, clock=ManualClock())
    with (
        store.create(header(session_id="mine")) as one,
        store.create(header(session_id="mine")) as two,
    ):
        assert one.path != two.path
        assert two.header.id == two.path.stem
    assert store.read(one.path).header.id == "mine"


def test_asking_creates_nothing(tmp_path: Path) -> None:
    """A missing folder is an empty store and stays missing."""
    store = Store(tmp_path / "none")
    assert store.paths() == ()
    assert store.samples() == ()
    with pytest.raises(NotFoundError, match="no transcripts yet"):
        store.find("last")
    with pytest.raises(NotFoundError, match="none yet"):
        store.find("x")
    assert not (tmp_path / "none").exists()


def test_references(tmp_path: Path) -> None:
    """An id, its unique beginning, a path and `last` are understood; near misses are named."""
    store = filled(tmp_path / "t", "2026-01-05-0900-7f3a", "2026-01-06-1000-aaaa")
    first = tmp_path / "t" / "2026-01-05-0900-7f3a.jsonl"
    assert store.find("2026-01-05-0900-7f3a") == first
    assert store.find("2026-01-05-0900-7f3a.jsonl") == first
    assert store.find("2026-01-05") == first
    assert store.find(str(first)) == first
    assert store.find("last").stem == "2026-01-06-1000-aaaa"
    with pytest.raises(NotFoundError, match="may be 2 transcripts"):
        store.find("2026-01")
    with pytest.raises(NotFoundError, match=r"Similar: 2026-01-05-0900-7f3a"):
        store.find("2026-01-05-0900-7f3b")


@pytest.mark.parametrize(
    "ref", ["", "..", "../secret", "/etc/passwd\0", "~nobody-here/x", "a/b.jsonl"]
)
def test_references_do_not_climb(tmp_path: Path, ref: str) -> None:
    """Nothing that is not in the folder is made up from an id."""
    (tmp_path / "secret.jsonl").write_bytes(CONTENT)
    store = filled(tmp_path / "t", "2026-01-05-0900-7f3a", "2026-01-06-1000-aaaa")
    with pytest.raises(NotFoundError):
        store.find(ref)


@pytest.mark.parametrize("bad", ["../x", ".hidden", "a/b", "x" * 200, "a\nb"])
def test_ids_are_names(tmp_path: Path, bad: str) -> None:
    """A header's id that could leave the folder makes no file."""
    with pytest.raises(UsageError):
        Store(tmp_path / "t").create(header(session_id=bad))
    assert not list(tmp_path.rglob("*.jsonl"))


def test_only_files_are_listed(tmp_path: Path) -> None:
    """Links, folders, hidden and other files are no transcripts."""
    store = filled(tmp_path / "t", "2026-01-05-0900-7f3a")
    (tmp_path / "t" / "folder.jsonl").mkdir()
    (tmp_path / "t" / ".hidden.jsonl").write_bytes(CONTENT)
    (tmp_path / "t" / "notes.txt").write_bytes(CONTENT)
    (tmp_path / "t" / "link.jsonl").symlink_to(tmp_path / "t" / "2026-01-05-0900-7f3a.jsonl")
    os.mkfifo(tmp_path / "t" / "pipe.jsonl")
    assert [path.stem for path in store.paths()] == ["2026-01-05-0900-7f3a"]
    with pytest.raises(NotFoundError):
        store.find("pipe")


def test_samples_stand_apart(tmp_path: Path) -> None:
    """Samples are found and replayed, never continued, and `last` only for want of another."""
    shipped = tmp_path / "shipped"
    filled(shipped, "sample-a", "sample-b")
    own = filled(tmp_path / "t", "sample-a")
    store = Store(own.folder, shipped, clock=ManualClock())
    assert store.paths() == ()
    assert [path.parent.name for path in store.samples()] == ["shipped", "shipped"]
    assert store.find("last").stem == "sample-b"
    assert store.find("sample-a").parent == shipped
    with pytest.raises(UsageError, match="sample"):
        store.open("sample-b")
    filled(tmp_path / "t", "2026-01-05-0900-7f3a")
    assert store.find("last").stem == "2026-01-05-0900-7f3a"
    assert [path.stem for path in store.paths()] == ["2026-01-05-0900-7f3a"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A file in the folder's place is an error with a way out."""
    (tmp_path / "t").write_text("in the way")
    with pytest.raises(TranscriptError, match="--transcripts"):
        Store(tmp_path / "t" / "deep").create(header())


def test_a_folder_that_cannot_be_listed_is_said() -> None:
    """The system's refusal to list a folder is an error for the user."""
    with pytest.raises(TranscriptError, match="cannot be listed"):
        Store(Path("x" * 300)).paths()


def test_many_sessions_at_the_same_moment(tmp_path: Path) -> None:
    """Sessions begun at once under one id each get a file of their own."""
    store = Store(tmp_path / "t", clock=ManualClock())
    with ThreadPoolExecutor(8) as pool:
        journals = list(pool.map(lambda _: store.create(header(session_id="same")), range(8)))
    assert len({journal.path for journal in journals}) == 8
    assert all(store.is_running(journal.path) for journal in journals)
    for journal in journals:
        journal.close()
    assert len(store.paths()) == 8
    assert {store.read(path).id for path in store.paths()} == {path.stem for path in store.paths()}
    assert sorted(item.suffix for item in store.folder.iterdir()) == [".jsonl"] * 8
