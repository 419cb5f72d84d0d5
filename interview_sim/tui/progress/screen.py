"""Where the candidate stands: results, trend, calendar, and what was expected."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.bank.terms import topic_in_full
from interview_sim.errors import InterviewSimError
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import ACCENT, MUTED, literal, many, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import in_columns

if TYPE_CHECKING:
    from interview_sim.progress.forecast import Outlook
    from interview_sim.progress.standing import Part, Standing
    from interview_sim.services import Services

_WIDTHS = (0, -8, -8, -8, -9, -8)
_WIDEST = 110
_CHART = 11
"""Lines of the trend."""


def parts_table(name: str, parts: Sequence[Part], width: int) -> Content:
    """A line for each topic or level, each figure with the answers behind it."""
    from interview_sim.progress.drawing import figure_words
    from interview_sim.progress.standing import FIGURES

    lines = [in_columns((name, *FIGURES), _WIDTHS, width).stylize(MUTED)]
    for part in parts:
        figures = (figure_words(getattr(part, figure)) for figure in FIGURES)
        title = one_line(topic_in_full(part.name) or "(none)")
        lines.append(in_columns((literal(title), *figures), _WIDTHS, width))
    return Content("\n").join(lines)


def blocks(found: Standing, missed: Sequence[str], width: int) -> list[Content]:
    """Everything, block by block, at that width."""
    from interview_sim.assessment.text import wrap
    from interview_sim.progress.drawing import (
        TOO_EARLY,
        ledger_lines,
        trend_lines,
        trend_title,
        trend_words,
    )
    from interview_sim.progress.history import LATEST

    if not found.answers:
        return [
            Content("Your results appear here once you have answered and marked an interview."),
        ]
    said = f"The latest {LATEST} answers at most, with how many there are. ?: {TOO_EARLY}."
    if found.has_trend:
        chart = trend_lines(found.trend, width, _CHART)
    else:
        chart = [f"A trend takes three days with answers: {TOO_EARLY}."]
    trend = [*chart, trend_words(found.trend, last=max(1, width // 18))]
    result = [
        parts_table("topic", found.topics, width),
        parts_table("level", (*found.levels, found.whole), width),
        Content.styled(said, MUTED),
        _block(trend_title(found.trend), trend),
        _block("What you expected (┃), and what came (█)", ledger_lines(found.ledger)),
    ]
    if missed:
        title = "Missed, though you thought you had most of it"
        lines = (line for said in missed for line in wrap(said, width, first="• "))
        result.append(_block(title, list(lines)))
    return result


def _block(title: str, lines: Sequence[str]) -> Content:
    return Content("\n").join([Content.styled(title, f"bold {ACCENT}"), *map(literal, lines)])


class ProgressScreen(Screen[None]):
    """Reads the history, and draws it anew for every width."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("progress")
    AUTO_FOCUS = "#standing"

    body = query_one("#standing", VerticalScroll)
    head = query_one(HeadLine)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._found: Standing | None = None
        self._calendar: tuple[str, ...] = ()
        self._outlook: Outlook | None = None
        self._missed: tuple[str, ...] = ()
        self._refs: tuple[str, ...] = ()
        self._weak: tuple[str, ...] = ()
        self._width = 0

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        yield HeadLine(Content.styled("Where you stand", "bold"))
        yield VerticalScroll(id="standing")
        yield KeyBar()

    def on_mount(self) -> None:
        """The frame first, then what takes reading."""
        self.body.loading = True
        self._read()

    def on_screen_resume(self) -> None:
        """Back from a drill or a sample: look again."""
        if self._found is not None:
            self._width = 0
            self._read()

    @work(exclusive=True, group="progress", exit_on_error=False)
    async def _read(self) -> None:
        try:
            await asyncio.to_thread(self._gather)
        except InterviewSimError as error:
            self.body.loading = False
            await self.body.mount(Static(literal(str(error))))
            return
        self.body.loading = False
        await self._show()

    def _gather(self) -> None:
        from interview_sim.progress.drawing import calendar_lines
        from interview_sim.progress.standing import MOST_MISSES, in_words

        history = self._services.history()
        found = self._services.standing(history)
        misses = found.ledger.misses[:MOST_MISSES]
        words = in_words(misses, self._services.catalogue.banks)
        today = self._services.today
        self._missed = tuple(
            f"{one_line(miss.title)}: {one_line(said)}"
            for miss, said in zip(misses, words, strict=True)
        )
        self._refs = tuple(dict.fromkeys(miss.ref for miss in misses))
        self._weak = self._services.weak_drill(history)
        self._calendar = tuple(calendar_lines(found.sittings, today))
        self._outlook = self._services.outlook(history)
        self._found = found

    def _forecast(self, width: int) -> Iterator[Content]:
        """The day of the interview, where one is set: what is likely then, and what to sit."""
        from interview_sim.progress.drawing import forecast_lines, forecast_title, sitting_lines

        found = self._outlook
        if found is not None and found.topics:
            title = forecast_title(found.day, self._services.today)
            yield _block(title, forecast_lines(found.topics))
            yield _block("Until then", sitting_lines(found.sittings, width))

    async def _show(self) -> None:
        found, width = self._found, min(_WIDEST, self.size.width - 6)
        if found is None or width == self._width:
            return
        self._width = width
        parts = blocks(found, self._missed, width)
        if found.sittings:
            parts.insert(4, _block("Sessions by day", self._calendar))
        parts[:0] = self._forecast(width)
        await self.body.remove_children()
        await self.body.mount_all(Static(part) for part in parts)
        answers = f"{many(found.answers, 'answer')} in {many(found.sessions, 'session')}"
        self.head.show(Content.styled("Where you stand", "bold"), right=answers)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._found is not None:
            self.call_later(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Drilling takes something to drill."""
        refs = {"drill": self._refs, "weakest": self._weak}.get(action)
        return True if refs is None else bool(refs) or None

    def action_drill(self) -> None:
        """Ask the questions again in which a point was missed that was thought covered."""
        Flow.of(self).drill(self._refs)

    def action_weakest(self) -> None:
        """Ask the weakest questions of the topic that stands first."""
        Flow.of(self).drill(self._weak)

    def action_sample(self) -> None:
        """Mark a sample answer."""
        Flow.of(self).sample()

    def action_page(self, step: int) -> None:
        """Scroll by a page."""
        if step > 0:
            self.body.scroll_page_down(animate=False)
        else:
            self.body.scroll_page_up(animate=False)
