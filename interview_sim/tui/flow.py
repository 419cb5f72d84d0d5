"""Which screen follows which, and the session that is open meanwhile.

A screen calls one method here, as in `Flow.of(self).history()`, and goes on. The step itself is
taken by the app, since no screen can wait for its own end; what goes wrong is shown in a dialog.
Screens are imported when they are first shown, so that the first frame does not wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial, wraps
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from textual._context import active_message_pump
from textual.app import App
from textual.screen import ModalScreen, Screen

from interview_sim.errors import InterviewSimError
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Rate
from interview_sim.tui.guard import Guard

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.session.plan import Plan
    from interview_sim.sitting import Sitting
    from interview_sim.together.paper import Paper
    from interview_sim.transcript.reader import Transcript

_P = ParamSpec("_P")


def _step(
    method: Callable[Concatenate[Flow, _P], Awaitable[None]], *, once: bool = False
) -> Callable[Concatenate[Flow, _P], None]:
    """Let the app take this step once the caller is done.

    Args:
        method: The step.
        once: Drop it where another screen has come up since: a second press of the same key.
    """

    @wraps(method)
    def asked(flow: Flow, /, *args: _P.args, **kwargs: _P.kwargs) -> None:
        asker = flow.asking() if once else None
        flow.app.call_next(flow.take, partial(method, flow, *args, **kwargs), asker)

    return asked


def _opens(
    method: Callable[Concatenate[Flow, _P], Awaitable[None]],
) -> Callable[Concatenate[Flow, _P], None]:
    """A step that a key asks for: pressed twice, it is taken once."""
    return _step(method, once=True)


def _shows(folder: str, screen: str, **choices: object) -> Callable[[Flow], None]:
    """A step that shows a screen which needs nothing but the services."""

    async def shown(flow: Flow) -> None:
        """The screen."""
        made = getattr(import_module(f"interview_sim.tui.{folder}.screen"), screen)
        await flow.app.push_screen(made(flow.services, **choices))

    return _opens(shown)


class Flow:
    """Moves between screens and owns the open session."""

    def __init__(self, app: App[None], services: Services) -> None:
        self.app = app
        self.services = services
        self._sitting: Sitting | None = None
        self._left_for: str | None = None
        """The session whose scorecard the opening of another one took the place of."""
        self._chosen: Plan | None = None
        self._was_well = True
        self._parted: list[Sitting] = []
        """Closed ones of which there is something to tell at the end."""
        self._reading_banks = asyncio.Lock()
        self._closing = RLock()

    @staticmethod
    def of(screen: Screen[Any]) -> Flow:
        """The flow of the app that shows this screen."""
        flow: Flow = screen.app.flow  # type: ignore[attr-defined]
        return flow

    def asking(self) -> Screen[Any]:
        """The screen that asks for a step: a key may be handled after another one has come up."""
        asking = getattr(active_message_pump.get(None), "screen", None)
        return asking if asking in self.app.screen_stack else self.app.screen

    async def take(self, step: Callable[[], Awaitable[None]], asker: Screen[Any] | None) -> None:
        """Take a step that was asked for, unless a second press asked for it."""
        if asker is not None and asker is not self.app.screen:
            return
        try:
            await step()
        except InterviewSimError as error:
            from interview_sim.tui.dialogs.confirm import error_dialog

            self.app.push_screen(error_dialog(str(error)))

    # The open session

    @property
    def sitting(self) -> Sitting | None:
        """The session that is open now."""
        return self._sitting

    def save(self) -> None:
        """Get everything into the file and onto the disk, as far as it lets us."""
        if self._sitting is not None:
            self._sitting.save_now()

    def close_sitting(self) -> None:
        """Put everything on disk and let the session go; safe to call at any time.

        What the disk does not take is saved as a copy, unless the candidate chose to lose it. Of a
        session that was never begun nothing is kept.
        """
        # Whoever ends the process after a signal waits for whoever is closing it already.
        with self._closing:
            sitting, self._sitting = self._sitting, None
            if sitting is None:
                return
            if sitting.engine.state.phase is Phase.PLANNED:
                sitting.discard()
                return
            sitting.engine.flush()
            sitting.close()
            if sitting.farewell():
                self._parted.append(sitting)

    def take_farewell(self) -> str:
        """What to print once the terminal is the shell's again, told once; or nothing."""
        parted, self._parted = self._parted, []
        return "\n".join(filter(None, (sitting.farewell() for sitting in parted)))

    async def when_saved(self, then: Callable[[], Awaitable[None]]) -> None:
        """Do `then`, which closes the session: at once where everything is saved, else if chosen.

        Where something could not be saved the candidate is asked: save a copy, try again, lose it,
        or stay.
        """
        sitting = self._sitting
        if sitting is None or sitting.save_now() or not sitting.copies.at_risk:
            await then()
            return

        def decided(may_go: bool | None) -> None:
            if may_go:
                self.app.call_next(then)

        await self._ask_unsaved(sitting, decided, leaving=True)

    @_step
    async def save_copy(self) -> None:
        """Offer a copy of what the transcript cannot take; the session goes on."""
        await self._report_unsaved()

    async def _report_unsaved(self) -> None:
        """Say what could not be saved, if anything, and offer to save a copy; nothing is closed."""
        sitting = self._sitting
        if sitting is not None and not sitting.save_now() and sitting.copies.at_risk:
            await self._ask_unsaved(sitting, None, leaving=False)

    async def _ask_unsaved(
        self, sitting: Sitting, decided: Callable[[bool | None], None] | None, *, leaving: bool
    ) -> None:
        from interview_sim.tui.dialogs.unsaved import UnsavedModal

        if not isinstance(self.app.screen, UnsavedModal):
            await self.app.push_screen(UnsavedModal(sitting, leaving=leaving), decided)

    def watch_saving(self) -> None:
        """To be called about once a second: catch up with the disk, and report what it refuses.

        The interview screen does both itself; the screens that follow it do neither.
        """
        sitting = self._sitting
        if sitting is None or not sitting.engine.state.is_over:
            self._was_well = True
            return
        sitting.keep_up()
        notice, problem = sitting.take_notice(), sitting.problem
        if notice:
            self.app.notify(notice)
        if self._was_well and problem:
            self.app.notify(problem, severity="warning", timeout=12)
        elif problem is None and not self._was_well:
            self.app.notify("Saving works again.")
        self._was_well = problem is None

    # Beginning and going on

    @_opens
    async def start(self, plan: Plan, seed: int | None = None) -> None:
        """Draw the questions and say what comes; `begin` asks the first."""
        await self._begin(lambda: self.services.start(plan, seed, remember=False))
        self._chosen = plan

    @_opens
    async def start_paper(self, paper: Paper, *, force: bool = False) -> None:
        """The same with a sealed paper; `force`: though not all of it is as it was."""
        await self._begin(lambda: self.services.start_paper(paper, force=force))

    @_opens
    async def drill(self, refs: Sequence[str]) -> None:
        """Ask exactly these questions, named `bank:question`, as practice."""
        await self._begin(lambda: self.services.start_drill(refs))

    async def _begin(self, opening: Callable[[], Sitting]) -> None:
        async with self._reading_banks:
            await asyncio.to_thread(self.services.fresh_catalogue)
        before = self._sitting
        is_done = before is not None and before.engine.state.phase is Phase.FINISHED
        self._left_for = before.id if before is not None and is_done else None
        self.close_sitting()
        self._chosen = None
        sitting = self._sitting = opening()
        if before is None and not isinstance(self.app.screen, ModalScreen):
            await self.app.push_screen(self._interview(sitting))
        else:
            await self._from_home(self._interview(sitting))

    @_step
    async def leave_opening(self) -> None:
        """Nothing was begun: back to where it was chosen, and nothing is kept."""
        self.close_sitting()
        if self._left_for is not None:
            await self._from_home(self._scorecard(self._left_for))
        else:
            await self.app.pop_screen()

    @_opens
    async def begin(self, sitting: Sitting) -> None:
        """Start the clocks; only now is the plan the one that was used last."""
        sitting.engine.start()
        if self._chosen is not None:
            self.services.remember_plan(self._chosen)
        await self._from_home(self._interview(sitting))

    @_opens
    async def resume(self, ref: str) -> None:
        """Continue where the session was left: asking, rating, revealing, or its scorecard."""
        sitting = self._opened(ref)
        state = sitting.engine.state
        is_rating = state.paused_from is Phase.BETWEEN and not state.is_break
        if is_rating and state.header.plan.reviews_each:
            # The clocks stand there anyway; what waits is a rating or a reveal.
            sitting.engine.unpause()
        if state.phase is Phase.FINISHED:
            screen = self._scorecard(sitting)
        elif state.phase is not Phase.ASSESSING:
            screen = self._interview(sitting)
        elif state.predictions or state.revealed:
            screen = self._assessment(sitting)
        else:
            screen = self._ending(sitting)
        await self._from_home(screen)

    def _opened(self, ref: str) -> Sitting:
        """The session open for changes; the one open before stays so if that fails."""
        if self._sitting is not None and self._sitting.id == ref:
            return self._sitting
        sitting = self.services.resume(ref)
        self.close_sitting()
        self._sitting = sitting
        return sitting

    # What follows what in a session

    @_step
    async def rate_now(self, sitting: Sitting, question: int) -> None:
        """A blind rating between two questions."""
        await self._cut_in()
        await self.app.push_screen(self._rating(sitting, question))

    @_step
    async def asking_over(self, sitting: Sitting) -> None:
        """The last answer is in: say what comes now."""
        await self._cut_in()
        await self._from_home(self._ending(sitting))
        await self._report_unsaved()

    @_opens
    async def assess(self, sitting: Sitting) -> None:
        """The blind rating, or the reveal where all is rated."""
        await self._from_home(self._assessment(sitting))

    @_step
    async def rating_over(self, sitting: Sitting) -> None:
        """Rated, or passed over: the points, where they are shown now, or the next question."""
        if sitting.engine.awaits_rating:
            await self._back_to(2)
            state = sitting.engine.state
            question = state.question_index
            if state.header.plan.reveal is Rate.EACH and _is_open(sitting, question):
                await self.app.push_screen(self._reveal(sitting, question))
            else:
                sitting.engine.next_question()
        elif sitting.engine.state.is_over:
            await self._from_home(self._reveal(sitting))

    @_step
    async def reveal_over(self, sitting: Sitting) -> None:
        """All is marked: the next question, or the scorecard."""
        if sitting.engine.awaits_rating:
            await self._back_to(2)
            sitting.engine.next_question()
        else:
            await self._from_home(self._scorecard(sitting))
            await self._report_unsaved()

    @_step
    async def leave_sitting(self) -> None:
        """Close the session as it is and go home; it can be resumed later."""
        await self.when_saved(self._left)

    async def _left(self) -> None:
        if self._sitting is None or not self._sitting.unsaved:
            is_kept = self._sitting is None or not self._sitting.engine.state.is_untouched
            words = "Saved. You can resume it from here at any time."
            self.app.notify(words if is_kept else "Nothing was answered, so nothing was saved.")
        await self._to_home()

    # Looking back

    @_opens
    async def reopen_reveal(self, ref: str, question: int) -> None:
        """One question's points again, above the scorecard."""
        await self.app.push_screen(self._reveal(self._opened(ref), question))

    @_opens
    async def scorecard(self, ref: str) -> None:
        """The scorecard of a saved session."""
        await self.app.push_screen(self._scorecard(ref))

    @_opens
    async def delete(self, ref: str) -> None:
        """Move a session whose scorecard is shown to the trash."""
        is_open = self._sitting is not None and self._sitting.id == ref
        if is_open:
            await self._to_home()
        from interview_sim.tui.present import short_path

        _, trashed = self.services.store.delete(ref)
        if not is_open:
            await self.app.pop_screen()
        self.app.notify(
            f"To get it back, move it out of the trash: {short_path(trashed)}", timeout=8
        )

    @_opens
    async def replay(self, ref: str) -> None:
        """A replay of a saved session."""
        from interview_sim.tui.replay.screen import ReplayScreen

        transcript: Transcript = await asyncio.to_thread(self.services.read, ref)
        # By its file: a sample, or one in another folder, is not found by its id.
        found = str(transcript.path) if transcript.path is not None else ref
        await self.app.push_screen(ReplayScreen(self.services, found, transcript))

    history = _shows("history", "HistoryScreen")
    choose_replay = _shows("history", "HistoryScreen", to_replay=True)
    progress = _shows("progress", "ProgressScreen")
    sample = _shows("sample", "SampleScreen")
    study = _shows("study", "StudyScreen")
    banks = _shows("banks", "BanksScreen")
    settings = _shows("settings", "SettingsScreen")

    @_opens
    async def setup(self, plan: Plan | None = None) -> None:
        """Choose a plan; None: begin with the last one used."""
        from interview_sim.tui.setup.screen import SetupScreen

        chosen = plan or self.services.last_plan
        await self.app.push_screen(SetupScreen(self.services, chosen))

    # Going back

    @_step
    async def home(self) -> None:
        """Back to the home screen; the session is closed, see `when_saved`."""
        await self.when_saved(self._to_home)

    @_step
    async def back(self) -> None:
        """One screen less; back at home, the session is closed."""
        if len(self.app.screen_stack) > 2:
            await self.app.pop_screen()
        else:
            await self.when_saved(self._to_home)

    async def _to_home(self) -> None:
        # The screens go first: one that still looked at the clock would write to a closed file.
        from interview_sim.tui.home.screen import HomeScreen

        await self._back_to(1)
        self.close_sitting()
        # Home may have looked already, and what is still open there does not wait for anybody.
        if isinstance(home := self.app.screen, HomeScreen):
            home.reload()

    async def _cut_in(self) -> None:
        """Close what the candidate had opened above the interview, and has not left yet."""
        if len(self.app.screen_stack) > 2:
            Guard.of(self.app).interrupted()
        await self._back_to(2)

    async def _back_to(self, height: int) -> None:
        """Close what lies above so many screens, such as help, a dialog, a rating."""
        while len(self.app.screen_stack) > height:
            await self.app.pop_screen()

    async def _from_home(self, screen: Screen[None]) -> None:
        """Show a screen directly above home, whatever was there."""
        await self._back_to(2)
        if len(self.app.screen_stack) == 2:
            await self.app.switch_screen(screen)
        else:
            await self.app.push_screen(screen)

    # Making screens

    def _interview(self, sitting: Sitting) -> Screen[None]:
        """The page that opens a session, or the session where it was begun."""
        if sitting.engine.state.phase is Phase.PLANNED:
            from interview_sim.tui.interview.pages import OpeningScreen

            return OpeningScreen(sitting)
        from interview_sim.tui.interview.screen import InterviewScreen

        return InterviewScreen(self.services, sitting)

    def _ending(self, sitting: Sitting) -> Screen[None]:
        from interview_sim.tui.interview.pages import EndingScreen

        return EndingScreen(self.services, sitting)

    def _assessment(self, sitting: Sitting) -> Screen[None]:
        if not _is_rated(sitting):
            return self._rating(sitting)
        return self._reveal(sitting) if _is_open(sitting) else self._scorecard(sitting)

    def _rating(self, sitting: Sitting, only: int | None = None) -> Screen[None]:
        from interview_sim.tui.rating.screen import RatingScreen

        return RatingScreen(sitting, only)

    def _reveal(self, sitting: Sitting, question: int | None = None) -> Screen[None]:
        from interview_sim.tui.reveal.screen import RevealScreen

        return RevealScreen(sitting, question)

    def _scorecard(self, shown: Sitting | str) -> Screen[None]:
        from interview_sim.tui.scorecard.screen import ScorecardScreen

        return ScorecardScreen(self.services, shown)


def _is_rated(sitting: Sitting) -> bool:
    """Whether the blind rating is behind; once something was revealed at the end, it is."""
    from interview_sim.assessment.rating import Rating

    state = sitting.engine.state
    is_at_end = state.header.plan.reveal is not Rate.EACH
    return (is_at_end and bool(state.revealed)) or Rating(sitting.engine).is_over


def _is_open(sitting: Sitting, question: int | None = None) -> bool:
    """Whether there is something to reveal or to mark, of one question or of all."""
    from interview_sim.assessment.marking import Marking

    return not Marking(sitting.engine, question).is_over
