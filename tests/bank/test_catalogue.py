"""Finding banks in folders and files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from interview_sim.bank.catalogue import Catalogue
from interview_sim.errors import NotFoundError
from interview_sim.paths import BankSource, Origin


def bank(bank_id: str, *questions: str, title: str = "T") -> str:
    """A bank with these questions."""
    head = f"format: interview-sim/bank@1\nid: {bank_id}\ntitle: {title}\nquestions:\n"
    return head + "".join(f"  - {{id: {q}, prompt: P, model_answer: A}}\n" for q in questions)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good banks, a bad one, and files that are none."""
    home = tmp_path / "banks"
    home.mkdir()
    (home / "b.yaml").write_text(bank("beta", "shared", "only-b"))
    (home / "a.YML").write_text(bank("alpha", "shared", "only-a"))
    (home / "broken.yaml").write_text("id: x\ntitel: y\n")
    (home / ".hidden.yaml").write_text("nonsense")
    (home / "notes.txt").write_text("nonsense")
    (home / "b.yaml~").write_text("nonsense")
    return home


def test_good_banks_load_beside_a_bad_one(folder: Path) -> None:
    """A bank with errors is told and left out; the others come in the order of their names."""
    catalogue = Catalogue.load([folder])
    assert [loaded.id for loaded in catalogue.banks] == ["alpha", "beta"]
    assert {problem.file for problem in catalogue.problems} == {str(folder / "broken.yaml")}
    assert catalogue.notes == ()
    assert catalogue.banks[0].origin is Origin.GIVEN
    assert catalogue.banks[0].path == folder / "a.YML"


def test_of_two_banks_with_one_id_the_earlier_is_used(folder: Path, tmp_path: Path) -> None:
    """The order of the sources decides, and a note says so."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(bank("beta", "other"))
    catalogue = Catalogue.load([mine, BankSource(folder, Origin.SHIPPED)])
    assert catalogue.bank("beta").path == mine
    assert catalogue.bank("alpha").origin is Origin.SHIPPED
    assert catalogue.notes == (
        f"the bank beta in {folder / 'b.yaml'} is not used: the one in {mine} comes first",
    )


def test_one_file_found_twice_is_read_once(folder: Path) -> None:
    """A file named on the command line that is also in a folder is no conflict with itself."""
    (folder / "link.yaml").symlink_to(folder / "b.yaml")
    catalogue = Catalogue.load([folder / "b.yaml", folder, BankSource(folder, Origin.WORKSPACE)])
    assert [loaded.id for loaded in catalogue.banks] == ["beta", "alpha"]
    assert catalogue.notes == ()


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    """A link may stay in its folder; one that leads out, or in a ring, is told and left alone."""
    secret = tmp_path / "secret.yaml"
    secret.write_text(bank("secret", "q"))
    (folder / "out.yaml").symlink_to(secret)
    (folder / "ring.yaml").symlink_to(folder / "ring.yaml")
    (folder / "broken.yaml").unlink()
    catalogue = Catalogue.load([folder])
    assert [loaded.id for loaded in catalogue.banks] == ["alpha", "beta"]
    assert [str(problem) for problem in catalogue.problems] == [
        (
            f"{folder / 'out.yaml'}: this link leads out of its folder and is not followed; "
            "copy the bank here, or name the file itself with --bank"
        ),
        f"{folder / 'ring.yaml'}: there is no such file",
    ]


def test_a_link_named_by_the_user_is_followed(folder: Path, tmp_path: Path) -> None:
    """What the user names is opened, wherever it leads."""
    link = tmp_path / "link.yaml"
    link.symlink_to(folder / "b.yaml")
    assert Catalogue.load([link]).bank("beta").path == link


def test_only_what_was_named_must_be_there(tmp_path: Path) -> None:
    """A missing folder of the platform is nothing to tell; a missing file that was named is."""
    nowhere = tmp_path / "nowhere"
    catalogue = Catalogue.load([nowhere, BankSource(nowhere, Origin.USER)])
    assert [str(problem) for problem in catalogue.problems] == [f"{nowhere}: there is no such file"]
    assert catalogue.banks == ()


def test_an_empty_folder_that_was_named_is_noted(tmp_path: Path) -> None:
    """The user hears that nothing was found where they pointed."""
    catalogue = Catalogue.load([tmp_path])
    assert catalogue.notes == (f"no bank (*.yaml) is in the folder {tmp_path}",)


def test_a_folder_called_like_a_bank_is_told(tmp_path: Path) -> None:
    """Pipes and folders with a bank's name are never opened."""
    (tmp_path / "a.yaml").mkdir()
    os.mkfifo(tmp_path / "b.yaml")
    catalogue = Catalogue.load([tmp_path])
    assert [problem.message for problem in catalogue.problems] == ["this is not a file"] * 2


def test_questions_are_found_by_name(folder: Path) -> None:
    """`bank:question` always works, the bare id where only one bank has it."""
    catalogue = Catalogue.load([folder])
    assert catalogue.find("beta:shared").bank.id == "beta"
    assert catalogue.find("only-a").name == "alpha:only-a"
    assert [located.name for located in catalogue.questions()] == [
        "alpha:shared",
        "alpha:only-a",
        "beta:shared",
        "beta:only-b",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("shared", "the question `shared` is in 2 banks; write one of alpha:shared, beta:shared"),
        ("only-aa", "there is no question `only-aa`; did you mean only-a?"),
        ("beta:zzz", "there is no question `zzz` in the bank `beta`; there are shared, only-b"),
        ("betta:only-b", "there is no bank `betta`; did you mean beta?"),
        ("\x1b[31m", "there is no question `\\x1b[31m`; there are shared, only-a, shared, only-b"),
    ],
)
def test_what_cannot_be_found_is_told_with_what_there_is(
    folder: Path, name: str, sentence: str
) -> None:
    """The sentence names the likeliest, or everything there is."""
    with pytest.raises(NotFoundError) as caught:
        Catalogue.load([folder]).find(name)
    assert str(caught.value) == sentence


def test_without_banks_nothing_can_be_found() -> None:
    """An empty catalogue says that it is empty."""
    with pytest.raises(NotFoundError, match="no bank could be loaded"):
        Catalogue().bank("x")


def test_the_cache_gives_the_same_catalogue(folder: Path, tmp_path: Path) -> None:
    """What comes from the cache equals what was parsed, warnings and places included."""
    (folder / "b.yaml").write_text(bank("beta", "q").split("\n", 1)[1])
    cache = tmp_path / "cache"
    parsed = Catalogue.load([folder], cache_folder=cache)
    kept = sorted((cache / "banks").iterdir())
    assert len(kept) == 3
    assert Catalogue.load([folder], cache_folder=cache) == parsed
    assert [(p.file, p.message) for p in parsed.problems if not p.is_error] == [
        (str(folder / "b.yaml"), "`format` is missing"),
        (str(folder / "broken.yaml"), "`format` is missing"),
    ]
    assert sorted((cache / "banks").iterdir()) == kept


def test_a_changed_bank_is_read_again(folder: Path, tmp_path: Path) -> None:
    """The cache is keyed by content, so neither time nor size of the file can fool it."""
    Catalogue.load([folder], cache_folder=tmp_path / "cache")
    stamp = (folder / "b.yaml").stat()
    (folder / "b.yaml").write_text(bank("beta", "shared", "only-c"))
    os.utime(folder / "b.yaml", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    catalogue = Catalogue.load([folder], cache_folder=tmp_path / "cache")
    assert catalogue.find("only-c").bank.id == "beta"


@pytest.mark.parametrize(
    "rubbish", [b"", b"{", b"\xff\xfe", b'{"key": "x", "result": {"bank": null}}', b"[1]", b"null"]
)
def test_a_corrupt_cache_is_ignored(folder: Path, tmp_path: Path, rubbish: bytes) -> None:
    """Whatever is wrong with the cache, the banks are read from their files."""
    cache = tmp_path / "cache"
    expected = Catalogue.load([folder], cache_folder=cache)
    for entry in (cache / "banks").iterdir():
        entry.write_bytes(rubbish)
    assert Catalogue.load([folder], cache_folder=cache) == expected


def test_an_entry_under_a_wrong_name_is_ignored(folder: Path, tmp_path: Path) -> None:
    """An entry that belongs to other content is not taken for this one."""
    cache = tmp_path / "cache"
    expected = Catalogue.load([folder], cache_folder=cache)
    first, second, _ = sorted((cache / "banks").iterdir())
    first.write_bytes(second.read_bytes())
    assert Catalogue.load([folder], cache_folder=cache) == expected


def test_a_cache_that_cannot_be_written_is_no_failure(folder: Path, tmp_path: Path) -> None:
    """A file where the cache should be, or a full disk, costs time and nothing else."""
    (tmp_path / "cache").write_text("a file")
    assert len(Catalogue.load([folder], cache_folder=tmp_path / "cache").banks) == 2


def test_old_entries_are_forgotten(folder: Path, tmp_path: Path) -> None:
    """The cache does not grow for ever."""
    cache = tmp_path / "cache" / "banks"
    cache.mkdir(parents=True)
    for number in range(450):
        entry = cache / f"{number}.json"
        entry.write_text("{}")
        os.utime(entry, (number, number))
    Catalogue.load([folder], cache_folder=tmp_path / "cache")
    left = {path.name for path in cache.iterdir()}
    assert len(left) <= 400
    assert "0.json" not in left
    assert "449.json" in left


def test_cached_banks_need_no_yaml(folder: Path, tmp_path: Path) -> None:
    """Neither the model nor a warm catalogue pays for the YAML parser."""
    cache = tmp_path / "cache"
    (folder / "broken.yaml").unlink()
    Catalogue.load([folder], cache_folder=cache)
    code = (
        "import sys; from pathlib import Path; from interview_sim.bank.catalogue import Catalogue;"
        f"c = Catalogue.load([Path({str(folder)!r})], cache_folder=Path({str(cache)!r}));"
        "assert len(c.banks) == 2;"
        "print(sorted({'yaml', 'textual', 'rich', 'rapidfuzz'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
