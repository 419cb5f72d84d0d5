"""A session that is killed in the middle of an answer is offered again, with what was typed."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.e2e

START = ("start", "--plan", "quick-five", "--bank", "trees-ensembles", "--seed", "7")


def _clock(text: str) -> int:
    found = re.search(r"session\D*(\d+):(\d\d)", text)
    assert found is not None, text
    return int(found[1]) * 60 + int(found[2])


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGTERM, marks=pytest.mark.thorough),
        pytest.param(signal.SIGHUP, marks=pytest.mark.thorough),
    ],
)
def test_a_killed_session_goes_on_with_its_text_and_its_clock(
    tmp_path: Path, home: Path, how: signal.Signals
) -> None:
    """Whatever ends the program, all but the last second is there at the next start."""
    first = Terminal(*START, cwd=tmp_path, home=home)
    first.begin()
    first.wait_for("to read")
    first.press_for("enter", gone="to read")
    first.press(*"bias is the error from wrong assumptions ")
    first.press(*"and variance is how much")
    first.wait_for("how much", "12 words")
    # The clock is drawn last: it may be that of an earlier frame, however long ago that was.
    first.wait_for(gone=_shown(_clock(first.text)))
    at_typing = _clock(first.text)
    while (before := _clock(first.text)) > at_typing - 2:
        first.wait_for(gone=_shown(before))
    first.signal(how)
    first.wait()
    journal = _journal(home)
    left = 900 - json.loads(journal[-1])["t"] / 1000
    assert left <= before + 2, "the clock lost more than the last moments"

    second = Terminal(cwd=tmp_path, home=home)
    second.wait_for("▸ Go on", "question 1 of 5")
    text = second.press_for("r", "Enter to go on", "session")
    assert abs(_clock(text) - left) <= 1
    try:
        second.press_for(
            "enter", "bias is the error from wrong assumptions and variance is how much"
        )
    except AssertionError as error:
        error.add_note("\n".join(["the journal after the kill:", *journal[1:]]))
        raise
    second.kill()


def _shown(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _journal(home: Path) -> list[str]:
    """The lines that reached the disk."""
    (path,) = (home / "data" / "transcripts").glob("*.jsonl")
    return path.read_text().splitlines()


def test_two_windows_do_not_write_one_session(tmp_path: Path, home: Path) -> None:
    """A session that is open in another window is not offered, and cannot be opened twice."""
    first = Terminal(*START, cwd=tmp_path, home=home)
    first.begin()
    first.wait_for("to read")
    first.press_for("ctrl+n", "Q2 of 5")
    second = Terminal(cwd=tmp_path, home=home)
    second.wait_for("no interview is open", "transcripts are saved")
    third = Terminal("resume", "last", "--plain", cwd=tmp_path, home=home)
    third.wait_for("open in another window")
    for terminal in (first, second):
        terminal.kill()
