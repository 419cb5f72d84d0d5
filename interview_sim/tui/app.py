"""The Textual app: puts services, screens, themes and keys together, and decides nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Awaitable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.command import Provider
from textual.message import Message
from textual.screen import Screen

from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible
from interview_sim.tui import navigation as nav
from interview_sim.tui.actions import PLACES, bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.themes import DARK, LIGHT, OTHER

if TYPE_CHECKING:
    from interview_sim.services import Services


_GRACE = 2.0
"""Seconds that the app has for ending when a signal asks for it."""
_ENDED_BY_SIGNAL = 143


def _actions() -> type[Provider]:
    from interview_sim.tui.palette import Actions

    return Actions


_HERE = Path(__file__).parent


class InterviewSimApp(App[None], inherit_bindings=False):
    """interview-sim on a full screen."""

    TITLE = "interview-sim"
    # Textual does not load the style sheet of the screen it starts with.
    CSS_PATH = [_HERE / "app.tcss", _HERE / "home" / "screen.tcss"]
    COMMANDS = {_actions}
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    NOTIFICATION_TIMEOUT = 4

    def __init__(self, services: Services, first: Message | None = None) -> None:
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._services = services
        self._first = first
        self.flow = Flow(self, services)
        self.abandon: threading.Timer | None = None
        """Ends the process where the terminal keeps the app from ending; set by `run`."""
        self._caught: dict[int, object] = {}
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        wanted = services.settings.theme
        self.theme = wanted if wanted in self.available_themes else DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return HomeScreen(self._services)

    def on_mount(self) -> None:
        """Listen for the signals that end programs, and go where the command line says."""
        self._catch_signals()
        self.set_interval(1, self.flow.look_after)
        if self._first is not None:
            self.screen.post_message(self._first)

    def on_unmount(self) -> None:
        """However the app ends, what is open is on disk."""
        self.flow.close_sitting()
        for number, before in self._caught.items():
            with contextlib.suppress(ValueError, TypeError):
                signal.signal(number, before)  # type: ignore[arg-type]

    def _catch_signals(self) -> None:
        loop = asyncio.get_running_loop()

        def ending(_number: int, _frame: object) -> None:
            # Not a handler of the loop's: that would wait for a loop which waits for a terminal.
            if self.abandon is not None and not self.abandon.is_alive():
                self.abandon.start()
            loop.call_soon_threadsafe(self._end)

        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # A program that is not the main thread's gets no signals.
            with contextlib.suppress(ValueError):
                if number is not None:
                    self._caught[number] = signal.signal(number, ending)

    def _end(self) -> None:
        """Save first, then leave: the terminal may be gone already."""
        self.flow.save()
        self.exit()

    def tell(self, error: InterviewSimError) -> None:
        """Show an expected error calmly, in its own words."""
        from interview_sim.tui.dialogs.confirm import telling

        self.push_screen(telling("That did not work", str(error)))

    async def _go(self, step: Awaitable[None]) -> None:
        try:
            await step
        except InterviewSimError as error:
            self.tell(error)

    # What screens may ask for

    @on(nav.StartInterview)
    async def _start(self, message: nav.StartInterview) -> None:
        await self._go(self.flow.start(message.plan, message.seed))

    @on(nav.StartPaper)
    async def _start_paper(self, message: nav.StartPaper) -> None:
        await self._go(self.flow.start_paper(message.paper, force=message.force))

    @on(nav.ResumeSession)
    async def _resume(self, message: nav.ResumeSession) -> None:
        await self._go(self.flow.resume(message.ref))

    @on(nav.RateNow)
    async def _rate_now(self, message: nav.RateNow) -> None:
        await self._go(self.flow.rate_now(message.sitting, message.question))

    @on(nav.AskingOver)
    async def _asking_over(self, message: nav.AskingOver) -> None:
        await self._go(self.flow.asking_over(message.sitting))

    @on(nav.RatingOver)
    async def _rating_over(self, message: nav.RatingOver) -> None:
        await self._go(self.flow.rating_over(message.sitting))

    @on(nav.RevealOver)
    async def _reveal_over(self, message: nav.RevealOver) -> None:
        await self._go(self.flow.reveal_over(message.sitting))

    @on(nav.ReopenReveal)
    async def _reopen_reveal(self, message: nav.ReopenReveal) -> None:
        await self._go(self.flow.reopen_reveal(message.ref, message.question))

    @on(nav.OpenScorecard)
    async def _scorecard(self, message: nav.OpenScorecard) -> None:
        await self._go(self.flow.scorecard(message.ref))

    @on(nav.OpenReplay)
    async def _replay(self, message: nav.OpenReplay) -> None:
        await self._go(self.flow.replay(message.ref))

    @on(nav.OpenHistory)
    async def _history(self) -> None:
        await self._go(self.flow.history())

    @on(nav.OpenBanks)
    async def _banks(self) -> None:
        await self._go(self.flow.banks())

    @on(nav.OpenSetup)
    async def _setup(self, message: nav.OpenSetup) -> None:
        await self._go(self.flow.setup(message.plan))

    @on(nav.OpenSettings)
    async def _settings(self) -> None:
        await self._go(self.flow.settings())

    @on(nav.LeaveSitting)
    async def _leave(self) -> None:
        await self._go(self.flow.when_kept(self._left))

    async def _left(self) -> None:
        if self.flow.is_all_saved:
            self.notify("Kept as it stands. Resume it from here at any time.", markup=False)
        await self._go(self.flow.home())

    @on(nav.SaveElsewhere)
    async def _save_elsewhere(self) -> None:
        await self._go(self.flow.tell_unsaved())

    @on(nav.GoHome)
    async def _home(self) -> None:
        await self._go(self.flow.when_kept(self.flow.home))

    @on(nav.GoBack)
    async def _back(self) -> None:
        await self._go(self.flow.back())

    @on(nav.OpenHelp)
    def action_help(self) -> None:
        """The keys of the screen at hand first, then all others."""
        from interview_sim.tui.help.screen import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return
        ids = (active.binding.id or "" for active in self.screen.active_bindings.values())
        here = dict.fromkeys(name.partition(".")[0] for name in ids)
        places = [name for name in here if name in PLACES]
        self.push_screen(HelpScreen(sorted(places, key=lambda name: name == "app")))

    def action_toggle_brightness(self) -> None:
        """Dark or light."""
        other = OTHER.get(self.theme, "light" if self.current_theme.dark else "dark")
        self.action_choose_theme(other)

    def action_choose_theme(self, name: str) -> None:
        """Use a theme now and from now on."""
        self.theme = name
        try:
            self._services.change_settings(theme=name)
        except InterviewSimError as error:
            self.notify(f"{error} It holds until you leave.", markup=False)

    async def action_leave(self) -> None:
        """Leave; what is open is saved as it stands and can be resumed."""

        async def leave() -> None:
            self.exit()

        await self.flow.when_kept(leave)


def make_app(services: Services, first: Message | None = None) -> InterviewSimApp:
    """The app over these services.

    Args:
        services: The object graph.
        first: What to do at once: start, resume or replay something; None: the home screen.
    """
    return InterviewSimApp(services, first)


def run(services: Services, first: Message | None = None) -> int:
    """Run until the user leaves; the open session is on disk however that happens.

    Returns:
        The exit status: 0, or 1 after a crash.
    """
    app = make_app(services, first)
    app.abandon = threading.Timer(_GRACE, _abandon, [app])
    app.abandon.daemon = True
    try:
        app.run(mouse=services.settings.mouse)
    finally:
        app.abandon.cancel()
        app.flow.close_sitting()
        _say_farewell(app)
    return app.return_code or 0


def _abandon(app: InterviewSimApp) -> None:
    """End the process, as a signal asked for, though the app still waits for its terminal."""
    app.flow.close_sitting()
    _say_farewell(app)
    os._exit(_ENDED_BY_SIGNAL)


def _say_farewell(app: InterviewSimApp) -> None:
    words, app.flow.farewell = app.flow.farewell, ""
    # The terminal may be gone, and with it whoever would read this.
    with contextlib.suppress(OSError, ValueError):
        if words:
            sys.stderr.write(f"{visible(words)}\n")
            sys.stderr.flush()
