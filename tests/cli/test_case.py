"""The case that ships, sat from a file of written answers."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim.bank.loading import load_bank, spot_of

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "data" / "case-churn.yaml"
BANK = ROOT / "tests" / "data" / "case-bank" / "cases.yaml"


START = (
    "start", "--plain", "--plan", "case", "--bank", BANK, "--answers", ANSWERS, "--seed", "3",
    "--json",
)  # fmt: skip


@pytest.fixture
def run(run: Runner) -> Runner:
    """Runs a command that succeeds, or ends as it should."""
    return partial(run, code=0)


def test_a_case_is_sat_from_a_file(run: Runner) -> None:
    """Only what was asked for was told; all stages are on the scorecard, the twist too."""
    _, out, said = run(*START)
    card = json.loads(out)
    stages = load_bank(BANK).questions[0].asked
    assert [question["id"] for question in card["questions"]] == [f"cases:{s.id}" for s in stages]
    assert [len(question["answers"]) for question in card["questions"]] == [3, 1, 1, 1, 2, 2, 1, 1]
    assert card["score"] > 70

    facts = {fact.tell.strip(): fact.id for fact in load_bank(BANK).questions[0].facts}
    told = [facts[line] for line in said.splitlines() if line in facts]
    assert sorted(told) == sorted(
        ["definition", "action", "capacity", "data", "history", "lead-time", "campaigns"]
    )
    clarify, *others = card["questions"]
    assert (clarify["case"], clarify["stage"]) == ("Leaving subscribers", "Clarify")
    assert sorted(fact["id"] for fact in clarify["facts"] if fact["told"]) == sorted(told)
    assert len(clarify["facts"]) == len(facts)
    assert not any(question["facts"] for question in others)
    shown = run("show").out
    assert "8 of 8 stages asked" in shown
    assert "8 stages" in shown.split("rests on")[1]
    assert " questions" not in shown


def test_every_export_of_a_case_says_what_was_asked_and_what_was_not(run: Runner) -> None:
    """The situation stands in it, the twist, and after the reveal the facts nobody asked for."""
    session = json.loads(run(*START).out)["id"]
    for form in ("md", "html", "csv", "cast"):
        out = " ".join(run("export", session, "--to", form, "-o", "-").out.split())
        assert "recipe boxes" in out
        assert "discount costs twice" in out
        if form in {"md", "html"}:
            assert "not asked – Today they call whoever has skipped two boxes in a row." in out
            assert "asked – The team manages about four hundred calls a week." in out


def test_the_tools_for_banks_know_a_case_and_its_stages(run: Runner, tmp_path: Path) -> None:
    """It is shown, tried and exported stage by stage; what an answer asks for is told on trial."""
    bank = ("--bank", str(BANK))
    _, shown, _ = run("bank", "show", str(BANK))
    assert "Monitoring, 4m" in shown
    assert "four hundred calls" not in shown
    assert "four hundred calls" in run("bank", "show", "cases:churn", *bank, "--spoilers").out
    assert "records would you pull" in run("bank", "show", "cases:churn-data", *bank).out

    answer = tmp_path / "answer.txt"
    answer.write_text("How is churn defined?")
    tried = ("bank", "try", "cases:churn-clarify", *bank, "--answer", str(answer))
    assert "told    definition: Somebody counts as lost" in run(*tried).out
    assert "cases:churn-clarify" in run("bank", "try", "cases:churn", *bank, code=2).err

    for form in ("md", "gift", "moodle-xml", "anki"):
        _, out, err = run("bank", "export", str(BANK), "--to", form)
        assert out.count("sends out recipe boxes") == 8, "each stage can be read by itself"
        assert "that stages belong to a case, and its facts" in err
    copy = tmp_path / "copy.json"
    assert "Not in" not in run("bank", "export", str(BANK), "--to", "json", "-o", str(copy)).err
    run("bank", "import", str(copy), "--output", str(tmp_path / "back.yaml"))
    (case,) = load_bank(tmp_path / "back.yaml").questions
    assert case == load_bank(BANK).questions[0]
    assert spot_of(BANK, "churn-model").line > spot_of(BANK, "churn-clarify").line > 30


def test_a_day_in_rounds_is_sat_from_a_file(run: Runner) -> None:
    """Nobody has to end a break; the round that comes is named."""
    shipped = [f"--bank={ROOT / 'banks' / name}.yaml" for name in ("linear-models", "resume")]
    banks = [f"--bank={BANK}", *shipped]
    start = ["start", "--plain", "--plan", "on-site"]
    _, out, err = run(*start, *banks, "--answers", ANSWERS, "--seed", "3", "--json")
    assert "That was round 1 of 3, Concepts" in err
    assert "Next: Your own work (30 min)" in err
    assert len(json.loads(out)["questions"]) == 6 + 8 + 5
    for more, why in ((["--minutes", "20"], "is in rounds"), (banks[:1], "Round “Concepts”: ")):
        assert why in run(*start, *more, code=2).err
