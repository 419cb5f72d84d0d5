"""One press, one thing: keys that are pressed twice, too early, or blindly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frames import frame, settled, until
from msgspec.structs import replace
from scripted import FORESTS, PLAN, at, sit
from test_interview_screen import Sat, sitting_of
from textual import events

from interview_sim.clock import ManualClock
from interview_sim.services import Services
from interview_sim.session.phases import Outcome, Phase
from interview_sim.tui.actions import REPEATED, SCREENS, find
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks.screen import BanksScreen
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import LONG_QUIET, QUIET, Guard, Press
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.interview.pages import EndingScreen, OpeningScreen
from interview_sim.tui.reveal.screen import RevealScreen

SOON = QUIET / 2


@pytest.fixture
def patient() -> None:
    """Nobody looks here: the quiet is as long as it is for users."""


def hurry(app: InterviewSimApp, *keys: str) -> None:
    """Press keys so fast that all of them wait before the first is handled."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def looked(sat: Sat) -> None:
    """Let the quiet go by."""
    await settled(sat.app, sat.pilot)
    await sat.wait(QUIET)


# What is decided without a screen


def test_commands_count_once_no_key_came_for_so_long(clock: ManualClock) -> None:
    """Each command that comes too early begins the quiet anew; moving about always counts."""
    guard = Guard(clock)
    assert not guard.drops(Press.COMMAND)
    guard.turned()
    for _ in range(5):
        assert guard.drops(Press.COMMAND)
        assert not guard.drops(Press.MOVE)
        assert not guard.drops(Press.TEXT)
        clock.advance(QUIET * 0.9)
    clock.advance(QUIET * 0.2)
    assert not guard.drops(Press.COMMAND)


def test_typing_on_blindly_does_not_let_a_habit_through_but_typing_long_does(
    clock: ManualClock,
) -> None:
    """All that is typed is kept; sending it off counts after a pause, or once it was typed long."""
    guard = Guard(clock)
    guard.turned()
    typed = 0.0
    while typed < 2.5:
        assert not guard.drops(Press.ANSWER)
        clock.advance(0.25)
        typed += 0.25
    assert guard.drops(Press.COMMAND)
    guard.turned()
    for _ in range(20):
        assert not guard.drops(Press.ANSWER)
        clock.advance(0.25)
    assert not guard.drops(Press.COMMAND)


def test_after_an_interruption_typing_counts_only_after_a_longer_quiet(clock: ManualClock) -> None:
    """Whoever types on has not seen it yet."""
    guard = Guard(clock)
    guard.interrupted()
    for press in (Press.ANSWER, Press.TEXT, Press.COMMAND):
        clock.advance(LONG_QUIET * 0.9)
        assert guard.is_late
        assert guard.drops(press)
    assert not guard.drops(Press.MOVE)
    clock.advance(LONG_QUIET)
    assert not guard.is_late
    assert not guard.drops(Press.ANSWER)


def test_the_same_command_twice_at_once_is_one(clock: ManualClock) -> None:
    """A key that is held counts once; another key, or the same after a moment, counts."""
    guard = Guard(clock)
    assert not guard.is_double("n")
    for _ in range(10):
        clock.advance(QUIET * 0.9)
        assert guard.is_double("n")
    assert not guard.is_double("e")
    assert not guard.is_double("n")
    clock.advance(QUIET)
    assert not guard.is_double("n")


def test_a_commands_key_that_is_held_is_not_typed_where_the_command_has_led(
    clock: ManualClock,
) -> None:
    """Other letters are, and so is the same after a moment, and any that is typed twice."""
    guard = Guard(clock)
    assert not guard.is_double("s")
    for _ in range(5):
        clock.advance(QUIET * 0.9)
        assert guard.is_left_over("s")
        assert not guard.is_left_over("t")
    clock.advance(QUIET)
    assert not guard.is_left_over("s")
    assert not guard.is_left_over("s")


def test_what_may_be_repeated_exists() -> None:
    """The list of actions that are meant twice names actions."""
    assert [name for name in sorted(REPEATED) if find(name) is None] == []


# In an interview


async def test_two_quick_submits_leave_the_follow_up_to_be_answered(services: Services) -> None:
    """The second ^S does nothing, nor does a later one with nothing typed; ^N skips.

    What is said of an empty answer goes with it.
    """
    async with sitting_of(services, replace(PLAN, seed=2)) as sat:
        while sat.state.drawn(sat.state.question_index).question.id != "forests":
            await looked(sat)
            await sat.press("ctrl+n")
        await looked(sat)
        await sat.type(FORESTS)
        hurry(sat.app, "ctrl+s", "ctrl+s", "ctrl+n", "ctrl+s")
        await until(sat.pilot, lambda: len(sat.state.turns) > 1 and not sat.state.turns[-1].is_main)
        turns = len(sat.state.turns)
        assert sat.state.turns[-1].is_open
        hurry(sat.app, *"and", "ctrl+n", *" so on")
        await settled(sat.app, sat.pilot)
        assert sat.screen.answer.text == "and so on"
        assert len(sat.state.turns) == turns

        await looked(sat)
        sat.screen.answer.clear()
        await sat.press("ctrl+s")
        assert "Nothing is typed yet. ^N skips." in sat.frame
        assert (len(sat.state.turns), sat.state.phase) == (turns, Phase.ANSWERING)
        sat.clock.advance(QUIET)
        await sat.press("ctrl+n")
        assert sat.state.turns[turns - 1].outcome is Outcome.SKIPPED
        assert "Skipped." in sat.frame
        assert "Nothing is typed yet" not in sat.frame


async def test_keys_that_have_nothing_to_do_say_why(services: Services) -> None:
    """Once, however often they are pressed, and in the words of the mode."""
    async with sitting_of(services, PLAN) as sat:
        await looked(sat)
        await sat.press("ctrl+t")
        sat.clock.advance(QUIET)
        await sat.press("ctrl+t", "ctrl+r")
        assert sat.frame.count("No hints in interview mode.") == 1
        assert "No pauses in interview mode." in sat.frame
        assert sat.screen.answer.text == ""


@pytest.mark.thorough
async def test_enter_never_loses_anything_in_a_dialog(services: Services) -> None:
    """Asked whether to skip what is typed, or to finish, a habitual Enter goes on answering."""
    async with sitting_of(services, PLAN) as sat:
        await looked(sat)
        await sat.type("It is")
        for key in ("ctrl+n", "ctrl+q"):
            await sat.press(key)
            assert isinstance(sat.app.screen, ConfirmModal)
            await looked(sat)
            await sat.press("enter")
            await looked(sat)
            assert sat.app.screen is sat.screen
        assert sat.state.turns[0].is_open
        assert sat.screen.answer.text == "It is"


async def test_a_letter_that_follows_a_command_at_once_stays_out_of_the_answer(
    services: Services,
) -> None:
    """`^Q f` in one go neither types an f nor finishes; after a look, f finishes."""
    async with sitting_of(services, PLAN) as sat:
        await looked(sat)
        await sat.type("It is")
        hurry(sat.app, "ctrl+q", "f", "enter", "escape")
        await settled(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, ConfirmModal)
        assert sat.screen.answer.text == "It is"
        await looked(sat)
        await sat.press("f", "f", "1", "enter")
        await settled(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, EndingScreen)
        assert sat.state.is_over
        assert sat.state.predictions == {}


async def test_a_choice_pressed_twice_is_not_typed_into_the_next_answer(services: Services) -> None:
    """`s` skips what is typed; the second `s` finds the editor of the next question."""
    async with sitting_of(services, PLAN) as sat:
        await looked(sat)
        await sat.type("It is")
        await sat.press("ctrl+n")
        await looked(sat)
        await sat.press("s")
        await until(sat.pilot, lambda: len(sat.state.turns) == 2 and sat.app.screen is sat.screen)
        await sat.press("s")
        assert sat.screen.answer.text == ""
        await looked(sat)
        await sat.press(*"ss")
        assert sat.screen.answer.text == "ss"


async def test_a_key_for_what_the_clock_closed_lands_nowhere_else(services: Services) -> None:
    """Asked whether to skip when time runs out: the dialog goes, and its keys are not typed.

    So it is where the palette was open, and where help was when the session's time is up.
    Whether to finish is asked on, and says what is so now.
    """
    plan = replace(PLAN, banks=(), questions=6, minutes=30, question_time=60, follow_up_time=60)
    async with sitting_of(services, plan) as sat:
        await looked(sat)
        for open_it in (("ctrl+n",), ("ctrl+p",)):
            turns = len(sat.state.turns)
            await sat.type("It is")
            await sat.press(*open_it)
            assert sat.app.screen is not sat.screen
            await looked(sat)
            await sat.wait(60)
            await until(sat.pilot, lambda: sat.app.screen is sat.screen)
            assert len(sat.state.turns) == turns + 1
            hurry(sat.app, *"sy", "enter", "ctrl+n")
            await settled(sat.app, sat.pilot)
            assert (len(sat.state.turns), sat.screen.answer.text) == (turns + 1, "")
            await sat.wait(LONG_QUIET)
            await sat.press("s")
            assert sat.screen.answer.text == "s"
            sat.screen.answer.clear()

        await sat.type("It is what it is")
        await looked(sat)
        await sat.press("ctrl+q")
        await until(sat.pilot, lambda: "(5 words)" in sat.frame)
        await sat.wait(60)
        await until(sat.pilot, lambda: "Nothing is typed here" in sat.frame)
        await looked(sat)
        await sat.press("escape")
        assert sat.app.screen is sat.screen
        await looked(sat)
        await sat.press("f1")
        await looked(sat)
        sat.clock.advance(30 * 60)
        await until(sat.pilot, lambda: isinstance(sat.app.screen, EndingScreen))
        hurry(sat.app, "escape", "enter")
        await settled(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, EndingScreen)
        await looked(sat)
        hurry(sat.app, "enter")
        await settled(sat.app, sat.pilot)
        assert isinstance(sat.app.screen, EndingScreen)
        sat.clock.advance(LONG_QUIET)
        hurry(sat.app, "enter")
        await until(sat.pilot, lambda: not isinstance(sat.app.screen, EndingScreen))


# Elsewhere


@pytest.mark.parametrize("key", ["5", "enter"])
async def test_an_interview_is_started_once(services: Services, key: str) -> None:
    """Pressed twice at once, or again while the banks are read, one session comes of it.

    Of several keys that open something, pressed at once, one does.
    """
    clock = services.clock
    assert isinstance(clock, ManualClock)
    app = InterviewSimApp(services)
    async with app.run_test() as pilot:
        await settled(app, pilot)
        hurry(app, key)
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        clock.advance(QUIET)
        hurry(app, key, key, key)
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        hurry(app, key, "enter", "escape")
        await settled(app, pilot)
        assert [type(screen) for screen in app.screen_stack[1:]] == [OpeningScreen]
        assert len(list(services.store.folder.glob("*.jsonl"))) == 1
        clock.advance(QUIET)
        hurry(app, "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        clock.advance(QUIET)
        hurry(app, "enter", "h", "5", "b", "enter")
        await until(pilot, lambda: len(app.screen_stack) > 1)
        await settled(app, pilot)
        assert len(app.screen_stack) == 2


async def test_a_file_is_edited_once(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is pressed while the user's editor has the terminal opens no second one after it."""
    opened: list[Any] = []
    app = InterviewSimApp(services, Flow.banks)

    def edit(_app: object, command: object, **_: object) -> None:
        opened.append(command)
        Guard.of(app).turned()

    monkeypatch.setattr("interview_sim.tui.banks.screen.run_outside", edit)
    monkeypatch.setenv("EDITOR", "ed")
    clock = services.clock
    assert isinstance(clock, ManualClock)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, BanksScreen))
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, BanksScreen)
        own = tmp_path / "work" / "tiny.yaml"
        monkeypatch.setattr("interview_sim.tui.banks.destinations.is_own", lambda *_: True)
        assert own.exists()
        clock.advance(QUIET)
        hurry(app, *"eeeeeeee")
        await settled(app, pilot)
        hurry(app, *"eee")
        await settled(app, pilot)
        assert len(opened) == 1


@pytest.mark.thorough
async def test_every_key_pressed_twice_opens_one_thing(services: Services) -> None:
    """Of the screens that open others, each key stacks at most one, and closes at most one."""
    clock = services.clock
    assert isinstance(clock, ManualClock)
    sitting = sit(services, rate=True)
    ref = sitting.id
    sitting.close()
    app = InterviewSimApp(services)
    ways: dict[str, Callable[[Flow], None]] = {
        "home": lambda _: None,
        "history": Flow.history,
        "banks": Flow.banks,
        "scorecard": lambda flow: flow.scorecard(ref),
    }
    async with app.run_test() as pilot:
        for place, way in ways.items():
            height = 1 if place == "home" else 2
            for action in SCREENS[place].actions:
                if not action.in_palette or action.does in _OUTSIDE:
                    continue
                if len(app.screen_stack) < height:
                    way(app.flow)
                    await until(pilot, lambda: len(app.screen_stack) == 2)
                await settled(app, pilot)
                clock.advance(QUIET)
                key = action.keys.split(",")[0]
                hurry(app, key, key)
                await settled(app, pilot)
                assert height - 1 <= len(app.screen_stack) <= height + 1, action.id
                while len(app.screen_stack) > height:
                    await app.pop_screen()
            app.flow.home()
            await until(pilot, lambda: len(app.screen_stack) == 1)


_OUTSIDE = {"edit", "app.quit", "copy", "assessor", "regrade"}
"""Left to tests of their own: they leave the terminal, or ask only the first time."""


async def test_in_the_reveal_a_habitual_enter_does_not_agree_with_a_question_unseen(
    services: Services,
) -> None:
    """The last mark brings the next question, on which the same key does nothing at first."""
    clock = services.clock
    assert isinstance(clock, ManualClock)
    sat = sit(services, rate=True)
    app = InterviewSimApp(services)
    async with app.run_test() as pilot:
        await app.push_screen(RevealScreen(sat, at(sat, "forests")))
        await settled(app, pilot)
        clock.advance(QUIET)
        for _ in range(12):
            if "follow-up" in frame(app).splitlines()[0]:
                break
            await pilot.press("y")
        marked = len(sat.engine.state.marks)
        assert marked > 2  # Within one answer the same key marks point after point.
        await pilot.press("enter", "y", "n")
        assert len(sat.engine.state.marks) == marked
        assert "follow-up" in frame(app).splitlines()[0]
        clock.advance(QUIET)
        await pilot.press("y")
        assert len(sat.engine.state.marks) == marked + 1
    sat.close()
