"""What the docs say is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from interview_sim.cli.root import cli
from interview_sim.tui.actions import keys_page

ROOT = Path(__file__).parents[2]


def test_the_page_of_keys_is_made_from_the_actions() -> None:
    """Regenerate it with `python -m interview_sim.tui.actions > docs/keys.md`."""
    assert (ROOT / "docs" / "keys.md").read_text() == keys_page()


def test_every_command_is_on_the_command_line_page() -> None:
    """No command is a secret."""
    page = (ROOT / "docs" / "cli.md").read_text()
    for name in cli.list_commands(None):
        assert f"interview-sim {name}" in page


def test_links_in_the_docs_lead_somewhere() -> None:
    """Every relative link names a file that is there."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_docs_count_the_questions_as_the_app_does() -> None:
    """The number in the README is that on home, and each bank's is that of `bank list`."""
    is_question = re.compile(r"^  - id:", re.MULTILINE)
    counts = {
        path.stem: len(is_question.findall(path.read_text().partition("\nquestions:")[2]))
        for path in (ROOT / "banks").glob("*.yaml")
    }
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \|", (ROOT / "docs" / "banks.md").read_text(), re.M)
    assert {bank: int(count) for bank, count in rows} == counts
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"hold {sum(counts.values())} questions." in readme
    assert f"{counts['cases']} are cases" in readme
    assert f"{counts['resume']} are about your own work" in readme


def test_the_readme_opens_with_a_picture_and_the_two_commands() -> None:
    """A newcomer sees how it looks, then how to start it and how to test it."""
    opening = (ROOT / "README.md").read_text().split("##")[0]
    picture, run, test = (
        opening.find(words)
        for words in ("![", "pip install uv && uv run interview-sim", "uv run pytest")
    )
    assert 0 < picture < run < test


def test_no_folder_of_tests_is_left_out() -> None:
    """Plain `pytest` runs every folder but those that say why not."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = set(settings["tool"]["pytest"]["ini_options"]["testpaths"])
    folders = {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders - named == {"tests/interop"}
