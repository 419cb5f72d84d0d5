"""Words and signs: times, counts, bars, and what an interviewer says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import HOSTILE

from interview_sim.tui import present
from interview_sim.tui.actions import SCREENS
from interview_sim.tui.interview.words import stage


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(84, "1:24"), (83.2, "1:24"), (0, "0:00"), (-12.9, "+0:12"), (3661, "1:01:01")],
)
def test_clocks_round_up_while_there_is_time_and_count_on_after(seconds: float, shown: str) -> None:
    """A clock shows 0:00 only when nothing is left, and time over with a plus."""
    assert present.clock(seconds) == shown


def test_moments_are_told_as_people_tell_them() -> None:
    """Today and yesterday by name, other days by date, other years with the year."""
    now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    assert present.when(datetime(2026, 1, 5, 8, 2, tzinfo=UTC), now) == "today 08:02"
    assert present.when(datetime(2026, 1, 4, 23, 59, tzinfo=UTC), now) == "yesterday 23:59"
    assert present.when(datetime(2025, 11, 3, 9, 0, tzinfo=UTC), now) == "3 Nov 2025, 09:00"


@given(st.floats(-1, 2), st.integers(0, 200))
def test_a_bar_always_has_its_width(share: float, width: int) -> None:
    """However much is used, bar and rest fill the place exactly."""
    done, rest = present.bar(share, width)
    assert len(done) + len(rest) == width


@given(st.text())
def test_text_from_outside_is_never_markup_or_escape(text: str) -> None:
    """Whatever a file holds, it stays text: nothing is styled by it, no control remains."""
    content = present.literal(text)
    assert not content.spans
    assert "\x1b" not in content.plain
    assert "\n" not in present.one_line(text)


def test_hostile_text_keeps_its_letters() -> None:
    """Markup and escapes are shown by what they are made of."""
    assert present.literal(HOSTILE).plain.startswith("[@click=app.quit]x[/] [/nope ␛[31mred")


def test_values_become_bars_of_their_height() -> None:
    """The lowest bar stands for nothing, the highest for everything."""
    assert present.sparkline([0, 50, 100]) == "▁▅█"


@pytest.mark.parametrize(
    ("left", "total", "expected"),
    [(100, 240, ""), (80, 240, "third"), (30, 240, "last"), (-0.1, 240, "over"), (None, 240, "")],
)
def test_a_clock_has_three_stages(left: float | None, total: float, expected: str) -> None:
    """A third left, half a minute left, and over."""
    assert stage(left, total) == expected


def test_every_action_is_named_once_and_explained() -> None:
    """Ids are unique and begin with their place; only play and pause share a key."""
    seen = set()
    for name, place in SCREENS.items():
        does: dict[str, str] = {}
        for action in place.actions:
            assert action.id.startswith(f"{name}.")
            assert action.id not in seen
            seen.add(action.id)
            assert action.description
            run = action.does.partition("(")[0]
            for key in action.keys.split(","):
                assert does.setdefault(key, run) == run, f"{name}: {key}"
