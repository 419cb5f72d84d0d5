"""A saved session as a film: typed again as it was typed, with a timeline to move about on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding
from textual.worker import get_current_worker

from interview_sim.errors import InterviewSimError
from interview_sim.session.stamp import parse_stamp
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.present import number, one_line, when
from interview_sim.tui.replay.face import current_key
from interview_sim.tui.replay.film import Film, Ghost
from interview_sim.tui.replay.moves import ReplayMoves
from interview_sim.tui.widgets.rows import Row

if TYPE_CHECKING:
    from interview_sim.assessment.coverage_timeline import AnswerTrack
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.services import Services
    from interview_sim.transcript.reading import Transcript

_FRAMES = 1 / 10
_CALM_FRAMES = 1.0
"""Seconds between looks at the player while it plays."""

_MOST_GHOSTS = 12
_NONE = "none"


class ReplayScreen(ReplayMoves):
    """Plays a saved session, a sample as well.

    Args:
        services: The app's services.
        ref: What to play.
        transcript: The same, where it was read already.
    """

    BINDINGS = [
        *bindings("replay"),
        *(Binding(str(n), f"share({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, services: Services, ref: str, transcript: Transcript | None = None) -> None:
        super().__init__()
        self._services = services
        self._ref = ref
        self._read_already = transcript

    def on_mount(self) -> None:
        """Read the transcript without holding up the screen."""
        self.show_loading()
        self._read()
        is_calm = self._services.settings.reduced_motion
        self.set_interval(_CALM_FRAMES if is_calm else _FRAMES, self.poll)

    @work(thread=True, exclusive=True, group="replay", exit_on_error=False)
    def _read(self) -> None:
        """Show the film as soon as it is read; its points follow, answer by answer."""
        worker = get_current_worker()
        try:
            film = self._film()
        except InterviewSimError as error:
            self._tell(self.show_problem, str(error))
            return
        self._tell(self._start, film)
        film.prepare()
        self._tell(self.show_taken_out, film)
        from interview_sim.assessment.coverage_timeline import tracks_of

        for track in tracks_of(film.transcript):
            if worker.is_cancelled:
                return
            self._tell(self._take, track)

    def _film(self) -> Film:
        transcript = self._read_already or self._services.read(self._ref)
        film = Film(transcript, self._services.clock)
        # What the first frame needs is made here and not on the screen's thread.
        film.replay.marks()
        return film

    def _tell(self, what: Callable[..., None], *arguments: object) -> None:
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(what, *arguments)

    def _start(self, film: Film) -> None:
        self.show_film(film)
        film.player.play()
        self.redraw()

    def _take(self, track: AnswerTrack) -> None:
        if self.film is not None:
            self.film.tracks[track.question, track.part] = track
            self.redraw()

    # The points and the marks

    def action_points(self) -> None:
        """Show the points beside the answer, or not; asks first where that would tell too much."""
        film = self.film
        if film is None:
            return
        key = current_key(film, film.player.state)
        if self.shows_points and key is not None and film.is_sealed(key[0]):
            self._ask_to_unseal()
        else:
            self.wants_points = not self.shows_points
            self.redraw()

    def _ask_to_unseal(self) -> None:
        def decided(choice: str | None) -> None:
            if self.film is not None and choice == "show":
                self.film.unsealed = True
            elif choice == "hide":
                self.wants_points = False
            self.redraw()

        rows = [
            Row("stay", "Leave them hidden", key="Esc"),
            Row("show", "Show the points", "of every question of this session", "s"),
            Row("hide", "Hide this panel", key="h"),
        ]
        text = "You have not rated this answer yet. Once its points are seen, no rating is blind."
        self.app.push_screen(ConfirmModal("Show the points?", text, rows), decided)

    def action_marks(self) -> None:
        """Show what the candidate said of the points afterwards, or not."""
        self.wants_marks = not self.wants_marks
        if self.wants_marks:
            self.wants_points = True
        self.redraw()

    # Another attempt at the same question

    def action_ghost(self) -> None:
        """Choose another attempt at this question, to run beside this one."""
        film = self.film
        key = current_key(film, film.player.state) if film is not None else None
        if film is None or key is None:
            self.notify("Go to a question first.", markup=False)
            return
        self._look_for_attempts(film.final.drawn(key[0]).ref, film.transcript.id)

    @work(thread=True, exclusive=True, group="attempts", exit_on_error=False)
    def _look_for_attempts(self, ref: str, besides: str) -> None:
        from interview_sim.progress.attempts import sessions_asking

        try:
            found = sessions_asking(self._services.history(), ref, besides=besides)
        except InterviewSimError as error:
            self._tell(self.notify, str(error))
            return
        self._tell(self._offer_attempts, found[:_MOST_GHOSTS])

    def _offer_attempts(self, found: tuple[SessionSummary, ...]) -> None:
        if not found:
            self.notify("There is no other session that asked this question.", markup=False)
            return
        titles = {session.file: self._title(session) for session in found}
        none = Row(_NONE, "None", "this session alone")
        rows = [Row(name, title) for name, title in titles.items()]

        def decided(choice: str | None) -> None:
            if choice in titles:
                self._read_ghost(choice, titles[choice])
            elif choice == _NONE:
                self.ghost = None
                self.redraw()

        title = "Which attempt at this question?"
        self.app.push_screen(ConfirmModal(title, "", [*rows, none]), decided)

    def _title(self, session: SessionSummary) -> str:
        at = parse_stamp(session.at)
        moment = when(at, self._services.clock.now()) if at else one_line(session.at)
        score = f" · {number(round(session.score))}" if session.score is not None else ""
        return f"{moment} · {one_line(session.title)}{score}"

    @work(thread=True, exclusive=True, group="ghost", exit_on_error=False)
    def _read_ghost(self, name: str, title: str) -> None:
        try:
            store = self._services.store
            ghost = Ghost(store.read(store.folder / name), title)
        except InterviewSimError as error:
            self._tell(self.notify, str(error))
            return
        self._tell(self._race, ghost)

    def _race(self, ghost: Ghost) -> None:
        self.ghost = ghost
        self.redraw()
