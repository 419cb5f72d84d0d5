"""Study without a clock: browse questions with their answers, star them, drill them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from interview_sim.bank.moves import Moves
from interview_sim.bank.terms import topic_words
from interview_sim.errors import InterviewSimError
from interview_sim.progress.studying import (
    Choice,
    Entry,
    PastAnswer,
    chosen,
    entries,
    how_many,
    latest_scores,
    past_answers,
    read_stars,
    toggle_star,
)
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import many, one_line
from interview_sim.tui.study import words
from interview_sim.tui.widgets.fields import Finder
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList, Row
from interview_sim.tui.widgets.script import Script

if TYPE_CHECKING:
    from interview_sim.progress.history import History
    from interview_sim.services import Services

_WIDE = 110
"""Columns from which the list and the page are side by side."""


class StudyScreen(Screen[None]):
    """A list of questions, and one of them in full: beside it, or in its place when opened."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("study")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (_WIDE, "-wide")]

    _list = getters.query_one(LongList)
    _page = getters.query_one(Script)
    _finder = getters.query_one(Finder)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._known: tuple[Entry, ...] = ()
        self._shown: tuple[Entry, ...] = ()
        self._choice = Choice()
        self._what = ""
        """What the choice is, in words."""
        self._stars: frozenset[str] = frozenset()
        self._history: History | None = None
        self._scores: dict[str, float] = {}
        self._past: dict[str, tuple[PastAnswer, ...]] = {}

    @property
    def _entry(self) -> Entry | None:
        line = self._list.current if self.is_mounted else None
        return line.entry if line is not None else None

    def compose(self) -> ComposeResult:
        """The list, the page, and a field to search in."""
        yield HeadLine(Content.styled("Study", "bold"))
        yield Static(id="study-empty")
        with Horizontal(id="study-body"):
            yield LongList(id="study-list")
            yield Script(id="study-page")
        yield Finder("a word of a question, topic, tag or point; Enter goes to the list")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once; the questions follow."""
        self._list.loading = True
        self._list.focus()

    def on_screen_resume(self) -> None:
        """Read again, also when coming back from a drill."""
        self._read()

    @work(exclusive=True, group="study", exit_on_error=False)
    async def _read(self) -> None:
        try:
            self._stars = await asyncio.to_thread(self._starred)
        except InterviewSimError as error:
            self.notify(str(error), severity="error", timeout=8)
        self._known = await asyncio.to_thread(self._entries)
        self._list.loading = False
        self._filter(self._list.highlighted)
        try:
            self._history = await asyncio.to_thread(self._services.history)
        except InterviewSimError:
            return  # Home says so; here there are no past answers then.
        self._scores, self._past = latest_scores(self._history), {}
        self._list.refresh()
        self._show_page()

    @property
    def _moves(self) -> Moves:
        return self._services.catalogue.moves

    def _starred(self) -> frozenset[str]:
        return read_stars(self._services.paths.stars, self._moves)

    def _entries(self) -> tuple[Entry, ...]:
        return entries(loaded.bank for loaded in self._services.fresh_catalogue().banks)

    # What is shown

    def _filter(self, highlighted: int = 0) -> None:
        """Show the questions that are wanted."""
        self._shown = chosen(self._known, self._choice, self._stars)
        self._list.set_rows(
            words.lines_of(self._shown),
            lambda line, width: words.row(line, width, self._stars, self._scores),
            is_heading=lambda line: line.heading,
            highlighted=highlighted,
        )
        self.set_class(not self._shown, "-empty")
        self.query_one("#study-empty", Static).update(
            words.nothing_to_show(self._choice.words, starred=self._choice.starred)
        )
        right = words.count(how_many(self._shown), how_many(self._known), self._what)
        self.query_one(HeadLine).show(Content.styled("Study", "bold"), right=right)
        self._moved()

    @on(LongList.Highlighted)
    def _moved(self) -> None:
        self._page.scroll_to(0, 0, animate=False, immediate=True)
        self._show_page()
        self.refresh_bindings()

    def _show_page(self) -> None:
        entry = self._entry
        if entry is None:
            self._page.show(Content(""))
            return
        past = self._past.get(entry.ref)
        self._page.show(words.page(entry, past, self._services.clock.now()))
        if past is None and self._history is not None and self._page.display:
            self._look_back(entry, self._history)

    @work(exclusive=True, group="past", exit_on_error=False)
    async def _look_back(self, entry: Entry, history: History) -> None:
        """Look for past answers; those of a question that was only passed by are not shown."""
        store = self._services.store
        self._past[entry.ref] = await asyncio.to_thread(past_answers, store, history, entry.ref)
        if self._entry is not None and self._entry.ref == entry.ref:
            self._show_page()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a question; while it is read, Enter has nothing to open."""
        if action == "open" and self.has_class("-reading"):
            return False
        needs_one = action in {"open", "star", "drill", "drill_one"}
        return None if needs_one and self._entry is None else True

    # What can be done

    @on(LongList.Chosen)
    def action_open(self) -> None:
        """Go to the page of the current question."""
        self.add_class("-reading")
        self._page.focus()
        self.refresh_bindings()
        self.call_after_refresh(self._show_page)

    def action_back(self) -> None:
        """From the page to the list; then end the search; then back."""
        if self.has_class("-reading"):
            self.remove_class("-reading")
            self._list.focus()
            self.refresh_bindings()
        elif self._finder.end():
            self._list.focus()
        else:
            Flow.of(self).back()

    def action_step(self, by: int) -> None:
        """Go to the next question, or the one before, also from the page."""
        self._list.action_move(by)

    def action_star(self) -> None:
        """Star the current question, or take its star away."""
        entry = self._entry
        if entry is None:
            return
        try:
            self._stars = toggle_star(self._services.paths.stars, entry.ref, self._moves)
        except InterviewSimError as error:
            self.notify(str(error), severity="error", timeout=8)
        if self._choice.starred:
            self._filter(self._list.highlighted)
        self._list.refresh()

    def action_drill(self) -> None:
        """Practise what the list shows."""
        Flow.of(self).drill([entry.ref for entry in self._shown])

    def action_drill_one(self) -> None:
        """Practise the current question alone."""
        if self._entry is not None:
            Flow.of(self).drill([self._entry.ref])

    def action_find(self) -> None:
        """Show only what holds some words, while they are typed."""
        self.remove_class("-reading")
        self._finder.ask()
        self.refresh_bindings()

    @on(Input.Changed)
    def _looked_for(self, message: Input.Changed) -> None:
        message.stop()
        self._choice = replace(self._choice, words=message.value)
        self._filter()

    @on(Input.Submitted)
    def _found(self, message: Input.Submitted) -> None:
        message.stop()
        self._list.focus()

    @work
    async def action_choose(self) -> None:
        """Choose a bank, a topic, or what is starred."""
        offered = self._offered()
        rows = [Row(str(n), *texts) for n, (texts, _) in enumerate(offered)]
        answer = await self.app.push_screen_wait(ConfirmModal("Which questions?", "", rows))
        if answer is not None and answer.isdecimal():
            (title, _), choice = offered[int(answer)]
            self._what = title if choice != Choice() else ""
            self._choice = replace(choice, words=self._choice.words)
            self.remove_class("-reading")
            self._filter()
            self._list.focus()

    def _offered(self) -> list[tuple[tuple[str, str], Choice]]:
        """What can be chosen: its title and its number of questions, and the choice."""
        banks = {entry.bank.id: entry.bank.title for entry in self._known}
        topics = sorted({entry.subject for entry in self._known})
        offers = [
            ("All questions", Choice()),
            ("Starred", Choice(starred=True)),
            *((one_line(title), Choice(bank=bank)) for bank, title in banks.items()),
            *((one_line(topic_words(topic)), Choice(topic=topic)) for topic in topics),
        ]

        def number(choice: Choice) -> str:
            return many(how_many(chosen(self._known, choice, self._stars)), "question")

        return [((title, number(choice)), choice) for title, choice in offers]
