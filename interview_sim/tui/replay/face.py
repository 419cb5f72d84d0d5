"""How a replay looks: the answer, what stands beside it, where it is on the timeline."""

from __future__ import annotations

from pathlib import Path

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from interview_sim.session.state import State
from interview_sim.tui.present import literal, one_line
from interview_sim.tui.replay import ghost as replay_ghost
from interview_sim.tui.replay import panel as replay_panel
from interview_sim.tui.replay import view
from interview_sim.tui.replay.film import Film, Ghost, Key
from interview_sim.tui.replay.script import Script
from interview_sim.tui.replay.timeline import Timeline
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar

_WIDE = 120
"""Columns from which the points are shown without being asked for."""


_SIDE = 29
"""Cells beside the answer before the panel has been laid out."""


class ReplayFace(Screen[None]):
    """Shows a film at a moment; where it goes is decided by who inherits."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (100, "-roomy"), (_WIDE, "-wide")]

    timeline = getters.query_one(Timeline)
    finder = getters.query_one("#replay-find", Input)
    _text = getters.query_one("#replay-text", Script)
    _side = getters.query_one("#replay-side", Script)
    _other = getters.query_one("#replay-other", Script)

    def __init__(self) -> None:
        super().__init__()
        self.film: Film | None = None
        self.ghost: Ghost | None = None
        self.wants_points: bool | None = None
        """Whether the points stand beside the answer; None: where there is room."""
        self.wants_marks = False
        self._known: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        """The conversation, another attempt, the points; below them what goes on, and when."""
        yield HeadLine(Content.styled("Replay", "bold"))
        with Horizontal(id="replay-body"):
            yield Script(id="replay-text")
            yield Script(id="replay-other")
            yield Script(id="replay-side")
        yield Static(id="replay-race")
        yield Static(id="replay-status")
        yield Static(id="replay-clock")
        yield Timeline(id="replay-timeline")
        finder = Input(
            placeholder="a word that was typed; Enter finds it, Esc leaves", compact=True
        )
        finder.id = "replay-find"
        finder.cursor_blink = False
        yield finder
        yield KeyBar()

    def show_loading(self) -> None:
        """Nothing is there yet."""
        self._side.border_title = "points"
        self._text.loading = True

    def show_problem(self, problem: str) -> None:
        """Why there is nothing to play."""
        self._text.loading = False
        self._text.show(literal(problem))

    def show_film(self, film: Film) -> None:
        """A film is there: its timeline, before anything is drawn."""
        self._text.loading = False
        self.film = film
        self.timeline.show(film.replay.marks(), film.replay.duration)

    def show_taken_out(self, film: Film) -> None:
        """What was taken out for good is known by now."""
        self.timeline.take_out(place.t for place in film.taken_out)
        self.draw()

    @property
    def shows_points(self) -> bool:
        """Whether the points are in sight."""
        if self.wants_points is None:
            return self.size.width >= _WIDE
        return self.wants_points

    def draw(self) -> None:
        """Show the film where it stands; what did not change is left alone."""
        film = self.film
        if film is None:
            return
        t = film.player.position
        state = film.replay.at(t)
        self.query_one(HeadLine).show(*view.head(film, state))
        scene = view.scene(film, state, t)
        self._text.show(scene.text, scene.before_cursor)
        self._put("replay-status", view.status(film, state, t))
        key = current_key(film, state)
        clock = replay_panel.coverage_clock(film, key, t) if key else Content("")
        self._put("replay-clock", replay_panel.in_two_lines(clock, self.size.width - 2))
        self.timeline.cover(film.covered)
        self.timeline.move_to(t)
        self._lay_out()
        if key is not None and self.ghost is not None:
            self._draw_ghost(film, self.ghost, state, key, t)
        elif key is not None and self.shows_points:
            self._side.show(self._points(film, state, key, t))

    def _points(self, film: Film, state: State, key: Key, t: int) -> Content:
        width = self._side.text_width or _SIDE
        brief = width if self.size.width < _WIDE else 0
        return replay_panel.panel(film, state, key, t, marks=self.wants_marks, brief=brief)

    def _lay_out(self) -> None:
        """Give the points and the other attempt their places, or take them away."""
        wanted = {"-points": self.shows_points, "-ghost": self.ghost is not None}
        if any(self.has_class(name) != is_on for name, is_on in wanted.items()):
            for name, is_on in wanted.items():
                self.set_class(is_on, name)
            # What was written for another width is written again once the new one is known.
            self.call_after_refresh(self.draw)

    def _draw_ghost(self, film: Film, ghost: Ghost, state: State, key: Key, t: int) -> None:
        race = replay_ghost.race(film, ghost, state, key, t)
        self._text.border_title = "this session"
        self._other.border_title = Content(one_line(race.title))
        self._put("replay-race", race.words)
        self._other.show(race.text, race.text)

    def scroll_beside(self, lines: int) -> None:
        """Scroll the points where they are in sight, else the answer."""
        place = self._side if self._side.display and self.shows_points else self._text
        place.scroll_relative(y=lines, animate=False)

    def _put(self, name: str, content: Content) -> None:
        """Show a few words in their place; the screen is laid out anew only for another line."""
        before = self._known.get(name)
        if before is not None and before.is_same(content):
            return
        self._known[name] = content
        is_as_high = before is not None and _height(before) == _height(content)
        self.query_one(f"#{name}", Static).update(content, layout=not is_as_high)


def _height(content: Content) -> int:
    return content.plain.count("\n") + 1 if content else 0


def current_key(film: Film, state: State) -> Key | None:
    """The answer at hand; while a question is assessed, its first one."""
    question = film.subject(state)
    if question < 0 or state.turn is None:
        return None
    if state.is_over:
        return (question, "")
    return (state.turn.question, state.turn.part)
