"""A sample answer: marked point by point, then held against what it is known to cover."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from interview_sim.clock import stamp
from interview_sim.errors import InterviewSimError
from interview_sim.matching.model import Verdict
from interview_sim.progress.samples import (
    Sample,
    SamplePoint,
    correction,
    is_right,
    next_open,
    result_line,
)
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import agrees
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import Guard
from interview_sim.tui.present import (
    BAD,
    DOUBTFUL,
    GOOD,
    MUTED,
    literal,
    many,
    one_line,
    sign,
    tone,
)
from interview_sim.tui.reveal.answer import AnswerPane
from interview_sim.tui.widgets.choices import Choices, Hanging
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

_ASKED = "Does the answer say this? y: covered, p: partly, n: missed."
_ALL_MARKED = "All is marked. Enter shows what is so; until then you can change your marks."


class SampleScreen(Screen[None]):
    """Takes marks until all are given and Enter is pressed, then shows what is so."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("sample")

    _answer = getters.query_one(AnswerPane)
    _points = getters.query_one(Choices)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._sample: Sample | None = None
        self._given: dict[str, Verdict] = {}

    def compose(self) -> ComposeResult:
        """The answer on the left, the points and the word on the current one on the right."""
        yield HeadLine(Content.styled("A sample answer", "bold"))
        yield Static(id="sample-result")
        with Horizontal(id="sample-body"):
            yield AnswerPane(id="sample-answer", classes="panel")
            with Vertical(id="sample-marks"):
                yield Choices(id="sample-points", classes="panel")
                with VerticalScroll(id="sample-reason", classes="panel", can_focus=False):
                    yield Static(id="sample-reason-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """The frame first, then what takes matching."""
        self._answer.border_title = "somebody's answer"
        self._points.border_title = "points"
        self._make()

    @work(exclusive=True, group="sample", exit_on_error=False)
    async def _make(self) -> None:
        self._answer.loading = True
        try:
            made = await asyncio.to_thread(self._services.sample)
        except InterviewSimError as error:
            self.query_one("#sample-reason-text", Static).update(literal(str(error)))
            return
        finally:
            self._answer.loading = False
        Guard.of(self.app).turned()
        self._sample, self._given = made, {}
        self.remove_class("-checked")
        self._points.show(self._rows())
        self._points.focus()
        self._show()

    # What is shown

    @property
    def _is_checked(self) -> bool:
        return self.has_class("-checked")

    @property
    def _row(self) -> SamplePoint | None:
        index = self._points.highlighted
        points = self._sample.points if self._sample else ()
        return points[index] if index is not None and index < len(points) else None

    def _rows(self) -> Iterator[tuple[Content, Content]]:
        for each in self._sample.points if self._sample else ():
            given = self._given.get(each.point.id)
            shown, style = (sign(given), f"bold {tone(given)}") if given else ("?", MUTED)
            body = Content(one_line(each.point.point))
            if self._is_checked and given is not None:
                right = is_right(each, given)
                body = Content.assemble(
                    body, (" right", f"bold {GOOD}") if right else (" not so", f"bold {BAD}")
                )
            need = (each.point.need.value.ljust(7), "dim")
            yield Content.assemble((shown, style), " ", need), body

    def _show(self) -> None:
        """Everything that the marks and the cursor change."""
        sample, row = self._sample, self._row
        if sample is None or row is None:
            return
        for index, shown in enumerate(self._rows()):
            self._points.replace_option_prompt_at_index(index, Hanging(*shown))
        name = Content.assemble(("A sample answer", "bold"), f" · {one_line(sample.question.name)}")
        left = len(sample.points) - len(self._given)
        right = f"{left} open" if left else many(len(sample.points), "point")
        self.query_one(HeadLine).show(name, right=right)
        asked = literal(f"{sample.question.prompt.strip()}\n\n", MUTED)
        spans = row.spans if self._is_checked else ()
        self._answer.show(asked, sample.answer, spans)
        self.query_one("#sample-reason-text", Static).update(self._reason(sample, row))
        self.query_one("#sample-reason").scroll_home(animate=False)
        self.refresh_bindings()

    def _reason(self, sample: Sample, row: SamplePoint) -> Content:
        given = self._given.get(row.point.id)
        if self._is_checked and given is not None:
            so = literal(correction(sample, row))
            return Content.assemble((f"You said {given.value}. ", "bold"), so)
        if len(self._given) == len(sample.points):
            return Content.styled(_ALL_MARKED, f"bold {DOUBTFUL}")
        return Content(_ASKED)

    @on(OptionList.OptionHighlighted, "#sample-points")
    def _row_changed(self) -> None:
        self._show()

    # Marking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marks until they are checked; another sample from then on."""
        if action == "mark":
            return None if self._is_checked else True
        if action == "check":
            is_whole = self._sample is not None and len(self._given) == len(self._sample.points)
            return not self._is_checked and (is_whole or None)
        return self._is_checked if action == "another" else True

    def action_mark(self, word: str) -> None:
        """Give a verdict on the current point, and go to the next without one."""
        sample, row = self._sample, self._row
        if sample is None or row is None:
            return
        self._given[row.point.id] = Verdict(word)
        following = next_open(sample, self._given, self._points.highlighted or 0)
        self._show()
        self._points.highlighted = following

    def action_check(self) -> None:
        """Hold the marks against what is so, and keep them."""
        if self._sample is None:
            return
        at = stamp(self._services.clock.now())
        try:
            marks = self._services.samples.keep(self._sample, self._given, at)
        except InterviewSimError as error:
            self.notify(str(error), title="The marks were not kept", severity="error")
            return
        Guard.of(self.app).turned()
        self.add_class("-checked")
        self.query_one("#sample-result", Static).update(literal(result_line(marks), "bold"))
        self._points.highlighted = 0
        self._show()

    @work(exclusive=True)
    async def action_leave(self) -> None:
        """Go back; marks that are not held against what is so yet are kept nowhere."""
        if self._given and not self._is_checked:
            words = "The sample is not marked to the end. What you marked is not kept."
            if not await agrees(self, "Leave?", words, "Leave it"):
                return
        if self.is_current:
            Flow.of(self).back()

    def action_another(self) -> None:
        """Begin with another sample."""
        self._make()
