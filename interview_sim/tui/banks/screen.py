"""The question banks: looked through, tried out, added to and edited."""

from __future__ import annotations

import os
from pathlib import Path

from textual import work

from interview_sim.bank.loading import spot_of
from interview_sim.bank.new_question import NewQuestion, copy_bank
from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.tui.banks import destinations as target
from interview_sim.tui.banks.browse import BanksBrowse
from interview_sim.tui.banks.destinations import Target
from interview_sim.tui.banks.external_editor import editor_command
from interview_sim.tui.banks.question_form import QuestionForm
from interview_sim.tui.banks.try_screen import BankTryScreen
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.outside import run_outside
from interview_sim.tui.widgets.lists import Row

_COPY_WORDS = (
    "It is not yours to change. A copy among your own banks takes its place, with the same "
    "questions, so that your history goes on."
)


class BanksScreen(BanksBrowse):
    """What an author of banks does, on top of looking through them."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._tried: dict[str, str] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done with what is at hand."""
        if action in {"try_answer", "assessor"}:
            return True if self.is_mounted and self._question is not None else None
        if action == "edit":
            return True if self.is_mounted and self._line is not None else None
        return True

    # Trying an answer

    @work
    async def action_try_answer(self) -> None:
        """Try an answer on the question at hand; what was typed is there again next time."""
        line, question = self._line, self._question
        if line is None or line.loaded is None or question is None:
            return
        if not await self._may_spoil():
            return
        name = f"{line.loaded.id}:{question.id}"
        screen = BankTryScreen(line.loaded.bank, question, self._tried.get(name, ""))
        self._tried[name] = await self.app.push_screen_wait(screen)

    # Adding a question

    @work
    async def action_new(self) -> None:
        """Add a question to the bank at hand, or to one of the user's own."""
        into = await self._target()
        if into is None:
            return
        added: list[tuple[Path, str]] = []

        def add(draft: NewQuestion) -> None:
            self._is_writing = True
            try:
                added.append(target.add(into, draft))
            finally:
                self._is_writing = bool(added)

        bank = into.bank
        form = QuestionForm(
            into.words,
            add,
            taken=[question.id for question in bank.questions] if bank else [],
            topics=target.topics(bank, self._lines),
            time=target.usual_time(bank),
        )
        if await self.app.push_screen_wait(form) and added:
            path, question = added[-1]
            self._questions.focus()
            self.show_at(path, question)
            self.notify(f"{question} was added to {path.name}.", markup=False)

    async def _target(self) -> Target | None:
        """Where a new question goes; asks where the bank at hand cannot be written."""
        paths, line = self._services.paths, self._line
        if line is not None and target.is_own(line, paths):
            if line.is_broken:
                self.notify(f"{line.name} has errors. Mend it first: e edits it.", markup=False)
                return None
            return target.of_line(line)
        choices = target.choices(self._lines, line, paths)
        rows = [Row(str(at), choice.title) for at, choice in enumerate(choices)]
        rows.append(Row("stay", "Better not", key="n"))
        name = line.name if line is not None else ""
        words = f"“{name}” is not yours to change. Where is the question to go?"
        asked = await self.app.push_screen_wait(
            ConfirmModal("Add a question", words if name else "Where is it to go?", rows)
        )
        return choices[int(asked)] if asked is not None and asked.isdecimal() else None

    # Editing

    @work
    async def action_edit(self) -> None:
        """Open the file at hand in the user's editor, and show what is wrong with it after."""
        line = self._line
        if line is None:
            return
        path = Path(line.file)
        if not target.is_own(line, self._services.paths):
            copy = await self._copied(path, line.name)
            if copy is None:
                return
            path = copy
        question = self._question_id
        self._is_writing = True
        try:
            run_outside(self.app, editor_command(os.environ, path, spot_of(path, question or None)))
        except InterviewSimError as error:
            self.notify(str(error), severity="error", markup=False)
        self.show_at(path, question)

    @work
    async def action_copy(self) -> None:
        """Copy the bank at hand to the user's own banks."""
        line = self._line
        if line is None:
            return
        if target.is_own(line, self._services.paths):
            self.notify(f"{line.name} is yours already; e edits it.", markup=False)
            return
        copy = await self._copied(Path(line.file), line.name)
        if copy is not None:
            self.show_at(copy, self._question_id)

    async def _copied(self, path: Path, name: str) -> Path | None:
        """A copy of the bank among the user's own, if that is wanted and works."""
        folder = target.own_folder(self._services.paths)
        rows = [
            Row("copy", "Copy it to your own banks", key="y"),
            Row("stay", "Better not", key="n"),
        ]
        words = f"{_COPY_WORDS}\n\nThe copy goes to {folder}."
        if await self.app.push_screen_wait(ConfirmModal(f"“{name}”", words, rows)) != "copy":
            return None
        self._is_writing = True
        try:
            return copy_bank(path, folder)
        except InterviewSimError as error:
            self._is_writing = False
            self.notify(str(error), severity="error", markup=False)
            return None
