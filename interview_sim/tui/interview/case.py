"""A case on the interview screen: its stages in a line, and what is known of it so far."""

from __future__ import annotations

from collections.abc import Sequence, Set

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_sim.bank.model import CaseFact, CaseStage
from interview_sim.tui.present import ACCENT, MUTED, literal, one_line

_GAP = "  "


def stage_line(case: CaseStage, done: Set[int], width: int) -> Content:
    """Every stage by name, those behind ticked; where that is too long, as ticks alone."""
    names = [one_line(name) for name in case.stages]
    parts = [_part(name, number, case, done) for number, name in enumerate(names)]
    whole = Content(_GAP).join(parts)
    if whole.cell_length <= width:
        return whole
    ticks = Content.styled("✓" * len(done), MUTED)
    rest = [part for number, part in enumerate(parts) if number not in done]
    return Content(_GAP).join([*([ticks] if done else []), *rest])


def _part(name: str, number: int, case: CaseStage, done: Set[int]) -> Content:
    if number == case.number:
        return Content.styled(f"▸ {name}", f"bold {ACCENT}")
    return Content.styled(f"✓ {name}" if number in done else name, MUTED)


class StageLine(Static):
    """The stages of the case; nothing where there is none."""

    DEFAULT_CSS = """
    StageLine { display: none; height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="stages")
        self._case: CaseStage | None = None
        self._done: Set[int] = frozenset()

    def show(self, case: CaseStage | None, done: Set[int]) -> None:
        """Show where the case stands."""
        self._case, self._done = case, done
        self.display = case is not None
        self.refresh(layout=True)

    def render(self) -> Content:
        """The line, fitted to the width there is."""
        if self._case is None:
            return Content("")
        width = self.content_size.width
        return stage_line(self._case, self._done, width).truncate(width, ellipsis=True)


class CasePanel(VerticalScroll):
    """What the case is about, and what was told when it was asked for."""

    DEFAULT_CSS = """
    CasePanel { height: auto; scrollbar-size-vertical: 1; }
    CasePanel > Static { height: auto; }
    CasePanel > .told { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="case")
        self._told = 0

    def compose(self) -> ComposeResult:
        """The situation above, what was told below."""
        yield Static(id="case-situation")
        yield Static(classes="told", id="case-told")

    def show(self, case: CaseStage, told: Sequence[CaseFact]) -> None:
        """Show this case, and so much of it."""
        self.query_one("#case-situation", Static).update(literal(case.situation, MUTED))
        lines = [literal(f"· {fact.tell.strip()}") for fact in told]
        head = Content.styled("You were told" if lines else "Nothing was asked for yet.", "bold")
        self.query_one("#case-told", Static).update(Content("\n").join([head, *lines]))
        if len(lines) > self._told:
            self.scroll_end(animate=False)
        self._told = len(lines)
