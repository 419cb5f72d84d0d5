"""Racing one's own earlier attempt while an interview runs: words and time, never a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_sim.errors import InterviewSimError
from interview_sim.tui.present import duration, many

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.session.state import State
    from interview_sim.transcript.attempts import Pace

PaceKey = tuple[str, str]
"""`bank:question` and part."""

NONE_YET = "no earlier attempt of yours at this one"


class Racer:
    """Knows how one's latest attempts went.

    Args:
        services: Where the saved sessions are.
        session: The id of the session that is running: it is no earlier attempt.
    """

    def __init__(self, services: Services, session: str) -> None:
        self._services = services
        self._session = session
        self._paces: dict[PaceKey, Pace | None] = {}

    def key(self, state: State) -> PaceKey | None:
        """What is asked now; None before the first question."""
        turn = state.turn
        return None if turn is None else (state.drawn(turn.question).ref, turn.part)

    def load(self, key: PaceKey) -> None:
        """Look for the latest attempt; reads files, so not for the thread that draws."""
        from interview_sim.progress.attempts import latest_pace

        try:
            history = self._services.history()
            pace = latest_pace(self._services.store, history, key[0], key[1], besides=self._session)
        except InterviewSimError:
            pace = None
        self._paces[key] = pace

    def words(self, key: PaceKey, used: int) -> str:
        """`your last attempt: 34 words at 0:50`, when the answering clock has used `used` ms."""
        if key not in self._paces:
            return ""
        pace = self._paces[key]
        if pace is None:
            return NONE_YET
        if used >= pace.length:
            done = duration(pace.length / 1000)
            return f"your last attempt: {many(pace.total, 'word')}, done at {done}"
        return f"your last attempt: {many(pace.at(used), 'word')} at {duration(used / 1000)}"
