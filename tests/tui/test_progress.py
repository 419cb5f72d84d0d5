"""`progress` shows where one stands, from the sessions that were marked; the screen does, too."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_kit import Runner
from frames import frame, until
from session_kit import hand_in

from interview_sim.clock import ManualClock
from interview_sim.matching.model import Verdict
from interview_sim.services import Options, Services, build_services
from interview_sim.session.plan import Plan
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import OpeningScreen
from interview_sim.tui.progress.screen import ProgressScreen

BANK = """
format: interview-sim/bank@1
id: small
title: Small
questions:
  - id: forest
    topic: trees
    prompt: Why a forest?
    rubric:
      - {id: crowd, point: "Many [b]trees[/b] err apart.", match: [crowd]}
      - {id: mean, point: Their mean is steady., match: [steady mean]}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with three answers on as many days, each marked."""
    bank = tmp_path / "small.yaml"
    bank.write_text(BANK, encoding="utf-8")
    for day in (1, 2, 3):
        services = _services(tmp_path, bank, day)
        plan = Plan(banks=("small",), questions=1, minutes=5, reading=0, follow_ups=0)
        sitting = services.start(plan)
        sitting.desk.is_inline = True
        hand_in(sitting, "It is a crowd.")
        assert sitting.engine.state.is_over
        sitting.engine.predict(0, {"coverage": 4}, 0.9)
        sitting.engine.reveal(0)
        sitting.engine.mark(0, "crowd", Verdict.COVERED)
        sitting.engine.mark(0, "mean", Verdict.MISSED)
        sitting.engine.complete()
        sitting.close()
    monkeypatch.setenv("INTERVIEW_SIM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return bank


def _services(folder: Path, bank: Path, day: int) -> Services:
    clock = ManualClock(datetime(2024, 1, day, 9, tzinfo=UTC))
    environment = {"INTERVIEW_SIM_HOME": str(folder / "home")}
    return build_services(folder, environment, clock, Options(banks=(bank,)))


def test_the_command_shows_topics_levels_trend_calendar_and_expectations(
    small: Path, tmp_path: Path, run: Runner
) -> None:
    """In plain text; as JSON the same figures; and a short word where there is nothing."""
    said = run("progress", code=0).said
    assert "3 answers in 3 sessions" in said
    assert "trees\t50 (3)" in said
    assert said.count("●") == 3
    assert "Jan" in said
    assert "6 points rated blind and marked; it takes 30: too early to tell." in said
    found = json.loads(run("progress", "--json", code=0).said)
    assert (found["answers"], found["topics"][0]["score"]) == (3, {"value": 50.0, "n": 3})
    assert found["sittings"] == {f"2024-01-0{day}": 1 for day in (1, 2, 3)}
    assert found["ledger"]["misses"][0]["point"] == "mean"
    outlook = run("progress", "--day", "2999-01-01", code=0).said
    assert "if you practise nothing more" in outlook
    page = tmp_path / "report.html"
    run("report", "-o", page, code=0)
    assert "<h2>By topic</h2>" in page.read_text()
    assert run("report", "--weeks", "2000", code=0).said.startswith("# Interview practice")
    assert "nothing to show" in run("progress", "--weeks", "1", code=0).said


async def test_the_screen_shows_them_and_drills_what_was_missed_with_confidence(
    small: Path, tmp_path: Path
) -> None:
    """Text from banks is literal there; `d` asks that question again, `z` the weakest topic.

    So does `z` at home, which says what that is.
    """
    app = InterviewSimApp(_services(tmp_path, small, 4))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Where you stand" in frame(app))
        await pilot.press("w")
        await until(pilot, lambda: "in 3 sessions" in frame(app))
        screen = app.screen
        assert isinstance(screen, ProgressScreen)
        shown = "\n".join(str(part.render()) for part in screen.body.children)
        assert "50 (3)" in shown
        assert "Why a forest?: Their mean is steady." in shown
        assert max(map(len, shown.splitlines())) <= 80
        for key in ("d", "z"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ProgressScreen))
        await pilot.press("escape")
        await until(pilot, lambda: "trees: 1 question, about" in frame(app))
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        assert app.flow.sitting is not None
        assert [q.ref for q in app.flow.sitting.engine.state.header.questions] == ["small:forest"]
