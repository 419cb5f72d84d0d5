"""The points of one answer as rows: a sign, what it counts, what it says."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.widgets.option_list import Option

from interview_sim.assessment.marking import Row, RowKind
from interview_sim.tui.present import BAD, DOUBTFUL, GOOD, one_line, sign, tone
from interview_sim.tui.widgets.choices import Choices
from interview_sim.tui.widgets.hanging import Hanging

_NEED_WIDTH = 7
_CLAIMED = {None: ("? ", DOUBTFUL), True: ("✗ ", BAD), False: ("✓ ", GOOD)}


def lead_of(row: Row) -> Content:
    """The sign of a row: with a question mark while it is only suggested."""
    if row.kind is RowKind.CLAIM:
        shown, style = _CLAIMED[row.claimed]
        return Content.assemble((shown, f"bold {style}"), ("claimed ", "dim"))
    open_ = not row.is_marked and row.kind is not RowKind.GROUP
    style = tone(row.verdict) if open_ else f"bold {tone(row.verdict)}"
    shown = sign(row.verdict) + ("?" if open_ else " ")
    if row.kind is RowKind.MEMBER:
        return Content.assemble("  ", (shown, style), " ")
    return Content.assemble((shown, style), " ", (row.need.value.ljust(_NEED_WIDTH), "dim"))


def body_of(row: Row) -> Content:
    """What a row says."""
    text = one_line(row.text)
    if row.kind is RowKind.CLAIM:
        return Content(f"“{text}”")
    weight = f"×{row.weight:g} " if row.weight != 1 and row.kind is not RowKind.MEMBER else ""
    if row.kind is RowKind.GROUP:
        label = f"any {row.pick} of these" + (f": {text}" if text else "")
        return Content.assemble((weight, "bold"), (label, "italic"))
    return Content.assemble((weight, "bold"), text)


class PointList(Choices):
    """Rows to go over; what Enter and the arrows to the sides do is the screen's to say."""

    def show(self, rows: Sequence[Row], highlighted: int = 0) -> None:
        """Show these rows, with one of them at hand."""
        self.clear_options()
        self.add_options([Option(Hanging(lead_of(row), body_of(row))) for row in rows])
        self.highlighted = highlighted if rows else None

    def update_rows(self, rows: Sequence[Row]) -> None:
        """Show the same rows with what was said of them since."""
        for index, row in enumerate(rows):
            self.replace_option_prompt_at_index(index, Hanging(lead_of(row), body_of(row)))

    async def _on_click(self, event: Click) -> None:
        # A click that agreed to a suggestion would mark points by accident.
        event.prevent_default()
        index = event.style.meta.get("option")
        if index is not None:
            self.highlighted = index
