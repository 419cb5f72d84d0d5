"""`ready` tells where one stands and what to do next; `--prefer` acts on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_kit import Runner
from session_kit import hand_in

from interview_sim.cli import printing
from interview_sim.clock import ManualClock
from interview_sim.services import Options, Services, build_services
from interview_sim.session.plan import Plan, Prefer
from interview_sim.session.planning import read_plan

BANK = """
format: interview-sim/bank@1
id: small
title: Small
questions:
  - {id: forest, topic: trees, prompt: Forest?, rubric: [{id: a, point: F., match: [forest]}]}
  - {id: boost, topic: trees, prompt: Boost?, rubric: [{id: a, point: B., match: [boost]}]}
  - {id: recall, topic: metrics, prompt: Recall?, rubric: [{id: a, point: R., match: [recall]}]}
"""
PLAN = Plan(banks=("small",), questions=1, minutes=5, follow_ups=0, reading=0, prefer=Prefer.DUE)


class Desk:
    """A home with the small bank, and sessions sat on any day."""

    def __init__(self, folder: Path) -> None:
        self.bank = folder / "small.yaml"
        self.bank.write_text(BANK, encoding="utf-8")
        self.folder = folder

    def services(self, day: int) -> Services:
        """The services as they are on a day of January."""
        clock = ManualClock(datetime(2024, 1, day, 9, tzinfo=UTC))
        env = {"INTERVIEW_SIM_HOME": str(self.folder / "home")}
        return build_services(self.folder, env, clock, Options(banks=(self.bank,)))

    def sit(self, day: int, answer: str) -> str:
        """Answer what is drawn on a day; the question's id."""
        sitting = self.services(day).start(PLAN)
        hand_in(sitting, answer)
        sitting.close()
        return sitting.engine.state.header.questions[0].question.id


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty home, which the command line uses too."""
    monkeypatch.setenv("INTERVIEW_SIM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_interviews_follow_what_is_due(desk: Desk) -> None:
    """Fresh questions come until one is due; that comes first, and then waits its time."""
    first, second = desk.sit(1, "nothing"), desk.sit(1, "nothing")
    assert first != second
    third = desk.sit(1, "boost recall forest")
    assert {first, second, third} == {"forest", "boost", "recall"}
    assert desk.sit(5, "boost recall forest") in {first, second}
    assert desk.sit(5, "boost recall forest") in {first, second}
    assert desk.sit(9, "nothing") == third


def test_ready_says_topic_by_topic_what_to_do(desk: Desk, run: Runner) -> None:
    """Numbers on standard output, the command to run next on standard error."""
    for _ in range(2):
        desk.sit(1, "forest and boost")
    code, out, err = run("ready", "--bank", str(desk.bank), "--topic", "trees")
    assert code == 0
    assert out.splitlines()[0].split() == [
        "topic", "questions", "answers", "score", "kept", "today", "due", "next",
    ]  # fmt: skip
    assert out.splitlines()[1].startswith("trees")
    assert "With fewer than 2 answers on a topic it is too early to tell." in err
    next_line = err.splitlines()[-1]
    assert next_line.startswith(f"Next: interview-sim start --bank {desk.bank} --topic trees")


@pytest.mark.usefixtures("desk")
def test_topics_are_told_apart_on_a_narrow_terminal(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three topics begin with deep-learning/: a name goes on in the next line, whole."""
    monkeypatch.setattr(printing, "_is_terminal", lambda err: True)
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("ready", "--plan", "ml-engineer")
    assert code == 0
    assert "…" not in out
    assert out.count("deep-learning/") == 3


def test_ready_as_json(desk: Desk, run: Runner) -> None:
    """One object with everything that the table says, numbers unrounded."""
    asked = desk.sit(1, "nothing")
    code, out, _ = run("ready", "--bank", str(desk.bank), "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["plan"], report["enough"]) == ("custom", 2)
    rows = {row["topic"]: row for row in report["topics"]}
    row = rows["metrics" if asked == "recall" else "trees"]
    assert (row["answered"], row["answers"], row["score"], row["enough"]) == (1, 1, 0, False)
    assert row["due"] == 1
    assert row["next"] == "answer 1 question again"
    other = rows["trees" if asked == "recall" else "metrics"]
    assert (other["score"], other["retention"], other["next_due"]) == (None, None, None)


def test_ready_refuses_what_matches_nothing(desk: Desk, run: Runner) -> None:
    """A sentence and exit code 2."""
    code, out, err = run("ready", "--bank", str(desk.bank), "--topic", "cooking")
    assert (code, out) == (2, "")
    assert "No question has the topic `cooking`" in err


def test_prefer_can_be_said_in_a_plan_file_and_on_the_command_line(desk: Desk, run: Runner) -> None:
    """The plan in the transcript has it; beside a paper it has no place."""
    plan = read_plan(b"format: interview-sim/plan@1\nprefer: due\n")
    assert plan.prefer is Prefer.DUE
    answers = desk.folder / "answers.yaml"
    answers.write_text("{}", encoding="utf-8")
    code, _, err = run("start", "--plain", "--answers", str(answers), "--bank", str(desk.bank),
        "--questions", "1", "--prefer", "due",
    )  # fmt: skip
    assert code == 0, err
    services = desk.services(1)
    assert services.read("last").header.plan.prefer is Prefer.DUE
    code, _, err = run("start", "--paper", str(answers), "--prefer", "due")
    assert code == 2
    assert "A paper decides what is asked" in err
