"""A short form for the candidate's own projects, saved as their résumé on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static

from interview_sim.bank.resume import (
    Json,
    Project,
    Resume,
    ResumeError,
    read_json,
    resume_of,
    typed,
    with_resume,
)
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import leave_form
from interview_sim.tui.present import literal, many, one_line
from interview_sim.tui.widgets.fields import field
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

_FIELDS = {
    "name": "a project's name",
    "line": "what it is, in a line",
    "method": "your method",
    "role": "your role",
    "result": "its result",
}


def resume_words(services: Services) -> str:
    """What there is to fill questions from, and how to change it."""
    try:
        resume = services.own_resume.read()
    except InterviewSimError as error:
        return one_line(str(error))
    if resume is None or resume.is_empty:
        return "It asks about “a project of yours”. v: a short form for your own projects."
    projects = many(len(resume.projects), "project")
    return f"Filled from your résumé, with {projects}; v changes it."


class ProjectRow(Vertical):
    """One project, on two lines."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project

    def compose(self) -> ComposeResult:
        """Its name and a line; how, as what, and what came of it."""
        with Horizontal():
            yield from map(self._field, ("name", "line"))
        with Horizontal():
            yield from map(self._field, ("method", "role", "result"))

    def _field(self, name: str) -> Input:
        text = getattr(self._project, name)
        field = Input(text, _FIELDS[name], compact=True, select_on_focus=False, classes=name)
        field.cursor_blink = False
        return field

    @property
    def project(self) -> Project:
        """What the lines say."""
        return Project(**{name: self.query_one(f".{name}", Input).value for name in _FIELDS})

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in them."""
        return not any(field.value.strip() for field in self.query(Input))


class ResumeForm(Screen[bool]):
    """Gives whether it was saved."""

    CSS_PATH = Path(__file__).with_name("resume_form.tcss")
    BINDINGS = bindings("cv")
    AUTO_FOCUS = "ProjectRow Input"

    _projects = query_one("#cv-projects", VerticalScroll)
    _skills = query_one("#cv-skills", Input)
    _places = query_one("#cv-places", Input)
    _label = query_one("#cv-label", Input)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._data: Json = {}
        self._before = Resume()
        self._problem = ""
        try:
            if services.paths.resume.exists():
                self._data = read_json(services.paths.resume)
                self._before = resume_of(self._data)
        except ResumeError as error:
            self._problem = str(error)

    def compose(self) -> ComposeResult:
        """Projects, then what is about the candidate."""
        yield HeadLine("Your résumé", right="all of it is optional")
        where = one_line(str(self._services.paths.resume))
        words = f"Questions about your own work ask about these. They stay on this machine: {where}"
        yield Static(literal(words), id="cv-words")
        with VerticalScroll(id="cv-projects", classes="field", can_focus=False):
            yield from map(ProjectRow, (*self._before.projects, Project(name="")))
        with Horizontal(id="cv-person"):
            line, places = partial(field, select_on_focus=False), self._before.places
            employers = "; ".join(place.employer for place in places)
            yield line("cv-skills", "skills (a; b; …)", "; ".join(self._before.skills))
            yield line("cv-places", "worked at (a; b; …)", employers)
            yield line("cv-label", "what you are", self._before.label)
        yield Static(id="cv-problems")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what is what; a file that cannot be read is not written over unseen."""
        self._projects.border_title = "projects, two lines each"
        if self._problem:
            self._tell(f"{self._problem} Saving replaces the file.")

    @property
    def _rows(self) -> Iterator[ProjectRow]:
        return iter(self._projects.query(ProjectRow))

    @property
    def draft(self) -> Resume:
        """What the form says now.

        Raises:
            ResumeError: A project has no name.
        """
        return typed(
            [row.project for row in self._rows],
            skills=self._skills.value,
            places=self._places.value,
            label=self._label.value,
            before=self._before,
        )

    @on(Input.Changed, "ProjectRow Input")
    def _keep_one_blank(self) -> None:
        """There is always room for one more project."""
        if not list(self._rows)[-1].is_blank:
            self._projects.mount(ProjectRow(Project(name="")))

    @on(Input.Submitted)
    def _next_field(self) -> None:
        """Enter goes on."""
        self.focus_next()

    def action_save(self) -> None:
        """Save it, and leave."""
        try:
            self._services.own_resume.keep(with_resume(self._data, self.draft))
        except InterviewSimError as error:
            self._tell(str(error))
            nameless = (r for r in self._rows if not (r.is_blank or r.project.name.strip()))
            if (row := next(nameless, None)) is not None:
                row.query_one(".name", Input).focus()
        else:
            self.dismiss(True)

    def _tell(self, words: str) -> None:
        problems = self.query_one("#cv-problems", Static)
        problems.update(literal(f"✗ {one_line(words)}"))
        problems.add_class("-shown")

    @property
    def _is_changed(self) -> bool:
        try:
            return self.draft != self._before
        except ResumeError:
            return True

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leave; asks first where something was changed."""
        lost = "Nothing was saved. If you leave now, what you changed is lost."
        await leave_form(self, lost if self._is_changed else "")
