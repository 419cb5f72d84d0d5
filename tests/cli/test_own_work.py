"""Questions about the candidate's own work, on the command line: filled, sat, and put back."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
import yaml
from cli_kit import Runner

from interview_sim.bank.loading import load_bank

ROOT = Path(__file__).parents[2]
BANK = ROOT / "banks" / "resume.yaml"
MARK = "Zq"
"""Begins every word of the résumé, and is in nothing else."""
RESUME = {
    "basics": {"label": "Zqlabel"},
    "work": [{"name": "Zqworks [bold]", "position": "Zqanalyst"}],
    "projects": [
        {
            "name": "Zqspotter [red]\u001b[31m",
            "keywords": ["Zqboosting"],
            "roles": ["Zqlead"],
            "highlights": ["Zqresult of 31 percent"],
        },
        {"name": "Zqrouter {method}", "keywords": ["Zqlinear"]},
    ],
    "skills": [{"name": "Zqspark"}],
}


@pytest.fixture
def run(run: Runner) -> Runner:
    """Runs a command that succeeds, or ends as it should."""
    return partial(run, code=0)


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """A résumé in a file."""
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(RESUME))
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Written answers: the examples of the bank to some, next to nothing to the others."""
    said = {
        f"resume:{question.id}": {
            "answer": question.model_answer.split("\n", 2)[2].strip()
            if index % 3
            else "We built a model and it was quite good.",
            "follow_ups": {ask.id: ask.model_answer for ask in question.follow_ups},
            "seconds": 120,
        }
        for index, question in enumerate(load_bank(BANK).questions)
    }
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(said))
    return path


def test_a_round_is_sat_and_nothing_of_the_resume_leaves_anonymously(
    run: Runner, resume: Path, answers: Path, tmp_path: Path
) -> None:
    """Asked with it, told without it: in every format, whatever was asked, hinted or probed."""
    start = ["start", "--plain", "--plan", "resume", "--bank", str(BANK), "--seed", "5"]
    start += ["--answers", str(answers), "--json"]
    card = json.loads(run(*start, "--cv", str(resume)).out)
    assert len(card["questions"]) == 5
    assert all(question["kind"] == "resume" for question in card["questions"])
    answered = [answer for question in card["questions"] for answer in question["answers"]]
    assert len(answered) > 7, "some were followed up"
    asked = json.dumps([question["prompt"] for question in card["questions"]])
    assert len({word for word in asked.split() if MARK in word}) >= 2
    points = [point for answer in answered for point in answer["points"]]
    assert all(point["anchors"]["weak"] for point in points)
    assert all("Only you can tell" in p["reason"] for p in points if p["spans"])
    assert {point["suggested"] for point in points} == {"covered", "missed"}

    without = json.loads(run(*start).out)
    for form in ("md", "html", "json", "csv", "cast"):
        export = ("export", card["id"], "--to", form, "-o", "-")
        named, unnamed = run(*export).out, run(*export, "--anonymous").out
        assert MARK in named
        assert "\x1b[31m" not in named
        assert MARK not in unnamed
    unnamed = json.loads(run("export", card["id"], "--to", "json", "-o", "-", "--anonymous").out)
    for ours, theirs in zip(unnamed["questions"], without["questions"], strict=True):
        assert ours["prompt"] == theirs["prompt"]
        assert [a["ask"] for a in ours["answers"]] == [a["ask"] for a in theirs["answers"]]
    paper = tmp_path / "paper.yaml"
    run("cv", str(resume))
    run("paper", "make", "--plan", "resume", "--bank", str(BANK), "-o", str(paper))
    assert MARK not in paper.read_text()
    sit = ("start", "--plain", "--paper", str(paper), "--bank", str(BANK))
    assert MARK not in run(*sit, "--answers", str(answers)).said
    assert "the same for everyone" in run(*sit, "--cv", str(resume), code=2).err


def test_a_resume_is_kept_shown_used_and_forgotten(
    run: Runner, resume: Path, answers: Path, tmp_path: Path
) -> None:
    """It says where it lies; a broken one is refused and changes nothing."""
    assert "a project of yours" in run("cv").out
    _, shown, _ = run("cv", str(resume))
    (kept,) = (Path(line.removeprefix("Kept in ")) for line in shown.splitlines()[:1])
    assert json.loads(kept.read_text()) == RESUME
    assert kept.stat().st_mode & 0o077 == 0
    assert "It stays on this machine" in shown
    assert "\x1b" not in shown
    assert json.loads(run("cv", "--json").out)["projects"][1]["method"] == "Zqlinear"

    broken = tmp_path / "broken.json"
    broken.write_text('{"projects": 7}')
    assert "broken.json: `projects` has to be a list" in run("cv", str(broken), code=2).err
    assert json.loads(kept.read_text()) == RESUME

    start = ("start", "--plain", "--bank", str(BANK), "--seed", "5", "--answers", str(answers))
    assert MARK in run(*start, "--plan", "resume").err
    kept.write_text("[")
    assert "this is not JSON" in run(*start, "--plan", "resume", code=2).err
    run("start", "--plain", "--plan", "quick-five", "--answers", str(answers))

    assert "--forget goes alone" in run("cv", str(resume), "--forget", code=2).err
    assert "Deleted" in run("cv", "--forget").out
    assert not kept.exists()
    assert "No résumé is kept" in run("cv", "--forget").out


def test_the_tools_for_banks_show_the_plain_wording(run: Runner, tmp_path: Path) -> None:
    """No hole is seen; with spoilers there are the anchors and what is looked for."""
    for arguments in (("show", str(BANK)), ("show", "resume:walk-me-through", "--bank", str(BANK))):
        _, shown, _ = run("bank", *arguments, "--spoilers")
        assert "{" not in shown
        assert "looked for: numbers" in shown
        assert "strong: “Of those we called, 31 percent stayed" in shown
    answer = tmp_path / "answer.txt"
    answer.write_text("I built it, and it went from 24 to 17 percent.")
    tried = ("bank", "try", "resume:walk-me-through", "--bank", str(BANK), "-a", str(answer))
    assert "A sign of it: “24”, “17”, “percent”" in run(*tried).out
    assert "kinds" in run("bank", "stats", str(BANK)).out
    copy = tmp_path / "copy.json"
    run("bank", "export", str(BANK), "--to", "json", "-o", str(copy))
    run("bank", "import", str(copy), "--output", str(tmp_path / "back.yaml"))
    assert load_bank(tmp_path / "back.yaml").questions == load_bank(BANK).questions
    for form in ("md", "gift"):
        assert "{project" not in run("bank", "export", str(BANK), "--to", form).out
