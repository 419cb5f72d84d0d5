"""How far the reading of banks is: shown on a terminal, never anywhere else."""

from __future__ import annotations

import io
import sys

import pytest

from interview_sim.cli.bank_progress import progress_line


class Screen(io.StringIO):
    """Standard error that is, or is not, a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool, files: int) -> str:
    """What is written while so many files are read."""
    screen = Screen(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_line() as tell:
        for done in range(1, files + 1):
            tell(done, files)
    return screen.getvalue()


def test_progress_is_one_line_that_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is written over each time, and nothing of it is left."""
    written = shown(monkeypatch, is_terminal=True, files=100)
    assert "\rReading banks: 37 of 100 new files" in written
    assert "\n" not in written
    *_, last, wiped, end = written.split("\r")
    assert (wiped.strip(), len(wiped), end) == ("", len(last), "")


@pytest.mark.parametrize(("is_terminal", "files"), [(True, 3), (True, 0), (False, 100)])
def test_nothing_is_shown_where_it_would_be_noise(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, files: int
) -> None:
    """A few files are read in no time, and a log wants no progress."""
    assert shown(monkeypatch, is_terminal=is_terminal, files=files) == ""
