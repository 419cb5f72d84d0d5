"""Two attempts side by side: the session of a scorecard, and another one from the history.

What is not marked yet is shown without a score, and nothing is subtracted from it.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.progress.comparing import Comparison, Pair, comparable, compare
from interview_sim.progress.summary import SessionSummary, summarise, with_moves
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.tui.actions import bindings
from interview_sim.tui.present import BAD, GOOD, MUTED, literal, many, number, one_line, shortened
from interview_sim.tui.scorecard.words import when
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import ColumnNames, LongList, in_columns

_WIDTHS = (0, -7, -7, -8)
_EVEN = 0.5
"""Differences below this show as 0 and are no difference."""


def head(found: Comparison, at: int, count: int) -> Content:
    """The two sessions, and what the questions that both asked came to."""
    lines = [_session("this", found.here), _session("other", found.there)]
    if count > 1:
        lines[1] = Content.assemble(lines[1], (f"   ({at + 1} of {count}: ← →)", MUTED))
    mean, changes = found.mean_change, found.changes
    if mean is None:
        words = Content("No question is marked and has a score in both.")
    else:
        words = Content.assemble(
            "The questions with a score in both went ",
            _change(mean, words=True),
            f" on average ({many(len(changes), 'question')}).",
        )
    return Content("\n").join([*lines, Content(""), words])


def heading(width: int) -> Content:
    """The names of the columns."""
    return in_columns(("question", "this", "other", "change"), _WIDTHS, width).stylize(MUTED)


def row(pair: Pair, width: int) -> Content:
    """One question."""
    title = literal(one_line(pair.title or pair.ref), "" if pair.in_both else MUTED)
    change = _change(pair.change) if pair.in_both else Content.styled("only one", MUTED)
    return in_columns((title, _score(pair.here), _score(pair.there), change), _WIDTHS, width)


def _session(name: str, session: SessionSummary) -> Content:
    if session.phase is not Phase.FINISHED:
        score = "not marked yet"
    else:
        score = "no score" if session.score is None else number(round(session.score))
    title = shortened(session.title, 34)
    return Content.assemble(
        (name.ljust(7), MUTED),
        (score.ljust(9) + " " * (len(score) >= 9), "bold"),
        title,
        (f" · {when(session.at)}", MUTED),
    )


def _score(score: float | None) -> str:
    return "–" if score is None else number(round(score))


def _change(change: float | None, *, words: bool = False) -> Content:
    """A difference with its sign; as words, with which way it went."""
    if change is None:
        return Content.styled("–", MUTED)
    size = number(round(abs(change)))
    if abs(change) < _EVEN:
        return Content("equally well") if words else Content.styled("0", MUTED)
    if change > 0:
        return Content.styled(f"{size} better" if words else f"+{size}", f"bold {GOOD}")
    return Content.styled(f"{size} worse" if words else f"−{size}", f"bold {BAD}")


def nothing(title: str) -> Content:
    """What to say where there is nothing to compare with."""
    return Content(
        f"No other saved session asked any of the same questions, and none is of the plan "
        f"“{one_line(title)}”. Take it again, or choose the same seed in the setup."
    )


class CompareScreen(Screen[None]):
    """Shows how each question went then and now; ← and → choose the other session."""

    CSS_PATH = Path(__file__).with_name("compare.tcss")
    BINDINGS = bindings("compare")

    _list = getters.query_one(LongList)

    def __init__(self, services: Services, ref: str) -> None:
        super().__init__()
        self._services = services
        self._ref = ref
        self._here: SessionSummary | None = None
        self._others: tuple[SessionSummary, ...] = ()
        self._at = 0

    def compose(self) -> ComposeResult:
        """The two sessions, then their questions."""
        yield HeadLine(Content.styled("Two attempts", "bold"))
        yield Static(id="compare-head")
        rows: LongList[Pair] = LongList(id="compare-questions")
        with Vertical(id="compare-body"):
            yield ColumnNames(rows, heading)
            yield rows
        yield KeyBar()

    def on_mount(self) -> None:
        """The frame first; sessions are read meanwhile."""
        self._list.focus()
        self._list.loading = True
        self._read()

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def _read(self) -> None:
        try:
            self._here, self._others = await asyncio.to_thread(self._attempts)
        except InterviewSimError as error:
            self._show(literal(str(error)))
        else:
            self._compare()

    def _attempts(self) -> tuple[SessionSummary, tuple[SessionSummary, ...]]:
        history = self._services.history()
        here = with_moves(summarise(self._services.read(self._ref), ""), history.moves)
        return here, comparable(history.sessions, here)

    def _compare(self) -> None:
        here, others = self._here, self._others
        if here is None:
            return
        if not others:
            self._show(nothing(here.title))
            return
        found = compare(here, others[self._at])
        self._show(head(found, self._at, len(others)))
        self._list.set_rows(found.pairs, row)
        self.refresh_bindings()

    def _show(self, words: Content) -> None:
        self._list.loading = False
        self.query_one("#compare-head", Static).update(words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another session can be chosen where there is another."""
        return action != "other" or len(self._others) > 1

    def action_other(self, by: int) -> None:
        """Compare with another session."""
        if self._others:
            self._at = (self._at + by) % len(self._others)
            self._compare()
