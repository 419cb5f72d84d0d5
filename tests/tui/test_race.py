"""Racing one's own earlier attempt while an interview runs."""

from __future__ import annotations

from frames import frame, lines_with
from scripted import FORESTS, PLAN, sit, type_in

from interview_sim.clock import ManualClock
from interview_sim.config import Settings
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.sitting import Sitting
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.race import NONE_YET
from interview_sim.tui.interview.screen import InterviewScreen

LABEL = "your last attempt"


def at_forests(services: Services) -> Sitting:
    """A second sitting of the same plan, at the question that was answered the last time."""
    sitting = services.start(PLAN)
    engine = sitting.engine
    engine.start()
    while engine.state.phase is Phase.ANSWERING:
        turn = engine.state.turn
        assert turn is not None
        if engine.state.drawn(turn.question).question.id == "forests":
            return sitting
        engine.skip()
    raise AssertionError("the plan does not ask about forests")


async def test_the_key_brings_words_and_time_and_no_text(
    app: InterviewSimApp, services: Services, clock: ManualClock
) -> None:
    """Off at first; then how far one was at this moment, and when one was done."""
    sit(services).close()
    clock.advance(86_400)
    sitting = at_forests(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = InterviewScreen(services, sitting)
        await app.push_screen(screen)
        clock.advance(5)
        screen.poll()
        await pilot.pause()
        assert not lines_with(app, LABEL)
        await pilot.press("f8")
        screen.poll()
        await app.workers.wait_for_complete()
        clock.advance(4)
        screen.poll()
        await pilot.pause()
        words = FORESTS.split(" ")[:9]
        assert lines_with(app, f"{LABEL}: {len(' '.join(words).split())} words at 0:09")
        clock.advance(60)
        screen.poll()
        await pilot.pause()
        assert lines_with(app, f"{LABEL}: {len(FORESTS.split())} words, done at 0:")
        assert "different samples" not in frame(app)
        await pilot.press("f8")
        screen.poll()
        await pilot.pause()
        assert not lines_with(app, f"{LABEL}:")
    sitting.close()


async def test_the_setting_has_it_from_the_start(
    app: InterviewSimApp, services: Services, clock: ManualClock
) -> None:
    """Switched on once and for all, it says too where there is nothing to race."""
    services.settings = Settings(race=True)
    sitting = at_forests(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = InterviewScreen(services, sitting)
        await app.push_screen(screen)
        await app.workers.wait_for_complete()
        clock.advance(1)
        screen.poll()
        type_in(sitting, clock, "one two")
        screen.poll()
        await pilot.pause()
        assert lines_with(app, NONE_YET)
    sitting.close()
