"""What is on the screen, as plain text: the only place that touches a private name of Textual."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import EndingScreen, OpeningScreen


def frame(app: App[Any]) -> str:
    """The screen on top, line by line, without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def lines_with(app: App[Any], text: str) -> list[str]:
    """The lines of the screen that hold a text."""
    return [line for line in frame(app).splitlines() if text in line]


async def settled(app: App[Any], pilot: Pilot[Any]) -> str:
    """The screen once everything that reads or computes is done; open dialogs are not waited for.

    A worker in a group of its own reads or computes, one in none waits for a dialog's answer.
    """
    await pilot.pause()
    while working := [worker for worker in app.workers if worker.group != "default"]:
        with contextlib.suppress(WorkerCancelled):
            await app.workers.wait_for_complete(working)
        await pilot.pause()
    await pilot.pause()
    return frame(app)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and let the screen follow."""
    await pilot.press(*keys)
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Let the app go on until something holds; on a busy machine that takes several rounds."""
    for _ in range(100):
        await settled(pilot.app, pilot)
        if holds():
            return
    raise AssertionError(f"It never came to hold:\n{frame(pilot.app)}")


@contextlib.asynccontextmanager
async def opened(
    app: App[Any], screen: Screen[Any], size: tuple[int, int]
) -> AsyncIterator[Pilot[Any]]:
    """The app with a screen on top that has read what it shows."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.push_screen(screen)
        await settled(app, pilot)
        yield pilot


async def begin(app: InterviewSimApp, pilot: Pilot[None]) -> None:
    """Go past the page that opens an interview, however early that is."""
    await _past(app, pilot, OpeningScreen)


async def go_on(app: InterviewSimApp, pilot: Pilot[None]) -> None:
    """Go past the page that ends an interview, however early that is."""
    await _past(app, pilot, EndingScreen)


async def _past(
    app: InterviewSimApp, pilot: Pilot[None], page: type[OpeningScreen | EndingScreen]
) -> None:
    await until(pilot, lambda: isinstance(app.screen, page))
    sitting = app.flow.sitting
    assert sitting is not None, frame(app)
    (app.flow.begin if page is OpeningScreen else app.flow.assess)(sitting)
    await until(pilot, lambda: not isinstance(app.screen, page))
