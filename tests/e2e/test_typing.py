"""What the terminal itself does while an answer is typed: where its cursor is, and a paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.e2e


def test_the_cursor_is_where_the_text_goes_and_a_paste_comes_whole(
    tmp_path: Path, home: Path
) -> None:
    """Input methods draw at the cursor, so it moves with the editor; a paste presses no key."""
    terminal = Terminal("start", "--plan", "quick-five", "--seed", "7", cwd=tmp_path, home=home)
    terminal.begin()
    terminal.wait_for("to read")
    terminal.press("b")
    terminal.wait_for("1 word", gone="to read")
    terminal.rest(0.3)
    row = next(number for number, line in enumerate(terminal.lines) if line[:4].strip("│ ") == "b")
    assert terminal.cursor == (terminal.lines[row].index("b") + 1, row)

    terminal.type("\x1b[200~ one\x1b[31mred\x07two\x1b[201~")
    terminal.press(" after")
    terminal.wait_for("b oneredtwo after", "3 words")
    assert "flagged" not in terminal.text
    terminal.kill()
