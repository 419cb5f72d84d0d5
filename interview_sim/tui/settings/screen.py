"""The settings, saved as soon as they change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.config import Settings, interview_day
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
        file = one_line(short_path(self._services.paths.config_file))
        yield HeadLine("Settings", right="←→ change")
        yield FieldList(id="values")
        yield Static(
            literal(f"saved in {file}\nIt also holds the judge and keys of your own."),
            id="file",
        )
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
        themes = list(self.app.available_themes)
        self.values.show(fields(self._services.settings, themes, today=self._services.today))

    @on(FieldList.Stepped)
    def _step(self, message: FieldList.Stepped) -> None:
        self._change(message.field, message.by)

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self._change(message.item.id, 1)

    def _change(self, field: str, by: int) -> None:
        themes = list(self.app.available_themes)
        changes = stepped(
            self._services.settings,
            field,
            by,
            themes=themes,
            roles=self._roles,
            today=self._services.today,
        )
        try:
            self._services.change_settings(**changes)
        except InterviewSimError as error:
            self.notify(f"{error}\nIt applies until you leave.", severity="warning")
        if "mouse" in changes:
            self.notify("This takes effect at the next start.")
        if "theme" in changes:
            self.app.theme = str(changes["theme"])
        self._show()


def fields(settings: Settings, themes: Sequence[str] = (), *, today: date) -> list[Row]:
    """All settings that have a value to show, and what each of them does."""
    factor = settings.extra_time
    theme = one_line(settings.theme)
    unknown = themes and settings.theme not in themes
    rows = (
        (
            "theme",
            "theme",
            f"{theme} (unknown)" if unknown else theme,
            "the colours of every screen",
        ),
        (
            "extra_time",
            "extra time",
            "none" if factor == 1 else f"× {number(factor)}",
            "how much longer every clock runs",
        ),
        (
            "hidden_clock",
            "clock",
            "hidden" if settings.hidden_clock else "shown",
            "if hidden, only warnings show",
        ),
        (
            "reduced_motion",
            "motion",
            "reduced" if settings.reduced_motion else "full",
            "if reduced, replays go in steps",
        ),
        (
            "mouse",
            "mouse",
            "on" if settings.mouse else "off",
            "if off, you can select text",
        ),
        (
            "race",
            "your last attempt",
            "shown" if settings.race else "hidden",
            "its words, in interviews (F8)",
        ),
        ("role", "role", one_line(settings.role) or "any", "draws questions for this role"),
        (
            "interview_day",
            "interview day",
            _day_words(settings, today),
            "home counts the days until then",
        ),
    )
    width = max(20, *(len(value) for _, _, value, _ in rows))
    return [Row(name, title, f"{value:<{width}}  {does}") for name, title, value, does in rows]


def _day_words(settings: Settings, today: date) -> str:
    day = interview_day(settings, today)
    return f"{day:%a} {day.day} {day:%b}" if day else "none"


def stepped(
    settings: Settings,
    field: str,
    by: int,
    *,
    themes: Sequence[str],
    roles: Sequence[str] = (),
    today: date,
) -> dict[str, str | float | bool]:
    """The change that one step makes; `roles` are those of the banks' questions."""
    if field == "interview_day":
        day = interview_day(settings, today)
        # One step before today is no day at all.
        step = (day - today).days + by if day else (0 if by > 0 else -1)
        return {field: (today + timedelta(days=step)).isoformat() if step >= 0 else ""}
    now = getattr(settings, field)
    if isinstance(now, bool):
        return {field: not now}
    options: dict[str, Sequence[str | float]] = {
        "theme": ("dark", "light", *sorted({*themes} - {"dark", "light"})),
        "extra_time": _FACTORS,
        "role": ("", *sorted({*roles, settings.role} - {""})),
    }
    return {field: neighbour(now, options[field], by)}
