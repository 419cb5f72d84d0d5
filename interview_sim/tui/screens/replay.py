"""A saved session as a film: typed again as it was typed, with a timeline to move about on."""

from __future__ import annotations

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from interview_sim.errors import InterviewSimError
from interview_sim.services import Services
from interview_sim.session.grading import Grader, points_of
from interview_sim.session.state import State
from interview_sim.transcript.player import Player
from interview_sim.transcript.replay import Replay
from interview_sim.tui import replay_view as view
from interview_sim.tui.actions import bindings
from interview_sim.tui.navigation import GoBack
from interview_sim.tui.present import literal
from interview_sim.tui.styling import style_sheet
from interview_sim.tui.widgets.headline import HeadLine
from interview_sim.tui.widgets.keybar import KeyBar
from interview_sim.tui.widgets.timeline import Timeline

_FRAMES = 1 / 10
"""Seconds between looks at the player while it plays."""


class ReplayScreen(Screen[None]):
    """Plays a saved session, a sample as well.

    Args:
        services: The app's services.
        ref: What to play.
    """

    CSS_PATH = style_sheet("replay")
    BINDINGS = [
        *bindings("replay"),
        *(Binding(str(n), f"share({n})", show=False) for n in range(1, 10)),
    ]

    _scroll = getters.query_one("#replay-scroll", VerticalScroll)
    _text = getters.query_one("#replay-text", Static)
    _timeline = getters.query_one(Timeline)

    def __init__(self, services: Services, ref: str) -> None:
        super().__init__()
        self._services = services
        self._ref = ref
        self._player: Player | None = None
        self._grader: Grader | None = None
        self._statements: dict[tuple[int, str], dict[str, str]] = {}
        self._shown: tuple[int, bool] | None = None

    def compose(self) -> ComposeResult:
        """The conversation, the points where there is room, the timeline."""
        yield HeadLine(Content.styled("Replay", "bold"))
        with Horizontal(id="replay-body"):
            with VerticalScroll(id="replay-scroll", can_focus=False):
                yield Static(id="replay-text")
            with VerticalScroll(id="replay-side", can_focus=False):
                yield Static(id="replay-points")
        yield Static(id="replay-status")
        yield Timeline(id="replay-timeline")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the transcript without holding up the screen."""
        self.query_one("#replay-side").border_title = "points"
        self._scroll.loading = True
        self._read()
        self.set_interval(_FRAMES, self.poll)

    @work(thread=True, exclusive=True, group="replay", exit_on_error=False)
    def _read(self) -> None:
        worker = get_current_worker()
        try:
            replay = Replay(self._services.read(self._ref))
        except InterviewSimError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._not_read, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._start, replay)

    def _not_read(self, problem: str) -> None:
        self._scroll.loading = False
        self._text.update(literal(problem))

    def _start(self, replay: Replay) -> None:
        self._scroll.loading = False
        self._player = Player(replay, self._services.clock, skips_idle=True)
        self._grader = Grader(replay.transcript.header)
        self._timeline.show(replay.marks(), replay.duration)
        self._player.play()
        self._draw()

    # What is shown

    def poll(self) -> None:
        """Show where the player stands, if it moved; safe to call at any time."""
        player = self._player
        if player is not None and self._shown != (player.position, player.is_playing):
            self._draw()

    def _draw(self) -> None:
        player = self._player
        if player is None:
            return
        position = player.position
        self._shown = (position, player.is_playing)
        state = player.replay.at(position)
        left, middle, right = view.head(player, state)
        self.query_one(HeadLine).show(left, middle, right)
        scene = view.scene(player.replay, state, position)
        self._text.update(scene.text)
        self.call_after_refresh(self._follow, scene.before_cursor)
        self.query_one("#replay-status", Static).update(view.status(player.replay, state, position))
        self._timeline.move_to(position)
        self._draw_points(state)

    def _follow(self, before: Content) -> None:
        """Keep the cursor in view."""
        width = self._text.size.width
        if width:
            line = len(before.wrap(width)) - 1
            self._scroll.scroll_to_region(Region(0, line, 1, 2), animate=False, force=True)

    def _draw_points(self, state: State) -> None:
        """Light the points that the answer covers by now; only where they are seen."""
        turn = state.turn
        if turn is None or self._grader is None or not self.has_class("-wide"):
            return
        key = (turn.question, turn.part)
        if key not in self._statements:
            rubric = points_of(state.drawn(turn.question).question, turn.part)
            leaves = [point for item in rubric for point in (item, *item.of)]
            self._statements[key] = {point.id: point.point for point in leaves}
        coverage = self._grader.cover(turn.question, turn.part, turn.text)
        shown = view.points(coverage, self._statements[key])
        self.query_one("#replay-points", Static).update(shown)

    def on_resize(self) -> None:
        """The points come and go with the width."""
        self.call_after_refresh(self._draw)

    # How to move about

    def action_play(self) -> None:
        """Play, or pause."""
        if self._player is not None:
            self._player.toggle()
            self._draw()

    def action_seek(self, seconds: int) -> None:
        """Go on or back by seconds."""
        if self._player is not None:
            self._player.seek_by(seconds * 1000)
            self._draw()

    def action_question(self, by: int) -> None:
        """Go to the next question or follow-up, or to the one before."""
        if self._player is not None:
            self._player.step_question(by)
            self._draw()

    def action_event(self, by: int) -> None:
        """Pause, and go one event on or back."""
        if self._player is not None:
            self._player.step(by)
            self._draw()

    def action_share(self, tenth: int) -> None:
        """Go to a tenth of the whole."""
        if self._player is not None:
            self._player.seek_share(tenth / 10)
            self._draw()

    def action_slower(self) -> None:
        """Play slower."""
        if self._player is not None:
            self._player.slower()
            self._draw()

    def action_faster(self) -> None:
        """Play faster."""
        if self._player is not None:
            self._player.faster()
            self._draw()

    def action_idle(self) -> None:
        """Cut idle stretches short, or show them as they were."""
        if self._player is not None:
            self._player.skips_idle = not self._player.skips_idle
            self._draw()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.post_message(GoBack())

    @on(Timeline.Sought)
    def _sought(self, message: Timeline.Sought) -> None:
        if self._player is not None:
            self._player.seek_share(message.share)
            self._draw()
