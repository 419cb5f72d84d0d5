"""A saved session as a film: typed again as it was typed, with a timeline to move about on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from interview_sim.errors import InterviewSimError
from interview_sim.session.state import State
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.present import literal, number, one_line, when_stamped
from interview_sim.tui.replay import words
from interview_sim.tui.replay.film import AnswerKey, Film, Ghost
from interview_sim.tui.replay.timeline import Timeline
from interview_sim.tui.widgets.fields import Finder
from interview_sim.tui.widgets.frame import HeadLine, KeyBar
from interview_sim.tui.widgets.lists import Row
from interview_sim.tui.widgets.script import Script

if TYPE_CHECKING:
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.services import Services
    from interview_sim.transcript.reader import Transcript

_FRAMES = 1 / 10
_CALM_FRAMES = 1.0
"""Seconds between looks at the player while it plays."""
_WIDE = 120
"""Columns from which the points are shown without being asked for."""
_SIDE = 29
"""Cells beside the answer before the panel has been laid out."""
_MOST_GHOSTS = 12
_NONE = "none"


class ReplayScreen(Screen[None]):
    """Plays a saved session, a sample as well."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (100, "-roomy"), (_WIDE, "-wide")]
    BINDINGS = [
        *bindings("replay"),
        *(Binding(str(n), f"player('seek_share', 0.{n})", show=False) for n in range(1, 10)),
    ]

    timeline = getters.query_one(Timeline)
    finder = getters.query_one(Finder)
    _text = getters.query_one("#replay-text", Script)
    _side = getters.query_one("#replay-side", Script)
    _other = getters.query_one("#replay-other", Script)

    def __init__(self, services: Services, ref: str, transcript: Transcript | None = None) -> None:
        super().__init__()
        self._services = services
        self._ref = ref
        self._read_already = transcript
        self.film: Film | None = None
        self.ghost: Ghost | None = None
        self._wants_marks = False
        self._drawn_at: tuple[int, bool] | None = None

    def compose(self) -> ComposeResult:
        """The conversation, another attempt, the points; below them what happens, and when."""
        yield HeadLine(Content.styled("Replay", "bold"))
        with Horizontal(id="replay-body"):
            yield Script(id="replay-text", can_focus=False)
            yield Script(id="replay-other", can_focus=False)
            yield Script(id="replay-side", can_focus=False)
        yield Static(id="replay-race")
        yield Static(id="replay-status")
        yield Static(id="replay-clock")
        yield Timeline(id="replay-timeline")
        yield Finder("a word you typed; Enter finds it, Esc ends the search")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the transcript without holding up the screen."""
        self._side.border_title = "points"
        self._text.loading = True
        self._read()
        is_calm = self._services.settings.reduced_motion
        self.set_interval(_CALM_FRAMES if is_calm else _FRAMES, self.poll)

    @work(exclusive=True, group="replay", exit_on_error=False)
    async def _read(self) -> None:
        """Show the film as soon as it is read; deleted words and points follow."""
        try:
            film = await asyncio.to_thread(self._film)
        except InterviewSimError as error:
            self._text.loading = False
            self._text.show(literal(str(error)))
            return
        self._text.loading = False
        self.film = film
        film.player.play()
        self.redraw()
        await asyncio.to_thread(film.prepare)
        self.redraw()

    def _film(self) -> Film:
        transcript = self._read_already or self._services.read(self._ref)
        return Film(transcript, self._services.clock)

    # What is shown

    def poll(self) -> None:
        """Show where the player stands, if it moved; safe to call at any time."""
        film = self.film
        if film is not None and self._drawn_at != (film.player.position, film.player.is_playing):
            self.redraw()

    def redraw(self) -> None:
        """Show the film where it stands; what did not change is left alone."""
        film = self.film
        if film is None:
            return
        t, is_playing = film.player.position, film.player.is_playing
        if self._drawn_at is None or self._drawn_at[1] != is_playing:
            self.refresh_bindings()
        self._drawn_at = (t, is_playing)
        state = film.replay.at(t)
        self.query_one(HeadLine).show(*words.head(film, state))
        self._text.show(*words.scene(film, state, t))
        self._put("#replay-status", words.status(film, state, t))
        key = film.key(state)
        clock = words.coverage_clock(film, key, t) if key else Content("")
        self._put("#replay-clock", words.in_two_lines(clock, self.size.width - 2))
        self.timeline.show(film, t)
        if key is not None and self.ghost is not None:
            self._draw_ghost(film, self.ghost, state, key, t)
        elif key is not None and self._shows_points:
            width = self._side.text_width or _SIDE
            brief = width if self.size.width < _WIDE else 0
            marks = self._wants_marks
            self._side.show(words.panel(film, state, key, t, marks=marks, brief=brief))

    @property
    def _shows_points(self) -> bool:
        """Whether the points are shown: by themselves on a wide screen, else when asked for."""
        return self._side.display and self.ghost is None

    def _show_points(self, are_wanted: bool) -> None:
        self.set_class(are_wanted, "-points")
        self.set_class(not are_wanted, "-no-points")
        self.call_after_refresh(self.redraw)

    def _draw_ghost(self, film: Film, ghost: Ghost, state: State, key: AnswerKey, t: int) -> None:
        progress, answer = words.race(film, ghost, state, key, t)
        self._text.border_title = "this session"
        self._other.border_title = Content(one_line(ghost.title))
        self._put("#replay-race", progress)
        self._other.show(answer, answer)

    def _put(self, place: str, content: Content) -> None:
        """Show a few words in their place, which stays as high as it is."""
        self.query_one(place, Static).update(content, layout=False)

    def on_resize(self) -> None:
        """The points come and go with the width."""
        self.call_after_refresh(self.redraw)

    # How to move about

    def action_player(self, move: str, *by: float) -> None:
        """Let the player make one of its moves, such as `toggle`, `seek_by`, `step_word`."""
        self._move(lambda film: getattr(film.player, move)(*by))

    def action_idle(self) -> None:
        """Cut idle stretches short, or show them as they were."""

        def change(film: Film) -> None:
            film.player.skips_idle = not film.player.skips_idle

        self._move(change)

    def action_point(self, by: int) -> None:
        """Go to where the next point, or the one before, was first covered."""
        if self.film is not None and not self.film.go_to_point(by):
            self.notify("No other point was covered that way.")
        self.redraw()

    def action_deleted(self, by: int) -> None:
        """Go to the next, or last, words that were deleted for good."""
        if self.film is not None and self.film.go_to_deleted(by) is None:
            self.notify("Nothing else was deleted.")
        self.redraw()

    def action_scroll(self, lines: int) -> None:
        """Scroll the points where they are shown, else the answer."""
        place = self._side if self._shows_points else self._text
        place.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll them by a page."""
        place = self._side if self._shows_points else self._text
        self.action_scroll(pages * max(1, place.scrollable_content_region.height - 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space plays or pauses, and the footer says which."""
        if parameters in {("play",), ("pause",)}:
            is_playing = self.film is not None and self.film.player.is_playing
            return is_playing == (parameters == ("pause",))
        return True

    def action_back(self) -> None:
        """Leave the search, then the other attempt, then the replay."""
        if self.has_class("-finding"):
            self._end_finding()
        elif self.ghost is not None:
            self._race(None)
        else:
            Flow.of(self).back()

    @on(Timeline.Sought)
    def _sought(self, message: Timeline.Sought) -> None:
        self._move(lambda film: film.player.seek(message.t))

    def _move(self, how: Callable[[Film], object]) -> None:
        if self.film is not None:
            how(self.film)
            self.redraw()

    # Looking for a word

    def action_find(self) -> None:
        """Ask for a word, and go to where it was typed."""
        self.finder.ask()

    @on(Input.Submitted)
    def _found(self, message: Input.Submitted) -> None:
        message.stop()
        self._end_finding()
        text = message.value
        if self.film is not None and not self.film.find(text) and text.strip():
            self.notify(f"“{one_line(text)}” was never typed.")
        self.redraw()

    def _end_finding(self) -> None:
        self.remove_class("-finding")
        self.set_focus(None)

    def action_again(self, by: int) -> None:
        """Go to the next, or last, place of the word."""
        if self.film is None or self.film.search is None:
            self.action_find()
        else:
            self._move(lambda film: film.find_again(by))

    # The points and the marks

    def action_points(self) -> None:
        """Show the points beside the answer, or not; asks first where that would tell too much."""
        film = self.film
        if film is None:
            return
        key = film.key(film.player.state)
        if self._shows_points and key is not None and film.is_sealed(key[0]):
            self._ask_to_unseal(film)
        else:
            self._show_points(not self._shows_points)

    @work
    async def _ask_to_unseal(self, film: Film) -> None:
        rows = [
            Row("stay", "Leave them hidden", key="Esc"),
            Row("show", "Show the points", "of all questions", "s"),
            Row("hide", "Hide this panel", key="h"),
        ]
        text = (
            "You have not rated this answer yet. "
            "Once you see its points, a rating is no longer blind."
        )
        choice = await self.app.push_screen_wait(ConfirmModal("Show the points?", text, rows))
        film.unsealed |= choice == "show"
        self._show_points(choice != "hide")

    def action_marks(self) -> None:
        """Show how the candidate marked the points afterwards, or not."""
        self._wants_marks = not self._wants_marks
        self._show_points(self._wants_marks or self._shows_points)

    # Another attempt at the same question

    @work(exit_on_error=False)
    async def action_ghost(self) -> None:
        """Choose another attempt at this question, to run beside this one."""
        film, store = self.film, self._services.store
        key = film.key(film.player.state) if film is not None else None
        if film is None or key is None:
            self.notify("Go to a question first.")
            return
        ref = film.final.drawn(key[0]).ref
        try:
            found = await asyncio.to_thread(self._sessions_asking, ref, film.transcript.id)
            titles = {session.file: self._title(session) for session in found[:_MOST_GHOSTS]}
            if not titles:
                self.notify("There is no other session that asked this question.")
                return
            rows = [Row(name, title) for name, title in titles.items()]
            rows.append(Row(_NONE, "None", "this session alone"))
            dialog = ConfirmModal("Which attempt at this question?", "", rows)
            choice = await self.app.push_screen_wait(dialog)
            if choice in titles:
                transcript = await asyncio.to_thread(store.read, store.folder / choice)
                moves = self._services.catalogue.moves
                self._race(await asyncio.to_thread(Ghost, transcript, titles[choice], moves))
            elif choice == _NONE:
                self._race(None)
        except InterviewSimError as error:
            self.notify(str(error))

    def _sessions_asking(self, ref: str, besides: str) -> tuple[SessionSummary, ...]:
        from interview_sim.progress.comparing import sessions_asking

        return sessions_asking(self._services.history(), ref, besides=besides)

    def _title(self, session: SessionSummary) -> str:
        moment = when_stamped(session.at, self._services.clock.now())
        score = session.final_score
        worth = "" if score is None else f" · {number(round(score))}"
        return f"{moment} · {one_line(session.title)}{worth}"

    def _race(self, ghost: Ghost | None) -> None:
        self.ghost = ghost
        self.set_class(ghost is not None, "-ghost")
        self.call_after_refresh(self.redraw)
