"""What every test shares: a home of its own, and nothing of this machine's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: tests in a terminal mostly wait for it."""
    return (os.cpu_count() or 2) + 1


_KEEP = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "INTERVIEW_SIM_DATA", "CI"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for user data, settings, cache and state; the work folder is empty too."""
    for name in list(os.environ):
        if name.startswith(("INTERVIEW_SIM_", "TEXTUAL_")) and name not in _KEEP:
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("INTERVIEW_SIM_HOME", str(folder))
    monkeypatch.chdir(work)
    return folder
