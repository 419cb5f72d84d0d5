"""How the screens around an interview look, in both themes, without colour, small and large."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from frames import frame, press, until
from msgspec.structs import replace
from scripted import FORESTS, PLAN
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from test_interview_screen import Sat, sitting_of

from interview_sim.clock import ManualClock
from interview_sim.paths import BankSource
from interview_sim.services import Services
from interview_sim.session.plan import Mode, Plan
from interview_sim.tui.app import InterviewSimApp

FOLLOWED = replace(PLAN, seed=2, mode=Mode.PRACTICE)
SMALL, LARGE = (80, 24), (160, 50)


@pytest.fixture
def alone(services: Services, clock: ManualClock) -> Services:
    """Services that know the tiny bank only, so that no edit of a real bank changes a picture."""
    paths = dataclasses.replace(
        services.paths, bank_sources=(BankSource(Path.cwd() / "tiny.yaml"),)
    )
    return Services(paths, clock, services.settings)


async def _follow_up(sat: Sat) -> None:
    while sat.state.drawn(sat.state.question_index).question.id != "forests":
        await sat.press("ctrl+n")
    await sat.type(FORESTS)
    await sat.wait(130)
    await sat.press("ctrl+s")
    await sat.type("Because errors that are not correlated cancel")
    sat.app.clear_notifications()
    await sat.pilot.pause()


async def test_home_at_the_first_start(alone: Services, svg_snapshot: SnapshotAssertion) -> None:
    """Home, dark, 80×24."""
    app = InterviewSimApp(alone)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "transcripts are saved in" in frame(app))
        assert svg(app) == svg_snapshot


async def test_setting_up(alone: Services, svg_snapshot: SnapshotAssertion) -> None:
    """Setup with a choice that asks for too much, light, 80×24."""
    app = InterviewSimApp(alone, lambda flow: flow.setup(replace(PLAN, questions=9, seed=4182)))
    async with app.run_test(size=SMALL) as pilot:
        app.theme = "light"
        await until(pilot, lambda: "questions match" in frame(app))
        await press(pilot, "tab")
        assert svg(app) == svg_snapshot


@pytest.mark.parametrize(
    ("theme", "size", "plan"),
    [("dark", SMALL, FOLLOWED), ("light", LARGE, FOLLOWED)],
    ids=["dark-80x24", "light-160x50"],
)
async def test_answering_a_follow_up(
    alone: Services,
    svg_snapshot: SnapshotAssertion,
    theme: str,
    size: tuple[int, int],
    plan: Plan,
) -> None:
    """The follow-up below what was said, half a minute left."""
    async with sitting_of(alone, plan, size) as sat:
        sat.app.theme = theme
        await _follow_up(sat)
        await sat.wait(65)
        assert svg(sat.app) == svg_snapshot


async def test_reading_without_colour(
    alone: Services, svg_snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR: everything is told by words, signs and weight."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting_of(alone, replace(PLAN, reading=30)) as sat:
        assert svg(sat.app) == svg_snapshot


async def test_asking_before_the_end(alone: Services, svg_snapshot: SnapshotAssertion) -> None:
    """The question before finishing, with what is kept."""
    async with sitting_of(alone, FOLLOWED) as sat:
        await _follow_up(sat)
        await sat.press("ctrl+q")
        assert svg(sat.app) == svg_snapshot
