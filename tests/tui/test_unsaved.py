"""An interview that cannot be saved: told, gone on with, and never left without a question."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from cli_kit import bring_back, take_away
from frames import go_on
from scripted import PLAN
from session_kit import hand_in
from test_interview_screen import Sat, sitting_of

from interview_sim.services import Services
from interview_sim.session.events import ClockGap
from interview_sim.transcript.reader import read_transcript
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.dialogs.unsaved import UnsavedModal
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.rating.screen import RatingScreen

pytestmark = pytest.mark.usefixtures("places")


async def _typed_unsaved(sat: Sat) -> None:
    """An answer of which the end is in memory alone."""
    await sat.type("it began well")
    take_away(sat.sitting.path)
    await sat.wait(2)
    await sat.type(" and went on")
    await sat.wait(2)
    assert "✗ not saved" in sat.frame
    assert "a file is where its folder should be" in " ".join(sat.frame.split())


async def test_leaving_asks_and_a_copy_elsewhere_has_everything(
    services: Services, places: tuple[Path, Path]
) -> None:
    """The home folder is offered; the copy can be gone on with; what comes after is in it, too."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "l")
        assert isinstance(sat.app.screen, UnsavedModal)
        assert "Leave, and lose" in sat.frame
        await sat.press("c", "enter")
        assert "A copy with everything is here" in sat.frame
        await sat.wait(30)
        await sat.press("enter")
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, HomeScreen)
        assert "Saved. You can resume it" not in sat.frame
    (copy,) = places[0].glob("*.jsonl")
    assert not list(places[1].iterdir())
    found = read_transcript(copy)
    assert found.state.turns[0].text == "it began well and went on"
    assert found.events == sat.sitting._journal.events
    assert not found.problems
    assert copy.stat().st_mode & 0o077 == 0
    again = services.resume(str(copy))
    again.close()
    assert str(copy) in sat.app.flow.take_farewell()


@pytest.mark.thorough
async def test_a_place_that_does_not_work_is_told_and_another_can_be_given(
    services: Services, places: tuple[Path, Path]
) -> None:
    """Nothing is overwritten, and the path can be changed until one works."""
    taken = places[0] / "taken"
    taken.write_text("not ours")
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "l", "c")
        modal = sat.app.screen
        assert isinstance(modal, UnsavedModal)
        for place, words in (("", "Type a path"), (str(taken), "exists"), ("\0", "Try another")):
            modal.place.value = place
            await sat.press("enter")
            assert words in " ".join(sat.frame.split())
        modal.place.value = "~/[/nope].jsonl"
        await sat.press("enter")
        assert "[/nope].jsonl" in sat.frame
    assert (places[0] / "[/nope].jsonl").exists()
    assert taken.read_text() == "not ours"


@pytest.mark.thorough
async def test_staying_goes_on_and_saving_that_works_again_is_told(services: Services) -> None:
    """Escape leads back into the answer; once the folder is back, so is everything."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "l", "escape")
        assert sat.app.screen is sat.screen
        await sat.press("ctrl+q", "l", "t")
        assert "did not work this time either" in sat.frame
        bring_back(sat.sitting.path)
        await sat.press("t")
        assert "everything is in the transcript" in sat.frame
        await sat.press("enter")
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, HomeScreen)
        assert "Saved. You can resume it" in sat.frame
    assert services.read(sat.sitting.id).state.turns[0].text == "it began well and went on"
    assert sat.app.flow.take_farewell() == ""


@pytest.mark.thorough
async def test_losing_it_is_a_choice(services: Services, places: tuple[Path, Path]) -> None:
    """Whoever says so may leave without what could not be saved, and no copy is made."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "l", "x")
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, HomeScreen)
    assert not [*places[0].iterdir(), *places[1].iterdir()]
    assert sat.app.flow.take_farewell() == ""


@pytest.mark.thorough
async def test_a_copy_can_be_saved_in_the_middle(
    services: Services, places: tuple[Path, Path]
) -> None:
    """The question about finishing offers it, and the interview goes on afterwards."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "c")
        assert isinstance(sat.app.screen, UnsavedModal)
        await sat.press("c", "enter", "enter")
        assert sat.app.screen is sat.screen
        await sat.type(" and on")
        await sat.wait(2)
    (copy,) = places[0].iterdir()
    assert read_transcript(copy).state.turns[0].text == "it began well and went on and on"


async def test_finishing_tells_and_goes_on_to_the_rating(services: Services) -> None:
    """At the end of the asking nothing has to be lost or decided; leaving later asks again."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        await sat.press("ctrl+q", "f")
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, UnsavedModal)
        assert "lose" not in sat.frame
        await sat.press("escape")
        await go_on(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, RatingScreen)
        await sat.press("ctrl+q")
        assert isinstance(sat.app.screen, UnsavedModal)
        assert "Leave, and lose" in sat.frame
        await sat.press("escape")
        sat.app.flow.reveal_over(sat.sitting)
        await sat.pilot.pause()
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, UnsavedModal)


async def test_a_signal_leaves_a_copy_in_the_temporary_folder(
    services: Services, places: tuple[Path, Path]
) -> None:
    """When nobody can be asked, the copy is made and its place is told at the end."""
    async with sitting_of(services, PLAN) as sat:
        await _typed_unsaved(sat)
        sat.screen.answer.insert(", to the last word")
        await sat.pilot.pause()
        sat.sitting._lost = 1  # a second opinion, on a session that is only in the copy
        os.kill(os.getpid(), signal.SIGTERM)
        await sat.pilot.pause()
    (copy,) = places[1].iterdir()
    assert read_transcript(copy).state.turns[0].text.endswith("went on, to the last word")
    farewell = sat.app.flow.take_farewell()
    assert str(copy) in farewell
    assert "a file is where its folder should be" in farewell
    assert "--beside" not in farewell
    assert sat.app.flow.take_farewell() == "", "told once"


def test_a_session_that_was_deleted_is_not_named_at_the_end(services: Services) -> None:
    """Of those that are left behind, it names those that can still be judged."""
    flow = InterviewSimApp(services).flow
    for is_deleted in (False, True):
        flow._sitting = sitting = services.start(PLAN, 7)
        sitting.engine.start()
        hand_in(sitting, "It lowers the variance.")
        sitting._lost = 1
        flow.close_sitting()
        if is_deleted:
            services.store.delete(sitting.id)
        else:
            kept = sitting.id
    (line,) = flow.take_farewell().splitlines()
    assert line.endswith(f"interview-sim judge {kept} --beside")


async def test_an_hour_of_sleep_is_told_and_costs_nothing(services: Services) -> None:
    """Both clocks stand where they stood; the gap is in the transcript and on the screen."""
    async with sitting_of(services, PLAN) as sat:
        await sat.type("before the lid was closed")
        await sat.wait(10)
        left = sat.sitting.engine.session_left
        sat.clock.jump(3600)
        sat.screen.poll()
        await sat.pilot.pause()
        assert sat.sitting.engine.session_left == left
        frame = " ".join(sat.frame.split())
        assert "This machine was asleep for 1 h" in frame
        assert "14:50" in frame
        assert "before the lid was closed" in frame
        sat.clock.jump(-7200)
        sat.screen.poll()
        await sat.pilot.pause()
        assert sat.sitting.engine.session_left == left
        assert "clock was set back by 2 h" in " ".join(sat.frame.split())
    gaps = [e for e in services.read(sat.sitting.id).events if isinstance(e, ClockGap)]
    assert [(gap.ms, gap.cause) for gap in gaps] == [(3_600_000, "slept"), (-7_200_000, "set")]


async def test_a_stop_by_the_shell_is_told(services: Services) -> None:
    """Clocks run on while the program is stopped; coming back to a time-out has its words."""
    async with sitting_of(services, PLAN) as sat:
        await sat.type("half an answer")
        sat.clock.advance(250)
        sat.app.app_resume_signal.publish(sat.app)
        await sat.pilot.pause()
        frame = " ".join(sat.frame.split())
        assert "The program was stopped for 4 min. The clocks kept running." in frame
        assert "Time. Your answer was submitted as it was." in frame
        assert sat.state.turns[0].text == "half an answer"
