"""One question of a scorecard in full: answers, points, follow-ups, time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_sim.assessment.model import QuestionResult
from interview_sim.assessment.outline import Block, Kind, about_question
from interview_sim.assessment.words import SIGNS
from interview_sim.bank.model import Source
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.present import MUTED, literal, one_line, tone
from interview_sim.tui.scorecard.words import from_bank
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

if TYPE_CHECKING:
    from interview_sim.assessment.speaking import Manner

NextStep = Literal["mark", "note"]
HOW = "How you said it"
_TONES = {sign: tone(verdict) for verdict, sign in SIGNS.items()}
_STYLES = {Kind.PASSAGE: "bold", Kind.HEADING: "bold", Kind.SENTENCE: MUTED}
_APART = {Kind.PASSAGE, Kind.QUOTE, Kind.HEADING}


def shown(blocks: Iterable[Block]) -> Content:
    """The blocks as one text, with an empty line before each passage and quote."""
    return Content("\n").join(list(_lines(blocks)))


def _lines(blocks: Iterable[Block]) -> Iterator[Content]:
    before = None
    for block in blocks:
        if not (block.text or block.lead):
            continue  # Nothing was written; the sentence below says how that came.
        if before is not None and block.kind in _APART and before is not Kind.HEADING:
            yield Content("")
        before = block.kind
        if block.kind is Kind.ITEM:
            lead = (
                "  " * block.level,
                (f"{block.sign or '•'} ", f"bold {_TONES.get(block.sign, '')}"),
            )
            yield Content.assemble(*lead, one_line(block.text))
            why = block.reason or block.evidence
            if why:
                yield Content.styled(f"    {one_line(why)}", MUTED)
        else:
            text = literal(block.text.strip(), _STYLES.get(block.kind, ""))
            yield Content.assemble((one_line(block.lead), "bold"), " " * bool(block.lead), text)


class DetailScreen(Dialog[NextStep]):
    """Shows a question to its end; gives what the candidate wants to do with it, or None."""

    CSS_PATH = Path(__file__).with_name("detail.tcss")
    BINDINGS = bindings("detail")

    def __init__(
        self,
        question: QuestionResult,
        sources: Sequence[Source] = (),
        manner: Manner | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._sources = sources
        self._manner = manner

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        question = self._question
        score = "no score" if question.score is None else f"{question.score:.0f}"
        name = Content.assemble(("Question", "bold"), f" · {one_line(question.name)}")
        yield HeadLine(name, right=score)
        with VerticalScroll(id="detail-scroll"):
            own = shown(about_question(question))
            bank = from_bank(question.main.model_answer, self._sources)
            how = self._how()
            yield Static(Content("\n\n").join([own, bank, *how]), id="detail-text")
        yield KeyBar()

    def _how(self) -> Iterator[Content]:
        """How it was said: last of all, as it counts for nothing."""
        from interview_sim.assessment.speaking import manner_blocks

        if self._manner is not None and self._manner.answers:
            yield shown([Block(Kind.HEADING, HOW), *manner_blocks(self._manner)])

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#detail-scroll").focus()
