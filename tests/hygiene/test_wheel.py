"""What is packed, in a wheel that is really built, and how its banks are loaded."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from interview_sim.bank import cache
from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import read_bank
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


@pytest.fixture
def shipped(wheel: Path, tmp_path: Path) -> Path:
    """Two of the banks of an installed wheel: enough to see how they are loaded."""
    with ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / PREFIX / "banks"
    for path in sorted(folder.glob("*.yaml"))[2:]:
        path.unlink()
    return folder


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
            result = read_bank(loaded.path)
            assert (loaded.bank, loaded.hash) == (result.bank, result.hash)


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
        (result.bank, result.hash) for result in map(read_bank, sorted(shipped.glob("*.yaml")))
    ]
