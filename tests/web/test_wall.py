"""What a visitor's process may open: their own folder and the program, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from interview_sim.paths import VISITOR_VARIABLE, find_paths
from interview_sim.wall import Wall, program_paths

READ, WRITE = os.O_RDONLY, os.O_WRONLY | os.O_CREAT


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    """Around tmp_path/ann, with a program in tmp_path/program."""
    for name in ("ann", "ann2", "program"):
        (tmp_path / name).mkdir()
    return Wall(str(tmp_path / "ann"), [str(tmp_path / "program")])


def _refuses(wall: Wall, event: str, *arguments: object) -> bool:
    try:
        wall(event, arguments)
    except PermissionError:
        return True
    return False


def test_ones_own_folder_is_open_and_the_program_can_be_read(wall: Wall, tmp_path: Path) -> None:
    """By any kind of path, relative ones too."""
    own, program = tmp_path / "ann", tmp_path / "program"
    for event, *arguments in (
        ("open", own / "a", "w", WRITE),
        ("open", str(own / "a"), None, WRITE),
        ("open", os.fsencode(own / "a"), "r", READ),
        ("open", str(program / "x.py"), "rb", READ),
        ("open", 3, "w", WRITE),
        ("os.listdir", str(program)),
        ("os.rename", own / "a", own / "b", -1, -1),
        ("import", "json", None, None, None, None),
    ):
        assert not _refuses(wall, event, *arguments), event


def test_all_else_is_closed(wall: Wall, tmp_path: Path) -> None:
    """By a way up, by a link, by a name that begins alike; and no program is started."""
    own, program = tmp_path / "ann", tmp_path / "program"
    (own / "out").symlink_to(tmp_path)
    (program / "up").symlink_to("/etc")
    for event, *arguments in (
        ("open", "/etc/passwd", "r", READ),
        ("open", tmp_path / "ann2" / "a", "w", WRITE),
        ("open", program / "x.py", "r+", os.O_RDWR),
        ("open", program / "x.py", None, WRITE),
        ("open", own / ".." / "ann2" / "a", "r", READ),
        ("open", f"{program}/../ann2/a", "r", READ),
        ("open", own / "out" / "ann2" / "a", "w", WRITE),
        ("open", "elsewhere", "r", READ),
        ("os.listdir", None),
        ("os.scandir", str(tmp_path)),
        ("os.rename", own / "a", tmp_path / "b", -1, -1),
        ("os.rename", tmp_path / "b", own / "a", -1, -1),
        ("os.symlink", "/etc", own / "etc", -1),
        ("os.remove", program / "x.py", -1),
        ("subprocess.Popen", "sh", ["sh"], None, None),
        ("os.system", b"true"),
        ("socket.connect", None, ("127.0.0.1", 80)),
    ):
        assert _refuses(wall, event, *arguments), (event, arguments)


def test_a_checkout_is_not_the_program() -> None:
    """It is on Python's path, and holds other people's sessions."""
    root = Path(__file__).parents[2]
    assert str(root) not in program_paths()
    assert str(root / "interview_sim") in program_paths()


def test_a_visitor_has_no_workspace_of_the_hosts(tmp_path: Path) -> None:
    """Though the folder lies in one: the host's data folder looks like one itself."""
    (tmp_path / "banks").mkdir()
    (tmp_path / "transcripts").mkdir()
    own = tmp_path / "visitors" / "ann"
    own.mkdir(parents=True)
    env = {VISITOR_VARIABLE: str(own), "INTERVIEW_SIM_TRANSCRIPTS": str(tmp_path / "transcripts")}
    paths = find_paths(own, env)
    assert paths.is_visitor
    assert paths.workspace is None
    places = (paths.transcripts, paths.user_banks, paths.config_file, paths.cache, paths.state)
    assert all(place.is_relative_to(own) for place in places)


def test_the_real_program_stays_in_it(tmp_path: Path) -> None:
    """Whatever command gets whatever path; what it may do works."""
    own = tmp_path / "ann"
    own.mkdir()
    secret = tmp_path / "secret.json"
    secret.write_text('{"basics": {"label": "x"}}')
    env = {**os.environ, VISITOR_VARIABLE: str(own)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-P", "-m", "interview_sim", *arguments]
        return subprocess.run(
            program, env=env, cwd=own, capture_output=True, text=True, check=False
        )

    for refused in (
        ("cv", str(secret)),
        ("export", "last", "--to", "md", "-o", str(tmp_path / "out.md")),
        ("init", str(tmp_path / "workspace")),
    ):
        done = run(*refused)
        assert (done.returncode, "outside of your folder" in done.stderr) == (2, True), done.stderr
    assert run("export", "last", "--to", "md", "-o", "out.md").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} <= {"ann", "secret.json", "home", "work"}
    assert (own / "out.md").is_file()
