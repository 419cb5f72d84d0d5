"""Replaying a session on the screen."""

from __future__ import annotations

import pytest
from frames import lines_with
from scripted import sit
from snapshot import svg
from syrupy.assertion import SnapshotAssertion

from interview_sim.clock import ManualClock
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.screens.history import HistoryScreen
from interview_sim.tui.screens.replay import ReplayScreen
from interview_sim.tui.widgets.timeline import Timeline

SIZE = (80, 24)


@pytest.fixture
def ref(services: Services) -> str:
    """A session that was sat and closed."""
    sitting = sit(services)
    sitting.close()
    return sitting.id


async def test_it_types_as_the_candidate_typed(
    app: InterviewSimApp,
    services: Services,
    clock: ManualClock,
    ref: str,
    svg_snapshot: SnapshotAssertion,
) -> None:
    """It plays at once, with the cursor where it was; every position follows from the clock."""
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        screen = ReplayScreen(services, ref)
        await app.push_screen(screen)
        await app.workers.wait_for_complete()
        await pilot.press("shift+right", "shift+right", "i")
        clock.advance(8.5)
        screen.poll()
        await pilot.press("space")
        await pilot.pause()
        assert lines_with(app, "Many trees see different samples, and their mean▌")
        assert lines_with(app, "· They are robust")
        clock.advance(100)
        screen.poll()
        await pilot.press("space")
        clock.advance(4)
        screen.poll()
        await pilot.press("space")
        await pilot.pause()
        assert lines_with(app, "✓ They are robust")
        assert svg_snapshot == svg(app)


async def test_keys_move_about(
    app: InterviewSimApp, services: Services, clock: ManualClock, ref: str
) -> None:
    """Seconds, questions, events, tenths, speed; the end stands still; Esc leads back."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(HistoryScreen(services))
        await app.push_screen(ReplayScreen(services, ref))
        await app.workers.wait_for_complete()
        await pilot.press("space", "right", "right", "left")
        assert lines_with(app, "‖ 1×  0:05 / ")
        assert lines_with(app, "It stays [@click=app.quit]x[/] [/nope ␛[31mred▌")
        await pilot.press("full_stop")
        assert lines_with(app, "␛[31mred ⟨U+202E⟩abc▌")
        await pilot.press("comma", "plus", "plus", "minus")
        assert lines_with(app, "‖ 2×  0:05 / ")
        await pilot.press("shift+right")
        assert lines_with(app, "Q2 of 3 · clustering")
        await pilot.press("9", "space")
        clock.advance(1_000)
        await pilot.press("right")
        assert lines_with(app, "■ 2×")
        await pilot.click(Timeline, offset=(1, 0))
        assert lines_with(app, "0:00 / ")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
