"""The list of all keys, and the rule that one key has one meaning."""

from __future__ import annotations

from interview_sim.tui.actions import IDLE, SCREENS, find

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


def test_a_key_does_one_thing_on_a_screen() -> None:
    """A key that is listed twice, such as for play and pause, is one action's."""
    for name, screen in SCREENS.items():
        does: dict[str, str] = {}
        for action in screen.actions:
            for key in action.keys.split(","):
                run = action.does.partition("(")[0]
                assert does.setdefault(key, run) == run, f"{name}: {key}"


def test_what_idle_keys_say_is_said_of_actions_that_exist() -> None:
    """The list of reasons names actions; each reason is one sentence."""
    assert [name for name in IDLE if find(name) is None] == []
    assert [words for words in IDLE.values() if not words.endswith(".")] == []
