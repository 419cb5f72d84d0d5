"""An interview in which one's own earlier attempt runs along, where that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widgets import Static

from interview_sim.session.state import Phase, State
from interview_sim.tui.interview.face import InterviewFace
from interview_sim.tui.interview.race import PaceKey, Racer

if TYPE_CHECKING:
    from interview_sim.services import Services, Sitting


class InterviewRace(InterviewFace):
    """Shows the race below the answer; off unless the settings or a key say otherwise."""

    def __init__(self, services: Services, sitting: Sitting) -> None:
        super().__init__(sitting.engine.state.header.plan)
        self._racer = Racer(services, sitting.id)
        self._races = services.settings.race
        self._looked_for: set[PaceKey] = set()
        self._race_words = ""
        self._clock_runs = False

    def show_race(self, state: State, t: int) -> None:
        """How the earlier attempt stood at this moment of its clock; costs nothing while off."""
        key = self._racer.key(state)
        turn = state.turn
        self._clock_runs = state.phase is Phase.ANSWERING
        is_on = self._races and key is not None and self._clock_runs
        self.set_class(is_on, "-race")
        if not is_on or key is None or turn is None:
            return
        if key not in self._looked_for:
            self._looked_for.add(key)
            self._look_back(key)
        words = self._racer.words(key, turn.used(t))
        if words != self._race_words:
            self._race_words = words
            self.query_one("#race", Static).update(Content(words))

    @work(thread=True, group="race", exit_on_error=False)
    def _look_back(self, key: PaceKey) -> None:
        self._racer.load(key)

    def action_race(self) -> None:
        """Let the earlier attempt run along, or not."""
        self._races = not self._races
        if self._races and not self._clock_runs:
            self.notify("Your last attempt runs along once the clock does.", markup=False)
