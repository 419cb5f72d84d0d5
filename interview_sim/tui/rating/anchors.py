"""Choices with a number each, in full sentences: what a 1 sounds like, what a 4 sounds like."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from interview_sim.tui.present import ACCENT, literal
from interview_sim.tui.widgets.choices import Choices
from interview_sim.tui.widgets.hanging import Hanging


class Anchors(Choices):
    """One numbered choice a row; its key, Enter or a click chooses."""

    def show(self, sentences: Sequence[str], chosen: int | None) -> None:
        """Show these choices, with the one chosen earlier at hand."""
        self.clear_options()
        self.add_options(
            Option(Hanging(_lead(number, number == chosen), literal(sentence)))
            for number, sentence in enumerate(sentences, 1)
        )
        self.highlighted = 0 if chosen is None else chosen - 1


def _lead(number: int, is_chosen: bool) -> Content:
    return Content.assemble(("●" if is_chosen else " "), " ", (str(number), f"bold {ACCENT}"), "  ")
