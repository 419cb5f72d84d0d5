"""A form for a new question: filled in, checked by the same rules as any bank, and added."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Select, Static, TextArea

from interview_sim.bank.model import Level
from interview_sim.bank.new_question import NewQuestion, suggested_id
from interview_sim.errors import InterviewSimError
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.present import literal, many, one_line
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import Row

Add = Callable[[NewQuestion], object]
"""Adds the question; raises an error in words when something is wrong with it."""

_SHOWN_PROBLEMS = 3


class QuestionForm(Screen[bool]):
    """Gives whether the question was added; while it was not, what was typed stays.

    Args:
        where: What the question is added to, in words.
        add: Adds it; called off the thread that draws.
        taken: The ids that are taken there.
        topics: The topics that there are, for completing.
        time: The time that holds where none is given.
    """

    CSS_PATH = Path(__file__).with_name("question_form.tcss")
    BINDINGS = bindings("form")
    AUTO_FOCUS = "#form-prompt"

    _prompt = getters.query_one("#form-prompt", TextArea)
    _id_line = getters.query_one("#form-id", Input)
    _topic = getters.query_one("#form-topic", Input)
    _level = getters.query_one("#form-level", Select)
    _time = getters.query_one("#form-time", Input)
    _points = getters.query_one("#form-points", TextArea)
    _model = getters.query_one("#form-model", TextArea)

    def __init__(
        self, where: str, add: Add, *, taken: Sequence[str], topics: Sequence[str], time: str
    ) -> None:
        super().__init__()
        self._where = where
        self._add = add
        self._taken = frozenset(taken)
        self._topics = tuple(topics)
        self._usual_time = time
        self._suggested = ""
        self._is_adding = False

    def compose(self) -> ComposeResult:
        """From the prompt to the answer, in the order in which one thinks of them."""
        yield HeadLine(Content.assemble(("Add a question", "bold"), f" · {one_line(self._where)}"))
        yield _area("form-prompt", "question")
        with Horizontal(id="form-facts"):
            yield _line("form-id", "id, made from the question")
            yield _line("form-topic", "topic", topics=self._topics, hint="general")
            levels = [(level.value, level.value) for level in Level]
            yield Select(levels, allow_blank=False, compact=True, id="form-level", classes="field")
            yield _line("form-time", "time", hint=self._usual_time)
        yield _area("form-points", "points of a full answer, one per line")
        yield _area("form-model", "model answer, shown only afterwards")
        yield Static(id="form-problems")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say in the borders what is meant."""
        self._level.border_title = "level"
        self._points.border_subtitle = (
            "each a must, or begin it with should: or bonus: · ? line: how to ask"
        )

    @property
    def draft(self) -> NewQuestion:
        """What the form says now."""
        return NewQuestion(
            id=self._id_line.value,
            topic=self._topic.value,
            level=str(self._level.value),
            time=self._time.value,
            prompt=self._prompt.text,
            points=self._points.text,
            model_answer=self._model.text,
        )

    @on(TextArea.Changed, "#form-prompt")
    def _suggest_id(self) -> None:
        """The id follows the question until somebody gives another."""
        if self._id_line.value == self._suggested:
            self._suggested = suggested_id(self._prompt.text[:400], self._taken)
            self._id_line.value = self._suggested

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

    @work
    async def action_leave(self) -> None:
        """Leave; asks first where something was written."""
        if not self.draft.is_empty:
            choices = [Row("stay", "Go on writing", key="Enter"), Row("drop", "Drop it", key="d")]
            words = "The question was not added. If you leave now, what you wrote is lost."
            asked = await self.app.push_screen_wait(ConfirmModal("Leave?", words, choices))
            if asked != "drop":
                return
        if self.is_current:
            self.dismiss(False)


def _area(name: str, title: str) -> TextArea:
    area = TextArea(id=name, classes="field", soft_wrap=True, tab_behavior="focus")
    area.cursor_blink = False
    area.border_title = title
    return area


def _line(name: str, title: str, *, hint: str = "", topics: Sequence[str] = ()) -> Input:
    suggester = SuggestFromList(topics) if topics else None
    line = Input(placeholder=one_line(hint), suggester=suggester, id=name, classes="field")
    line.cursor_blink = False
    line.border_title = title
    return line
