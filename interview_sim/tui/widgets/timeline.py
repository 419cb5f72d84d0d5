"""A session as one line from its start to its end, with what happened below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from interview_sim.transcript.timeline import MarkKind, TimelineMark
from interview_sim.tui.present import ACCENT, BAD, DOUBTFUL, FLAG, GOOD, MUTED

_SIGNS = {
    MarkKind.SUBMITTED: ("✓", GOOD),
    MarkKind.TIMED_OUT: ("✗", BAD),
    MarkKind.SKIPPED: ("–", MUTED),
    MarkKind.FLAGGED: (FLAG, ACCENT),
    MarkKind.HINT: ("?", DOUBTFUL),
    MarkKind.PAUSE: ("‖", MUTED),
    MarkKind.GAP: ("‖", MUTED),
    MarkKind.ENDED: ("┃", MUTED),
}
_SPANS = {MarkKind.SILENCE: "╌", MarkKind.PAUSE: "‖"}


class Timeline(Widget):
    """Questions and follow-ups on the line, answers, flags and silences below; a click seeks."""

    DEFAULT_CSS = """
    Timeline { height: 2; padding: 0 1; }
    """

    @dataclass
    class Sought(Message):
        """A place on the line was clicked, as a share of the whole."""

        share: float

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._marks: Sequence[TimelineMark] = ()
        self._duration = 0
        self._position = 0
        self._drawn: tuple[int, str, list[tuple[str, str]]] | None = None

    def show(self, marks: Sequence[TimelineMark], duration: int) -> None:
        """Show this session, at its start."""
        self._marks, self._duration, self._position = marks, duration, 0
        self._drawn = None
        self.refresh()

    def move_to(self, position: int) -> None:
        """Put the position there, in ms."""
        width = self.content_size.width
        if self._column(position, width) != self._column(self._position, width):
            self.refresh()
        self._position = position

    def render(self) -> Content:
        """Both lines at the width there is."""
        width = self.content_size.width
        if width <= 0:
            return Content("")
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self._line(width), self._below(width))
        _, line, below = self._drawn
        at = self._column(self._position, width)
        return Content.assemble(
            (line[:at].replace("─", "━"), ACCENT),
            ("●", f"bold {ACCENT}"),
            (line[at + 1 :], MUTED),
            "\n",
            *below,
        )

    def on_click(self, event: Click) -> None:
        """Seek to where the line was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and self.content_size.width > 1:
            self.post_message(self.Sought(offset.x / (self.content_size.width - 1)))

    def _column(self, t: int, width: int) -> int:
        if self._duration <= 0 or width <= 1:
            return 0
        return min(width - 1, max(0, round(t / self._duration * (width - 1))))

    def _line(self, width: int) -> str:
        """Where questions and follow-ups were asked."""
        cells = ["─"] * width
        for mark in self._marks:
            if mark.kind is MarkKind.FOLLOW_UP:
                cells[self._column(mark.t, width)] = "┿"
        number = 0
        for mark in self._marks:
            if mark.kind is MarkKind.QUESTION:
                number += 1
                label = f"Q{number}"
                start = min(self._column(mark.t, width), width - len(label))
                cells[start : start + len(label)] = label
        return "".join(cells)

    def _below(self, width: int) -> list[tuple[str, str]]:
        """What happened, in signs; moments lie over stretches."""
        cells: list[tuple[str, str]] = [(" ", "")] * width
        for mark in self._marks:
            if mark.until is not None and mark.kind in _SPANS:
                for column in range(
                    self._column(mark.t, width), self._column(mark.until, width) + 1
                ):
                    cells[column] = (_SPANS[mark.kind], MUTED)
        for mark in self._marks:
            if mark.kind in _SIGNS and (mark.kind is not MarkKind.FLAGGED or mark.label == "on"):
                cells[self._column(mark.t, width)] = _SIGNS[mark.kind]
        return cells
