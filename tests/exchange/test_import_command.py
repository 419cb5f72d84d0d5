"""`bank import`: what it tells, what it writes, what it refuses."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim.bank.loading import load_bank

DECK = (
    "# ML\n\n## Trees\n\n### What is bagging? 👶\n\nAveraging of trees.\n\n"
    "### What is boosting?\n\nAnswer here\n\n### Why prune?\n\nTo fit less noise.\n\n"
    "## License\n\nMIT\n"
)


@pytest.fixture
def run(run: Runner) -> Runner:
    """Runs `interview-sim bank import …`."""
    return partial(run, "bank", "import")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A small list of questions."""
    path = tmp_path / "trees.md"
    path.write_text(DECK, encoding="utf-8")
    return path


def test_it_tells_what_it_understood_and_writes_a_bank(run, deck: Path, home: Path) -> None:
    """Table, counts, what was skipped and why, the format, and how to use what was written."""
    done = run(deck, "--title", "Trees", "--id", "my-trees")
    assert done.code == 0, done.err
    for part in (
        "What is bagging?",
        "questions       2",
        "1  no answer",
        "trees.md:9: What is boosting?",
        "2  about the collection, not a question",
        "read as markdown: its name ends in .md",
        "the layout is headings",
        "interview-sim start --bank",
    ):
        assert part in done.out, part
    (path,) = home.rglob("my-trees.yaml")
    bank = load_bank(path)
    assert (bank.id, bank.title) == ("my-trees", "Trees")
    assert [question.topic for question in bank.questions] == ["trees", "trees"]


def test_nothing_is_replaced_without_force(run, deck: Path, tmp_path: Path) -> None:
    """A file that exists stays as it is, and the message says what to do."""
    target = tmp_path / "out.yaml"
    target.write_text("mine")
    done = run(deck, "-o", target)
    assert done.code == 2
    assert "--force" in done.err
    assert target.read_text() == "mine"
    assert run(deck, "-o", target, "--force").code == 0
    assert len(load_bank(target).questions) == 2


def test_a_dry_run_writes_nothing(run, deck: Path, home: Path) -> None:
    """Everything is told and no file appears."""
    done = run(deck, "--dry-run")
    assert done.code == 0
    assert "What is bagging?" in done.out
    assert "Written" not in done.out
    assert not list(home.rglob("*.yaml"))


def test_standard_output_gets_the_yaml_alone(run, deck: Path) -> None:
    """With `-o -` the words go to standard error."""
    done = run(deck, "-o", "-")
    assert done.out.startswith("# Imported from trees.md (markdown).\nformat: ")
    assert "Understood" in done.err


def test_json_tells_everything(run, deck: Path, tmp_path: Path) -> None:
    """Every question with its place, every skipped part with its reason."""
    told = json.loads(run(deck, "--json", "-o", tmp_path / "x.yaml").out)
    assert [question["place"] for question in told["questions"]] == ["trees.md:5", "trees.md:13"]
    assert {item["why"] for item in told["skipped"]} == {
        "no answer",
        "about the collection, not a question",
    }
    assert told["written"].endswith("x.yaml")


def test_in_a_workspace_the_bank_goes_among_its_banks(run, deck: Path) -> None:
    """The nearest enclosing workspace gets the bank, so that it can be drawn from at once."""
    for name in ("banks", "transcripts"):
        Path(name).mkdir()
    assert run(deck, "--id", "trees").code == 0
    assert Path("banks/trees.yaml").is_file()


def test_what_cannot_be_done_is_a_sentence(run, deck: Path, tmp_path: Path) -> None:
    """Unknown formats, bad ids, missing files and empty lists end with 2 and say what to do."""
    for arguments, told in (
        ((deck, "--from", "markdwn"), "did you mean markdown"),
        ((deck, "--id", "My Trees"), "write my-trees"),
        ((tmp_path / "no.md",), "no such file"),
        ((deck, "--map", "x"), "FIELD=COLUMN"),
        ((deck, "--layout", "tabels"), "did you mean “tables”"),
    ):
        done = run(*arguments)
        assert done.code == 2
        assert told in done.err, arguments
    (tmp_path / "empty.md").write_text("Nothing here.\n")
    done = run(tmp_path / "empty.md")
    assert done.code == 2
    assert "No question was found" in done.err


def test_what_a_file_says_is_never_obeyed(run, tmp_path: Path) -> None:
    """Terminal escapes and markup of a collection are shown as text, or taken out."""
    path = tmp_path / "evil.md"
    path.write_text(
        "## What is \x1b[31m[@click=app.quit]x[/]?\n\nIt \x1b]0;title\x07is.\n\n"
        "text \x1b[2J outside\n",
        encoding="utf-8",
    )
    done = run(path, "-o", tmp_path / "out.yaml", "--all")
    assert done.code == 0, done.err
    assert "\x1b" not in done.out + done.err
    assert "[@click=app.quit]" in load_bank(tmp_path / "out.yaml").questions[0].prompt


def test_columns_are_mapped_from_the_command_line(run, tmp_path: Path) -> None:
    """`--map` says which column holds what."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\nIt.,What is it?\n")
    target = tmp_path / "out.yaml"
    assert run(path, "--map", "question=b", "--map", "answer=col1", "-o", target).code == 0
    (question,) = load_bank(target).questions
    assert (question.prompt, question.model_answer) == ("What is it?", "It.")
