"""The list of all keys, and the rule that one key has one meaning."""

from __future__ import annotations

import pytest
from frames import frame, settled

from interview_sim.config import Settings
from interview_sim.services import Services
from interview_sim.tui.actions import IDLE, SCREENS, find, own_key
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.help import HelpScreen
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.rebinding import rebound
from interview_sim.tui.settings.screen import SettingsScreen

FOLLOW = (
    ("home", "setup settings history banks study progress opening ending"),
    ("opening", "interview"),
    ("interview", "ending rating reveal"),
    ("ending", "rating reveal"),
    ("rating", "reveal scorecard interview"),
    ("reveal", "scorecard detail model"),
    ("scorecard", "compare detail note replay history model"),
    ("compare", "replay detail"),
    ("detail", "note reveal replay"),
    ("history", "scorecard replay opening"),
    ("banks", "try form study"),
)
"""Screens of which one leads to the others."""


def letters(screen: str) -> dict[str, str]:
    """What the letters and digits of a screen do: the first word of its footer's."""
    if screen not in SCREENS:
        return {}
    return {
        key: (action.label.split() or [action.id])[0]
        for action in SCREENS[screen].actions
        for key in action.keys.split(",")
        if len(key) == 1
    }


def test_a_letter_means_one_thing_on_screens_that_follow_each_other() -> None:
    """Whoever presses it once too often, or too soon, asks for nothing else."""
    clashes = [
        f"{key}: {here[key]} in {one}, {there[key]} in {other}"
        for one, others in FOLLOW
        for other in others.split()
        for here, there in ((letters(one), letters(other)),)
        for key in sorted(here.keys() & there.keys())
        if here[key] != there[key]
    ]
    assert clashes == []


def test_what_idle_keys_say_is_said_of_actions_that_exist() -> None:
    """The list of reasons names actions; each reason is one sentence."""
    assert [name for name in IDLE if find(name) is None] == []
    assert [words for words in IDLE.values() if not words.endswith(".")] == []


@pytest.mark.parametrize(
    ("name", "keys", "sentence"),
    [
        ("interview.flg", "f6", "interview.flg is not an action; did you mean interview.flag?"),
        ("zzz", "f6", "zzz is not an action; docs/keys.md lists them"),
        ("interview.flag", "f99", "'f99' is not a key; write f6, ctrl+g, x or question_mark"),
        ("interview.flag", "", "no key is named"),
        ("interview.flag", "g", "g is for typing there; choose a function key"),
        ("interview.flag", "ctrl+k", "ctrl+k is for typing there"),
        ("reveal.undo", "ctrl+m", "terminals send Enter for ctrl+m"),
        ("interview.flag", "ctrl+s", "^S is interview.submit already; give one of them another"),
        ("reveal.undo", "f2", "F2 is app.dark already"),
        ("reveal.undo", "\x1b[31m", "is not a key"),
    ],
)
def test_a_key_that_cannot_be_used_is_named_with_a_remedy(
    name: str, keys: str, sentence: str
) -> None:
    """What is wrong with one line leaves the others in force, and the usual key in place."""
    keymap, wrong = rebound({name: keys, "rating.next": "f7"})
    assert keymap == {"rating.next": "f7"}
    assert len(wrong) == 1
    assert sentence in wrong[0]
    assert "\x1b" not in wrong[0]


def test_two_actions_may_change_places() -> None:
    """A key that is given away is free; play and pause, which share one, move together."""
    wanted = {"interview.flag": "ctrl+n", "interview.skip": "ctrl+g,f6", "home.quick": "?"}
    keymap, wrong = rebound(wanted)
    assert keymap["interview.skip"] == "ctrl+g,f6"
    assert len(wrong) == 1
    assert wrong[0].startswith("home.quick: ? is home.help already")
    assert set(rebound({"replay.play": "x"})[0]) == {
        action.id for action in SCREENS["replay"].actions if action.keys == "space"
    }


async def test_keys_and_theme_of_ones_own(services: Services) -> None:
    """They work, footer and help show them, the old key does nothing; what is wrong is said."""
    keys = {"home.settings": "f6", "interview.submit": "f99"}
    services.settings = Settings(keys=keys, theme="nordic")
    app = InterviewSimApp(services)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settled(app, pilot)
        shown = " ".join(frame(app).replace("▌", "").split())
        assert "interview.submit: 'f99' is not a key" in shown
        assert "There is no theme “nordic”" in shown
        assert "F6 settings" in frame(app).splitlines()[-1]
        await pilot.press("comma")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("question_mark")
        await settled(app, pilot)
        assert isinstance(app.screen, HelpScreen)
        assert (own_key(app, "home.settings"), own_key(app, "home.history")) == ("F6", "h")
        assert any(line.split()[:1] == ["F6"] for line in frame(app).splitlines())
        await pilot.press("escape", "f6")
        await settled(app, pilot)
        assert isinstance(app.screen, SettingsScreen)
