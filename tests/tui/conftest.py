"""What the tests of the screens share: a clock of their own, UTC, and a way to look."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_sim.clock import ManualClock

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from interview_sim.services import Services
    from interview_sim.sitting import Sitting
    from interview_sim.tui.app import InterviewSimApp

# What is large is imported where it is used: this file is read where no test runs, too.


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come from somebody who looks before each: the clock of these tests stands still.

    tests/tui/test_guard.py presses twice, and too early.
    """
    monkeypatch.setattr("interview_sim.tui.guard.QUIET", 0)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times of day are shown as UTC whatever the machine's zone is."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def services(home: Path, clock: ManualClock) -> Services:
    """Services over an empty home, with a tiny bank beside those that ship."""
    from scripted import tiny_services

    return tiny_services(Path.cwd(), clock)


@pytest.fixture
def sitting(services: Services) -> Iterator[Sitting]:
    """A sitting that is rated and not revealed."""
    from scripted import sit

    sat = sit(services, rate=True)
    yield sat
    sat.close()


@pytest.fixture
def app(services: Services) -> InterviewSimApp:
    """The app over those services."""
    from interview_sim.tui.app import InterviewSimApp

    return InterviewSimApp(services)


@pytest.fixture
def svg_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares an SVG with the file that stands for it."""
    from snapshot import SvgExtension

    return snapshot.use_extension(SvgExtension)
