"""A question before something is lost, and a calm way to report an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from interview_sim.tui.present import literal
from interview_sim.tui.widgets.frame import hidden_binding
from interview_sim.tui.widgets.lists import Row, RowList

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen above another one that is closed once: a second press would close the one below."""

    def close(self, answer: T | None) -> None:
        """Close with this answer, unless it is closed already."""
        if self.is_current:
            self.dismiss(answer)

    async def action_dismiss(self, result: T | None = None) -> None:
        """Close with this answer."""
        self.close(result)


class ConfirmModal(Dialog[str]):
    """Asks once; gives the id of the row that was chosen, or None for going back.

    All text is shown literally. A row whose `key` is a single letter is chosen by that letter.
    """

    CSS_PATH = Path(__file__).with_name("confirm.tcss")
    BINDINGS = [hidden_binding("escape,ctrl+q", "dismiss")]

    def __init__(self, title: str, text: str, choices: Sequence[Row]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._choices = tuple(choices)
        for row in self._choices:
            if len(row.key) == 1:
                self._bindings.bind(row.key.lower(), f"dismiss({row.id!r})", show=False)

    def compose(self) -> ComposeResult:
        """A box with the text and the choices."""
        with Vertical(id="box"):
            yield Static(literal(self._title, "bold"), id="title")
            if self._text:
                yield Static(literal(self._text), id="text")
            yield RowList(self._choices, id="choices")

    def say(self, text: str) -> None:
        """Say something else above the choices, which stay as they are."""
        self.query_one("#text", Static).update(literal(text))

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self.close(message.item.id)


def error_dialog(text: str) -> ConfirmModal:
    """Shows an expected error calmly, in its own words; Enter closes it."""
    return ConfirmModal("That did not work", text, [Row("ok", "OK", key="Enter")])


async def agrees(screen: Screen[Any], title: str, text: str, yes: str) -> bool:
    """Whether the user says yes, in those words."""
    rows = [Row("yes", yes, key="y"), Row("stay", "Cancel", key="n")]
    return await screen.app.push_screen_wait(ConfirmModal(title, text, rows)) == "yes"


async def leave_form(form: Screen[bool], words: str) -> None:
    """Close a form; where `words` say what would be lost, only once that is agreed to."""
    if words:
        rows = [Row("stay", "Keep writing", key="Enter"), Row("drop", "Discard it", key="d")]
        asked = await form.app.push_screen_wait(ConfirmModal("Leave?", words, rows))
        if asked != "drop":
            return
    if form.is_current:
        form.dismiss(False)
