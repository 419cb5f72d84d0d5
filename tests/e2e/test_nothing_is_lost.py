"""The real program on a disk, in a terminal and under a shell that misbehave."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from terminal import Terminal

from interview_sim.transcript.reader import Transcript, read_transcript

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)
import resource

pytestmark = pytest.mark.e2e

DARK_OR_LIGHT = "\x1bOQ"
"""F2, which draws the whole screen anew."""
START = ("start", "--plan", "quick-five", "--bank", "trees-ensembles", "--seed", "7")


def _started(tmp_path: Path, home: Path, *more: str, **env: str) -> Terminal:
    """The program in the middle of its first answer, in a home folder of its own."""
    terminal = Terminal(*START, *more, cwd=tmp_path, home=home, HOME=str(tmp_path), **env)
    terminal.begin()
    terminal.wait_for("to read")
    terminal.press_for("enter", gone="to read")
    terminal.press("bias is one thing ")
    terminal.wait_for("bias is one thing", "4 words")
    return terminal


def _file(home: Path) -> Path:
    (path,) = (home / "data" / "transcripts").glob("*.jsonl")
    return path


def _read(path: Path) -> Transcript:
    found = read_transcript(path)
    assert not found.problems
    return found


def _left(terminal: Terminal, *words: str) -> None:
    """Leave through the question about finishing, and wait for what follows."""
    terminal.press_for("ctrl+q", "Leave, resume later")
    terminal.press_for("l", *words)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits another process: Linux only")
def test_a_disk_that_fills_up_in_the_middle_of_a_line(tmp_path: Path, home: Path) -> None:
    """It is said, half a line never stays, typing goes on, and with room again all is saved."""
    terminal = _started(tmp_path, home)
    path = _file(home)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (path.stat().st_size + 120, most))
    terminal.press("and variance is another ")
    terminal.wait_for("✗ not saved", "the file has reached the largest size", "8 words")
    assert path.read_bytes().endswith(b"}\n")
    terminal.press("that no disk takes")
    terminal.wait_for("12 words")
    _left(terminal, "Not everything is saved", "Leave, and lose")
    terminal.press_for("c", "Enter saves it there")
    terminal.press_for("enter", "cannot write")
    terminal.press_for("escape", "Leave, and lose", gone="cannot write")
    terminal.press_for("t", "did not work this time either")
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (most, most))
    terminal.wait_for("everything is in the transcript now")
    terminal.press_for("enter", "Start an interview", "You can resume it from here")
    assert terminal.quit() == 0
    said = "bias is one thing and variance is another that no disk takes"
    assert _read(path).state.turns[0].text == said


@pytest.mark.thorough
def test_a_deleted_file_is_written_again_and_a_lost_folder_gives_a_copy(
    tmp_path: Path, home: Path
) -> None:
    """Deleted: rebuilt by itself. No folder left: the copy elsewhere has everything."""
    terminal = _started(tmp_path, home)
    path = _file(home)
    path.unlink()
    terminal.wait_for("deleted or moved while in use")
    assert _read(path).state.turns[0].text.startswith("bias is one thing")

    path.parent.rename(home / "elsewhere")
    path.parent.touch()
    terminal.press("and variance ")
    terminal.wait_for("✗ not saved", "one thing and variance")
    _left(terminal, "Not everything is saved")
    terminal.press_for("c", "Enter saves it there")
    terminal.press_for("enter", "A copy with everything is here")
    terminal.press_for("enter", "Start an interview", gone="All is kept")
    assert terminal.quit() == 0
    (copy,) = tmp_path.glob("*.jsonl")
    assert _read(copy).state.turns[0].text == "bias is one thing and variance "
    assert "interview-sim resume" in " ".join(terminal.text.split())

    again = Terminal("resume", str(copy), cwd=tmp_path, home=home)
    again.wait_for("You left this", "Enter to go on")
    again.kill()


def test_a_signal_with_changes_unsaved_leaves_a_copy(tmp_path: Path, home: Path) -> None:
    """Nobody can be asked: the copy is in the temporary folder, and its place is told."""
    temp = tmp_path / "temp"
    temp.mkdir()
    terminal = Terminal(*START, cwd=tmp_path, home=home, TMPDIR=str(temp), columns=200)
    terminal.begin()
    terminal.wait_for("to read")
    terminal.press_for("enter", gone="to read")
    terminal.press("one two three")
    terminal.wait_for("3 words")
    folder = home / "data" / "transcripts"
    folder.rename(home / "elsewhere")
    folder.touch()
    terminal.wait_for("✗ not saved")
    terminal.press(" four")
    terminal.wait_for("4 words")
    terminal.signal(signal.SIGTERM)
    terminal.wait()
    (copy,) = temp.glob("*.jsonl")
    assert _read(copy).state.turns[0].text == "one two three four"
    assert str(copy) in terminal.text


@pytest.mark.thorough
def test_a_folder_that_cannot_be_used_is_told_at_the_start(tmp_path: Path, home: Path) -> None:
    """The option is refused at once; a variable that names it is told on the screen and plain."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    where = str(blocked / "inside")
    named = Terminal(*START, "--transcripts", where, cwd=tmp_path, home=home, columns=200)
    assert named.wait() == 2
    assert "is a file, not a folder" in " ".join(named.text.split())
    variable = {"INTERVIEW_SIM_TRANSCRIPTS": where}
    terminal = Terminal(*START, cwd=tmp_path, home=home, **variable)
    terminal.wait_for("That did not work", "no transcript can be written there")
    terminal.press_for("enter", "Start an interview", gone="That did not work")
    assert terminal.quit() == 0
    plain = Terminal(*START, "--plain", cwd=tmp_path, home=home, columns=200, **variable)
    assert plain.wait() == 2
    assert "no transcript can be written there" in " ".join(plain.text.split())


@pytest.mark.thorough
def test_ctrl_c_ends_nothing_and_a_stop_is_told(tmp_path: Path, home: Path) -> None:
    """Ctrl+C in the editor copies, as in any editor; after SIGTSTP the words say what time did."""
    terminal = _started(tmp_path, home)
    terminal.press("ctrl+c", "ctrl+c", "and another")
    terminal.wait_for("6 words")
    terminal.signal(signal.SIGTSTP)
    _wait_until_stopped(terminal.pid)
    terminal.rest(2.2)
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("The program was stopped for", "The clocks kept running.")
    terminal.press(" and on")
    terminal.wait_for("and another and on")
    _left(terminal, "Start an interview")
    terminal.kill()
    assert _read(_file(home)).state.turns[0].text == "bias is one thing and another and on"


def _wait_until_stopped(pid: int) -> None:
    _, status = os.waitpid(pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)


@pytest.mark.thorough
def test_two_programs_write_two_sessions_in_one_folder(tmp_path: Path, home: Path) -> None:
    """Side by side, each in a file of its own, and both complete."""
    first, second = (Terminal(*START, cwd=tmp_path, home=home) for _ in range(2))
    for terminal, words in ((first, "from the first"), (second, "from the second")):
        terminal.begin()
        terminal.wait_for("to read")
        terminal.press_for("enter", gone="to read")
        terminal.press(words)
    for terminal in (first, second):
        terminal.wait_for("3 words")
        terminal.press(" window")
    for terminal in (first, second):
        terminal.wait_for("4 words")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 0
    files = sorted((home / "data" / "transcripts").glob("*.jsonl"))
    texts = {_read(path).state.turns[0].text for path in files}
    assert texts == {"from the first window", "from the second window"}
    assert {json.loads(path.read_text().splitlines()[0])["id"] for path in files} == {
        path.stem for path in files
    }


def test_a_window_that_closes_ends_the_program_with_everything_kept(
    tmp_path: Path, home: Path
) -> None:
    """Whatever the terminal still owes, the program does not wait for it with the file locked."""
    terminal = _started(tmp_path, home)
    terminal.close_window()
    assert terminal.is_over()
    folder = home / "data" / "transcripts"
    assert not list(folder.glob(".*.lock"))
    assert _read(_file(home)).state.turns[0].text == "bias is one thing "


@pytest.mark.thorough
def test_a_terminal_that_takes_nothing_more_does_not_hold_the_program(
    tmp_path: Path, home: Path
) -> None:
    """Where the connection hangs, a signal still ends the program, with the file let go."""
    terminal = _started(tmp_path, home)
    terminal.clog("to say " + DARK_OR_LIGHT * 100)
    terminal.signal(signal.SIGTERM)
    assert terminal.is_over()
    assert not list((home / "data" / "transcripts").glob(".*.lock"))
    assert _read(_file(home)).state.turns[0].text.startswith("bias is one thing ")


def test_a_thread_that_goes_on_reading_does_not_hold_the_program(
    tmp_path: Path, home: Path
) -> None:
    """Where the reader of a terminal that is gone is not stopped, the process ends all the same."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "from textual.drivers.linux_driver import LinuxDriver\n"
        "LinuxDriver.disable_input = lambda self: None\n"
    )
    terminal = _started(tmp_path, home, PYTHONPATH=str(site))
    terminal.close_window()
    assert terminal.is_over()
    assert _read(_file(home)).state.turns[0].text == "bias is one thing "


def test_line_by_line_asks_before_losing_and_a_signal_leaves_a_copy(
    tmp_path: Path, home: Path
) -> None:
    """The same promises without a full screen."""
    temp = tmp_path / "temp"
    temp.mkdir()
    folder = home / "data" / "transcripts"
    places = {"HOME": str(tmp_path), "TMPDIR": str(temp)}
    terminal = Terminal(*START, "--plain", cwd=tmp_path, home=home, columns=160, **places)
    terminal.wait_for("Press Enter when you are ready")
    terminal.press("enter")
    terminal.wait_for("Question 1 of 5")
    terminal.press("a first line\r")
    terminal.press("/show\r")
    terminal.wait_for("/show a first line")
    folder.rename(home / "elsewhere")
    folder.touch()
    terminal.wait_for("The transcript cannot be saved")
    terminal.press("a second line\r", "/quit\r")
    terminal.wait_for("Enter saves a copy as", "“lose” leaves, and loses")
    terminal.press("\r")
    terminal.wait_for("A copy with everything is here")
    assert terminal.wait() == 130
    (copy,) = tmp_path.glob("*.jsonl")
    assert _read(copy).state.turns[0].text == "a first line\na second line"
    folder.unlink()

    other = Terminal(*START, "--plain", cwd=tmp_path, home=home, columns=160, **places)
    other.wait_for("Press Enter when you are ready")
    other.press("enter")
    other.wait_for("Question 1 of 5")
    folder.rename(home / "again")
    folder.touch()
    other.wait_for("The transcript cannot be saved")
    other.press("a last line\r", "/show\r")
    other.wait_for("/show a last line")
    other.signal(signal.SIGTERM)
    assert other.wait() == 128 + signal.SIGTERM
    (copy,) = temp.glob("*.jsonl")
    assert _read(copy).state.turns[0].text == "a last line"
    assert str(copy) in other.text
