"""The two clocks, each with a bar that says how the pace is."""

from __future__ import annotations

import math

from textual.content import Content
from textual.widget import Widget

from interview_sim.tui.present import bar, clock

_SIGNS = {"third": "◔", "last": "●", "over": "+"}
_WORDS = {"third": "a third left", "last": "30 s left", "over": "time is up"}


def _whole(left: float | None) -> float | None:
    """Whole seconds: nothing finer is shown, so three ticks in four draw nothing."""
    if left is None:
        return None
    return math.ceil(left) if left >= 0 else -int(-left) - 0.001


class PaceClock(Widget):
    """One clock: its name, a bar of what is used, and what is left.

    How far it has run is said by the class `-third`, `-last` or `-over` and by a sign, so that
    colour is never the only word for it.
    """

    DEFAULT_CSS = """
    PaceClock {
        height: 1; width: 1fr; padding: 0 1; color: $text-accent;
        &.-third { color: $text-warning; }
        &.-last { color: $text-error; text-style: bold; }
        &.-over { color: $text-error; text-style: bold; }
        &.-stopped { color: $text-muted; text-style: none; }
    }
    """

    def __init__(self, name: str, *, total: float, hidden: bool, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = name
        self._hidden = hidden
        self._shown: tuple[float | None, float, str] = (None, total, "")

    def show(self, left: float | None, total: float, stage: str) -> None:
        """Show what is left; draws only what changed.

        Args:
            left: Seconds left, below zero when over; None where no clock runs.
            total: Seconds in all.
            stage: `third`, `last`, `over`, or empty while there is time.
        """
        shown = (_whole(left), total, stage)
        if shown != self._shown:
            self._shown = shown
            for name in _SIGNS:
                self.set_class(stage == name, f"-{name}")
            self.refresh()

    def render(self) -> Content:
        """The clock on one line; without numbers where it is hidden."""
        left, total, stage = self._shown
        if left is None:
            return Content("")
        if self._hidden:
            return Content(f"{self._label}: {_WORDS[stage]}" if stage else "")
        numbers = f"{_SIGNS.get(stage, ' ')} {clock(left)}"
        if stage == "over":
            numbers = f" {clock(left)} over"
        width = self.content_size.width - len(self._label) - len(numbers) - 2
        used = 1 - left / total if total > 0 else 1.0
        done, rest = bar(used, max(4, width))
        return Content.assemble(
            (self._label, "$text-muted"), " ", done, (rest, "$text-muted dim"), " ", numbers
        )
