"""Two attempts at one question, side by side on one clock."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from interview_sim.session.state import State
from interview_sim.transcript.attempts import Attempt
from interview_sim.tui.present import ACCENT, MUTED, duration, literal, many
from interview_sim.tui.replay.film import Film, Ghost, Key
from interview_sim.tui.replay.view import CURSOR, ending

NOT_ASKED = "This was not asked in that session.\n\ng chooses another one, or none."


class Race(NamedTuple):
    """The other attempt at the same moment of its clock."""

    title: str
    words: Content
    """Who is how far."""
    text: Content


def race(film: Film, ghost: Ghost, state: State, key: Key, t: int) -> Race:
    """How the ghost's answer stood when its clock had used as much as the film's at `t`."""
    mine, other = film.attempts.get(key), ghost.attempt(film, key)
    if mine is None or other is None:
        return Race(ghost.title, Content.styled("not asked there", MUTED), literal(NOT_ASKED))
    # Once this one is handed in, the other is shown to its end as well.
    used = mine.clock(t) if t < mine.ended else max(mine.length, other.length)
    text = ghost.answer(other, used)
    is_over = used >= other.length
    body = Content.assemble(
        literal(text), ending(other.turn, other.length) if is_over else (CURSOR, ACCENT)
    )
    own = len(_own_text(state, key).split())
    return Race(ghost.title, _words(own, len(text.split()), used, (mine, other)), body)


def _own_text(state: State, key: Key) -> str:
    turns = [turn for turn in state.turns if (turn.question, turn.part) == key]
    return turns[-1].text if turns else ""


def _words(own: int, theirs: int, used: int, both: tuple[Attempt, Attempt]) -> Content:
    """`here 34 words at 0:50 · there 41 words at 0:50 · 7 words behind`."""
    mine, other = (duration(min(used, attempt.length) / 1000) for attempt in both)
    ahead = own - theirs
    side = "ahead" if ahead > 0 else "behind"
    by = f"{many(abs(ahead), 'word')} {side}" if ahead else "as many"
    return Content.assemble(
        f"here {many(own, 'word')} at {mine} · there {many(theirs, 'word')} at {other} · ",
        (by, f"bold {ACCENT}"),
    )
