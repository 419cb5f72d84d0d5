"""`paper make` and `start --paper`: two people, one interview."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli_kit import ANSWERS, Runner, sit

ROOT = Path(__file__).parents[2]


@pytest.fixture
def paper(run: Runner) -> Path:
    """A paper of three questions."""
    done = run(
        "paper", "make", "--plan", "data-scientist", "--bank", "ml-fundamentals",
        "--questions", "3", "--seed", "7",
    )  # fmt: skip
    assert (done.code, done.out) == (0, "paper-7.yaml\n")
    return Path("paper-7.yaml")


def header(folder: Path, session: str) -> dict:
    """The first line of a transcript."""
    with (folder / f"{session}.jsonl").open(encoding="utf-8") as file:
        return json.loads(file.readline())


def test_two_people_get_the_very_same_interview(run: Runner, paper: Path, tmp_path: Path) -> None:
    """The same questions, times and follow-ups, whatever either has been asked before."""
    sit(run, "--transcripts", tmp_path / "ada", "--seed", "1", questions=6)
    headers, asked = [], []
    for name in ("ada", "bo"):
        folder = tmp_path / name
        session = sit(run, "--paper", paper, "--transcripts", folder)
        headers.append(header(folder, session))
        lines = (folder / f"{session}.jsonl").read_text().splitlines()
        asked.append([e["ask"] for e in map(json.loads, lines) if e["type"] == "follow_up_asked"])
    assert headers[0]["questions"] == headers[1]["questions"]
    assert headers[0]["paper"] == headers[1]["paper"] != ""
    assert asked[0] == asked[1]
    assert len(headers[0]["questions"]) == 3


def test_a_paper_is_not_written_over_and_can_be_printed(run: Runner, paper: Path) -> None:
    """A second one of the same seed needs another name; `-` prints it."""
    assert run("paper", "make", "--seed", "7").code == 2
    printed = run("paper", "make", "--seed", "7", "-o", "-")
    assert printed.out.startswith("# A sealed paper")
    assert paper.read_text().startswith("# A sealed paper")


def test_other_choices_have_no_place_beside_a_paper(run: Runner, paper: Path) -> None:
    """A paper with another seed or plan would not be that paper."""
    for option in (["--seed", "3"], ["--questions", "2"], ["--bank", "x"], ["--plan", "practice"]):
        done = run("start", "--plain", "--paper", paper, *option)
        assert done.code == 2
        assert "A paper decides what is asked" in done.err
    assert run("start", "--plain", "--force").code == 2


def test_a_bank_that_has_changed_is_refused_and_forced(
    run: Runner, tmp_path: Path, paper: Path
) -> None:
    """Words first; with --force the questions that exist, and no claim to be that paper."""
    text = (ROOT / "tests" / "data" / "banks" / "ml-fundamentals.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "banks" / "changed.yaml"
    changed.parent.mkdir()
    refs = [
        line.split(":")[-1].strip() for line in paper.read_text().splitlines() if "ref:" in line
    ]
    gone = text.replace(f"id: {refs[0]}\n", "id: something-else\n")
    assert gone != text
    changed.write_text(gone, encoding="utf-8")
    arguments = ("start", "--plain", "--paper", paper, "--bank", changed, "--answers", ANSWERS)
    folder = tmp_path / "kept"
    refused = run(*arguments, "--transcripts", folder)
    assert (refused.code, refused.out) == (2, "")
    assert refs[0] in refused.err
    assert "--force" in refused.err
    assert not folder.exists()
    forced = run(*arguments, "--transcripts", folder, "--force", "--json")
    assert forced.code == 0
    assert [q["id"].split(":")[1] for q in json.loads(forced.out)["questions"]] == refs[1:]
    assert "paper" not in header(folder, json.loads(forced.out)["id"])


def test_a_paper_from_a_bank_of_ones_own_names_what_is_missing(run: Runner, tmp_path: Path) -> None:
    """The friend is told which bank to get, and can name its file."""
    bank = tmp_path / "mine" / "hostile.yaml"
    bank.parent.mkdir()
    shutil.copy(ROOT / "tests" / "data" / "hostile.yaml", bank)
    made = run("paper", "make", "--bank", bank, "--questions", "1", "-o", tmp_path / "p.yaml")
    assert made.code == 0, made.err
    refused = run("start", "--plain", "--paper", tmp_path / "p.yaml")
    assert refused.code == 2
    assert "is not here" in refused.err
    assert "\x1b" not in refused.err
    arguments = ("start", "--plain", "--paper", tmp_path / "p.yaml", "--bank", bank)
    assert run(*arguments, "--answers", ANSWERS).code == 0


def test_a_file_that_is_no_paper_is_refused_with_its_place(run: Runner, tmp_path: Path) -> None:
    """As with banks and plans."""
    (tmp_path / "p.yaml").write_text("format: interview-sim/paper@1\nseed: many\n")
    done = run("start", "--plain", "--paper", tmp_path / "p.yaml")
    assert done.code == 2
    assert "p.yaml:2:7" in done.err
