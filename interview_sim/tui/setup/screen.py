"""Choosing a plan, or making one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.bank.model import Bank, Kind
from interview_sim.session.plan import Plan
from interview_sim.session.planning import bank_plan, for_drawing
from interview_sim.tui.actions import bindings
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import DOUBTFUL, literal, one_line
from interview_sim.tui.setup import values
from interview_sim.tui.setup.resume_form import ResumeForm, resume_words
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import FieldList, Row, RowList

if TYPE_CHECKING:
    from interview_sim.services import Services


class SetupScreen(Screen[None]):
    """Presets on the left, what the chosen one means on the right, the outcome below."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("setup")
    AUTO_FOCUS = "#plans"

    plans = query_one("#plans", RowList)
    words = query_one("#description", Static)
    fields = query_one("#values", FieldList)
    below = query_one("#outlook", Static)

    def __init__(self, services: Services, plan: Plan) -> None:
        super().__init__()
        self._services = services
        self._plan = plan
        known = {preset.name: preset for preset in services.plans}
        first = [] if known.get(plan.name) == plan else [plan]
        self._usual: list[Plan] = [*first, *services.plans]
        self._presets: list[Plan | Bank] = [*self._usual]
        """The usual ones, and after them the banks, each for the plan on it alone."""
        self._preset = ""
        """The id of the row that the plan was taken from."""
        self._banks: tuple[Bank, ...] | None = None
        self._filled_from = ""
        """What questions about the candidate's own work take their projects from, in words."""

    def compose(self) -> ComposeResult:
        """Plans, values, outlook."""
        yield HeadLine("Set up an interview", right="Enter start")
        with Horizontal(id="choice"):
            with VerticalScroll(id="left", can_focus=False):
                yield RowList(self._preset_rows(), id="plans")
            with VerticalScroll(id="right", can_focus=False):
                yield Static(id="description")
                yield FieldList(id="values")
        yield Static(id="outlook")
        yield KeyBar()

    def _preset_rows(self) -> list[Row]:
        rows = [Row(str(at), one_line(plan.title)) for at, plan in enumerate(self._presets)]
        if self._usual[0] not in self._services.plans:
            rows[0] = Row("0", f"Last: {rows[0].title}")
        if len(rows) > len(self._usual):
            rows.insert(len(self._usual), Row("", "One bank alone"))
        return rows

    def on_mount(self) -> None:
        """Show the plan; the banks are read meanwhile."""
        at = self._usual.index(self._plan)
        self._preset = str(at)
        self.plans.highlighted = at
        self._filled_from = resume_words(self._services)
        self._show()
        self._read()

    @work(exclusive=True, group="banks", exit_on_error=False)
    async def _read(self) -> None:
        catalogue = await asyncio.to_thread(self._services.fresh_catalogue)
        banks = self._banks = tuple(loaded.outline for loaded in catalogue.banks)
        if len(banks) > 1:
            self._presets = [*self._usual, *banks]
            self.plans.show(self._preset_rows())
        plans = (for_drawing(plan, self._services.settings) for plan in self._usual)
        self.fields.make_room(values.room(plans, banks))
        self._show()

    @property
    def _effective(self) -> Plan:
        """The plan with what the settings add to it."""
        return for_drawing(self._plan, self._services.settings)

    def _show(self) -> None:
        plan, banks = self._effective, self._banks or ()
        role_from = ", as set" if plan.roles != self._plan.roles else ""
        lines = [literal(plan.description or plan.title)]
        if Kind.RESUME in plan.kinds:
            lines.append(literal(self._filled_from))
        self.words.update(Content("\n").join(lines))
        self.fields.show(values.fields(plan, banks, role_from=role_from))
        if self._banks is None:
            self.below.update("reading the banks …")
            return
        outlook = values.outlook(plan, banks)
        lines = [Content(outlook.words)]
        if outlook.doubts:
            lines.append(Content.styled(outlook.doubts, DOUBTFUL))
        self.below.update(Content("\n").join(lines))

    @on(RowList.Highlighted, "#plans")
    def _other_plan(self) -> None:
        # The list says so of the same row, too, when it is made and when it gets longer.
        row = self.plans.current
        if row is not None and row.id != self._preset:
            self._preset = row.id
            preset = self._presets[int(row.id)]
            self._plan = bank_plan(preset) if isinstance(preset, Bank) else preset
            self._show()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_start()

    @on(FieldList.Stepped)
    def _step(self, message: FieldList.Stepped) -> None:
        self._plan = values.stepped(self._plan, message.field, message.by, self._banks or ())
        self._show()

    @on(FieldList.Typed)
    def _type(self, message: FieldList.Typed) -> None:
        self._plan = values.typed(self._plan, message.field, message.digits)
        self._show()

    def action_start(self) -> None:
        """Start, if there is anything to ask."""
        if self._banks is None:
            return
        outlook = values.outlook(self._effective, self._banks)
        if outlook.can_start:
            Flow.of(self).start(self._plan, self._plan.seed)
        else:
            self.notify(outlook.doubts)

    def action_other(self) -> None:
        """From the plans to the values, and back."""
        self.set_focus(self.fields if self.plans.has_focus else self.plans, scroll_visible=False)

    def action_values(self) -> None:
        """From the plans to the values."""
        self.set_focus(self.fields, scroll_visible=False)

    def action_resume(self) -> None:
        """Fill in what questions about the candidate's own work ask about."""
        self.app.push_screen(ResumeForm(self._services), self._after_form)

    def _after_form(self, was_saved: bool | None) -> None:
        if was_saved:
            self.notify("Your résumé was saved.")
        self._filled_from = resume_words(self._services)
        self._show()

    def action_reseed(self) -> None:
        """Fix a seed, another one at each press."""
        from interview_sim.services import random_seed

        self._plan = replace(self._plan, seed=random_seed())
        self._show()
