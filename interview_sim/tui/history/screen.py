"""The saved sessions: to look at, to replay, to go on with; newest first, the samples last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from interview_sim.errors import InterviewSimError
from interview_sim.transcript.trash import DAYS
from interview_sim.tui.actions import bindings, own_key
from interview_sim.tui.dialogs.exporting import export_session
from interview_sim.tui.dialogs.line import LineModal
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
from interview_sim.tui.widgets.fields import Finder
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import ColumnNames, LongList, in_columns

if TYPE_CHECKING:
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.services import Services
    from interview_sim.transcript.store import Deleted

T = TypeVar("T")

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
        lines += [Line(heading="Samples that come with interview-sim"), *samples]
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
        return Content.styled(f"stopped{left}", DOUBTFUL)
    if summary.awaits_assessment:
        return Content.styled("to mark", DOUBTFUL)
    return Content(one_line(summary.band)) if summary.is_over else Content("not started")


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
        facts.append(f"{many(summary.problems, 'line')} of the file could not be read")
    return Content.styled(" · ".join(facts), MUTED)


def empty_words(folder: str) -> Content:
    """What to do where there is nothing."""
    return Content.assemble(
        ("Nothing is saved here yet.\n\n", "bold"),
        "Every interview is saved from its first keystroke, and kept.\n"
        "Esc goes home; Enter there starts one.\n\n",
        (f"They are saved in {one_line(folder)}.", MUTED),
    )


def found(lines: Sequence[Line], words: str, texts: dict[str, str]) -> tuple[Line, ...]:
    """The rows that hold all of the words, in any order; headings only above something.

    `texts` keeps what a search looks in, by file, from one key to the next.
    """
    wanted = words.casefold().split()
    if not wanted:
        return tuple(lines)
    kept: list[Line] = []
    for line in reversed(lines):
        if line.heading:
            is_wanted = bool(kept)
        else:
            name, summary = line.summary.file if line.summary else line.file, line.summary
            if name not in texts:
                texts[name] = summary.search_text if summary else name.casefold()
            is_wanted = all(word in texts[name] for word in wanted)
        if is_wanted:
            kept.append(line)
    return tuple(reversed(kept))


def nothing_found(words: str) -> Content:
    """What is said where a search finds nothing."""
    return Content(f"No session matches “{one_line(words)}”.\n\nEsc shows them all again.")


class HistoryScreen(Screen[None]):
    """Lists the saved sessions, newest first; thousands of them cost no more than ten."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("history")

    _list = getters.query_one(LongList)
    _finder = getters.query_one(Finder)

    def __init__(self, services: Services, *, to_replay: bool = False) -> None:
        super().__init__()
        self._services = services
        self._to_replay = to_replay
        """Whether Enter replays: the list was opened for that."""
        self._lines: tuple[Line, ...] = ()
        self._texts: dict[str, str] = {}
        self._deleted: list[Deleted] = []
        self._wanted = ""
        """The file that the cursor goes to when the rows are read again."""

    @property
    def _line(self) -> Line | None:
        return self._list.current if self.is_mounted else None

    def compose(self) -> ComposeResult:
        """The list, and what is known of the current row."""
        yield HeadLine(self._title)
        with Vertical(id="history-body"):
            rows: LongList[Line] = LongList(id="history-list")
            yield ColumnNames(rows, heading)
            yield rows
            yield Static(id="history-empty")
        yield Static(id="history-about")
        yield Finder("a title, topic, question or note; Enter goes to the list, Esc clears it")
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

    @property
    def _title(self) -> Content:
        return Content.styled(
            "Choose a session to replay" if self._to_replay else "History", "bold"
        )

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._list.loading = False
        self._lines, self._texts = lines, {}
        self._filter(self._list.highlighted, self._wanted)
        self._wanted = ""

    def _filter(self, highlighted: int, wanted: str = "") -> None:
        """Show the rows that are looked for; the cursor goes to a file, else to a row."""
        now, words = self._services.clock.now(), self._finder.value
        lines = found(self._lines, words, self._texts)
        files = [line.summary.file if line.summary else line.file for line in lines]
        highlighted = files.index(wanted) if wanted and wanted in files else highlighted
        self._list.set_rows(
            lines,
            lambda line, width: row(line, width, now),
            is_heading=lambda line: line.heading,
            highlighted=highlighted,
        )
        own, shown = _own(self._lines), _own(lines)
        self.set_class(not lines or not own, "-empty")
        self.query_one("#history-empty", Static).update(
            nothing_found(words) if own else empty_words(str(self._services.store.folder))
        )
        count = many(own, "session") if own else ""
        right = f"{shown} of {count}" if words.strip() and own else count
        self.query_one(HeadLine).show(self._title, right=right)
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
        if action == "undo":
            return bool(self._deleted)
        if line is None:
            return True if action in {"find", "back"} else None
        is_own = line.summary is not None and not line.is_sample
        allowed = {
            "open": bool(line.ref),
            "to": line.can_resume if parameters == ("resume",) else bool(line.ref),
            "export": bool(line.ref),
            "rename": is_own,
            "delete": is_own or (bool(line.file) and not line.is_sample),
        }
        return True if allowed.get(action, True) else None

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Go on with what is open; look at the scorecard of what is not; or replay it."""
        line = self._line
        step = "resume" if line is not None and line.can_resume else "scorecard"
        self.action_to("replay" if self._to_replay else step)

    def action_to(self, step: str) -> None:
        """Resume the current session, look at its scorecard so far, or replay it."""
        line = self._line
        if line is not None and line.ref:
            getattr(Flow.of(self), step)(line.ref)

    # Looking for a session

    def action_find(self) -> None:
        """Show only what holds some words, while they are typed."""
        self._finder.ask()

    @on(Input.Changed)
    def _looked_for(self, message: Input.Changed) -> None:
        message.stop()
        self._filter(0)

    @on(Input.Submitted)
    def _found(self, message: Input.Submitted) -> None:
        message.stop()
        self._list.focus()

    def action_back(self) -> None:
        """Show everything again, then go back."""
        if self._finder.end():
            self._list.focus()
        else:
            Flow.of(self).back()

    # Changing what there is

    @work
    async def action_rename(self) -> None:
        """Give the current session a name of the candidate's own."""
        line = self._line
        summary = line.summary if line is not None else None
        if summary is None:
            return
        words = "Enter saves it; leave it empty for the plan's name. Esc changes nothing."
        name = await self.app.push_screen_wait(LineModal("Rename", summary.title, words))
        if name is None or name.strip() == summary.title:
            return
        self._tried(partial(self._services.store.rename, summary.file, name))
        self._read()

    @work
    async def action_export(self) -> None:
        """Write the current session as a file; asks for the format."""
        line = self._line
        if line is not None and line.ref:
            await export_session(self, self._services, line.ref)

    def action_delete(self) -> None:
        """Move the current session to the trash."""
        line = self._line
        if line is None:
            return
        name, file = (line.summary.title, line.summary.file) if line.summary else ("", line.file)
        deleted = self._tried(partial(self._services.store.delete, file))
        if deleted is not None:
            self._deleted.append(deleted)
            key = own_key(self.app, "history.undo")
            words = (
                f"“{one_line(name or file)}” is in the trash for {DAYS} days. {key} brings it back."
            )
            self.notify(words, timeout=8)
            self._read()

    def action_undo(self) -> None:
        """Take the session back that was deleted last."""
        if self._deleted:
            deleted = self._deleted.pop()
            self._tried(partial(self._services.store.restore, deleted))
            self._wanted = deleted.path.name
            self._read()

    def _tried(self, step: Callable[[], T]) -> T | None:
        """What the step gives; None where it was refused, which is said."""
        try:
            return step()
        except InterviewSimError as error:
            self.notify(str(error), severity="error", timeout=8)
            return None


def _own(lines: Sequence[Line]) -> int:
    return sum(1 for line in lines if line.summary is not None and not line.is_sample)
