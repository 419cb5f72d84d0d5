"""The settings, saved as soon as they change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.config import Settings
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.present import literal, number, one_line, short_path
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import FieldList, Row, RowList, neighbour

_FACTORS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


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
        """The values, and where they are saved."""
        file = short_path(self._services.paths.config_file)
        yield HeadLine("Settings", right="←→ change")
        yield FieldList(id="values")
        yield Static(literal(f"saved in {file}"), id="file")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the values; the roles to choose from are in the banks."""
        self._show()
        self._read()

    @work(thread=True, exclusive=True, group="banks", exit_on_error=False)
    def _read(self) -> None:
        banks = (loaded.outline for loaded in self._services.catalogue.banks)
        questions = (question for bank in banks for question in bank.questions)
        self._roles = tuple({role for question in questions for role in question.roles})

    def _show(self) -> None:
        self.values.show(fields(self._services.settings))

    @on(FieldList.Stepped)
    def _step(self, message: FieldList.Stepped) -> None:
        self._change(message.field, message.by)

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self._change(message.item.id, 1)

    def _change(self, field: str, by: int) -> None:
        themes = list(self.app.available_themes)
        changes = stepped(self._services.settings, field, by, themes=themes, roles=self._roles)
        try:
            self._services.change_settings(**changes)
        except InterviewSimError as error:
            self.notify(f"{error} It applies until you leave.", severity="warning")
        if "theme" in changes:
            self.app.theme = str(changes["theme"])
        self._show()


def fields(settings: Settings) -> list[Row]:
    """All settings that have a value to show."""
    factor = settings.extra_time
    extra = "none" if factor == 1 else f"every time × {number(factor)}"
    clock = "hidden, warnings only" if settings.hidden_clock else "shown"
    mouse = "used" if settings.mouse else "left to the terminal (from the next start)"
    motion = "reduced: a replay goes in steps of a second" if settings.reduced_motion else "full"
    race = "shown, as words and time" if settings.race else "not shown (F8 shows it)"
    return [
        Row("theme", "theme", one_line(settings.theme)),
        Row("extra_time", "extra time", extra),
        Row("hidden_clock", "clock", clock),
        Row("reduced_motion", "motion", motion),
        Row("mouse", "mouse", mouse),
        Row("race", "your last attempt", race),
        Row("role", "role", one_line(settings.role) or "any"),
    ]


def stepped(
    settings: Settings, field: str, by: int, *, themes: Sequence[str], roles: Sequence[str] = ()
) -> dict[str, str | float | bool]:
    """The change that one step makes; `roles` are those of the banks' questions."""
    now = getattr(settings, field)
    if isinstance(now, bool):
        return {field: not now}
    options: dict[str, Sequence[str | float]] = {
        "theme": ("dark", "light", *sorted({*themes} - {"dark", "light"})),
        "extra_time": _FACTORS,
        "role": ("", *sorted({*roles, settings.role} - {""})),
    }
    return {field: neighbour(now, options[field], by)}
