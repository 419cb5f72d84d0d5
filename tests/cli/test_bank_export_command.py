"""Exporting banks from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim.bank.loading import load_bank

BANK = """\
format: interview-sim/bank@1
id: mine
title: Mine
questions:
  - id: one
    prompt: "Why \\e[31m?"
    rubric: [{id: p, point: Because, match: [since]}]
    hints: [Think]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A bank file."""
    path = tmp_path / "mine.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


def test_a_bank_goes_to_standard_output(mine: Path, run: Runner) -> None:
    """Data on standard output, what is left out on standard error, and no escape in it."""
    code, out, err = run("bank", "export", mine, "--to", "md")
    assert code == 0
    assert "Because" in out
    assert "\x1b" not in out
    assert err == "Not in md: 1 list of accepted wordings.\n"


def test_json_leaves_nothing_out(mine: Path, run: Runner) -> None:
    """Everything is in it, and nothing is told to be missing."""
    code, out, err = run("bank", "export", mine, "--to", "JSON")
    assert (code, err) == (0, "")
    assert json.loads(out)["questions"][0]["rubric"][0]["match"] == ["since"]


def test_a_file_is_never_replaced_without_force(mine: Path, tmp_path: Path, run: Runner) -> None:
    """A folder gets a file by the bank's id; a second time it is refused, or forced."""
    code, out, _ = run("bank", "export", mine, "--to", "gift", "-o", tmp_path)
    path = tmp_path / "mine.gift"
    assert (code, out) == (0, f"Written: {path} (1 question)\n")
    path.write_text("kept", encoding="utf-8")
    code, _, err = run("bank", "export", mine, "--to", "gift", "-o", path)
    assert (code, path.read_text(encoding="utf-8")) == (2, "kept")
    assert "--force" in err
    assert run("bank", "export", mine, "--to", "gift", "-o", path, "--force").code == 0
    assert "Because" in path.read_text(encoding="utf-8")


def test_an_unknown_format_is_told_with_the_nearest(mine: Path, run: Runner) -> None:
    """A misspelt format costs one look."""
    code, _, err = run("bank", "export", mine, "--to", "moodel-xml")
    assert code == 2
    assert "did you mean moodle-xml?" in err


@pytest.mark.parametrize("format_", ["anki", "gift", "moodle-xml", "md", "json"])
def test_there_and_back_from_the_command_line(
    mine: Path, tmp_path: Path, run: Runner, format_: str
) -> None:
    """What `export` writes is what `import` reads, its format found from the file alone."""
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("bank", "export", mine, "--to", format_, "-o", folder).code == 0
    (written,) = folder.iterdir()
    target = tmp_path / "back.yaml"
    assert run("bank", "import", written, "-o", target).code == 0
    (question,) = load_bank(target).questions
    assert (question.id, [p.point for p in question.rubric]) == ("one", ["Because"])
    assert question.hints == ("Think",)
