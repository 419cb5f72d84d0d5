"""`transcript check` and `repair`: figures that are true, and never a file overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Runner, sit

from interview_sim.clock import ManualClock
from interview_sim.transcript.journal import Journal


@pytest.fixture
def path(run: Runner, tmp_path: Path) -> Path:
    """A sound transcript."""
    folder = tmp_path / "kept"
    session = sit(run, "--transcripts", folder, "--seed", "7", "--bank", "ml-fundamentals")
    return folder / f"{session}.jsonl"


def damage(path: Path) -> bytes:
    """Break the sixth line and tear off the end of the last; the bytes before that."""
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    lines[5] = lines[5][:30] + b"\x1b[2J\xff" + lines[5][33:]
    path.write_bytes(b"".join(lines)[:-15])
    return whole


def test_a_sound_file_is_good(run: Runner, path: Path) -> None:
    """Exit code 0, nothing on standard output, and the same for all that are kept."""
    for arguments in ([path], [], [path.parent], [path.stem]):
        done = run("transcript", "check", *arguments, "--transcripts", path.parent)
        assert (done.code, done.out) == (0, "")
        assert "good, " in done.err
    repaired = run("transcript", "repair", path)
    assert repaired.code == 0
    assert "nothing was written" in repaired.err
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_session_is_renamed_and_deleted_and_nothing_is_lost(run: Runner, path: Path) -> None:
    """Its name is that in the history; where one of several is not found, none is deleted."""
    place = ("--transcripts", path.parent)
    assert "now called “Mine”" in run("transcript", "rename", path.stem, "Mine", *place).err
    assert run("history", *place).out.rstrip().endswith("Mine")
    content = path.read_bytes()
    refused = run("transcript", "delete", path.stem, "nothing-of-the-kind", *place)
    assert (refused.code, path.exists()) == (2, True)
    done = run("transcript", "delete", path.stem, *place)
    assert (done.code, path.exists()) == (0, False)
    assert (path.parent / "trash" / path.name).read_bytes() == content


def test_what_is_wrong_is_told_by_line_and_makes_the_exit_code_1(run: Runner, path: Path) -> None:
    """Words with line numbers; no byte of the file reaches the terminal as a command."""
    damage(path)
    done = run("transcript", "check", path)
    assert done.code == 1
    assert f"{path}: line 6: " in done.out
    assert "cut off after" in done.out
    assert "\x1b" not in done.out + done.err
    row = json.loads(run("transcript", "check", "--json", path).out)[0]
    assert not row["ok"]
    assert row["damage"][0]["line"] == 6
    assert row["events"] + row["lost"] == len(path.read_bytes().splitlines())


def test_repair_writes_a_good_file_beside_and_leaves_the_damaged_one(
    run: Runner, path: Path
) -> None:
    """The good file passes the check; a second repair does not write over it."""
    damage(path)
    broken = path.read_bytes()
    done = run("transcript", "repair", path)
    made = path.with_name(f"{path.stem}.repaired.jsonl")
    text = path.with_name(f"{path.stem}.answers.txt")
    assert (done.code, done.out.splitlines()) == (0, [str(made), str(text)])
    assert " lines lost" in done.err
    assert "what was typed is in the file" in done.err
    assert "The elbow method plots the inertia against k." in text.read_text()
    assert path.read_bytes() == broken
    assert run("transcript", "check", made).code == 0
    assert made.stat().st_mode & 0o077 == 0
    again = run("transcript", "repair", path)
    assert again.code == 2
    assert "exists" in again.err


def test_repair_in_place_keeps_the_damaged_file_every_time(run: Runner, path: Path) -> None:
    """Each damaged file gets a name of its own; the session is the same under its own name."""
    kept = []
    for name in (f"{path.name}.bak", f"{path.name}.bak-2"):
        damage(path)
        kept.append((path.with_name(name), path.read_bytes()))
        assert run("transcript", "repair", "--in-place", path).code == 0
        assert run("transcript", "check", path).code == 0
    for aside, data in kept:
        assert aside.read_bytes() == data
    assert run("show", path.stem, "--transcripts", path.parent).code == 0


def test_a_running_session_is_not_repaired(run: Runner, path: Path) -> None:
    """What a program is writing is its own; the check says that it is being written."""
    damage(path)
    with Journal.reopen(path, clock=ManualClock()):
        damage(path)
        for option in ([], ["--in-place"]):
            done = run("transcript", "repair", *option, path)
            assert done.code == 2
            assert "another window" in done.err or "being written" in done.err
        assert "being written right now" in run("transcript", "check", path).err


def test_what_is_nothing_of_ours_is_refused(run: Runner, tmp_path: Path) -> None:
    """A letter is no transcript, and a name that does not exist is said to be none."""
    letter = tmp_path / "letter.jsonl"
    letter.write_text("Dear all\n")
    assert run("transcript", "check", letter).code == 1
    assert run("transcript", "repair", letter).code == 2
    assert run("transcript", "check", "no-such-thing").code == 2
    wrong = run("transcript", "repair", letter, "--in-place", "-o", tmp_path)
    assert "not both" in wrong.err
    assert run("transcript", "check", tmp_path / "empty-is-none").code == 2
