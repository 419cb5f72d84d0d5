"""Many banks: the cache, what is decoded only when needed, and helper processes."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest

from interview_sim.bank import BankError, Catalogue
from interview_sim.bank import gathering as gathering_module
from interview_sim.bank import helpers as helpers_module
from interview_sim.bank.cache import BankCache
from interview_sim.bank.gathering import read_all
from interview_sim.bank.helpers import SharedWork, helpers_for

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


# -- helpers


def read_shared(paths: list[Path], cache: BankCache, helpers: int) -> tuple[list[Path], list[Path]]:
    """Which files were read here, and which by helpers."""
    theirs: list[Path] = []
    with SharedWork(paths, theirs.append) as work:
        work.start(helpers, cache)
        mine = list(work)
    return mine, theirs


def test_helpers_take_their_share_and_every_file_is_read_once(tmp_path: Path) -> None:
    """What a helper read is in the cache; nothing is read twice and nothing is left out."""
    paths = write(tmp_path / "many", 12)
    cache = BankCache(tmp_path / "cache")
    theirs: list[Path] = []
    has_begun = Event()

    def tell(path: Path) -> None:
        theirs.append(path)
        has_begun.set()

    with SharedWork(paths, tell) as work:
        work.start(2, cache)
        assert has_begun.wait(60)  # else everything would be read here before a helper is there
        mine = list(work)
    assert sorted(mine + theirs) == paths
    for path in theirs:
        assert cache.get(path.read_bytes(), path) is not None


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "import sys; sys.stdin.readline()"])
def test_a_helper_that_dies_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Its files are read here."""
    monkeypatch.setattr(helpers_module, "_START", code)
    paths = write(tmp_path / "many", 6)
    mine, theirs = read_shared(paths, BankCache(tmp_path / "cache"), 2)
    assert sorted(mine) == paths
    assert theirs == []


def test_a_helper_that_cannot_be_started_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that is not where it says costs time only."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    paths = write(tmp_path / "many", 3)
    assert read_shared(paths, BankCache(tmp_path / "cache"), 2) == (paths, [])


def test_no_helper_is_started_where_there_is_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen program, or one file, is read in one process."""
    assert helpers_for(1) == 0
    monkeypatch.setattr(sys, "executable", "")
    assert helpers_for(100) == 0


def test_with_helpers_the_readings_are_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a helper read a file cannot be told from what was read."""
    (folder / "bank-001.yaml").write_text("id: x\ntitel: T\n")
    paths = sorted(folder.iterdir())
    alone = read_all(paths, BankCache(tmp_path / "one"))
    monkeypatch.setattr(gathering_module, "_WORTH_HELP", 0)
    monkeypatch.setattr(helpers_module, "helpers_for", lambda files: 2)
    assert read_all(paths, BankCache(tmp_path / "two")) == alone
