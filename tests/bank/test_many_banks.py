"""Many banks: the cache, what is decoded only when needed, and helper processes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from interview_sim.bank import cache as cache_module
from interview_sim.bank.cache import BankCache, FileReading, helpers_for, read_ahead, read_all
from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import read_bytes
from interview_sim.bank.problems import BankError, Problem

QUESTION = """\
  - id: q-{number}
    prompt: Why {number}?
    topic: a/b
    level: advanced
    time: 2m
    roles: [r]
    rubric: [{{id: p, point: Because., probe: And?}}]
    hints: [H]
    model_answer: Because of it.
"""


def write(folder: Path, count: int, questions: int = 1) -> list[Path]:
    """So many bank files."""
    folder.mkdir(exist_ok=True)
    paths = []
    for index in range(count):
        path = folder / f"bank-{index:03}.yaml"
        head = f"format: interview-sim/bank@1\nid: bank-{index}\ntitle: T\nquestions:\n"
        path.write_text(head + "".join(QUESTION.format(number=n) for n in range(questions)))
        paths.append(path)
    return paths


def load(folder: Path, told: list[tuple[int, int]] | None = None) -> Catalogue:
    """The banks of the folder, with a cache beside it."""

    def tell(done: int, of: int) -> None:
        if told is not None:
            told.append((done, of))

    return Catalogue.load([folder], cache_folder=folder.parent / "cache", progress=tell)


def entries(folder: Path) -> list[Path]:
    """The files of the cache beside the folder."""
    return sorted((folder.parent / "cache" / "banks").iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three banks of two questions."""
    write(tmp_path / "many", 3, 2)
    return tmp_path / "many"


def test_an_outline_has_what_lists_and_the_draw_need(folder: Path) -> None:
    """Fresh or from the cache: prompts, topics, levels, roles and times are there at once."""
    for _ in range(2):
        loaded = load(folder).bank("bank-1")
        question = loaded.outline.questions[1]
        assert (question.id, question.prompt, question.topic) == ("q-1", "Why 1?", "a/b")
        assert (question.level, question.time, question.roles) == ("advanced", 120, ("r",))
        assert (question.rubric, question.hints, question.model_answer) == ((), (), "")
        whole = loaded.bank.questions[1]
        assert whole.rubric[0].probe == "And?"
        assert loaded.bank is loaded.bank


def test_only_new_and_changed_files_are_read(folder: Path) -> None:
    """The progress tells of three files at first, then of none, then of the one that changed."""
    told: list[tuple[int, int]] = []
    load(folder, told)
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    load(folder, told)
    assert told == []
    path = folder / "bank-001.yaml"
    path.write_text(path.read_text().replace("Why 1?", "How?"))
    assert load(folder, told).find("bank-1:q-1").question.prompt == "How?"
    assert told == [(1, 1)]


def test_a_broken_file_is_remembered_too(folder: Path) -> None:
    """A bank with errors is not parsed again and again, and its problems stay the same."""
    (folder / "bank-001.yaml").write_text("id: [")
    first, told = load(folder), list[tuple[int, int]]()
    assert load(folder, told) == first
    assert told == []
    assert len(first.problems) == 1


def test_an_entry_that_was_cut_short_is_parsed_again(folder: Path) -> None:
    """The second line of an entry is not taken on trust."""
    expected = load(folder)
    for entry in entries(folder):
        entry.write_bytes(entry.read_bytes()[:-1])
    told: list[tuple[int, int]] = []
    assert load(folder, told) == expected
    assert len(told) == 3


def test_a_bank_whose_entry_goes_bad_comes_from_its_file(folder: Path) -> None:
    """What was kept may vanish between the list and the interview; the file is still there."""
    load(folder)
    catalogue = load(folder)
    for entry in entries(folder):
        head, _, body = entry.read_bytes().partition(b"\n")
        entry.write_bytes(head + b"\n" + b"x" * len(body))
    assert catalogue.bank("bank-0").bank.questions[0].hints == ("H",)
    for entry in entries(folder):
        entry.unlink()
    assert catalogue.bank("bank-1").bank.questions[0].hints == ("H",)
    (folder / "bank-002.yaml").write_text("id: other")
    with pytest.raises(BankError, match="has changed since it was read; read the banks again"):
        _ = catalogue.bank("bank-2").bank


def test_entries_in_use_are_never_forgotten(tmp_path: Path) -> None:
    """With more banks than spare entries, a second reading still parses nothing."""
    folder = tmp_path / "many"
    write(folder, 320)
    load(folder)
    told: list[tuple[int, int]] = []
    load(folder, told)
    assert told == []


def test_a_file_that_is_surely_unchanged_is_not_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stamp is enough, once that is older than clocks are coarse; a changed one is read."""
    opened: list[Path] = []

    def read(path: Path) -> bytes | Problem:
        opened.append(path)
        return read_bytes(path)

    first = load(folder)
    monkeypatch.setattr(cache_module, "read_bytes", read)
    assert load(folder) == first
    assert len(opened) == 3  # they were written just now, perhaps within one tick of the clock
    opened.clear()
    monkeypatch.setattr(cache_module, "_SETTLED", -60_000_000_000)
    assert load(folder) == first
    assert opened == []
    (folder / "bank-001.yaml").write_text("id: [")
    assert len(load(folder).banks) == 2
    assert {path.name for path in opened} == {"bank-001.yaml"}


# -- helpers


def readings(folder: Path, cache: Path) -> dict[Path, FileReading]:
    """What every file of the folder holds."""
    return read_all(sorted(folder.iterdir()), BankCache(cache))


def test_what_a_helper_has_read_is_not_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in the cache, whole."""
    (folder / "bank-001.yaml").write_text("id: x\ntitel: T\n")
    alone = readings(folder, tmp_path / "one")
    read_ahead(str(tmp_path / "two"), map(str, folder.iterdir()))
    monkeypatch.delattr(cache_module, "parse_bank")
    assert readings(folder, tmp_path / "two") == alone


@pytest.mark.parametrize(
    "code",
    [cache_module._HELPER, "import sys; sys.exit(3)", "import sys; sys.stdin.read(); input()"],
    ids=["works", "dies", "does nothing"],
)
def test_with_helpers_the_readings_are_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Whether a helper read a file cannot be seen from what was read, nor whether it died."""
    (folder / "bank-001.yaml").write_text("id: x\ntitel: T\n")
    alone = readings(folder, tmp_path / "one")
    started: list[int] = []

    def helpers(_files: int) -> int:
        started.append(2)
        return 2

    monkeypatch.setattr(cache_module, "_HELPER", code)
    monkeypatch.setattr(cache_module, "_WORTH_HELP", 0)
    monkeypatch.setattr(cache_module, "helpers_for", helpers)
    assert readings(folder, tmp_path / "two") == alone
    assert started == [2]


def test_a_helper_fills_the_cache_as_another_process(tmp_path: Path) -> None:
    """It finds our code and the files, and what it puts there is what we would have."""
    paths = write(tmp_path / "many", 3)
    helper = cache_module._helper(paths, tmp_path / "cache", 0)
    assert helper.wait(60) == 0
    cache = BankCache(tmp_path / "cache")
    assert all(cache.look_up(path) for path in paths)


def test_a_helper_that_cannot_be_started_is_done_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that is not where it says costs time only."""
    alone = readings(folder, tmp_path / "one")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(cache_module, "_WORTH_HELP", 0)
    monkeypatch.setattr(cache_module, "helpers_for", lambda _files: 2)
    assert readings(folder, tmp_path / "two") == alone


def test_no_helper_is_started_where_there_is_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen program, or one file, is read in one process."""
    assert helpers_for(1) == 0
    monkeypatch.setattr(sys, "executable", "")
    assert helpers_for(100) == 0
