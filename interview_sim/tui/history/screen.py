"""The saved sessions: to look at, to replay, to go on with; newest first, the samples last."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import (
    ACCENT,
    BAD,
    DOUBTFUL,
    MUTED,
    clock,
    duration,
    literal,
    many,
    one_line,
    when_stamped,
)
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import ColumnNames, LongList, in_columns

if TYPE_CHECKING:
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.services import Services

_WIDTHS = (16, 0, -5, -5, 23)


@dataclass(frozen=True, slots=True)
class Line:
    """One row; exactly one of its three kinds."""

    summary: SessionSummary | None = None
    ref: str = ""
    """What opens it; empty where nothing can."""
    is_sample: bool = False
    problem: str = ""
    """Why the file named by `file` cannot be used."""
    file: str = ""
    heading: str = ""

    @property
    def can_resume(self) -> bool:
        """Whether questions or the assessment are still open, and it is the user's own."""
        summary = self.summary
        return (
            summary is not None
            and not self.is_sample
            and (summary.is_unfinished or summary.awaits_assessment)
        )


def gather(services: Services) -> tuple[Line, ...]:
    """All rows; reads files, so not for the thread that draws.

    Raises:
        TranscriptError: The folder of transcripts cannot be listed.
    """
    history = services.history()
    lines = [Line(summary=summary, ref=summary.id) for summary in history.sessions]
    lines += [Line(file=file.file, problem=file.problem) for file in history.unreadable]
    samples = _samples(services)
    if samples:
        lines += [Line(heading="Samples that ship with interview-sim"), *samples]
    return tuple(lines)


def _samples(services: Services) -> list[Line]:
    from interview_sim.progress.summary import summarise

    lines: list[Line] = []
    for path in services.store.samples():
        try:
            summary = summarise(services.store.read(path), path.name)
        except InterviewSimError as error:
            lines.append(Line(file=path.name, problem=str(error), is_sample=True))
        else:
            lines.append(Line(summary=summary, ref=path.stem, is_sample=True))
    return lines


def heading(width: int) -> Content:
    """The names of the columns."""
    names = ("when", "interview", "asked", "score", " result")
    return in_columns(names, _WIDTHS, width).stylize(MUTED)


def row(line: Line, width: int, now: datetime) -> Content:
    """One row at that width."""
    if line.heading:
        return Content.styled(line.heading, f"bold {ACCENT}")
    summary = line.summary
    if summary is None:
        return Content.assemble(("✗ ", BAD), f"{one_line(line.file)}  ", ("cannot be read", MUTED))
    score = "–" if summary.final_score is None else f"{summary.final_score:.0f}"
    cells = (
        when_stamped(summary.at, now),
        one_line(summary.title),
        f"{summary.asked}/{summary.planned}",
        Content.styled(score, "bold"),
        Content.assemble(" ", result(line)),
    )
    return in_columns(cells, _WIDTHS, width)


def result(line: Line) -> Content:
    """What a session came to, or what is still open about it."""
    summary = line.summary
    if summary is None:
        return Content("")
    if summary.is_unfinished:
        left = f", {clock(summary.left)} left" if summary.left is not None else ""
        return Content.styled(f"broke off{left}", DOUBTFUL)
    if summary.awaits_assessment:
        return Content.styled("to assess", DOUBTFUL)
    return Content(one_line(summary.band)) if summary.is_over else Content("not begun")


def about(line: Line) -> Content:
    """What there is to know of a row besides, and what Enter does."""
    if line.problem:
        return Content.assemble((one_line(line.problem), BAD))
    summary = line.summary
    if summary is None:
        return Content("")
    facts = [
        f"{summary.asked} of {many(summary.planned, 'question')} in {duration(summary.seconds)}",
        f"{summary.marked} of {many(summary.markable, 'point')} marked",
        f"seed {summary.seed}",
        one_line(summary.file),
    ]
    if summary.problems:
        facts.append(f"{many(summary.problems, 'line')} of the file could not be used")
    return Content.styled(" · ".join(facts), MUTED)


def empty_words(folder: str) -> Content:
    """What to do where there is nothing."""
    return Content.assemble(
        ("Nothing is saved here yet.\n\n", "bold"),
        "Every interview is saved from its first keystroke, and kept.\n"
        "Esc goes home; Enter there starts one.\n\n",
        (f"They are saved in {one_line(folder)}.", MUTED),
    )


class HistoryScreen(Screen[None]):
    """Lists the saved sessions, newest first; thousands of them cost no more than ten."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("history")

    _list = getters.query_one(LongList)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    @property
    def _line(self) -> Line | None:
        return self._list.current if self.is_mounted else None

    def compose(self) -> ComposeResult:
        """The list, and what is known of the current row."""
        yield HeadLine(Content.styled("History", "bold"))
        with Vertical(id="history-body"):
            rows: LongList[Line] = LongList(id="history-list")
            yield ColumnNames(rows, heading)
            yield rows
            yield Static(id="history-empty")
        yield Static(id="history-about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once; the rows follow."""
        self._list.focus()
        self._list.loading = True

    def on_screen_resume(self) -> None:
        """Read again, also when coming back from a session."""
        self._read()

    @work(exclusive=True, group="history", exit_on_error=False)
    async def _read(self) -> None:
        try:
            lines = await asyncio.to_thread(gather, self._services)
        except InterviewSimError as error:
            self._list.loading = False
            self.add_class("-empty")
            self.query_one("#history-empty", Static).update(literal(str(error)))
        else:
            self._show(lines)

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._list.loading = False
        now = self._services.clock.now()
        self._list.set_rows(
            lines,
            lambda line, width: row(line, width, now),
            is_heading=lambda line: line.heading,
            highlighted=self._list.highlighted,
        )
        own = sum(1 for line in lines if line.summary is not None and not line.is_sample)
        self.set_class(not own, "-empty")
        folder = str(self._services.store.folder)
        self.query_one("#history-empty", Static).update(empty_words(folder))
        self.query_one(HeadLine).show(
            Content.styled("History", "bold"), right=many(own, "session") if own else ""
        )
        self._about()

    @on(LongList.Highlighted)
    def _about(self) -> None:
        line = self._line
        words = Content("") if line is None else about(line)
        self.query_one("#history-about", Static).update(words)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done with the current row."""
        line = self._line
        if parameters == ("resume",):
            return True if line is not None and line.can_resume else None
        return True if action not in {"open", "to"} or (line is not None and line.ref) else None

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Go on with what is open; look at the scorecard of what is not."""
        line = self._line
        self.action_to("resume" if line is not None and line.can_resume else "scorecard")

    def action_to(self, step: str) -> None:
        """Resume the current session, look at its scorecard so far, or replay it."""
        line = self._line
        if line is not None and line.ref:
            getattr(Flow.of(self), step)(line.ref)
