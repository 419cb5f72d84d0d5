"""How one moves about in a replay: every key that only changes the moment that is shown."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.widgets import Input

from interview_sim.tui.navigation import GoBack
from interview_sim.tui.present import one_line
from interview_sim.tui.replay.face import ReplayFace
from interview_sim.tui.replay.film import Film
from interview_sim.tui.replay.timeline import Timeline


class ReplayMoves(ReplayFace):
    """Plays, steps, seeks and finds."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[int, bool] | None = None

    # What is shown

    def poll(self) -> None:
        """Show where the player stands, if it moved; safe to call at any time."""
        film = self.film
        if film is not None and self._shown != (film.player.position, film.player.is_playing):
            self.redraw()

    def redraw(self) -> None:
        """Show the film as it stands, after anything about it changed."""
        if self.film is not None:
            self._shown = (self.film.player.position, self.film.player.is_playing)
            self.draw()

    def on_resize(self) -> None:
        """The points come and go with the width."""
        self.call_after_refresh(self.redraw)

    # How to move about

    def action_play(self) -> None:
        """Play, or pause."""
        self._do(lambda film: film.player.toggle())

    def action_seek(self, seconds: int) -> None:
        """Go on or back by seconds."""
        self._do(lambda film: film.player.seek_by(seconds * 1000))

    def action_question(self, by: int) -> None:
        """Go to the next question or follow-up, or to the one before."""
        self._do(lambda film: film.player.step_question(by))

    def action_event(self, by: int) -> None:
        """Pause, and go one event on or back."""
        self._do(lambda film: film.player.step(by))

    def action_word(self, by: int) -> None:
        """Pause, and go one word on or back."""
        self._do(lambda film: film.player.step_word(by))

    def action_share(self, tenth: int) -> None:
        """Go to a tenth of the whole."""
        self._do(lambda film: film.player.seek_share(tenth / 10))

    def action_end(self) -> None:
        """Go to the end."""
        self._do(lambda film: film.player.seek(film.player.duration))

    def action_slower(self) -> None:
        """Play slower."""
        self._do(lambda film: film.player.slower())

    def action_faster(self) -> None:
        """Play faster."""
        self._do(lambda film: film.player.faster())

    def action_idle(self) -> None:
        """Cut idle stretches short, or show them as they were."""

        def change(film: Film) -> None:
            film.player.skips_idle = not film.player.skips_idle

        self._do(change)

    def action_point(self, by: int) -> None:
        """Go to where the next point, or the one before, was first covered."""
        self._or_say(lambda film: film.go_to_point(by), "No point was first covered there.")

    def action_taken_out(self, by: int) -> None:
        """Go to the next, or last, words that were taken out for good."""
        self._or_say(lambda film: film.go_to_taken_out(by) is not None,
                     "Nothing more was taken out for good.")  # fmt: skip

    def action_scroll(self, lines: int) -> None:
        """Scroll what stands beside the answer, or the answer."""
        self.scroll_beside(lines)

    def action_back(self) -> None:
        """Leave the search, then the other attempt, then the replay."""
        if self.has_class("-finding"):
            self._end_finding()
        elif self.ghost is not None:
            self.ghost = None
            self.redraw()
        else:
            self.post_message(GoBack())

    @on(Timeline.Sought)
    def _sought(self, message: Timeline.Sought) -> None:
        self._do(lambda film: film.player.seek(message.t))

    def _do(self, what: Callable[[Film], object]) -> None:
        if self.film is not None:
            what(self.film)
            self.redraw()

    def _or_say(self, what: Callable[[Film], bool], otherwise: str) -> None:
        if self.film is not None and not what(self.film):
            self.notify(otherwise, markup=False)
        self.redraw()

    # Looking for a word

    def action_find(self) -> None:
        """Ask for a word, and go to where it was typed."""
        self.add_class("-finding")
        self.finder.focus()

    @on(Input.Submitted)
    def _found(self, message: Input.Submitted) -> None:
        message.stop()
        self._end_finding()
        text = message.value
        if self.film is not None and not self.film.find(text) and text.strip():
            self.notify(f"“{one_line(text)}” was never typed.", markup=False)
        self.redraw()

    def _end_finding(self) -> None:
        self.remove_class("-finding")
        self.set_focus(None)

    def action_again(self, by: int) -> None:
        """Go to the next, or last, place of the word."""
        if self.film is None or self.film.search is None:
            self.action_find()
        else:
            self._do(lambda film: film.find_again(by))
