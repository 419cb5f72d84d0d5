"""Replaying a session on the screen."""

from __future__ import annotations

import pytest
from frames import frame, lines_with, press, until
from scripted import FORESTS, PLAN, at, sit, type_in
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from interview_sim.clock import ManualClock
from interview_sim.matching.model import Verdict
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.history.screen import HistoryScreen
from interview_sim.tui.replay.screen import ReplayScreen
from interview_sim.tui.replay.timeline import Timeline

SIZE = (80, 24)


def sit_and_mark(services: Services) -> str:
    """A session in which words were taken out again, and that was assessed."""
    clock = services.clock
    assert isinstance(clock, ManualClock)
    sitting = services.start(PLAN)
    engine = sitting.engine
    engine.start()
    while engine.state.phase is Phase.ANSWERING:
        turn = engine.state.turn
        assert turn is not None
        question = engine.state.drawn(turn.question).question.id
        if question == "forests" and turn.is_main:
            type_in(sitting, clock, f"{FORESTS} They grow in a day.")
            clock.advance(12)
            engine.draft(FORESTS)
            clock.advance(3)
            engine.submit()
            sitting.wait()
        else:
            clock.advance(20)
            engine.skip()
    index = at(sitting, "forests")
    engine.predict(index, {"coverage": 3, "clarity": 2}, 0.7)
    engine.reveal(index)
    engine.mark(index, "lower-variance", Verdict.PARTLY)
    engine.complete()
    sitting.close()
    return sitting.id


async def shown(pilot: Pilot[None], services: Services, ref: str) -> ReplayScreen:
    """The replay of a session, paused at its start, with everything about it known."""
    screen = ReplayScreen(services, ref)
    await pilot.app.push_screen(screen)
    await pilot.app.workers.wait_for_complete()
    await pilot.press("space")
    return screen


@pytest.fixture
def ref(services: Services) -> str:
    """A session that was sat and closed."""
    sitting = sit(services)
    sitting.close()
    return sitting.id


async def test_it_types_as_the_candidate_typed(
    app: InterviewSimApp, services: Services, clock: ManualClock, svg_snapshot: SnapshotAssertion
) -> None:
    """The cursor is where it was; points light up, and what will go is struck through."""
    ref = sit_and_mark(services)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        screen = await shown(pilot, services, ref)
        await pilot.press("0", "i", "space")
        clock.advance(8.5)
        screen.poll()
        assert lines_with(app, "▶ 1×  0:08 / ")
        assert lines_with(app, "Space pause")
        for lane in ("asked   Q1", "events", "points"):
            assert any(line.strip().startswith(lane) for line in frame(app).splitlines())
        await pilot.press("space", "slash", *"mean", "enter")
        assert lines_with(app, "“mean” 1 of 1")
        assert lines_with(app, "Space play")
        said = (
            screen.film.replay.at(screen.film.player.position).said[-1].text if screen.film else ""
        )
        assert lines_with(app, said)
        assert lines_with(app, "Many trees see different samples, and their mean▌")
        assert lines_with(app, "· They are robust")
        await press(pilot, "e")
        assert lines_with(app, "✓ They are robust")
        assert lines_with(app, "They grow in a day.▌")
        assert lines_with(app, "you had this at 0:24 and deleted it at 0:40")
        assert svg_snapshot == svg(app)


async def test_points_marks_and_clock_at_80_columns(
    app: InterviewSimApp, services: Services
) -> None:
    """S shows the points beside the answer, m the later word; y goes to the next covered one."""
    ref = sit_and_mark(services)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shown(pilot, services, ref)
        await pilot.press("slash", *"samples", "enter")
        assert lines_with(app, "0/3 points  Averaging many de-correlated … 0:10")
        assert not lines_with(app, "· Averaging")
        await pilot.press("y")
        assert lines_with(app, "1/3 points  ✓ Averaging many de-correlated … 0:10")
        await press(pilot, "s")
        assert lines_with(app, "✓ Averaging")
        assert not lines_with(app, "you:~")
        await press(pilot, "m")
        assert lines_with(app, "you:~")
        assert lines_with(app, "rated blind: coverage good")
        await press(pilot, "s")
        assert len(lines_with(app, "✓ Averaging")) == 1


async def test_points_wait_for_the_blind_rating(
    app: InterviewSimApp, services: Services, ref: str
) -> None:
    """Before an answer is rated its points are hidden everywhere until one says otherwise."""
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await shown(pilot, services, ref)
        await press(pilot, "slash", *"reduces", "enter")
        assert lines_with(app, "hidden")
        assert "Averaging" not in frame(app)
        await press(pilot, "s")
        assert isinstance(app.screen, ConfirmModal)
        await press(pilot, "s")
        assert len(lines_with(app, "Averaging")) == 2
        assert "lower-variance" not in frame(app)


@pytest.mark.thorough
async def test_another_attempt_runs_beside_it(
    app: InterviewSimApp, services: Services, clock: ManualClock
) -> None:
    """Both on the clock of their answer, stacked or side by side; Esc leaves the ghost first."""
    first = sit_and_mark(services)
    clock.advance(86_400)
    sitting = sit(services)
    sitting.close()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(HistoryScreen(services))
        screen = await shown(pilot, services, sitting.id)
        await pilot.press("slash", *"reduces", "enter", "g")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        assert lines_with(app, "A tiny interview")
        await pilot.press("enter")
        await until(pilot, lambda: screen.ghost is not None)
        await pilot.pause()
        assert screen.ghost is not None
        assert lines_with(app, "here 9 words at 0:09 · there 9 words at 0:09 · level")
        assert "tiny interview" not in lines_with(app, "this session")[0]
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "tiny interview" in lines_with(app, "this session")[0]
        await pilot.press("9")
        await press(pilot, "escape")
        assert screen.ghost is None
        assert app.screen is screen
    assert first != sitting.id


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
        await pilot.press("comma", "f", "escape", "plus", "plus", "minus")
        assert lines_with(app, "‖ 2×  0:05 / ")
        await pilot.press("shift+right")
        assert lines_with(app, "Q2 of 3 · clustering")
        await pilot.press("9", "space")
        clock.advance(1_000)
        await pilot.press("right")
        assert lines_with(app, "■ 2×")
        await pilot.click(Timeline, offset=(9, 0))
        assert lines_with(app, "0:00 / ")
        await press(pilot, "escape")
        assert isinstance(app.screen, HistoryScreen)


async def test_the_cursor_stays_in_sight(app: InterviewSimApp, services: Services) -> None:
    """At a follow-up that nothing was typed for yet, below a conversation longer than its place."""
    ref = sit_and_mark(services)
    async with app.run_test(size=(80, 17), notifications=True) as pilot:
        await shown(pilot, services, ref)
        await press(pilot, "end", "shift+left")
        assert lines_with(app, "▌")
        await pilot.press("pageup", "pageup")
        assert lines_with(app, "Why are random forests better")
        await pilot.press("pagedown", "pagedown")
        assert lines_with(app, "▌")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert lines_with(app, "Space play")
