"""Which screen follows which, and the session that is open meanwhile.

The app hands every navigation message here. Screens are imported when they are first shown, so
that the first frame does not wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from interview_sim.session.plan import Rate
from interview_sim.session.state import Phase

if TYPE_CHECKING:
    from interview_sim.services import Services, Sitting
    from interview_sim.session.plan import Plan
    from interview_sim.session.state import State
    from interview_sim.together.paper import Paper
    from interview_sim.transcript.reading import Transcript


class Flow:
    """Moves between screens and owns the open session."""

    def __init__(self, app: App[None], services: Services) -> None:
        self._app = app
        self._services = services
        self._sitting: Sitting | None = None
        self._was_well = True
        self.farewell = ""
        """What is to be said once the terminal is the shell's again; empty where nothing is."""
        self._reading_banks = asyncio.Lock()

    # The open session

    @property
    def sitting(self) -> Sitting | None:
        """The session that is open now."""
        return self._sitting

    @property
    def is_all_saved(self) -> bool:
        """Whether the open session, if there is one, is in its transcript to the last change."""
        return self._sitting is None or not self._sitting.unsaved

    def save(self) -> None:
        """Get everything into the file and onto the disk, as far as it lets us."""
        if self._sitting is not None:
            self._sitting.save_now()

    def close_sitting(self) -> None:
        """Put everything on disk and let the session go; safe to call at any time.

        What the disk does not take is copied elsewhere, unless the candidate gave it up.
        """
        sitting, self._sitting = self._sitting, None
        if sitting is None:
            return
        sitting.engine.flush()
        sitting.close()
        self.farewell = sitting.elsewhere.rescue() or self.farewell

    async def when_kept(self, then: Callable[[], Awaitable[None]]) -> None:
        """Do `then`, which closes the session: at once where everything is saved, else if chosen.

        Where something could not be saved the candidate is asked: a copy elsewhere, another try,
        losing it, or staying.
        """
        sitting = self._sitting
        if sitting is None or sitting.save_now() or not sitting.elsewhere.at_risk:
            await then()
            return

        def decided(may_go: bool | None) -> None:
            if may_go:
                self._app.call_next(then)

        await self._ask_unsaved(sitting, decided, leaving=True)

    async def tell_unsaved(self) -> None:
        """Say what could not be saved, if anything, and offer a copy elsewhere; nothing is closed.

        At the end of each stage, and when the candidate asks for it.
        """
        sitting = self._sitting
        if sitting is None:
            return
        if not sitting.save_now() and sitting.elsewhere.at_risk:
            await self._ask_unsaved(sitting, None, leaving=False)

    async def _ask_unsaved(
        self, sitting: Sitting, decided: Callable[[bool | None], None] | None, *, leaving: bool
    ) -> None:
        from interview_sim.tui.dialogs.unsaved import UnsavedModal

        if not isinstance(self._app.screen, UnsavedModal):
            await self._app.push_screen(UnsavedModal(sitting, leaving=leaving), decided)

    def look_after(self) -> None:
        """To be called about once a second: catch up with the disk, and tell what it refuses.

        The interview screen does both itself; the screens that follow it do neither.
        """
        sitting = self._sitting
        if sitting is None or not sitting.engine.state.is_over:
            self._was_well = True
            return
        sitting.keep_up()
        notice, problem = sitting.take_notice(), sitting.problem
        if notice:
            self._app.notify(notice, markup=False)
        if self._was_well and problem:
            self._app.notify(problem, markup=False, severity="warning", timeout=12)
        elif problem is None and not self._was_well:
            self._app.notify("Saving works again.", markup=False)
        self._was_well = problem is None

    async def start(self, plan: Plan, seed: int | None) -> None:
        """Draw the questions and ask the first."""
        await self._begin(lambda: self._services.start(plan, seed))

    async def start_paper(self, paper: Paper, *, force: bool) -> None:
        """Ask the first question of a sealed paper."""
        await self._begin(lambda: self._services.start_paper(paper, force=force))

    async def _begin(self, opening: Callable[[], Sitting]) -> None:
        async with self._reading_banks:
            await asyncio.to_thread(self._services.fresh_catalogue)
        self.close_sitting()
        sitting = opening()
        self._sitting = sitting
        await self._from_home(self._interview(sitting))

    async def resume(self, ref: str) -> None:
        """Go on where the session stands: asking, rating, revealing, or its scorecard."""
        await self._from_home(self._screen_for(self._opened(ref)))

    def _opened(self, ref: str) -> Sitting:
        """The session open for changes; the one open before stays so if that fails."""
        if self._sitting is not None and self._sitting.id == ref:
            return self._sitting
        sitting = self._services.resume(ref)
        self.close_sitting()
        self._sitting = sitting
        return sitting

    def _screen_for(self, sitting: Sitting) -> Screen[None]:
        state = sitting.engine.state
        if state.phase is Phase.FINISHED:
            return self._scorecard(sitting)
        if state.phase is not Phase.ASSESSING:
            return self._interview(sitting)
        return self._reveal(sitting) if _is_rated(state) else self._rating(sitting)

    # What follows what

    async def rate_now(self, sitting: Sitting, question: int) -> None:
        """A blind rating between two questions."""
        await self._above_interview()
        await self._app.push_screen(self._rating(sitting, question))

    async def asking_over(self, sitting: Sitting) -> None:
        """The last answer is in."""
        each = sitting.engine.state.header.plan.rate is Rate.EACH
        rated = each and _is_rated(sitting.engine.state)
        await self._from_home(self._reveal(sitting) if rated else self._rating(sitting))
        await self.tell_unsaved()

    async def rating_over(self, sitting: Sitting) -> None:
        """Rated, or passed over: the next question, or the reveal."""
        if sitting.engine.awaits_rating:
            await self._above_interview()
            sitting.engine.next_question()
        elif sitting.engine.state.is_over:
            await self._from_home(self._reveal(sitting))

    async def reveal_over(self, sitting: Sitting) -> None:
        """All is marked: the scorecard."""
        await self._from_home(self._scorecard(sitting))
        await self.tell_unsaved()

    async def reopen_reveal(self, ref: str, question: int) -> None:
        """One question's points again, above the scorecard."""
        await self._app.push_screen(self._reveal(self._opened(ref), question))

    # Looking back

    async def scorecard(self, ref: str) -> None:
        """The scorecard of a saved session."""
        from interview_sim.tui.scorecard.screen import ScorecardScreen

        await self._app.push_screen(ScorecardScreen(self._services, ref))

    async def replay(self, ref: str | None) -> None:
        """A replay; without a ref, of what is chosen in the history."""
        if ref is None:
            await self.history()
            return
        from interview_sim.tui.replay.screen import ReplayScreen

        transcript: Transcript = await asyncio.to_thread(self._services.read, ref)
        # By its file: a sample, or one from elsewhere, is not found by its id.
        found = str(transcript.path) if transcript.path is not None else ref
        await self._app.push_screen(ReplayScreen(self._services, found, transcript))

    async def history(self) -> None:
        """The sessions that are kept."""
        from interview_sim.tui.history.screen import HistoryScreen

        await self._app.push_screen(HistoryScreen(self._services))

    async def banks(self) -> None:
        """The question banks."""
        from interview_sim.tui.banks.screen import BanksScreen

        await self._app.push_screen(BanksScreen(self._services))

    async def setup(self, plan: Plan | None) -> None:
        """Choose a plan."""
        from interview_sim.tui.setup.screen import SetupScreen

        chosen = plan or self._services.last_plan
        await self._app.push_screen(SetupScreen(self._services, chosen))

    async def settings(self) -> None:
        """Change the settings."""
        from interview_sim.tui.settings.screen import SettingsScreen

        await self._app.push_screen(SettingsScreen(self._services))

    async def home(self) -> None:
        """Everything above the home screen goes, and the session is closed, see `when_kept`."""
        # The screens go first: one that still looked at the clock would write to a closed file.
        while len(self._app.screen_stack) > 1:
            await self._app.pop_screen()
        self.close_sitting()

    async def back(self) -> None:
        """One screen less; back at home, the session is closed."""
        if len(self._app.screen_stack) > 2:
            await self._app.pop_screen()
        else:
            await self.when_kept(self.home)

    # Making screens

    async def _from_home(self, screen: Screen[None]) -> None:
        """Show a screen directly above home, whatever was there."""
        while len(self._app.screen_stack) > 2:
            await self._app.pop_screen()
        if len(self._app.screen_stack) == 2:
            await self._app.switch_screen(screen)
        else:
            await self._app.push_screen(screen)

    async def _above_interview(self) -> None:
        """Close whatever lies on the interview: help, a question about finishing, a rating."""
        while len(self._app.screen_stack) > 2:
            await self._app.pop_screen()

    def _interview(self, sitting: Sitting) -> Screen[None]:
        from interview_sim.tui.interview.screen import InterviewScreen

        return InterviewScreen(self._services, sitting)

    def _rating(self, sitting: Sitting, only: int | None = None) -> Screen[None]:
        from interview_sim.tui.rating.screen import RatingScreen

        return RatingScreen(self._services, sitting, only)

    def _reveal(self, sitting: Sitting, question: int | None = None) -> Screen[None]:
        from interview_sim.tui.reveal.screen import RevealScreen

        return RevealScreen(self._services, sitting, question)

    def _scorecard(self, sitting: Sitting) -> Screen[None]:
        from interview_sim.tui.scorecard.screen import ScorecardScreen

        return ScorecardScreen(self._services, sitting)


def _is_rated(state: State) -> bool:
    """Whether the blind rating is behind: all is rated, or something was revealed already."""
    return bool(state.reveals) or all(index in state.predictions for index in state.asked)
