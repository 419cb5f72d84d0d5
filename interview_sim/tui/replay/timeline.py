"""A session as one line from its start to its end, with what happened below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from interview_sim.assessment.words import FLAG
from interview_sim.transcript.timeline import MarkKind, TimelineMark
from interview_sim.tui.present import ACCENT, BAD, DOUBTFUL, GOOD, MUTED
from interview_sim.tui.replay.film import Film

_SIGNS = {
    MarkKind.SUBMITTED: ("✓", GOOD),
    MarkKind.TIMED_OUT: ("✗", BAD),
    MarkKind.SKIPPED: ("–", MUTED),
    MarkKind.FLAGGED: (FLAG, ACCENT),
    MarkKind.HINT: ("?", DOUBTFUL),
    MarkKind.WARNED: ("!", DOUBTFUL),
    MarkKind.PAUSE: ("‖", MUTED),
    MarkKind.GAP: ("‖", MUTED),
    MarkKind.ENDED: ("┃", MUTED),
}
_SPANS = {MarkKind.SILENCE: "╌", MarkKind.PAUSE: "‖"}
_DELETED = ("⌫", BAD)
_QUESTIONS, _EVENTS, _POINTS = range(3)
_NAMES = ("asked", "events", "points")
_GUTTER = 8
"""Cells for the names of the lanes."""

_Cell = tuple[str, str]


class Timeline(Widget):
    """Three lanes: questions and follow-ups, what happened, when points were first covered.

    A click seeks; on a sign in the lanes below the line, to the very moment it stands for.
    """

    DEFAULT_CSS = """
    Timeline { height: 3; padding: 0 1; }
    """

    @dataclass
    class Sought(Message):
        """A place was clicked: a moment of the session, in ms."""

        t: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._marks: Sequence[TimelineMark] = ()
        self._deleted: Sequence[int] = ()
        self._covered: Sequence[int] = ()
        self._duration = 0
        self._facts: object = None
        self._position = 0
        self._drawn: tuple[int, str, list[_Cell], list[_Cell]] | None = None

    def show(self, film: Film, position: int) -> None:
        """Show a film at `position` ms; cheap where only that has changed."""
        deleted = [place.t for place in film.deleted]
        facts = (film.replay.marks, deleted, film.covered, film.player.duration)
        before = self._column(self._position)
        if facts != self._facts:
            self._facts = facts
            self._marks, self._deleted, self._covered, self._duration = facts
            self._drawn = None
            self.refresh()
        elif before != self._column(position):
            self.refresh()
        self._position = position

    def render(self) -> Content:
        """All lanes at the width there is."""
        width = self._width
        if width <= 1:
            return Content("")
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self._line(width), self._events(width), self._points(width))
        _, line, events, points = self._drawn
        at = self._column(self._position)
        names = [(f"{name:<{_GUTTER}}", MUTED) for name in _NAMES]
        return Content.assemble(
            names[_QUESTIONS],
            (line[:at].replace("─", "━"), ACCENT),
            ("●", f"bold {ACCENT}"),
            (line[at + 1 :], MUTED),
            "\n",
            names[_EVENTS],
            *events,
            "\n",
            names[_POINTS],
            *points,
        )

    def on_click(self, event: Click) -> None:
        """Seek to where it was clicked."""
        offset = event.get_content_offset(self)
        width = self._width
        if offset is not None and width > 1 and offset.x >= _GUTTER:
            column = offset.x - _GUTTER
            here = [t for t in self._moments(offset.y) if self._column(t) == column]
            self.post_message(self.Sought(here[0] if here else self._time(column, width)))

    def _moments(self, lane: int) -> list[int]:
        """The exact times behind the signs of one lane."""
        if lane == _POINTS:
            return list(self._covered)
        if lane == _QUESTIONS:
            kinds = {MarkKind.QUESTION, MarkKind.FOLLOW_UP}
            return [mark.t for mark in self._marks if mark.kind in kinds]
        moments = [mark.t for mark in self._marks if mark.kind in _SIGNS]
        return sorted([*moments, *self._deleted])

    @property
    def _width(self) -> int:
        """Cells of a lane, without its name."""
        return self.content_size.width - _GUTTER

    def _column(self, t: int) -> int:
        width = self._width
        if self._duration <= 0 or width <= 1:
            return 0
        return min(width - 1, max(0, round(t / self._duration * (width - 1))))

    def _time(self, column: int, width: int) -> int:
        return round(self._duration * column / (width - 1))

    def _line(self, width: int) -> str:
        """Where questions and follow-ups were asked."""
        cells = ["─"] * width
        for mark in self._marks:
            if mark.kind is MarkKind.FOLLOW_UP:
                cells[self._column(mark.t)] = "┿"
        number = 0
        for mark in self._marks:
            if mark.kind is MarkKind.QUESTION:
                number += 1
                label = f"Q{number}"
                start = min(self._column(mark.t), width - len(label))
                cells[start : start + len(label)] = label
        return "".join(cells)

    def _events(self, width: int) -> list[_Cell]:
        """What happened, in signs; moments are drawn over stretches, endings over all."""
        cells: list[_Cell] = [(" ", "")] * width
        for mark in self._marks:
            if mark.until is not None and mark.kind in _SPANS:
                start, end = self._column(mark.t), self._column(mark.until)
                cells[start : end + 1] = [(_SPANS[mark.kind], MUTED)] * (end + 1 - start)
        for t in self._deleted:
            cells[self._column(t)] = _DELETED
        for mark in sorted(self._marks, key=lambda mark: mark.kind is not MarkKind.WARNED):
            if mark.kind in _SIGNS and (mark.kind is not MarkKind.FLAGGED or mark.label == "on"):
                cells[self._column(mark.t)] = _SIGNS[mark.kind]
        return cells

    def _points(self, width: int) -> list[_Cell]:
        """How many points were first covered at each place."""
        cells: list[_Cell] = [(" ", "")] * width
        for column, count in Counter(self._column(t) for t in self._covered).items():
            cells[column] = ("•" if count == 1 else str(min(count, 9)), GOOD)
        return cells
