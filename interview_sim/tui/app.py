"""The Textual app: puts services, screens, themes and keys together, and decides nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.command import Provider
from textual.css.stylesheet import Stylesheet
from textual.geometry import Offset
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Input, TextArea

from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible
from interview_sim.tui import paste
from interview_sim.tui.actions import SCREENS, bindings, find
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import Guard, Press, press_of
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.present import one_line, short_path
from interview_sim.tui.themes import DARK, LIGHT, OTHER
from interview_sim.tui.widgets.frame import HeadLine

if TYPE_CHECKING:
    from interview_sim.services import Services


_GRACE = 2.0
"""Seconds that the app has for ending when a signal asks for it."""
_ENDED_BY_SIGNAL = 143
_TYPED_OUT = 2.0
"""Seconds that a command waits for what was typed before it, at most."""


def _actions() -> type[Provider]:
    from interview_sim.tui.palette import Actions

    return Actions


_HERE = Path(__file__).parent


class _Styles(Stylesheet):
    """What was parsed once is not parsed again with the styles of each screen that is opened."""

    def reparse(self) -> None:
        """Parse what is new; nothing is left of what was parsed once the colours have changed."""
        self.parse()


class InterviewSimApp(App[None], inherit_bindings=False):
    """interview-sim on a full screen: home, or `first` does another step at once."""

    TITLE = "interview-sim"
    # Textual does not load the style sheet of the screen it starts with.
    CSS_PATH = [_HERE / "app.tcss", _HERE / "home" / "screen.tcss"]
    COMMANDS = {_actions}
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    NOTIFICATION_TIMEOUT = 4

    def __init__(self, services: Services, first: Callable[[Flow], None] | None = None) -> None:
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.stylesheet = _Styles(variables=self.get_css_variables())
        self._services = services
        self._first = first
        self.flow = Flow(self, services)
        self.guard = Guard(services.clock, self._forget_what_was_said)
        self._said: dict[str, int] = {}
        """What was said in passing, and how much had been done until then."""
        self.abandon: threading.Timer | None = None
        """Ends the process where the terminal keeps it from ending; set by `run`."""
        self._is_ending = False
        self._caught: dict[int, object] = {}
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        wanted = services.settings.theme
        self.theme = wanted if wanted in self.available_themes else DARK.name
        self.keymap: dict[str, str] = {}
        """Keys of the user's own, by action."""
        self._complaints: list[str] = []
        self._use_own_keys()
        if self.theme != wanted:
            self._complaints.append(
                f"There is no theme “{one_line(wanted)}”; {self.theme} is used. The settings "
                "(, on the home screen) list them all."
            )

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something in passing, once; always literally, as it may quote a file.

        What is said for no longer than usual goes with the screen or the question it was said of.
        """
        self._said[message] = self.guard.acts
        if message in {notice.message for notice in self._notifications}:
            return
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor goes, at which an input method draws its window.

        Asked whenever something is drawn: Textual notes it when the text or the focus changes, and
        not when the layout moves the field.
        """
        place = getattr(self.focused, "cursor_screen_offset", self._cursor_position)
        return place if isinstance(place, Offset) else self._cursor_position

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._cursor_position = place

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return HomeScreen(self._services)

    def on_mount(self) -> None:
        """Listen for the signals that end programs, and go where the command line says."""
        self._catch_signals()
        self.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)
        self._screen_changed(self.screen)
        self.set_interval(1, self.flow.watch_saving)
        self.set_interval(1, self.watch_reading)
        for words in self._complaints:
            self.notify(words, severity="warning", timeout=12)
        if self._first is not None:
            self._first(self.flow)

    def watch_reading(self) -> None:
        """Say in the first line how far the reading of sessions is, where that takes a while."""
        read = self._services.being_read
        words = f"reading sessions: {read[0]:,} of {read[1]:,}" if read else ""
        for head in self.screen.query(HeadLine):
            head.busy(words)

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
            # A second one may come in the middle of this, and nothing may be raised into whatever
            # it interrupts.
            if not self._is_ending:
                self._is_ending = True
                if self.abandon is not None:
                    self.abandon.start()
            with contextlib.suppress(RuntimeError):
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

    def _use_own_keys(self) -> None:
        here: dict[str, str] = getattr(self.driver_class, "KEYS", {})
        wanted = {**here, **self._services.settings.keys}
        if wanted:
            from interview_sim.tui.rebinding import rebound

            self.keymap, wrong = rebound(wanted)
            self.set_keymap(self.keymap)
            file = short_path(self._services.paths.config_file)
            self._complaints += [f"{file}, [keys]: {words}" for words in wrong]

    def _forget_what_was_said(self) -> None:
        """Something else is shown: what was said before the last key was not said of that."""
        for notice in list(self._notifications):
            is_passing = notice.timeout <= self.NOTIFICATION_TIMEOUT
            is_plain = is_passing and notice.severity == "information"
            if is_plain and self._said.get(notice.message, self.guard.acts) < self.guard.acts:
                self._unnotify(notice)

    # Keys that count, and keys that do not

    def _screen_changed(self, screen: Screen[object]) -> None:
        self.guard.turned()
        # Only now is there anything to see.
        screen.call_after_refresh(self.guard.turned)

    async def on_event(self, event: events.Event) -> None:
        """Let through what the user does, but for keys that cannot be meant for what is shown."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            press = press_of(self.focused, event.key, event.character)
            if self.guard.drops(press):
                return
            if press is Press.COMMAND:
                if self.guard.is_double(event.key) and not self._may_repeat(event.key):
                    return
                await self._typed_out()
            elif press is not Press.MOVE and self.guard.is_left_over(event.key):
                return
        elif isinstance(event, events.Paste) and not event.is_forwarded and self.guard.is_late:
            return
        await super().on_event(event)

    async def _typed_out(self) -> None:
        """Wait until what was typed before is in its field: it waits in a queue of the field's own.

        A key that acts at once would overtake it: the end of an answer would miss its submission
        and be typed into the next.
        """
        focused = self.focused
        if isinstance(focused, Input | TextArea):
            done = asyncio.Event()
            if focused.call_later(done.set):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _TYPED_OUT)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # A key waits in the queues of widgets: since it was let through, what it was pressed for
        # may have changed.
        is_early = not priority and self.guard.is_up
        if is_early and press_of(self.focused, key, None) is Press.COMMAND:
            return True
        if await super()._check_bindings(key, priority):
            return True
        if not priority:
            self._say_why_not(key)
        return False

    def _may_repeat(self, key: str) -> bool:
        active = self.screen.active_bindings.get(key)
        action = find(active.binding.id) if active is not None else None
        return action.repeats if action is not None else key != "enter"

    def _say_why_not(self, key: str) -> None:
        """Where the key would do something at another moment, say why it does not now."""
        for node, bindings_here in self.screen._modal_binding_chain:
            for binding in bindings_here.key_to_bindings.get(key, ()):
                action = find(binding.id)
                if action is None or self._check_action_state(binding.action, node):
                    continue
                why_not = getattr(node, "why_not", None)
                words = (why_not(action.id) if why_not is not None else "") or action.idle
                if words:
                    self.notify(words, timeout=3)
                return

    # What keys do on every screen

    def action_go(self, step: str) -> None:
        """Take a step of the flow that its name says all about, such as `app.go('history')`."""
        getattr(self.flow, step)()

    def action_help(self) -> None:
        """The keys of the current screen first, then all others."""
        from interview_sim.tui.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return
        ids = (active.binding.id or "" for active in self.screen.active_bindings.values())
        here = dict.fromkeys(name.partition(".")[0] for name in ids)
        places = [name for name in here if name in SCREENS]
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
            self.notify(f"{error}\nIt applies until you leave.")

    async def action_leave(self) -> None:
        """Leave; what is open is saved as it stands and can be resumed."""

        async def leave() -> None:
            self.exit()

        await self.flow.when_saved(leave)


def run(services: Services, first: Callable[[Flow], None] | None = None) -> int:
    """Run until the user leaves; the open session is on disk however that happens.

    Returns:
        The exit status: 0, or 1 after a crash.
    """
    paste.install()
    app = InterviewSimApp(services, first)
    app.abandon = threading.Timer(_GRACE, _abandon, [app])
    app.abandon.daemon = True
    try:
        app.run(mouse=services.settings.mouse)
    finally:
        # Not cancelled: after a signal the thread that reads the terminal may live on, and the
        # process would wait for it.
        app.flow.close_sitting()
        _say_farewell(app)
    return app.return_code or 0


def _abandon(app: InterviewSimApp) -> None:
    """End the process, as a signal asked for, though the app still waits for its terminal."""
    app.flow.close_sitting()
    _say_farewell(app)
    os._exit(_ENDED_BY_SIGNAL)


def _say_farewell(app: InterviewSimApp) -> None:
    words = app.flow.take_farewell()
    # The terminal may be gone, and with it whoever would read this.
    with contextlib.suppress(OSError, ValueError):
        if words:
            sys.stderr.write(f"{visible(words)}\n")
            sys.stderr.flush()
