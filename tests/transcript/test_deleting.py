"""Sessions can be renamed and deleted, and no single step loses one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from transcript_kit import lines_of, small_session

from interview_sim.clock import ManualClock
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.transcript.errors import LockedError, TranscriptError
from interview_sim.transcript.store import Store
from interview_sim.transcript.trash import DAYS

CONTENT = b"".join(lines_of(small_session()))


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Store:
    """Two sessions, one file that is none, and a sample."""
    for name in ("one", "two", "sample-a"):
        (tmp_path / f"{name}.jsonl").write_bytes(CONTENT)
    (tmp_path / "broken.jsonl").write_bytes(b"[\n")
    return Store(tmp_path, clock=clock)


def test_what_was_deleted_comes_back_byte_by_byte(store: Store) -> None:
    """It is out of the list and in the trash, under another name where that one is taken."""
    first = store.delete("one")
    assert [path.stem for path in store.paths()] == ["two", "broken"]
    assert first.trashed.parent == store.folder / "trash"
    first.path.write_bytes(b"another")
    with pytest.raises(TranscriptError, match=r"another one\.jsonl"):
        store.restore(first)
    again = store.delete("one")
    assert again.trashed != first.trashed
    store.restore(first)
    assert first.path.read_bytes() == CONTENT
    store.restore(store.delete("broken.jsonl"))
    assert store.find("broken").read_bytes() == b"[\n"


def test_what_is_open_or_not_ones_own_is_not_deleted(store: Store, tmp_path: Path) -> None:
    """Neither a session that a window writes to, nor a sample, nor a file of another folder."""
    other = tmp_path / "elsewhere" / "x.jsonl"
    other.parent.mkdir()
    other.write_bytes(CONTENT)
    with store.open("one"), pytest.raises(LockedError):
        store.delete("one")
    for ref in ("sample-a", str(other)):
        with pytest.raises(UsageError):
            store.delete(ref)
    with pytest.raises(NotFoundError):
        store.delete("none")
    assert other.exists()
    assert len(store.paths()) == 3
    assert not (store.folder / "trash").exists()


def test_the_trash_is_emptied_of_what_is_a_month_old(store: Store, clock: ManualClock) -> None:
    """Counted from the deleting and not from the interview, when the next session is made."""
    os.utime(store.find("one"), (0, 0))
    old = store.delete("one")
    clock.advance(86_400 * DAYS - 60)
    new = store.delete("two")
    store.create(small_session()[0]).close()
    assert old.trashed.exists()
    clock.advance(120)
    store.create(small_session()[0]).close()
    assert not old.trashed.exists()
    assert new.trashed.exists()


def test_a_session_keeps_the_name_that_it_is_given(store: Store) -> None:
    """On one line, of a bearable length; empty brings the plan's back; its answers stay."""
    before = store.read("one").state
    store.rename("one", "  A second\x1b[31m\n try  ")
    renamed = store.read("one").state
    assert renamed.title == "A second[31m try"
    assert renamed.turns == before.turns
    store.rename("one", "x" * 1000)
    assert len(store.read("one").state.title) == 100
    store.rename("one", "")
    assert store.read("one").state.title == before.header.plan.title
    with pytest.raises(UsageError):
        store.rename("sample-a", "mine")
