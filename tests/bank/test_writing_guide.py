"""docs/writing-a-bank.md: what it shows works, and what it says of the tools is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from interview_sim.bank.formatting import format_bank
from interview_sim.bank.loading import parse_bank
from interview_sim.cli.root import bank
from interview_sim.matching import Matcher, Verdict

GUIDE = (Path(__file__).parents[2] / "docs" / "writing-a-bank.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
WHOLE = [block for block in BLOCKS if "questions:" in block]
PARTS = [block for block in BLOCKS if block.startswith(" ")]
QUESTION = "format: interview-sim/bank@1\nid: b\ntitle: B\nquestions:\n  - id: q\n    prompt: P\n"
POINT = "      - {id: lower-variance, point: A, probe: B}\n"


@pytest.mark.parametrize("text", WHOLE, ids=["smallest", "worked", "case", "own work"])
def test_the_banks_of_the_guide_are_good_and_laid_out(text: str) -> None:
    """They pass the check without a warning, as `bank fmt` would write them."""
    assert parse_bank(text).problems == ()
    assert format_bank(text.encode()) == text


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.split(":")[0].strip(" -"))
def test_the_pieces_of_the_guide_fit_into_a_question(part: str) -> None:
    """A group goes into a rubric, misconceptions and follow-ups beside it."""
    is_point = part.startswith("      -")
    rubric = f"    rubric:\n{POINT}{part if is_point else ''}"
    assert parse_bank(QUESTION + rubric + ("" if is_point else part)).problems == ()


def test_the_worked_example_is_matched_as_the_guide_says() -> None:
    """The verdicts and reasons of the table are those of the matcher."""
    bank = parse_bank(WHOLE[1]).bank
    assert bank is not None
    found = re.search(r'For \*"(.*?)"\* `bank try`', GUIDE, re.DOTALL)
    assert found is not None
    answer = " ".join(found[1].split())
    matcher = Matcher(glossary=bank.glossary)
    coverage = matcher.cover(bank.questions[0], answer)
    rows = re.findall(r"^\| (covered|missed) \| `(.*?)` \| (.*?) \|$", GUIDE, re.MULTILINE)
    assert len(rows) == len(bank.questions[0].rubric)
    for verdict, point, reason in rows:
        assert coverage.of(point).verdict is Verdict(verdict)
        assert reason in coverage.of(point).reason


def test_the_json_of_the_check_has_the_keys_of_the_guide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example is what the command prints, but for the file's name."""
    path = tmp_path / "mine.yaml"
    path.write_text(WHOLE[0].replace("title:", "titel:"))
    bank.main(["check", "--json", str(path)], standalone_mode=False)
    (told,) = json.loads(capsys.readouterr().out)
    (shown,) = json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[0])
    assert set(told) == set(shown)
    assert shown["problems"][0] | {"file": str(path)} in told["problems"]


def test_every_command_of_the_guide_exists() -> None:
    """The table of tools names commands and options that there are."""
    named = re.findall(r"^\| `bank (\w+)(.*?)` \|", GUIDE, re.MULTILINE)
    assert len(named) >= 8
    for name, usage in named:
        found = bank.get_command(None, name)  # type: ignore[arg-type]
        assert found is not None, name
        options = {option for param in found.params for option in param.opts}
        assert set(re.findall(r"--?[a-z]+", usage)) <= options, name
