"""The settings screen: what is kept, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

from frames import lines_with, opened, press, settled
from msgspec.structs import replace

from interview_sim.config import Settings, read_settings
from interview_sim.services import Services
from interview_sim.session.plan import Plan
from interview_sim.session.planning import for_drawing, with_settings
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.settings.screen import SettingsScreen
from interview_sim.tui.setup.screen import SetupScreen


async def test_role_and_motion_are_kept_and_the_setup_follows(
    app: InterviewSimApp, services: Services
) -> None:
    """The roles are those of the banks; the setup says where the role comes from.

    Each row says what it does; a theme that there is not is said to be unknown.
    """
    services.settings = replace(services.settings, theme="nordic")
    async with opened(app, SettingsScreen(services), (80, 24)) as pilot:
        await press(pilot, "end", "right", "right", "right", "left", "up", "right")
        tomorrow = services.today + timedelta(days=1)
        assert f"{tomorrow:%a} {tomorrow.day} {tomorrow:%b}" in lines_with(app, "interview day")[0]
        assert services.interview_day == tomorrow
        shown = lines_with(app, "role")[0].split()
        assert shown[:3] == ["▸", "role", "data-scientist"]
        assert lines_with(app, "nordic (unknown)")[0].endswith("the colours of every screen")
        await press(pilot, "home", "down", "down", "down", "right")
        assert "reduced  " in lines_with(app, "motion")[0]
        assert lines_with(app, "motion")[0].endswith("if reduced, replays go in steps")
        kept = read_settings(services.paths.config_file)
        assert (kept.role, kept.reduced_motion) == ("data-scientist", True)
        await app.push_screen(SetupScreen(services, services.plan("quick-five")))
        await settled(app, pilot)
        assert lines_with(app, "data-scientist, as set")


def test_a_role_holds_where_the_plan_and_its_seed_leave_it_open() -> None:
    """A plan's own role and a fixed seed come first; a paper never asks for one."""
    settings = Settings(role="ml-engineer", extra_time=1.5)
    plan = Plan(name="p", questions=1, minutes=5)
    assert for_drawing(plan, settings).roles == ("ml-engineer",)
    assert for_drawing(replace(plan, seed=3), settings).roles == ()
    assert for_drawing(replace(plan, roles=("data-scientist",)), settings).roles == (
        "data-scientist",
    )
    assert with_settings(plan, settings) == replace(plan, extra_time=1.5)
