"""Writing files: whole or not at all, and appended in order."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from interview_sim.errors import InterviewSimError
from interview_sim.files import FileError, create_new, ensure_folder, open_append, write_atomic


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the disk was made to confirm, in order: `file` or `folder`."""
    found: list[str] = []

    def recording(descriptor: int) -> None:
        found.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    monkeypatch.setattr(os, "fsync", recording)
    return found


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    """What is in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


def test_text_and_bytes_are_written_as_given(room: Path) -> None:
    """Text becomes UTF-8 with its own line ends; bytes stay bytes; folders are made."""
    path = room / "new" / "a.txt"
    write_atomic(path, "é\r\n\n")
    assert path.read_bytes() == b"\xc3\xa9\r\n\n"
    write_atomic(path, b"\x00\xff", is_durable=False)
    assert path.read_bytes() == b"\x00\xff"
    assert names(path.parent) == ["a.txt"]


def test_a_failed_write_leaves_what_was_there(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, the old content stays and no draft is left behind."""
    path = room / "a.txt"
    path.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError) as caught:
        write_atomic(path, "new")
    assert str(caught.value) == f"cannot write {path}: No space left on device"
    assert isinstance(caught.value, InterviewSimError)
    assert isinstance(caught.value.__cause__, OSError)
    assert path.read_text() == "old"
    assert names(room) == ["a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="other systems sync no folders")
def test_what_is_written_whole_is_on_the_disk_and_so_is_its_name(
    room: Path, syncs: list[str]
) -> None:
    """The content first and then the folder, which holds the name; not where that is not asked."""
    path = room / "a.txt"
    write_atomic(path, "x")
    assert syncs == ["file", "folder"]
    syncs.clear()
    create_new(room / "b.txt", "x", is_private=True)
    assert syncs == ["file", "folder"]
    syncs.clear()
    open_append(room / "c.txt").close()
    open_append(room / "c.txt").close()
    assert syncs == ["folder"]
    syncs.clear()
    write_atomic(path, "y", is_durable=False)
    assert syncs == []


def test_a_new_file_that_the_disk_does_not_take_leaves_no_half(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be written to its end is taken away again."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left"):
        create_new(room / "a.txt", "new")
    assert names(room) == []


def test_permissions_and_links_outlive_a_rewrite(room: Path) -> None:
    """A private file stays private, and a link to a file stays a link."""
    path, link = room / "real.txt", room / "link.txt"
    path.write_text("old")
    path.chmod(0o600)
    link.symlink_to(path)
    write_atomic(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_in_the_way_is_told(room: Path) -> None:
    """What cannot be replaced or made is a sentence, not a traceback."""
    (room / "a").mkdir()
    (room / "f").write_text("")
    with pytest.raises(FileError, match=r"cannot write .*/a: "):
        write_atomic(room / "a", "x")
    with pytest.raises(FileError, match=r"cannot make the folder .*/f: File exists"):
        ensure_folder(room / "f")
    with pytest.raises(FileError, match=r"cannot write .*/a: Is a directory"):
        open_append(room / "a")
    assert names(room) == ["a", "f"]


def test_a_long_name_can_be_written(room: Path) -> None:
    """The draft beside a file with the longest name allowed has a shorter one."""
    path = room / ("x" * 250)
    write_atomic(path, "x")
    assert names(room) == [path.name]


def test_nothing_that_exists_is_created_anew(room: Path) -> None:
    """`create_new` never overwrites."""
    path = room / "deep" / "a.txt"
    create_new(path, "first")
    with pytest.raises(FileError, match="File exists"):
        create_new(path, "second")
    assert path.read_text() == "first"


def test_what_is_appended_is_there_at_once(room: Path) -> None:
    """A written line can be read by others before the handle is closed or flushed."""
    path = room / "deep" / "log.jsonl"
    with open_append(path) as handle:
        assert handle.write(b"one\n") == 4
        assert path.read_bytes() == b"one\n"
        os.fsync(handle.fileno())
    with open_append(path) as handle:
        handle.write(memoryview(b"two\n"))
    assert path.read_bytes() == b"one\ntwo\n"


def test_an_append_handle_can_cut_a_torn_end(room: Path) -> None:
    """After truncating, the next line follows what was kept."""
    path = room / "log.jsonl"
    path.write_bytes(b"one\ntor")
    with open_append(path) as handle:
        handle.truncate(4)
        handle.write(b"two\n")
        handle.seek(0)
        assert handle.read() == b"one\ntwo\n"


def test_two_handles_never_write_over_each_other(room: Path) -> None:
    """Every write goes to the end of the file as it is then."""
    path = room / "log.jsonl"
    with open_append(path) as first, open_append(path) as second:
        first.write(b"a\n")
        second.write(b"b\n")
        first.write(b"c\n")
    assert path.read_bytes() == b"a\nb\nc\n"
