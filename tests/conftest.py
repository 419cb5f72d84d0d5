"""What every test shares: a home of its own, and nothing of this machine's settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from cli_kit import Runner, runner
from hypothesis import HealthCheck, is_hypothesis_test, settings

from interview_sim import paths
from interview_sim.bank import cache
from interview_sim.clock import ManualClock

# The same examples every time; the long run looks for new ones.
_PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("everyday", _PATIENT, max_examples=10, derandomize=True)
settings.register_profile("thorough", _PATIENT, max_examples=200)


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples a property gets; keep what is compiled."""
    settings.load_profile("thorough" if _is_thorough(config) else "everyday")
    if sys.dont_write_bytecode:
        # Else every program that a test starts would compile all its modules once more.
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A property is a thorough test as well: `-m thorough` tries it on many more examples."""
    if _is_thorough(config):
        for item in items:
            if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
                item.add_marker("thorough")


def _is_thorough(config: pytest.Config) -> bool:
    return str(config.getoption("markexpr")) == "thorough"


def pytest_xdist_auto_num_workers() -> int:
    """As many workers as there are cores: each costs seconds of its own before its first test."""
    return os.cpu_count() or 2


@pytest.fixture(autouse=True, scope="session")
def banks_are_parsed_once() -> Iterator[None]:
    """Every test has a cache of its own; the same bank is not parsed anew for each of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "parse_bank", lru_cache(maxsize=32)(cache.parse_bank))
        yield


@pytest.fixture(autouse=True, scope="session")
def two_banks_ship(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The banks in tests/data/banks ship, whatever is added to the others or changed in them.

    What is to hold of those that really ship names their folder.
    """
    real, folder = paths.shipped_folder, tmp_path_factory.mktemp("shipped")
    for path in (real("banks") / "bank.schema.json", *_TWO_BANKS.glob("*.yaml")):
        shutil.copy(path, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            paths, "shipped_folder", lambda name: folder if name == "banks" else real(name)
        )
        yield


_TWO_BANKS = Path(__file__).parent / "data" / "banks"
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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs `interview-sim …` in this process."""
    return runner(capsys, monkeypatch)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that moves only when told to."""
    return ManualClock()


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A home folder and a temporary folder, for copies."""
    home, temp = tmp_path / "my home", tmp_path / "temp"
    home.mkdir()
    temp.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("tempfile.tempdir", str(temp))
    return home, temp
