"""The app: which screen follows which, and that nothing open is ever left behind."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from frames import frame, go_on, press, until
from msgspec.structs import replace
from scripted import PLAN, sit
from test_interview_screen import sitting_of

from interview_sim.clock import ManualClock
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Rate
from interview_sim.tui import app as app_module
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.help import HelpScreen
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.interview.pages import EndingScreen, OpeningScreen
from interview_sim.tui.interview.screen import InterviewScreen
from interview_sim.tui.rating.screen import RatingScreen
from interview_sim.tui.reveal.screen import RevealScreen
from interview_sim.tui.scorecard.screen import ScorecardScreen


async def test_asking_is_followed_by_rating_reveal_and_scorecard(services: Services) -> None:
    """Each screen takes the place of the one before, directly above home."""
    async with sitting_of(services, PLAN) as sat:
        await sat.type("an answer")
        await sat.press("ctrl+q", "f")
        assert sat.state.said[-1].text in sat.frame
        assert len(sat.app.screen_stack) == 2
        await go_on(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, RatingScreen)
        sat.app.flow.rating_over(sat.sitting)
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, RevealScreen)
        sat.app.flow.reveal_over(sat.sitting)
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, ScorecardScreen)
        assert len(sat.app.screen_stack) == 2
        sat.app.flow.home()
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, HomeScreen)
        assert not services.store.is_running(sat.sitting.path)


async def test_rating_after_each_question_comes_between_them(services: Services) -> None:
    """With that setting the rating lies over the interview, and the next question follows it."""
    async with sitting_of(services, replace(PLAN, rate=Rate.EACH, follow_ups=0)) as sat:
        await sat.type("an answer")
        await sat.press("ctrl+s")
        await sat.pilot.pause()
        rating = sat.app.screen
        assert isinstance(rating, RatingScreen)
        assert "Q1 of 3" in sat.frame
        await sat.wait(300)
        sat.app.flow.rating_over(sat.sitting)
        await sat.pilot.pause()
        sat.screen.poll()
        await sat.pilot.pause()
        assert sat.app.screen is sat.screen
        assert "Q2 of 3" in sat.frame
        assert "15:00" in sat.frame


async def test_resuming_between_two_questions_goes_to_what_waits_there(services: Services) -> None:
    """Not to a pause at a follow-up that is long answered; the clocks stand all the while."""
    each = replace(PLAN, reveal=Rate.EACH, follow_ups=0)
    async with sitting_of(services, each) as sat:
        await sat.type("an answer")
        await sat.press("ctrl+s")
        await sat.pilot.pause()
        for number in range(1, 4):
            sat.clock.advance(1)
            await sat.press(str(number))
        assert len(sat.state.predictions[0].ratings) == 3
        kept = sat.sitting.id
        await sat.wait(1)
        await sat.press("escape")
        await until(sat.pilot, lambda: isinstance(sat.app.screen, HomeScreen))
        left = services.read(kept).state
        sat.clock.advance(3600)
        sat.app.flow.resume(kept)
        await until(sat.pilot, lambda: isinstance(sat.app.screen, RatingScreen))
        assert "How sure are you" in sat.frame
        sat.clock.advance(1)
        await sat.press("3")
        await until(sat.pilot, lambda: isinstance(sat.app.screen, RevealScreen))
        sat.app.flow.leave_sitting()
        await until(sat.pilot, lambda: isinstance(sat.app.screen, HomeScreen))
        sat.app.flow.resume(kept)
        await until(sat.pilot, lambda: isinstance(sat.app.screen, RevealScreen))
        now = sat.app.flow.sitting.engine
        assert now.session_left == pytest.approx(
            ((left.session_deadline or 0) - (left.turns[0].closed_at or 0)) / 1000, abs=1
        )


async def test_escape_at_the_rating_leaves_and_reveals_nothing(services: Services) -> None:
    """It is no way past the rating: the session goes home, and comes back to be rated."""
    async with sitting_of(services, replace(PLAN, questions=1, follow_ups=0)) as sat:
        await sat.type("an answer")
        await sat.press("ctrl+s")
        await go_on(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, RatingScreen)
        assert "Esc leave  ? help" in sat.frame
        await sat.press("escape")
        await until(sat.pilot, lambda: "1 question waits" in sat.frame)
        assert isinstance(sat.app.screen, HomeScreen)
        await sat.press("m")
        await go_on(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, RatingScreen)
        assert not sat.app.flow.sitting.engine.state.revealed


@pytest.mark.parametrize(
    ("stage", "screen"),
    [("asked", EndingScreen), ("rated", RevealScreen), ("finished", ScorecardScreen)],
)
async def test_resuming_goes_on_where_the_session_stands(
    services: Services, stage: str, screen: type[object]
) -> None:
    """A session whose answers are in goes on with what is not done yet."""
    sitting = sit(services, rate=stage != "asked")
    if stage == "finished":
        sitting.engine.complete()
    sitting.close()
    app = InterviewSimApp(services, lambda flow: flow.resume(sitting.id))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, screen))
        assert isinstance(app.screen, screen)
        if screen is ScorecardScreen:
            # What is begun from here and left again comes back here.
            app.flow.drill(["tiny:forests"])
            await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
            services.clock.advance(1)  # type: ignore[attr-defined]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ScorecardScreen))
            assert isinstance(app.screen, ScorecardScreen)


async def test_an_expected_error_is_told_in_its_own_words(
    services: Services, app: InterviewSimApp
) -> None:
    """A session that is open elsewhere, or a plan that nothing fits, is told and home stays."""
    sitting = sit(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.flow.resume(sitting.id)
        await pilot.pause()
        assert isinstance(app.screen, ConfirmModal)
        assert "is open in another window" in " ".join(frame(app).split())
        await press(pilot, "enter")
        app.flow.start(replace(PLAN, topics=("none",)))
        await until(pilot, lambda: "No question fits" in frame(app))
        assert "No question fits this choice" in frame(app)
    sitting.close()


async def test_help_lies_over_the_interview_and_time_goes_on(services: Services) -> None:
    """F1 shows the keys of the screen first; a time-out under it shows when it is closed.

    When the session is over, whatever lies above the interview goes.
    """
    async with sitting_of(services, PLAN) as sat:
        await sat.press("f1")
        assert isinstance(sat.app.screen, HelpScreen)
        assert "Submit the answer" in sat.frame
        await sat.wait(241)
        await sat.press("escape")
        assert sat.app.screen is sat.screen
        assert "Q2 of 3" in sat.frame
        await sat.wait(2)
        await sat.type("an answer")
        await sat.press("f1")
        await sat.wait(901)
        await sat.pilot.pause()
        assert isinstance(sat.app.screen, EndingScreen)
        assert "Time. Your answer was submitted as it was." in sat.frame


async def test_leaving_by_signal_keeps_what_was_typed_last(services: Services) -> None:
    """SIGTERM ends the app, and the last words are in the file."""
    async with sitting_of(services, PLAN) as sat:
        sat.screen.answer.insert("last words")
        await sat.pilot.pause()
        os.kill(os.getpid(), signal.SIGTERM)
        await sat.pilot.pause()
    assert services.read(sat.sitting.id).state.turns[0].text == "last words"
    assert not services.store.is_running(sat.sitting.path)


async def test_a_crash_leaves_no_session_open(services: Services) -> None:
    """Even when a screen fails, the file is closed and can be resumed."""

    async def crash() -> None:
        async with sitting_of(services, PLAN) as sat:
            await sat.type("before the crash")
            sat.app.call_later(lambda: 1 // 0)
            await sat.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await crash()
    broken = services.unfinished()
    assert broken is not None
    assert services.read(broken.id).state.phase is Phase.ANSWERING


async def test_the_palette_offers_what_works_here(services: Services) -> None:
    """During an interview the palette has its actions and no way around its end."""
    async with sitting_of(services, PLAN) as sat:
        await sat.press("ctrl+p")
        await sat.pilot.pause(0.2)
        assert "Submit the answer" in sat.frame
        assert "Go to: home" not in sat.frame
        assert "pause" not in sat.frame.lower()


async def test_themes_change_and_no_color_is_really_none(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F2 changes between dark and light; with NO_COLOR no colour is sent at all."""
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "dark"
        await pilot.press("f2")
        assert app.theme == "light"
        assert InterviewSimApp(services).theme == "light"
        await pilot.press("ctrl+p")
        await pilot.press(*"nord")
        await pilot.pause(0.2)
        await press(pilot, "enter")
        assert app.theme == "nord"
    monkeypatch.setenv("NO_COLOR", "1")
    plain = InterviewSimApp(services)
    async with plain.run_test(size=(80, 24)):
        strips = plain.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        assert plain.native_ansi_color
        assert styles


def test_a_theme_that_does_not_exist_falls_back(services: Services, clock: ManualClock) -> None:
    """A theme of that name may have gone with an update; the app starts all the same."""
    services.settings = replace(services.settings, theme="nowhere")
    assert InterviewSimApp(services).theme == "dark"


def test_run_closes_what_is_open(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """However `run` ends, no session stays open."""
    sitting = sit(services)

    def crash(self: InterviewSimApp, **_: object) -> None:
        self.flow._sitting = sitting
        raise InterviewSimError("the terminal is gone")

    monkeypatch.setattr(app_module.InterviewSimApp, "run", crash)
    with pytest.raises(InterviewSimError):
        app_module.run(services)
    assert not services.store.is_running(sitting.path)


def test_nobody_ends_the_process_while_a_session_is_being_closed(
    app: InterviewSimApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a signal a thread ends it, and first waits for what a slow disk has not taken yet."""
    sitting = app.flow._sitting = sit(services)
    sitting.engine.start()
    done: list[str] = []
    ending = threading.Thread(
        target=lambda: (app.flow.close_sitting(), done.append("ended")), daemon=True
    )

    def slow() -> None:
        ending.start()
        ending.join(0.2)
        close()
        done.append("closed")

    close = sitting.close
    monkeypatch.setattr(sitting, "close", slow)
    app.flow.close_sitting()
    ending.join()
    assert done == ["closed", "ended"]


async def test_all_screens_are_reached_by_their_keys(app: InterviewSimApp) -> None:
    """Every row of home leads somewhere, and Escape leads back; a second press opens nothing."""
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "transcripts are saved in" in frame(app))
        for key, name in (
            ("c", "SetupScreen"),
            ("comma", "SettingsScreen"),
            ("b", "BanksScreen"),
            ("p", "HistoryScreen"),
            ("question_mark", "HelpScreen"),
        ):
            await press(pilot, key)
            assert type(app.screen).__name__ == name
            await press(pilot, "escape")
            assert isinstance(app.screen, HomeScreen)
        assert isinstance(app.screen, HomeScreen)
        assert not any(isinstance(screen, InterviewScreen) for screen in app.screen_stack)
        for _ in range(2):
            app.flow.start(PLAN)
        app.flow.history()
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        names = [type(screen).__name__ for screen in app.screen_stack]
        assert names == ["HomeScreen", "OpeningScreen"]


async def test_settings_change_in_place_and_hold_for_the_next_plan(
    services: Services, app: InterviewSimApp
) -> None:
    """Extra time and the hidden clock are saved at once and stretch what starts afterwards."""
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.workers.wait_for_complete()
        await press(pilot, "comma")
        await press(pilot, "right", "down", "right", "right", "down", "space", "escape")
        assert app.theme == "light"
    saved = services.paths.config_file.read_text(encoding="utf-8")
    assert "extra_time = 1.25" in saved
    assert "hidden_clock = true" in saved
    async with sitting_of(services, PLAN) as sat:
        plan = sat.state.header.plan
        assert (plan.extra_time, plan.hide_clock) == (1.25, True)
