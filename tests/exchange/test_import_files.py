"""Files, folders and zips are read within bounds, and nothing leads out of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from foreign_kit import zipped

from interview_sim.exchange.importers import limits
from interview_sim.exchange.importers.documents import decode
from interview_sim.exchange.importers.imported import ImportFailed
from interview_sim.exchange.importers.input_files import InputFiles, collect
from interview_sim.exchange.importers.registry import read


def names(found: InputFiles) -> list[str]:
    """The documents that were taken in."""
    return [document.name for document in found.documents]


def reasons(found: InputFiles) -> dict[str, str]:
    """What was left alone, and why."""
    return {item.location.file: item.why for item in found.skipped}


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    """Files below a folder are taken with their paths; hidden ones and pictures are told."""
    for name in ("b.md", "a/z.md", ".hidden.md", "x.png", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = collect([tmp_path])
    assert names(found) == ["b.md", "a/z.md"]
    assert reasons(found) == {
        ".hidden.md": "a hidden file",
        "x.png": "not a list of questions, going by its name",
    }


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights elsewhere")
def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder is read, and both are told."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    deck = tmp_path / "deck"
    deck.mkdir()
    (deck / "a.md").write_text("x")
    (deck / "file.md").symlink_to(outside / "secret.md")
    (deck / "folder").symlink_to(outside)
    (deck / "loop").symlink_to(deck)
    found = collect([deck])
    assert names(found) == ["a.md"]
    assert set(reasons(found)) == {"file.md", "folder", "loop"}
    assert set(reasons(found).values()) == {"a symbolic link; links are not followed"}


@pytest.mark.skipif(os.name != "posix", reason="no named pipes elsewhere")
def test_what_is_no_regular_file_is_left_alone(tmp_path: Path) -> None:
    """A named pipe would never end, so it is not opened."""
    os.mkfifo(tmp_path / "pipe.md")
    assert reasons(collect([tmp_path])) == {"pipe.md": "not a regular file"}
    with pytest.raises(ImportFailed, match="not a regular file"):
        collect([tmp_path / "pipe.md"])


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    """The files in a zip are named behind its own name; climbing names and links are told."""
    path = tmp_path / "deck.zip"
    path.write_bytes(
        zipped(
            {
                "a.md": b"x",
                "../up.md": b"x",
                "/root.md": b"x",
                "sub/..\\..\\win.md": b"x",
                "C:/drive.md": b"x",
                "link.md": b"/etc/passwd",
                "inner.zip": zipped({"b.md": b"x"}),
                "__MACOSX/a.md": b"x",
            },
            **{"link.md": 0o120777},
        )
    )
    found = collect([path])
    assert names(found) == ["deck.zip/a.md"]
    told = reasons(found)
    assert told["deck.zip/../up.md"] == "its path leads out of the zip"
    assert told["deck.zip//root.md"] == "its path leads out of the zip"
    assert told["deck.zip/C:/drive.md"] == "its path leads out of the zip"
    assert told["deck.zip/link.md"] == "it is a symbolic link"
    assert told["deck.zip/inner.zip"] == "a zip inside a folder or zip; import it by itself"
    assert len(told) == 7


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A member that unpacks to a hundred times its size is left alone; the others are read."""
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"a.md": b"x", "zeros.md": b"0" * 5_000_000}))
    found = collect([path])
    assert names(found) == ["bomb.zip/a.md"]
    assert "100 times its size" in reasons(found)["bomb.zip/zeros.md"]


def test_a_zip_that_lies_about_its_sizes_is_read_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read is counted, whatever the zip says of itself."""
    data = zipped({"a.md": bytes(range(256)) * 8_000})
    said = (256 * 8_000).to_bytes(4, "little")
    assert data.count(said) == 2
    lying = data.replace(said, (10).to_bytes(4, "little"))
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 1000)
    path = tmp_path / "lies.zip"
    path.write_bytes(lying)
    assert names(collect([path])) in ([], ["lies.zip/a.md"])
    for document in collect([path]).documents:
        assert len(document.data) <= 1001


def test_all_of_a_zip_together_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members that are small enough each may be too much together."""
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 3000)
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{n}.md": os.urandom(1000) for n in range(5)}))
    with pytest.raises(ImportFailed, match="what is in it is larger"):
        collect([path])


def test_damaged_and_encrypted_zips(tmp_path: Path) -> None:
    """A damaged zip is an error with its name; a damaged member is told."""
    path = tmp_path / "bad.zip"
    good = zipped({"a.md": b"What is it?" * 100})
    path.write_bytes(good[:40] + b"\xff" * 10 + good[50:])
    found = collect([path])
    assert reasons(found) == {"bad.zip/a.md": "it is damaged or encrypted"} or names(found) == []
    encrypted = bytearray(good)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + at] |= 1
    path.write_bytes(bytes(encrypted))
    assert reasons(collect([path])) == {"bad.zip/a.md": "it is damaged or encrypted"}


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many files, too large a file and a missing one are errors that say so."""
    with pytest.raises(ImportFailed, match="no such file or folder"):
        collect([tmp_path / "absent.md"])
    monkeypatch.setattr(limits, "MAX_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.md").write_text("x")
    with pytest.raises(ImportFailed, match="more than 3 files"):
        collect([tmp_path])
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    (tmp_path / "0.md").write_text("x" * 200)
    with pytest.raises(ImportFailed, match="larger than"):
        collect([tmp_path / "0.md"])
    monkeypatch.setattr(limits, "MAX_FILES", 100)
    found = collect([tmp_path])
    assert names(found) == ["1.md", "2.md", "3.md", "4.md"]
    assert "larger than" in reasons(found)["0.md"]


def test_the_limits_are_what_the_page_says() -> None:
    """The documentation gives the limits that hold."""
    page = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    for size in (limits.MAX_FILE_BYTES, limits.MAX_TOTAL_BYTES, limits.MAX_MARKDOWN_BYTES):
        assert limits.megabytes(size) in page
    assert f"{limits.MAX_FILES:,} files" in page
    assert f"{limits.MAX_QUESTIONS:,} questions" in page


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (b"a\r\nb\rc", "a\nb\nc", ""),
        ("\ufeffé".encode(), "é", ""),
        ("é".encode("utf-16"), "é", "UTF-16"),
        ("What?".encode("utf-16-le"), "What?", "UTF-16-LE"),
        ("na\xefve".encode("cp1252"), "na\xefve", "WINDOWS-1252"),
        (b"a\x1b[31mb\x00", "a[31mb", "2 hidden characters"),
        ("a\u202eb\u200bc".encode(), "abc", "2 hidden characters"),
    ],
)
def test_any_encoding_is_read(data: bytes, text: str, note: str) -> None:
    """Line ends, byte order marks, wrong encodings and controls are put right, and told."""
    found = decode(data, "x.md")
    assert found.text == text
    assert note in " ".join(found.notes)
    assert bool(note) == bool(found.notes)


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    """A picture under the name of a text is no list of questions."""
    path = tmp_path / "x.md"
    path.write_bytes(bytes(range(32)) * 100)
    with pytest.raises(ImportFailed, match="not a text file"):
        read([path])
