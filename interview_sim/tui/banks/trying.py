"""Trying an answer on a question: what is typed to the left, what is made of it to the right."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from interview_sim.assessment.marking import RowKind
from interview_sim.assessment.rehearsal import Rehearsal, rehearse
from interview_sim.bank.model import Bank, Question
from interview_sim.matching.model import Span, Verdict, excerpts
from interview_sim.tui.actions import bindings
from interview_sim.tui.present import ACCENT, MUTED, lit, literal, many, one_line
from interview_sim.tui.reveal.words import body, lead
from interview_sim.tui.widgets.editor import AnswerEditor
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import LongList

_PAUSE = 0.3
"""Seconds without a key before the answer is looked at."""
_LIT = "bold underline $text-accent"
_CAUGHT = "bold underline $text-warning"


@dataclass(frozen=True, slots=True)
class TryRow:
    """One point, claim or follow-up."""

    id: str
    """Stays while the answer changes, so that the cursor can stay too."""
    lead: Content
    words: Content
    """What it says, from the bank."""
    reason: str = ""
    """Why it is as it is, in a line."""
    state: str = ""
    """Changes when it is worth looking at the row: the verdict, for a point."""
    spans: tuple[Span, ...] = ()
    """The evidence in the answer."""
    style: str = _LIT
    """How the evidence is lit."""
    is_heading: bool = False


def rows(rehearsal: Rehearsal) -> Iterator[TryRow]:
    """The points in the rubric's order, then what is claimed wrongly, then the follow-ups."""
    for row in rehearsal.rows:
        # A group changes with its members, which say more.
        is_group, is_claim = row.kind is RowKind.GROUP, row.kind is RowKind.CLAIM
        yield TryRow(
            f"{row.kind}:{row.id}",
            lead(row, asks=False),
            body(row),
            row.reason,
            "" if is_group else "claimed" if is_claim else row.verdict.value,
            () if is_group else row.spans,
            _CAUGHT if is_claim else _LIT,
        )
    asked = rehearsal.follow_ups
    title = "Then the interviewer would ask" if asked else "No follow-up would be asked"
    yield TryRow("follow-ups", Content(""), Content(title), is_heading=True)
    for number, choice in enumerate(asked, 1):
        first = Content.styled(f"{number}. ", ACCENT)
        yield TryRow(f"ask:{choice.id}", first, literal(one_line(choice.ask)), choice.reason)


def row(found: TryRow, width: int) -> Content:
    """A row on one line."""
    if found.is_heading:
        return found.words.stylize("bold")
    room = max(1, width - found.lead.cell_length)
    return Content.assemble(found.lead, found.words.truncate(room, ellipsis=True))


def detail(found: TryRow, answer: str) -> Content:
    """A row in full: the words that count for it, why, and what it says.

    What it says comes last because its beginning stands in the row already.
    """
    lines: list[Content] = []
    for excerpt in excerpts(answer, found.spans):
        moved = [(start - excerpt.start, end - excerpt.start) for start, end in excerpt.spans]
        text = answer[excerpt.start : excerpt.end].replace("\n", " ")
        before, after = "…" * (excerpt.start > 0), "…" * (excerpt.end < len(answer))
        lit_words = lit(text, moved, style=found.style)
        lines.append(Content.assemble("“", before, lit_words, after, "”"))
    if found.reason:
        lines.append(Content.styled(one_line(found.reason), MUTED))
    lines.append(found.words.stylize("bold"))
    return Content("\n").join(lines)


def newest(before: Sequence[TryRow], now: Sequence[TryRow]) -> str | None:
    """The first row that says something else than before, by its id; None where none does."""
    states = {known.id: known.state for known in before}
    return next(
        (known.id for known in now if known.state and known.state != states.get(known.id)), None
    )


def title(rehearsal: Rehearsal) -> str:
    """What the list is of."""
    return "points from the model answer" if rehearsal.derived else "findings"


def summary(rehearsal: Rehearsal) -> str:
    """The score, and how many points were found."""
    kinds = {RowKind.POINT, RowKind.MEMBER}
    verdicts = [row.verdict for row in rehearsal.rows if row.kind in kinds]
    found = verdicts.count(Verdict.COVERED)
    return f"{rehearsal.score or 0:.0f} · {found} of {many(len(verdicts), 'point')}"


class TryScreen(Screen[str]):
    """Gives the answer as it was left, so that it can be gone on with."""

    CSS_PATH = Path(__file__).with_name("trying.tcss")
    BINDINGS = bindings("try")
    AUTO_FOCUS = "#try-answer"

    _editor = getters.query_one("#try-answer", AnswerEditor)
    _findings = getters.query_one("#try-findings", LongList)

    def __init__(self, bank: Bank, question: Question, answer: str = "") -> None:
        super().__init__()
        self._bank = bank
        self._question = question
        self._answer = answer
        self._waiting: Timer | None = None
        self._rehearsal: Rehearsal | None = None

    def compose(self) -> ComposeResult:
        """The question, the answer, and what is made of it."""
        title = one_line(self._bank.title)
        yield HeadLine(Content.assemble(("Try an answer", "bold"), f" · {title}"))
        with Horizontal(id="try-body"):
            with Vertical(id="try-left"):
                with VerticalScroll(id="try-question"):
                    yield Static(literal(self._question.prompt.strip(), "bold"))
                yield AnswerEditor(id="try-answer")
            with Vertical(id="try-right"):
                yield LongList(id="try-findings", classes="panel")
                with VerticalScroll(id="try-detail", classes="panel"):
                    yield Static(id="try-words")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with what was tried before; even nothing has its follow-ups."""
        self._editor.border_title = "your answer"
        self._editor.show(self._answer)
        self.look()

    @on(TextArea.Changed, "#try-answer")
    def _changed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_PAUSE, self.look)

    def look(self) -> None:
        """Let the matcher look at the answer as it stands."""
        self._look(self._editor.text)

    @work(exclusive=True, group="try", exit_on_error=False)
    async def _look(self, answer: str) -> None:
        rehearsal = await asyncio.to_thread(rehearse, self._bank, self._question, answer)
        self._show(rehearsal, tuple(rows(rehearsal)))

    def _show(self, rehearsal: Rehearsal, found: tuple[TryRow, ...]) -> None:
        """Show what was found, at the current row, or at the one that just changed."""
        at = self._findings.current.id if self._findings.current is not None else None
        if self._rehearsal is not None and not self._findings.has_focus:
            at = newest(self._findings.items, found) or at
        self._rehearsal = rehearsal
        ids = [known.id for known in found]
        self._findings.set_rows(
            found,
            row,
            is_heading=lambda known: known.is_heading,
            highlighted=ids.index(at) if at in ids else 0,
        )
        self._findings.border_title = title(rehearsal)
        self._findings.border_subtitle = summary(rehearsal)

    # From a point to its evidence

    @on(LongList.Highlighted, "#try-findings")
    def _row_changed(self) -> None:
        found, rehearsal = self._findings.current, self._rehearsal
        if found is not None and rehearsal is not None:
            self.query_one("#try-words", Static).update(detail(found, rehearsal.answer))
            self.query_one("#try-detail").scroll_home(animate=False)
            self._select_evidence()

    def _select_evidence(self) -> None:
        """Select the words of the answer that count for the current row."""
        found, rehearsal = self._findings.current, self._rehearsal
        if found is None or rehearsal is None or not self._findings.has_focus:
            return
        if rehearsal.answer != self._editor.text:
            return  # Offsets would not hold.
        if found.spans:
            start, end = found.spans[0]
            self._editor.move_cursor(_place(rehearsal.answer, start))
            self._editor.move_cursor(_place(rehearsal.answer, end), select=True)
        else:
            self._editor.move_cursor(self._editor.selection.end)

    def on_descendant_focus(self) -> None:
        """Back in the answer nothing is selected, so that typing replaces nothing."""
        if self._editor.has_focus:
            self._editor.move_cursor(self._editor.selection.end)
        else:
            self._select_evidence()

    def action_back(self) -> None:
        """From the findings to the answer; from there back, with the answer kept."""
        if not self._editor.has_focus:
            self.set_focus(self._editor)
        elif self.is_current:
            self.dismiss(self._editor.text)


def _place(text: str, offset: int) -> tuple[int, int]:
    """An offset as row and column."""
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)
