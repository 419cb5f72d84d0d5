"""The blind rating: how it went, said before anything is shown."""

from __future__ import annotations

from pathlib import Path

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from interview_sim.assessment.rating import Rating
from interview_sim.assessment.words import NOTHING_WRITTEN
from interview_sim.session import cases
from interview_sim.session.state import Turn
from interview_sim.sitting import Sitting
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.guard import Guard
from interview_sim.tui.present import ACCENT, MUTED, literal, one_line
from interview_sim.tui.widgets.choices import Choices
from interview_sim.tui.widgets.frame import HeadLine, KeyBar


def _lead(number: int, is_chosen: bool) -> Content:
    return Content.assemble(("●" if is_chosen else " "), " ", (str(number), f"bold {ACCENT}"), "  ")


class RatingScreen(Screen[None]):
    """Asks for a 1–4 on each dimension and for a confidence, with only the answer in view.

    Of one question between two, with `only`; else of all that were asked.
    """

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("rating")

    _anchors = getters.query_one(Choices)

    def __init__(self, sitting: Sitting, only: int | None = None) -> None:
        super().__init__()
        self._sitting = sitting
        self._rating = Rating(sitting.engine, only)
        self._shown: int | None = None
        self._is_over = False

    def compose(self) -> ComposeResult:
        """The answer above, what is asked about it below."""
        yield HeadLine()
        with VerticalScroll(id="rating-answer"):
            yield Static(id="rating-answer-text")
        with Vertical(id="rating-ask"):
            yield Static(id="rating-question")
            yield Choices(id="rating-anchors")
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask the first thing, or be done where nothing is left to rate."""
        self._anchors.focus()
        self._show()

    def _show(self) -> None:
        if self._rating.is_over:
            self._finish()
            return
        Guard.of(self.app).turned()
        ask = self._rating.ask
        state = self._sitting.engine.state
        # Between questions others are still to come; afterwards those never asked do not count.
        where = cases.place(state, ask.question, state.asked if state.is_over else None)
        subject = one_line(cases.subject(state, ask.question))
        self.query_one(HeadLine).show(
            Content.assemble(("Rate yourself", "bold"), f" · {where} · {subject}"),
            right="before anything is shown",
        )
        place = (f"  {ask.step} of {ask.steps}", MUTED)
        self.query_one("#rating-question", Static).update(
            Content.assemble((one_line(ask.text), "bold"), place)
        )
        self._anchors.show(
            (
                (_lead(number, number == ask.chosen), literal(sentence))
                for number, sentence in enumerate(ask.choices, 1)
            ),
            (ask.chosen or 1) - 1,
        )
        if self._shown != ask.question:
            self._shown = ask.question
            self.query_one("#rating-answer-text", Static).update(_answers(self._rating.answers))
            self.query_one("#rating-answer").scroll_home(animate=False)

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            Flow.of(self).rating_over(self._sitting)

    def action_rate(self, number: int) -> None:
        """Choose the anchor with that number, and go on."""
        if not self._rating.is_over:
            self._rating.choose(number)
            self._show()

    @on(OptionList.OptionSelected, "#rating-anchors")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_rate(event.option_index + 1)

    def action_choose(self) -> None:
        """Choose the anchor under the cursor, also while the answer is being scrolled."""
        if self._anchors.highlighted is not None:
            self.action_rate(self._anchors.highlighted + 1)

    def action_move(self, how: str) -> None:
        """Leave this rating as it is: go `forward`, `back`, or `skip` the question."""
        if not self._rating.is_over:
            getattr(self._rating, how)()
            self._show()

    def action_leave(self) -> None:
        """Leave; the rating goes on where it stands when the session is resumed."""
        Flow.of(self).leave_sitting()

    def action_answer(self) -> None:
        """Change between the answer, to scroll it, and the ratings."""
        answer = self.query_one("#rating-answer")
        self.set_focus(self._anchors if answer.has_focus else answer)


def _answers(turns: tuple[Turn, ...]) -> Content:
    """What was asked and answered, one after the other."""
    parts: list[Content] = []
    for turn in turns:
        parts.append(literal(turn.ask.strip(), MUTED))
        if turn.text.strip():
            parts.append(literal(turn.text.rstrip()))
        else:
            nothing = NOTHING_WRITTEN[turn.outcome]
            parts.append(Content.styled(nothing, "italic"))
        parts.append(Content(""))
    return Content("\n").join(parts[:-1])
