"""Where everything is, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

import interview_sim
from interview_sim import paths as paths_module
from interview_sim.paths import Origin, Paths, find_paths, shipped_folder

CHECKOUT = Path(interview_sim.__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def what_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ships is what really ships; see tests/conftest.py."""
    monkeypatch.setattr(paths_module, "shipped_folder", shipped_folder)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


@pytest.fixture
def env(room: Path) -> dict[str, str]:
    """An environment whose user folders are below one temporary folder."""
    return {"INTERVIEW_SIM_HOME": str(room / "home")}


@pytest.fixture
def workspace(room: Path) -> Path:
    """A folder with both `banks/` and `transcripts/`."""
    for name in ("banks", "transcripts"):
        (room / "work" / name).mkdir(parents=True)
    return room / "work"


def why(paths: Paths, name: str) -> str:
    """The reason given for a place."""
    return next(reason.why for reason in paths.reasons if reason.name == name)


def test_asking_creates_nothing(room: Path, env: dict[str, str]) -> None:
    """Paths are told, not made."""
    find_paths(room, env, transcripts=Path("t"), banks=[Path("b")])
    assert list(room.iterdir()) == []


def test_one_variable_moves_everything(room: Path, env: dict[str, str]) -> None:
    """With INTERVIEW_SIM_HOME nothing is read from or written to the real user folders."""
    paths = find_paths(room, env)
    home = room / "home"
    assert paths.transcripts == home / "data" / "transcripts"
    assert paths.user_banks == home / "data" / "banks"
    assert paths.config_file == home / "config" / "config.toml"
    assert paths.cache == home / "cache"
    assert paths.state == home / "state"
    assert paths.workspace is None
    assert why(paths, "transcripts") == "in the folder named by $INTERVIEW_SIM_HOME"


def test_transcripts_go_where_was_said_last(
    room: Path, env: dict[str, str], workspace: Path
) -> None:
    """The command line comes first, then the environment, the workspace, the user's folder."""
    inside = workspace / "deep" / "er"
    assert find_paths(room, env).transcripts == room / "home/data/transcripts"
    paths = find_paths(inside, env)
    assert paths.transcripts == workspace / "transcripts"
    assert paths.workspace == workspace
    assert why(paths, "transcripts") == "the workspace you are in"
    env["INTERVIEW_SIM_TRANSCRIPTS"] = "mine"
    paths = find_paths(inside, env)
    assert paths.transcripts == inside / "mine"
    assert why(paths, "transcripts") == "named by $INTERVIEW_SIM_TRANSCRIPTS"
    paths = find_paths(inside, env, transcripts=room / "t")
    assert paths.transcripts == room / "t"
    assert why(paths, "transcripts") == "named with --transcripts"
    env["INTERVIEW_SIM_TRANSCRIPTS"] = ""
    assert find_paths(inside, env).transcripts == workspace / "transcripts"


def test_the_nearest_workspace_counts(env: dict[str, str], workspace: Path) -> None:
    """A folder with only one of the two is passed over; the innermost with both is taken."""
    inner = workspace / "a"
    (inner / "banks").mkdir(parents=True)
    assert find_paths(inner, env).workspace == workspace
    (inner / "transcripts").mkdir()
    assert find_paths(inner / "b", env).workspace == inner
    (inner / "transcripts").rmdir()
    (inner / "transcripts").write_text("a file is no folder")
    assert find_paths(inner, env).workspace == workspace


def test_banks_come_from_four_places_in_order(env: dict[str, str], workspace: Path) -> None:
    """What was named comes first, then the workspace, the user's own, and what ships."""
    paths = find_paths(workspace, env, banks=[Path("x.yaml"), Path("/y")])
    assert [(source.origin, source.path) for source in paths.bank_sources] == [
        (Origin.GIVEN, workspace / "x.yaml"),
        (Origin.GIVEN, Path("/y")),
        (Origin.WORKSPACE, workspace / "banks"),
        (Origin.USER, paths.user_banks),
        (Origin.SHIPPED, CHECKOUT / "banks"),
    ]
    assert [reason.why for reason in paths.reasons if reason.name == "banks"] == [
        "named on the command line",
        "named on the command line",
        "the workspace you are in",
        "your own banks",
        "shipped with the app",
    ]


def test_a_checkout_is_not_listed_twice(env: dict[str, str]) -> None:
    """In a checkout the workspace's banks are those that ship."""
    paths = find_paths(CHECKOUT / "docs", env)
    assert [source.origin for source in paths.bank_sources] == [Origin.WORKSPACE, Origin.USER]
    assert paths.transcripts == CHECKOUT / "transcripts"
    assert paths.samples == CHECKOUT / "transcripts"


def test_a_home_folder_is_written_out(
    room: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    """`~` in a variable, which no shell has expanded, means the home folder."""
    monkeypatch.setenv("HOME", str(room / "me"))
    env["INTERVIEW_SIM_TRANSCRIPTS"] = "~/t"
    assert find_paths(room, env).transcripts == room / "me" / "t"
    env["INTERVIEW_SIM_TRANSCRIPTS"] = "~nobody-of-that-name/t"
    assert find_paths(room, env).transcripts == room / "~nobody-of-that-name" / "t"


def test_without_a_variable_the_platform_decides(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """User data, settings, cache and state go where this system keeps such things."""
    monkeypatch.setenv("HOME", str(room))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(room / name))
    paths = find_paths(room, {})
    assert "interview-sim" in paths.cache.parts
    assert why(paths, "settings") == "this system's place for it"
    assert list(room.iterdir()) == []


def test_an_installed_wheel_carries_its_banks(
    room: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    """Inside an installed package the shipped folders are those of the wheel."""
    package = room / "site" / "interview_sim"
    for name in ("banks", "transcripts"):
        (package / "shipped" / name).mkdir(parents=True)
    monkeypatch.setattr("interview_sim.paths.__file__", str(package / "paths.py"))
    paths = find_paths(room, env)
    assert paths.bank_sources[-1].path == package / "shipped" / "banks"
    assert paths.samples == package / "shipped" / "transcripts"
