"""What every test shares: a home of its own, and nothing of this machine's settings."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest
from cli_kit import Runner, runner

from interview_sim import files, paths
from interview_sim.bank import cache, loading
from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import LoadResult
from interview_sim.bank.nodes import Origins
from interview_sim.clock import ManualClock


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples a property gets; keep what is compiled."""
    if sys.dont_write_bytecode:
        # Else every program that a test starts would compile all its modules once more.
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if _is_run_here(config):
        _choose_examples(config)


def _is_run_here(config: pytest.Config) -> bool:
    """Whether tests run in this process; with workers it only hands them out."""
    return hasattr(config, "workerinput") or config.getoption("dist", "no") == "no"


def _choose_examples(config: pytest.Config) -> None:
    """The same examples every time; the long run looks for new ones."""
    from hypothesis import HealthCheck, settings

    patient = settings(
        deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    settings.register_profile("everyday", patient, max_examples=10, derandomize=True)
    settings.register_profile("thorough", patient, max_examples=200)
    settings.load_profile("thorough" if _is_thorough(config) else "everyday")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A property is a thorough test as well: `-m thorough` tries it on many more examples."""
    from hypothesis import is_hypothesis_test

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
def banks_are_parsed_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """Every test has a cache of its own; the same bank is not parsed anew for each of them.

    Large ones, those that ship, are kept for the other workers and from one run to the next.
    """
    parse, kept = loading.parse_bank, pytestconfig.cache.mkdir("parsed")
    for old in sorted(kept.iterdir(), key=_written_at)[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)

    @lru_cache(maxsize=64)
    def once(content: bytes, name: str) -> LoadResult:
        path = kept / cache._key(content)
        if len(content) > _LARGE:
            with contextlib.suppress(FileNotFoundError):
                return msgspec.msgpack.decode(path.read_bytes(), type=LoadResult)
        result = parse(content, name)
        if len(content) > _LARGE and not result.problems:  # which would name the file
            files.write_atomic(path, msgspec.msgpack.encode(result), is_durable=False)
        return result

    def parse_bank(
        content: str | bytes, name: str = "bank.yaml", origins: Origins | None = None
    ) -> LoadResult:
        if origins is None and isinstance(content, bytes):
            return once(content, name)
        return parse(content, name, origins)

    with pytest.MonkeyPatch.context() as patch:
        for module in (loading, cache):
            patch.setattr(module, "parse_bank", parse_bank)
        yield


def _written_at(path: Path) -> float:
    """When a file was written; a worker beside this one may have taken it away just now."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


_MOST_KEPT = 60
_LARGE = 50_000
"""Bytes from which on parsing a bank takes longer than looking up what it was parsed as."""


@pytest.fixture(scope="session")
def cache_of_banks(banks_are_parsed_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a program that has read the banks that really ship keeps of them."""
    folder = tmp_path_factory.mktemp("read")
    Catalogue.load([_ROOT / "banks"], cache_folder=folder)
    return folder


@pytest.fixture
def banks_are_known(cache_of_banks: Path, home: Path) -> None:
    """A program that is started knows the banks that really ship, as after its first start."""
    shutil.copytree(cache_of_banks, home / "cache" / "banks")


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


_ROOT = Path(__file__).parents[1]
_TWO_BANKS = _ROOT / "tests" / "data" / "banks"
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
