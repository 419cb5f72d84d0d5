"""Editing a bank's file in one's own editor, from the bank screen."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from frames import frame, lines_with, opened, press, settled

from interview_sim.bank.loading import Spot
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks.screen import BanksScreen
from interview_sim.tui.outside import EditorError, editor_command

pytestmark = pytest.mark.thorough

SIZE = (80, 24)
EDITOR = """\
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
pathlib.Path("opened.txt").write_text("\\n".join(sys.argv[1:]), encoding="utf-8")
before, after = sys.argv[1:3]
path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
"""


class TerminalApp(InterviewSimApp):
    """The app where there is a terminal to give away, which a test has not."""

    @contextlib.contextmanager
    def suspend(self) -> Iterator[None]:
        """Give nothing away."""
        yield


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that makes one replacement and ends."""
    Path("editor.py").write_text(EDITOR, encoding="utf-8")
    monkeypatch.delenv("VISUAL", raising=False)


def _edits(monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    monkeypatch.setenv("EDITOR", f"{sys.executable} editor.py '{before}' '{after}'")


@pytest.mark.usefixtures("editor")
async def test_errors_are_shown_on_return_and_mending_leads_back(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With file, line and column; then the same question is at hand again."""
    app = TerminalApp(services)
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await pilot.press("enter", "down")
        _edits(monkeypatch, "topic: clustering", "topik: clustering")
        await pilot.press("e")
        await settled(app, pilot)
        assert lines_with(app, "✗ tiny.yaml:46:5:")
        assert "have changed" not in frame(app)  # What one did oneself is no news.
        _edits(monkeypatch, "topik: clustering", "topic: clustering")
        await pilot.press("e")
        await settled(app, pilot)
        assert "✗" not in frame(app)
        await press(pilot, "enter")
        assert lines_with(app, "│ How does the elbow method choose k?")


@pytest.mark.usefixtures("editor")
async def test_a_shipped_bank_is_copied_first(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only after asking; the editor opens the copy."""
    shipped = services.catalogue.bank("ml-fundamentals").path
    before = shipped.read_bytes()
    copy = services.paths.user_banks / shipped.name
    _edits(monkeypatch, "title:", "title: Mine,")
    app = TerminalApp(services)
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await pilot.press("end", "e", "n")
        await settled(app, pilot)
        assert not copy.exists()
        await pilot.press("e", "y")
        await settled(app, pilot)
        assert lines_with(app, "Mine,")
    assert Path("opened.txt").read_text(encoding="utf-8").splitlines()[-1] == str(copy)
    assert shipped.read_bytes() == before


async def test_without_a_terminal_or_an_editor_it_says_so(
    app: InterviewSimApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words instead of a crash, also for an editor that is not there."""
    monkeypatch.setenv("VISUAL", "no-such-editor-[/here")
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await pilot.press("e")
        await settled(app, pilot)
        assert lines_with(app, "can only be started in a terminal")
    terminal = TerminalApp(services)
    async with opened(terminal, BanksScreen(services), SIZE) as pilot:
        await pilot.press("e")
        await settled(terminal, pilot)
        assert lines_with(terminal, "no-such-editor-[/here could not be")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"EDITOR": "nano"}, ["nano", "+7", "FILE"]),
        ({"EDITOR": "vi", "VISUAL": "/usr/bin/nvim -R"}, ["/usr/bin/nvim", "-R", "+7", "FILE"]),
        ({"VISUAL": "code"}, ["code", "--wait", "--goto", "FILE:7:3"]),
        ({"VISUAL": "code -w"}, ["code", "-w", "--goto", "FILE:7:3"]),
        ({"EDITOR": "hx"}, ["hx", "FILE:7:3"]),
        ({"EDITOR": "my-editor"}, ["my-editor", "FILE"]),
    ],
)
def test_editors_open_at_the_line_in_their_own_way(
    env: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    """One that is not known gets the file alone; a path is always a whole one."""
    path = tmp_path / "-rf.yaml"
    found = editor_command(env, path, Spot(7, 3))
    assert [word.replace(str(path), "FILE") for word in found] == expected


def test_an_editor_that_cannot_be_understood_is_told() -> None:
    """An open quote is not guessed at."""
    with pytest.raises(EditorError, match="cannot be understood"):
        editor_command({"EDITOR": "vim 'x"}, Path("b.yaml"), Spot())
