"""What is packed, in a wheel that is really built, and how its banks are loaded."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from interview_sim.bank import cache
from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank
from interview_sim.paths import BankSource, Origin

ROOT = Path(__file__).parents[2]
PREFIX = "interview_sim/shipped/"
MOST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is in the source now."""
    folder = tmp_path_factory.mktemp("dist")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(built)


@pytest.fixture(scope="module")
def two_banks(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two smallest of the banks in it: enough to see how they are loaded."""
    place = tmp_path_factory.mktemp("unpacked")
    with ZipFile(wheel) as packed:
        packed.extractall(place)
    folder = place / PREFIX / "banks"
    for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stat().st_size)[2:]:
        (folder / "built" / cache.built_entry(path.read_bytes(), path.name)[0]).unlink()
        path.unlink()
    return folder


@pytest.fixture
def shipped(two_banks: Path, tmp_path: Path) -> Path:
    """What ships of an installed wheel with these banks."""
    return Path(shutil.copytree(two_banks, tmp_path / PREFIX / "banks"))


@lru_cache
def read(content: bytes) -> tuple[Bank | None, str]:
    """A bank and its hash as its file says them, parsed and not looked up anywhere."""
    result = parse_bank(content)
    return result.bank, result.hash


def load(shipped: Path, tmp_path: Path) -> Catalogue:
    """What ships, read with a cache that knows nothing yet."""
    return Catalogue.load([BankSource(shipped, Origin.SHIPPED)], cache_folder=tmp_path / "cache")


def test_every_bank_is_in_the_wheel_and_no_tests_of_points(wheel: Path) -> None:
    """Also the schema that editors look for, and of the transcripts nothing but the samples."""
    with ZipFile(wheel) as packed:
        names = {name.removeprefix(PREFIX) for name in packed.namelist() if PREFIX in name}
    banks = {f"banks/{path.name}" for path in (ROOT / "banks").glob("*.yaml")}
    samples = {f"transcripts/sample-{name}.jsonl" for name in ("practice", "quick-five")}
    built = {name for name in names if name.startswith("banks/built/")}
    assert names == banks | samples | built | {"banks/bank.schema.json"}
    assert len(built) == len(banks)
    assert wheel.stat().st_size < MOST_BYTES


def test_banks_of_a_wheel_are_loaded_without_being_parsed(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first time as well, and they are what their files say."""
    monkeypatch.setattr(cache, "parse_bank", lambda *_: pytest.fail("a bank is parsed"))
    for _time in ("first", "second"):
        banks = load(shipped, tmp_path).banks
        assert [loaded.path for loaded in banks] == sorted(shipped.glob("*.yaml"))
        for loaded in banks:
            assert (loaded.bank, loaded.hash) == read(loaded.path.read_bytes())


def turned(content: bytes, at: int) -> bytes:
    """The content with one bit of it another."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("harm", ["changed", "head", "body", "swapped", "cut", "gone"])
def test_what_was_built_is_not_used_where_it_is_not_what_the_file_says(
    shipped: Path, tmp_path: Path, harm: str
) -> None:
    """The file has changed since, or what was built is damaged: the file is read."""
    first = min(shipped.glob("*.yaml"))
    if harm == "changed":
        first.write_text(first.read_text().replace("\ntitle: ", "\ntitle: My own ", 1))
    built = sorted((shipped / "built").iterdir())
    contents = [path.read_bytes() for path in built]
    for number, (path, content) in enumerate(zip(built, contents, strict=True)):
        if harm == "head":  # of the first question's prompt, which lists show
            path.write_bytes(turned(content, content.index(b'"prompt":"') + 10))
        elif harm == "body":
            path.write_bytes(turned(content, content.rindex(b'"model_answer":"') + 16))
        elif harm == "swapped":
            path.write_bytes(contents[number - 1])
        elif harm == "cut":
            path.write_bytes(content[: len(content) // 2])
    if harm == "gone":
        shutil.rmtree(shipped / "built")
    loaded = load(shipped, tmp_path).banks
    assert [(one.bank, one.hash) for one in loaded] == [
        read(path.read_bytes()) for path in sorted(shipped.glob("*.yaml"))
    ]
