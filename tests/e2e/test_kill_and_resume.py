"""A session that is killed in the middle of an answer is offered again, with what was typed."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.e2e

START = ("start", "--plan", "quick-five", "--bank", "ml-fundamentals", "--seed", "7")


def _clock(text: str) -> int:
    found = re.search(r"session\D*(\d+):(\d\d)", text)
    assert found is not None, text
    return int(found[1]) * 60 + int(found[2])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_session_goes_on_with_its_text_and_its_clock(
    tmp_path: Path, home: Path, how: signal.Signals
) -> None:
    """Whatever ends the program, all but the last second is there at the next start."""
    first = Terminal(*START, cwd=tmp_path, home=home)
    first.wait_for("to read")
    first.press("enter")
    first.press(*"bias is the error from wrong assumptions ")
    first.press(*"and variance is how much")
    first.wait_for("how much", "12 words")
    typed_at = _clock(first.text)
    before = typed_at - 2
    first.wait_for(f"{before // 60}:{before % 60:02}")
    first.signal(how)
    first.wait()

    second = Terminal(cwd=tmp_path, home=home)
    second.wait_for("Resume", "question 1 of 5")
    second.press("r")
    second.wait_for("Enter to go on")
    second.press("enter")
    text = second.wait_for("bias is the error from wrong assumptions and variance", "how much")
    assert before - 4 <= _clock(text) <= before + 2
    second.kill()


def test_two_windows_do_not_write_one_session(tmp_path: Path, home: Path) -> None:
    """A session that is open in another window is not offered, and cannot be opened twice."""
    first = Terminal(*START, cwd=tmp_path, home=home)
    first.wait_for("to read")
    second = Terminal(cwd=tmp_path, home=home)
    assert "Resume" not in second.wait_for("Start an interview", "transcripts are kept")
    third = Terminal("resume", "last", "--plain", cwd=tmp_path, home=home)
    third.wait_for("open in another window")
    for terminal in (first, second):
        terminal.kill()
