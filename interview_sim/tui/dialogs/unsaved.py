"""What is asked before anything that could not be saved would be lost."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input, Static

from interview_sim.errors import InterviewSimError
from interview_sim.figures import counted
from interview_sim.sitting import Sitting
from interview_sim.transcript.copies import copy_report
from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.present import literal
from interview_sim.tui.widgets.frame import hidden_binding
from interview_sim.tui.widgets.lists import Row, RowList

_LOOK = 0.5


class UnsavedModal(Dialog[bool]):
    """Gives True when what was wanted may be done, False for staying where one was.

    While it is open, saving is tried again by itself; it says so when that has worked.

    Args:
        sitting: The session of which a part is in memory alone.
        leaving: Whether the session would be closed next, so that losing that part is a choice.
    """

    CSS_PATH = Path(__file__).with_name("unsaved.tcss")
    BINDINGS = [
        hidden_binding("escape,ctrl+q", "stay"),
        hidden_binding("t", "pick('again')"),
        hidden_binding("c", "pick('copy')"),
        hidden_binding("x", "pick('lose')"),
    ]

    text = query_one("#unsaved-text", Static)
    place = query_one("#unsaved-place", Input)
    rows = query_one("#unsaved-rows", RowList)
    outcome = query_one("#unsaved-outcome", Static)

    def __init__(self, sitting: Sitting, *, leaving: bool) -> None:
        super().__init__()
        self._sitting = sitting
        self._leaving = leaving
        self._is_settled = False

    def compose(self) -> ComposeResult:
        """What is wrong, where a copy could go, and what can be done."""
        with Vertical(id="unsaved-box"):
            yield Static(literal("Not everything is saved", "bold"), id="unsaved-title")
            yield Static(id="unsaved-text")
            yield RowList(id="unsaved-rows")
            yield Input(id="unsaved-place")
            yield Static(id="unsaved-outcome")

    def on_mount(self) -> None:
        """Offer a place where a copy is likely to work."""
        self.place.cursor_blink = False
        self.place.border_title = "a copy goes to"
        self.place.value = str(self._sitting.copies.suggested())
        self.set_focus(self.rows)
        self._show()
        self.set_interval(_LOOK, self.look)

    def look(self) -> None:
        """Show how things stand now; may be called at any time."""
        if self._is_settled:
            return
        self._sitting.keep_up()
        if not self._sitting.copies.at_risk:
            self._settle("Saving works again: everything is in the transcript now.")
        else:
            self._show()

    def _show(self) -> None:
        unsaved = counted(self._sitting.copies.at_risk, "change")
        problem = self._sitting.problem or f"{unsaved} could not be saved."
        self.text.update(literal(problem))
        lose = Row("lose", f"Leave, and lose {unsaved}", key="x")
        stay = Row("stay", "Go back" if self._leaving else "Go on without", key="Esc")
        self.rows.show(
            [
                Row("copy", "Save a copy", key="c"),
                Row("again", "Try again", key="t"),
                *([lose] if self._leaving else []),
                stay,
            ]
        )

    def _settle(self, words: str) -> None:
        """Nothing is at risk any more: say so, and leave one way out."""
        self._is_settled = True
        self._say("")
        self.query_one("#unsaved-title", Static).update(literal("Everything is saved", "bold"))
        self.text.update(literal(words))
        self.place.display = False
        self.rows.show([Row("go", "Leave" if self._leaving else "Go on", key="Enter")])
        self.set_focus(self.rows)

    def _say(self, words: str) -> None:
        self.outcome.update(literal(words))
        self.outcome.display = bool(words)

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        message.stop()
        self.action_pick(message.item.id)

    @on(Input.Submitted)
    def _place_given(self, message: Input.Submitted) -> None:
        message.stop()
        self._copy()

    def action_pick(self, choice: str) -> None:
        """Do one of the things that are offered."""
        if choice not in {row.id for row in self.rows.items}:
            return
        if choice == "copy":
            self.set_focus(self.place)
            self._say("Enter saves it there. Any other path works too.")
        elif choice == "again":
            self._again()
        else:
            if choice == "lose":
                self._sitting.copies.is_given_up = True
            self.close(choice != "stay")

    def action_stay(self) -> None:
        """From the path back to the choices, from there back to where one was."""
        if self.focused is self.place:
            self.set_focus(self.rows)
            self._say("")
        else:
            self.close(self._is_settled)

    def _again(self) -> None:
        if self._sitting.save_now():
            self._settle("It worked: everything is in the transcript now.")
        else:
            self._say("It did not work this time either.")
            self._show()

    def _copy(self) -> None:
        if self._is_settled:
            return
        given = self.place.value.strip()
        if not given:
            self._say("Type a path first.")
            return
        try:
            self._sitting.engine.flush()
            saved = self._sitting.copies.save(Path(given).expanduser())
        except (InterviewSimError, RuntimeError, ValueError) as error:
            self._say(f"{error}. Try another place.")
            return
        self._settle(copy_report(saved))
