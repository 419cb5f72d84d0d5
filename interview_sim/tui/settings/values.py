"""The settings screen's values: their words, and what a key makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from interview_sim.config import Settings
from interview_sim.tui.present import number, one_line
from interview_sim.tui.setup.values import Field

_T = TypeVar("_T", str, float)

_FACTORS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def fields(settings: Settings) -> list[Field]:
    """All settings that have a value to show."""
    factor = settings.extra_time
    extra = "none" if factor == 1 else f"every time × {number(factor)}"
    clock = "hidden, warnings only" if settings.hidden_clock else "shown"
    mouse = "used" if settings.mouse else "left to the terminal (from the next start)"
    motion = "reduced: a replay goes in steps of a second" if settings.reduced_motion else "full"
    race = "runs along, as words and time" if settings.race else "out of sight (F8 brings it)"
    return [
        Field("theme", "theme", one_line(settings.theme)),
        Field("extra_time", "extra time", extra),
        Field("hidden_clock", "clock", clock),
        Field("reduced_motion", "motion", motion),
        Field("mouse", "mouse", mouse),
        Field("race", "your last attempt", race),
        Field("role", "role", one_line(settings.role) or "any"),
    ]


def stepped(
    settings: Settings, field: str, by: int, *, themes: Sequence[str], roles: Sequence[str] = ()
) -> dict[str, str | float | bool]:
    """The change that one step makes; `roles` are those of the banks' questions."""
    if field == "theme":
        return {field: _next(settings.theme, ("dark", "light", *_others(themes)), by)}
    if field == "extra_time":
        return {field: _next(settings.extra_time, _FACTORS, by)}
    if field == "role":
        return {field: _next(settings.role, ("", *sorted({*roles, settings.role} - {""})), by)}
    if field in {"hidden_clock", "mouse", "race", "reduced_motion"}:
        return {field: not getattr(settings, field)}
    return {}


def _others(themes: Sequence[str]) -> list[str]:
    return sorted(name for name in themes if name not in {"dark", "light"})


def _next(value: _T, options: Sequence[_T], by: int) -> _T:
    at = options.index(value) if value in options else 0
    return options[(at + by) % len(options)]
