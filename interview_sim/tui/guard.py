"""One press, one thing: a key counts only for what was to be seen when it was pressed.

A second press of the same key, and one that was meant for the screen or the question before, does
nothing. Typing is never lost to this, but for a command's own key that bounces or is held, and for
what comes right after something that the user did not do: the clock cut an answer off, or what was
open above it closed by itself.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.widget import Widget

    from interview_sim.clock import Clock

QUIET = 0.4
"""Seconds without a key after which commands count again, once something has changed."""
LONG_QUIET = 1.5
"""The same after an interruption, for typing as well: whoever types on has not seen it yet."""
_SEEN = 3.0
"""Seconds after a change by which somebody who is typing an answer has seen it."""

MOVES = frozenset(
    f"{held}{key}"
    for held in ("", "shift+", "ctrl+", "ctrl+shift+")
    for key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab")
)
"""Keys that only move about; they always count."""
_CHOOSE = frozenset({"enter", "escape", "space"})


class Press(Enum):
    """What a key would do where it was pressed."""

    MOVE = 1
    TEXT = 2
    """It changes a line of text that is being typed."""
    ANSWER = 3
    """It changes a longer text, in which a habit may send it off."""
    COMMAND = 4


def press_of(focused: Widget | None, key: str, character: str | None) -> Press:
    """What the key does where the focus is."""
    if key in MOVES:
        return Press.MOVE
    if focused is None:
        return Press.COMMAND
    # A widget's own keys move about or change its text, but for those that choose.
    is_own = key in focused._bindings.key_to_bindings and key not in _CHOOSE
    is_text = isinstance(focused, Input | TextArea)
    if is_text and (is_own or focused.check_consume_key(key, character)):
        return Press.TEXT if isinstance(focused, Input) else Press.ANSWER
    return Press.MOVE if is_own else Press.COMMAND


class Guard:
    """Tells which keys come too early to be meant.

    Args:
        clock: By which the quiet is measured.
        when_turned: Called when something else is shown.
    """

    def __init__(self, clock: Clock, when_turned: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._when_turned = when_turned
        self.acts = 0
        """How many keys counted, and interruptions there were."""
        self._turned_at = self._until = self._late_until = self._same_until = clock.monotonic()
        self._last = ""

    @staticmethod
    def of(app: App[Any]) -> Guard:
        """The guard of the app."""
        guard: Guard = app.guard  # type: ignore[attr-defined]
        return guard

    def turned(self) -> None:
        """Another screen, question or step is shown; keys pressed before are not meant for it."""
        self._turned_at = self._clock.monotonic()
        self._until = self._turned_at + QUIET
        if self._when_turned is not None:
            self._when_turned()

    def interrupted(self) -> None:
        """What keys were meant for is gone without the user's doing: the clock, a judge, a disk."""
        self.acts += 1
        self._late_until = self._clock.monotonic() + LONG_QUIET

    @property
    def is_late(self) -> bool:
        """Whether typing would still be meant for what was interrupted."""
        return self._clock.monotonic() < self._late_until

    @property
    def is_up(self) -> bool:
        """Whether commands do nothing now."""
        now = self._clock.monotonic()
        return now < self._until or now < self._late_until

    def drops(self, press: Press) -> bool:
        """Whether a key that is pressed now does nothing; if so, the quiet has to begin again."""
        is_dropped = self._drops(press)
        self.acts += not is_dropped
        return is_dropped

    def _drops(self, press: Press) -> bool:
        now = self._clock.monotonic()
        if press is Press.MOVE:
            return False
        if now < self._late_until:
            self._late_until = now + LONG_QUIET
            return True
        if now >= self._until or press is Press.TEXT:
            return False
        # Typing is kept; but who types has not looked, and the next habit is to send it off.
        self._until = QUIET + (now if press is Press.COMMAND else min(now, self._turned_at + _SEEN))
        return press is Press.COMMAND

    def is_double(self, key: str) -> bool:
        """Whether the same command was given a moment ago, as by a key that bounces or is held."""
        now = self._clock.monotonic()
        is_same = key == self._last and now < self._same_until
        self._last, self._same_until = key, now + QUIET
        return is_same

    def is_left_over(self, key: str) -> bool:
        """Whether a key that would be typed was a command a moment ago, as one that is held."""
        now = self._clock.monotonic()
        is_same = key == self._last and now < self._same_until
        if is_same:
            self._same_until = now + QUIET
        return is_same
