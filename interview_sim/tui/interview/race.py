"""Racing one's own earlier attempt while an interview runs: words and time, never a text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widgets import Static

from interview_sim.errors import InterviewSimError
from interview_sim.session.phases import Phase
from interview_sim.session.state import State
from interview_sim.tui.present import duration, many

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.transcript.attempts import Pace

_Key = tuple[str, str]
"""`bank:question` and part."""

NONE_YET = "no earlier attempt at this one"


class RaceLine(Static):
    """How the earlier attempt stood at this moment; off unless the settings or a key say so.

    Args:
        services: Where the saved sessions are, and the settings.
        session: The id of the session that is running: it is no earlier attempt.
    """

    DEFAULT_CSS = """
    RaceLine { display: none; height: 1; color: $text-muted; padding: 0 2; }
    """

    def __init__(self, services: Services, session: str) -> None:
        super().__init__(id="race")
        self._services = services
        self._session = session
        self._is_on = services.settings.race
        self._paces: dict[_Key, Pace | str] = {}
        """The earlier attempts; while one is looked for, or where there is none, what to say."""
        self._words = ""

    def toggle(self, state: State) -> None:
        """Show it from now on, or no more."""
        self._is_on = not self._is_on
        if self._is_on and state.phase is not Phase.ANSWERING:
            self.notify("Your last attempt appears once the clock runs.")

    def show(self, state: State, t: int) -> None:
        """Show the moment `t` of the session; costs nothing while off."""
        turn = state.turn
        self.display = self._is_on and turn is not None and state.phase is Phase.ANSWERING
        if not self.display or turn is None:
            return
        key = (state.drawn(turn.question).ref, turn.part)
        if key not in self._paces:
            self._paces[key] = ""
            self._look_for(key)
        words = self._words_at(self._paces[key], turn.used(t))
        if words != self._words:
            self._words = words
            self.update(Content(words))

    @work(group="race", exit_on_error=False)
    async def _look_for(self, key: _Key) -> None:
        pace = await asyncio.to_thread(self._latest, key)
        self._paces[key] = pace or NONE_YET

    def _latest(self, key: _Key) -> Pace | None:
        from interview_sim.progress.comparing import latest_pace

        store, session = self._services.store, self._session
        try:
            return latest_pace(store, self._services.history(), *key, besides=session)
        except InterviewSimError:
            return None

    @staticmethod
    def _words_at(pace: Pace | str, used: int) -> str:
        """`your last attempt: 34 words at 0:50`, when the answering clock has used `used` ms."""
        if isinstance(pace, str):
            return pace
        if used >= pace.length:
            done = duration(pace.length / 1000)
            return f"your last attempt: {many(pace.total, 'word')}, done at {done}"
        return f"your last attempt: {many(pace.at(used), 'word')} at {duration(used / 1000)}"
