"""The settings, kept as soon as they change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.tui import navigation
from interview_sim.tui.actions import bindings
from interview_sim.tui.home.rows import short_path
from interview_sim.tui.present import literal
from interview_sim.tui.settings import values as model
from interview_sim.tui.widgets.fields import FieldList
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar
from interview_sim.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from interview_sim.services import Services


class SettingsScreen(Screen[None]):
    """Theme, extra time, the clock, the mouse."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    BINDINGS = bindings("settings")
    AUTO_FOCUS = "#values"

    values = query_one("#values", FieldList)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._roles: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The values, and where they are kept."""
        file = short_path(self._services.paths.config_file)
        yield HeadLine("Settings", right="←→ change")
        yield FieldList(id="values")
        yield Static(literal(f"kept in {file}"), id="file")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the values; the roles to choose from are in the banks."""
        self._show()
        self._read()

    @work(thread=True, exclusive=True, group="banks", exit_on_error=False)
    def _read(self) -> None:
        banks = self._services.catalogue.banks
        self._roles = tuple(
            {
                role
                for bank in banks
                for question in bank.outline.questions
                for role in question.roles
            }
        )

    def _show(self) -> None:
        self.values.show(
            [Row(f.id, f.label, f.value) for f in model.fields(self._services.settings)]
        )

    @on(FieldList.Stepped)
    def _step(self, message: FieldList.Stepped) -> None:
        self._change(message.field, message.by)

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self._change(message.row.id, 1)

    def _change(self, field: str, by: int) -> None:
        themes = list(self.app.available_themes)
        changes = model.stepped(
            self._services.settings, field, by, themes=themes, roles=self._roles
        )
        try:
            self._services.change_settings(**changes)
        except InterviewSimError as error:
            self.notify(f"{error} It holds until you leave.", markup=False, severity="warning")
        if "theme" in changes:
            self.app.theme = str(changes["theme"])
        self._show()

    def action_help(self) -> None:
        """Show the keys."""
        self.post_message(navigation.OpenHelp())

    def action_back(self) -> None:
        """Back to where settings were asked for."""
        self.post_message(navigation.GoBack())
