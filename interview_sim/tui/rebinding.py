"""Keys of one's own: what the settings file says under `[keys]`, checked against all actions."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from textual.keys import Keys, _character_to_key, key_to_character

from interview_sim.tui.actions import SCREENS, Action, find
from interview_sim.tui.present import key_name, one_line

_TYPING = frozenset({"interview", "note", "try", "form"})
"""Screens on which letters are typed."""
_EDITOR = frozenset(f"ctrl+{letter}" for letter in "acdekuvwxyz")
_SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc"}
"""What terminals send for these, so that they cannot be told apart."""


def rebound(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys that can be used, by action, as Textual has them; and what is wrong with others."""
    problems: list[str] = []
    keymap: dict[str, str] = {}
    for name, keys in wanted.items():
        action = find(name)
        if action is None:
            problems.append(_unknown(name))
            continue
        normal = [_character_to_key(key) if len(key) == 1 else key for key in _split(keys)]
        wrong = next((words for key in normal if (words := _wrong(action, key))), "")
        wrong = wrong or ("" if normal else "no key is named")
        if wrong:
            problems.append(f"{_name(name)}: {wrong}.")
            continue
        keymap |= dict.fromkeys(_together(action), ",".join(normal))
    for name in list(keymap):
        if other := _clash(name, keymap):
            del keymap[name]
            problems.append(f"{name}: {other}; give one of them another key.")
    return keymap, problems


def _split(keys: str) -> list[str]:
    if keys.strip() == ",":
        return [","]
    return [key.strip() if key.strip() else key for key in keys.split(",") if key]


def _name(name: str) -> str:
    return one_line(name)[:60]


def _unknown(name: str) -> str:
    ids = [action.id for screen in SCREENS.values() for action in screen.actions]
    meant = get_close_matches(name, ids, n=1)
    offer = f"did you mean {meant[0]}?" if meant else "docs/keys.md lists them."
    return f"{_name(name)} is not an action; {offer}"


@cache
def _known() -> frozenset[str]:
    typed = {_character_to_key(chr(code)) for code in range(33, 127)}
    return frozenset({key.value for key in Keys} | typed)


def _wrong(action: Action, key: str) -> str:
    """What is wrong with a key for this action; empty if it can be used."""
    shown, place = one_line(key)[:30], action.id.partition(".")[0]
    held = key.removeprefix("alt+").removeprefix("shift+")
    if key not in _known() and held not in _known():
        return f"{shown!r} is not a key; write f6, ctrl+g, x or question_mark"
    if key in _SAME:
        return f"terminals send {_SAME[key]} for {shown}; choose another key"
    if place in _TYPING and (key_to_character(key) is not None or key in _EDITOR):
        return f"{shown} is for typing there; choose a function key or another Ctrl key"
    return ""


def _together(action: Action) -> list[str]:
    """The actions that share their keys, such as play and pause."""
    place = SCREENS[action.id.partition(".")[0]]
    return [other.id for other in place.actions if other.keys == action.keys]


def _clash(name: str, keymap: Mapping[str, str]) -> str:
    """Which other action of the same screen, or of every screen, has a key of this one as well."""
    place, own = name.partition(".")[0], set(keymap[name].split(","))
    action = next(action for action in SCREENS[place].actions if action.id == name)
    shared = set(_together(action))
    for screen in dict.fromkeys((place, "app")):
        for other in SCREENS[screen].actions:
            theirs = set(keymap.get(other.id, other.keys).split(","))
            # A screen's own key may stand before one that works everywhere, as its own did.
            both = own & theirs - (set(action.keys.split(",")) if screen != place else set())
            if other.id not in shared and both:
                return f"{key_name(min(both))} is {other.id} already"
    return ""
