"""Durations as banks spell them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4m", 240),
        ("90s", 90),
        ("1m30s", 90),
        ("1h", 3600),
        ("1h30m", 5400),
        ("1h0m5s", 3605),
        ("45", 45),
        ("2.5", 2.5),
        ("1m0.5s", 60.5),
        ("0", 0),
    ],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    """Hours, minutes and seconds in that order, or a bare number of seconds."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "m", "4 m", "-4m", "+4", "4x", "30s1m", "1m30", "1:30", "4M", "1e3", ".5", "٣m", "4m\n",
     "9" * 5000, "1.5m", "nan"],
)  # fmt: skip
def test_anything_else_is_no_duration(text: str) -> None:
    """What could be read in two ways, or not at all, is refused."""
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(240, "4m"), (90, "1m30s"), (3600, "1h"), (0, "0s"), (5400, "1h30m"), (60.5, "1m0.5s")],
)
def test_durations_are_spelt_shortly(seconds: float, text: str) -> None:
    """The spelling is the one an author would choose."""
    assert format_duration(seconds) == text


@given(st.integers(0, 10**8).map(lambda n: n / 1000))
def test_what_is_spelt_is_read_back(seconds: float) -> None:
    """Spelling and reading are inverse."""
    assert parse_duration(format_duration(seconds)) == pytest.approx(seconds, abs=1e-6)
