"""What the user's own model proposes for a question: asked in the background, shown as a diff."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from interview_sim.bank.model import Question
from interview_sim.errors import InterviewSimError
from interview_sim.exchange.offering import NO_MODEL, Offer, offer, what_it_takes, write, writer
from interview_sim.judging.background import in_background
from interview_sim.judging.llm.client import NO_ENDPOINT
from interview_sim.services import Services
from interview_sim.tui.dialogs.confirm import ConfirmModal, agrees
from interview_sim.tui.present import MUTED, literal
from interview_sim.tui.widgets.lists import Row, RowList

_TITLE = "What is proposed (PgUp and PgDn scroll)"
_CHOICES = (
    Row("yes", "Write it to the file", key="y"),
    Row("no", "Leave the question as it is", key="n"),
)
_STYLES = {"+": "$text-success", "-": "$text-error", "@": MUTED}


class ProposalModal(ConfirmModal):
    """The changes to the files, and what was dropped; Esc leaves the decision for later."""

    CSS_PATH = Path(__file__).with_name("proposing.tcss")
    BINDINGS = [
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]

    _changes = getters.query_one("#changes", VerticalScroll)

    def __init__(self, offered: Offer) -> None:
        super().__init__(_TITLE, "", _CHOICES)
        self._offered = offered

    def compose(self) -> ComposeResult:
        """A box with the changes above the choices."""
        with Vertical(id="box"):
            yield Static(literal(_TITLE, "bold"), id="title")
            with VerticalScroll(id="changes", can_focus=False):
                yield Static(shown(self._offered))
            yield RowList(_CHOICES, id="choices")

    def action_page(self, by: int) -> None:
        """Scroll the changes."""
        move = self._changes.scroll_page_down if by > 0 else self._changes.scroll_page_up
        move(animate=False)


def shown(offered: Offer) -> Content:
    """The changes, lines that come in green, and below them what was dropped."""
    lines = [
        literal(line, _STYLES.get(line[:1], ""))
        for change in offered.changes
        for line in change.diff.splitlines()
    ]
    lines += [literal(f"dropped: {line}", MUTED) for line in offered.dropped]
    return Content("\n").join(lines)


class Proposals:
    """What was asked for on a screen, until it is decided."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._asked: set[str] = set()
        self._ready: dict[str, Offer] = {}

    async def take(self, screen: Screen[None], path: Path, question: Question) -> bool:
        """Ask for what the question lacks, or show what came; true: it was written."""
        name = f"{path}:{question.id}"
        if name in self._asked:
            screen.notify("Your model is asked about this question already.")
            return False
        if name not in self._ready:
            if not await self._may_ask(screen, question):
                return False
            offered = await self._offer(screen, name, path, question)
            if offered is None:
                return False
            self._ready[name] = offered
            if not screen.is_current:
                screen.notify(f"There is a proposal for “{question.name}”: g shows it.")
                return False
        answer = await screen.app.push_screen_wait(ProposalModal(self._ready[name]))
        if answer not in {"yes", "no"}:
            return False  # Esc: it can be looked at again.
        offered = self._ready.pop(name)
        return answer == "yes" and self._write(screen, offered)

    async def _may_ask(self, screen: Screen[None], question: Question) -> bool:
        endpoint = self._services.settings.endpoint
        if not question.model_answer.strip():
            screen.notify("This question has no model answer to go by.")
            return False
        if not endpoint.is_set_up and question.rubric:
            screen.notify(NO_ENDPOINT)
            return False
        text = what_it_takes([question], endpoint) if endpoint.is_set_up else NO_MODEL
        yes = "Ask it" if endpoint.is_set_up else "Show it"
        return await agrees(screen, "Have points, phrases and tests proposed", text, yes)

    async def _offer(
        self, screen: Screen[None], name: str, path: Path, question: Question
    ) -> Offer | None:
        """What comes back; none where nothing is left, or it went wrong, which is said."""
        services = self._services
        client = writer(services.settings.endpoint, services.env)
        if client:
            screen.notify("Your model is asked. Go on meanwhile.")
        self._asked.add(name)
        try:
            # Shielded: whoever leaves the screen does not wait, and the thread ends by itself.
            answer = in_background(lambda: offer(path, question.id, client))
            offered = await asyncio.shield(asyncio.wrap_future(answer))
        except InterviewSimError as error:
            text = str(error)
            screen.notify(f"{text[:1].upper()}{text[1:]}", severity="error")
            return None
        finally:
            self._asked.discard(name)
        if not offered.changes:
            screen.notify("Nothing of what was proposed stood its tests.")
            return None
        return offered

    def _write(self, screen: Screen[None], offered: Offer) -> bool:
        try:
            if write(offered.changes):
                return True
        except InterviewSimError as error:
            screen.notify(str(error), severity="error")
        else:
            screen.notify("A file was changed in the meantime, so nothing was written.")
        return False
