"""A sample answer to mark: offered before the first own scorecard, and held against what is so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Runner
from frames import frame, until
from session_kit import hand_in

from interview_sim import paths
from interview_sim.clock import ManualClock
from interview_sim.matching.model import Verdict
from interview_sim.progress.samples import Samples
from interview_sim.services import Options, Services, build_services
from interview_sim.session.plan import Plan
from interview_sim.sitting import Sitting
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import EndingScreen
from interview_sim.tui.rating.screen import RatingScreen
from interview_sim.tui.sample.screen import SampleScreen

_QUESTION = """
  - id: %s
    prompt: "What is it about trees, [/nope %s?"
    rubric:
      - {id: a, point: "Oak wood is [b]heavy[/b].", match: [oak is heavy]}
      - {id: b, point: Pine grows fast., match: [pine grows fast]}
      - {id: c, point: Birch bark is white., match: [birch bark]}
      - {id: d, point: Willows like water., match: [willows like water]}
    model_answer: >
      To begin with, oak is heavy as everybody knows who has ever carried any [/nope.
      By contrast pine grows fast, within a few decades. People notice birch bark from afar.
      Last of all, willows like water, as any riverside walk will show you on a Sunday.
"""
BANK = "format: interview-sim/bank@1\nid: woods\ntitle: Woods\nquestions:" + "".join(
    _QUESTION % (name, name) for name in ("one", "two")
)


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """A home without anything marked, and a bank of two questions."""
    bank = tmp_path / "woods.yaml"
    bank.write_text(BANK, encoding="utf-8")
    monkeypatch.setenv("INTERVIEW_SIM_HOME", str(tmp_path / "home"))
    nothing_else = tmp_path / "none"
    nothing_else.mkdir()
    monkeypatch.setattr(paths, "shipped_folder", lambda _: nothing_else)
    environment = {"INTERVIEW_SIM_HOME": str(tmp_path / "home")}
    return build_services(tmp_path, environment, ManualClock(), Options(banks=(bank,)))


def answered(services: Services) -> Sitting:
    """A session of one question, answered and not marked yet."""
    plan = Plan(banks=("woods",), questions=1, minutes=5, reading=0, follow_ups=0)
    sitting = services.start(plan)
    sitting.desk.is_inline = True
    hand_in(sitting, "Oak is heavy.")
    assert sitting.engine.state.is_over
    return sitting


async def test_a_sample_is_offered_at_the_end_marked_and_corrected(services: Services) -> None:
    """It is of another question; nothing is shown before all is marked; marks can change till then.

    Then the offer is gone, and the marks stand beside the expectations.
    """
    sitting = answered(services)
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.flow._sitting = sitting
        app.flow.asking_over(sitting)
        await until(pilot, lambda: "t try a sample" in frame(app))
        await pilot.press("t")
        await until(pilot, lambda: "4 open" in frame(app))
        screen = app.screen
        assert isinstance(screen, SampleScreen)
        sample = screen._sample
        assert sample is not None
        assert sample.ref != sitting.engine.state.drawn(0).ref
        assert "[/nope" in frame(app)
        await pilot.press("enter")
        assert not services.samples.known, "not all is marked"
        await pilot.press("y", "y", "escape")
        await until(pilot, lambda: "Leave?" in frame(app))
        await pilot.press("n")
        await until(pilot, lambda: app.screen is screen and "2 open" in frame(app))
        await pilot.press("n", "y", "up", "y")
        await until(pilot, lambda: "All is marked." in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: "You were right on" in frame(app))
        gone = sum(not each.is_there for each in sample.points)
        assert f"{25 * gone} points kinder" in " ".join(frame(app).split())
        assert "You said covered." in frame(app)
        assert "not so" in frame(app)
        await pilot.press("n", "enter")
        [marks] = services.samples.known
        assert (*marks.there, *marks.left_out) == (Verdict.COVERED,) * 4
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EndingScreen))
        await until(pilot, lambda: "try a sample" not in frame(app))
        assert services.standing(services.history()).ledger.sample_points == 4


async def test_the_offer_is_declined_for_good_with_one_key(services: Services) -> None:
    """The rest goes on as it would have."""
    sitting = answered(services)
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.flow._sitting = sitting
        app.flow.asking_over(sitting)
        await until(pilot, lambda: "t try a sample" in frame(app))
        await pilot.press("x")
        await until(pilot, lambda: "try a sample" not in frame(app))
        assert not services.samples.is_offered
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RatingScreen))


def test_a_sample_is_marked_line_by_line(services: Services, run: Runner) -> None:
    """Nothing is told and kept before all is marked; it stands alone; banks' text is literal."""
    banks = services.paths.user_banks
    banks.mkdir(parents=True)
    (banks / "woods.yaml").write_text(BANK)

    def marked(typed: str, *more: str) -> str:
        return run("mark", "--sample", *more, typed=typed).said

    said = marked("y\ny\ny\n")
    assert "nothing is kept" in said
    assert "The answer says it" not in said
    file = services.paths.sample_marks
    assert not file.exists()
    said = marked("y\ny\ny\ny\n")
    assert "✓ covered, not so: " in said
    assert "It is not in the answer. Left out: “" in said
    assert "You were right on" in said
    assert len(json.loads(file.read_text())["marks"]) == 1
    assert len(Samples(file).known) == 1
    assert "--sample stands alone" in marked("", "--again")
