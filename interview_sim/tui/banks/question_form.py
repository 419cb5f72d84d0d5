"""A form for a new question: filled in, checked by the same rules as any bank, and added."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Select, Static, TextArea

from interview_sim.bank.model import Level
from interview_sim.bank.new_question import NewPoint, NewQuestion
from interview_sim.bank.terms import Need
from interview_sim.errors import InterviewSimError
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import leave_form
from interview_sim.tui.present import literal, many, one_line
from interview_sim.tui.widgets.fields import field
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

Add = Callable[[NewQuestion], object]
"""Adds the question; raises an error in words when something is wrong with it."""

_SHOWN_PROBLEMS = 3


class PointInput(Input):
    """One point; a list that is pasted becomes as many points."""

    @dataclass
    class Listed(Message):
        """Several lines were pasted."""

        lines: list[str]

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip().lstrip("-*•").lstrip() for line in event.text.splitlines()]
        if len(lines) > 1:
            event.prevent_default()
            event.stop()
            self.post_message(self.Listed([line for line in lines if line]))


class PointRow(Horizontal):
    """A point, how much it is needed, and what to ask when it is missing."""

    said = getters.query_one(".said", Input)

    def __init__(self, said: str = "") -> None:
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """One line of fields."""
        needs = [(need.value, need) for need in Need]
        yield PointInput(
            self._said, "one point", select_on_focus=False, compact=True, classes="said"
        )
        yield Select(needs, allow_blank=False, compact=True)
        yield Input("", "if it is missing, ask …", compact=True, classes="ask")

    @property
    def point(self) -> NewPoint:
        """What the line says."""
        need = self.query_one(Select).value
        ask = self.query_one(".ask", Input).value
        return NewPoint(self.said.value, need if isinstance(need, Need) else Need.MUST, ask)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.point.text + self.point.ask).strip()


class QuestionForm(Screen[bool]):
    """Gives whether the question was added; while it was not, what was typed stays.

    Args:
        where: What the question is added to, in words.
        add: Adds it; called off the thread that draws.
        topics: The topics that there are, for completing.
        time: The time that holds where none is given.
    """

    CSS_PATH = Path(__file__).with_name("question_form.tcss")
    BINDINGS = bindings("form")
    AUTO_FOCUS = "#form-prompt"

    _prompt = getters.query_one("#form-prompt", TextArea)
    _title_line = getters.query_one("#form-title", Input)
    _topic = getters.query_one("#form-topic", Input)
    _level = getters.query_one("#form-level", Select)
    _time = getters.query_one("#form-time", Input)
    _points = getters.query_one("#form-points", VerticalScroll)
    _model = getters.query_one("#form-model", TextArea)

    def __init__(self, where: str, add: Add, *, topics: Sequence[str], time: str) -> None:
        super().__init__()
        self._where = where
        self._add = add
        self._topics = tuple(topics)
        self._usual_time = time
        self._is_adding = False

    def compose(self) -> ComposeResult:
        """From the prompt to the answer, in the order in which one thinks of them."""
        yield HeadLine(Content.assemble(("Add a question", "bold"), f" · {one_line(self._where)}"))
        yield _area("form-prompt", "question")
        with Horizontal(id="form-facts"):
            yield field("form-title", "short title, for lists")
            known = SuggestFromList(self._topics)
            yield field("form-topic", "topic", hint="general", suggester=known)
            levels = [(level.value, level.value) for level in Level]
            yield Select(levels, allow_blank=False, compact=True, id="form-level", classes="field")
            yield field("form-time", "time", hint=one_line(self._usual_time))
        with VerticalScroll(id="form-points", classes="field", can_focus=False):
            yield PointRow()
        yield _area("form-model", "model answer, shown only afterwards")
        yield Static(id="form-problems")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say in the borders what is meant."""
        self._level.border_title = "level"
        self._points.border_title = "points of a full answer, one per line"

    @property
    def _rows(self) -> Iterator[PointRow]:
        return iter(self._points.query(PointRow))

    @property
    def draft(self) -> NewQuestion:
        """What the form says now."""
        return NewQuestion(
            title=self._title_line.value,
            topic=self._topic.value,
            level=str(self._level.value),
            time=self._time.value,
            prompt=self._prompt.text,
            points=tuple(row.point for row in self._rows),
            model_answer=self._model.text,
        )

    # The points

    @on(Input.Changed, "PointRow Input")
    def _keep_one_blank(self) -> None:
        """There is always a line for one more point."""
        if not list(self._rows)[-1].is_blank:
            self._points.mount(PointRow())

    @on(Input.Submitted, "PointRow Input")
    def _next_point(self, message: Input.Submitted) -> None:
        """Enter goes to the next line."""
        rows = list(self._rows)
        at = next(i for i, row in enumerate(rows) if message.input in row.children)
        rows[min(at + 1, len(rows) - 1)].said.focus()

    @on(PointInput.Listed)
    def _take_list(self, message: PointInput.Listed) -> None:
        """A list that was pasted fills the lines from the end on."""
        self._points.mount(*map(PointRow, message.lines), before=list(self._rows)[-1])

    # Adding, and leaving

    @work(group="form", exit_on_error=False)
    async def action_add(self) -> None:
        """Check the question and add it."""
        if self._is_adding:
            return
        self._is_adding = True
        self._tell("")
        try:
            await asyncio.to_thread(self._add, self.draft)
        except InterviewSimError as error:
            lines = str(error).splitlines()
            more = len(lines) - _SHOWN_PROBLEMS
            rest = [f"and {many(more, 'more problem')}"] if more > 0 else []
            self._tell("\n".join(f"✗ {one_line(line)}" for line in lines[:_SHOWN_PROBLEMS] + rest))
        else:
            if self.is_current:
                self.dismiss(True)
        finally:
            self._is_adding = False

    def _tell(self, words: str) -> None:
        problems = self.query_one("#form-problems", Static)
        problems.update(literal(words))
        problems.set_class(bool(words), "-shown")

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leave; asks first where something was written."""
        lost = "The question was not added. If you leave now, what you wrote is lost."
        await leave_form(self, "" if self.draft.is_empty else lost)


def _area(name: str, title: str) -> TextArea:
    area = TextArea(id=name, classes="field", soft_wrap=True, tab_behavior="focus")
    area.cursor_blink = False
    area.border_title = title
    return area
