"""One whole mock in a real terminal: asked, answered, rated, marked, scored, saved."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
BANK = ROOT / "tests" / "data" / "banks" / "ml-fundamentals.yaml"
HOSTILE = ROOT / "tests" / "data" / "hostile.yaml"


def _report(home: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "interview_sim", "show", "last", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={"INTERVIEW_SIM_HOME": str(home), "PATH": "", "LANG": "C.UTF-8"},
        cwd=home,
    )
    return json.loads(done.stdout)


def _rate(terminal: Terminal, number: int) -> None:
    """Give a rating on each dimension and a confidence, for one question with a follow-up."""
    asked = ("How much of a full", "the follow-ups", "weigh things", "How easy", "How sure")
    terminal.wait_for(f"Rate yourself · Q{number}", asked[0])
    for this, following in itertools.pairwise(asked):
        terminal.press_for("3", following, gone=this)
    terminal.press_for("3", gone=asked[-1])


@pytest.mark.parametrize(
    ("columns", "rows"), [(80, 24), pytest.param(160, 50, marks=pytest.mark.thorough)]
)
def test_a_newcomer_sits_a_whole_mock(tmp_path: Path, home: Path, columns: int, rows: int) -> None:
    """From the command to the scorecard with the keyboard alone, and it is all in the file."""
    terminal = Terminal(
        "start", "--plan", "quick-five", "--bank", str(BANK), "--seed", "7",
        "--topic", "clustering", "--topic", "metrics", "--questions", "2", "--follow-ups", "1",
        cwd=tmp_path, home=home, columns=columns, rows=rows,
    )  # fmt: skip
    terminal.begin()
    terminal.wait_for("Q1 of 2", "to read")
    terminal.press_for("enter", gone="to read")
    terminal.press(*"Assign each point to the nearest centroid and move the centroids to the mean.")
    terminal.wait_for("14 words")
    terminal.press_for("ctrl+s", "Thanks.", "follow-up 1 of 1", "0 words")
    terminal.press(*"I would plot the inertia against K")
    terminal.wait_for("7 words")
    terminal.press_for("ctrl+s", "Q2 of 2", "to read")
    terminal.press_for("enter", gone="to read")
    terminal.press_for("ctrl+n", "What comes now")
    terminal.go_on()

    _rate(terminal, 1)
    terminal.wait_for("Reveal · Q1", "One line in your own words")
    terminal.press(*"It depends on the start", "enter")
    terminal.wait_for("Reveal · Q1", "suggested", "points")
    terminal.press("y", "n", "u")
    terminal.press_for("a", "Reveal · Q1", "follow-up 1 of 1")
    terminal.press_for("a", "Reveal · Q2")
    terminal.press_for("right", "Scorecard", "Coverage", "Study next", "Number of clusters")
    terminal.press_for("escape", "Start an interview", "History")
    assert terminal.quit() == 0

    report = _report(home)
    first, second = report["questions"]
    assert {p["id"]: p["confirmed"] for p in first["answers"][0]["points"]}[
        "initialise"
    ] == "covered"
    assert first["answers"][1]["text"] == "I would plot the inertia against K"
    assert second["score"] == 0
    assert report["calibration"]["n"] == 1


@pytest.mark.thorough
def test_hostile_text_is_shown_as_written_on_every_screen(tmp_path: Path, home: Path) -> None:
    """Markup, escapes, right-to-left text and emoji of a bank and an answer do nothing."""
    terminal = Terminal(
        "start",
        "--bank",
        str(HOSTILE),
        "--seed",
        "1",
        cwd=tmp_path,
        home=home,
        columns=100,
        rows=34,
    )
    terminal.begin()
    terminal.wait_for("[@click=app.quit]x[/]", "[/nope?", "␛[2J", "⟨U+202E⟩", "[red]topic[/]")
    terminal.press_for("enter", gone="to read")
    terminal.press(*"this [/nope] says [@click=app.quit]literal text[/] markup is obeyed")
    terminal.wait_for("literal text[/]", "words")
    terminal.press_for("ctrl+s", "Is it, [/b]?")
    terminal.press_for("ctrl+n", "What comes now")
    terminal.go_on()
    terminal.wait_for("Rate yourself", "[@click=app.quit]x[/]")
    terminal.press_for("s", "Reveal", "[b]literal[/b]", "[@click=app.quit]everywhere[/]")
    terminal.press("a")
    terminal.press_for("y", "[i]never[/i]", "nothing to mark")
    terminal.press_for("right", "Scorecard", "[/nope?")
    terminal.press_for("escape", "Start an interview")
    terminal.press_for("h", "Samples that come with", "lean hire")
    terminal.press_for("p", "[@click=app.quit]x[/]")
    terminal.kill()
