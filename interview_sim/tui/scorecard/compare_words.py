"""Two attempts side by side, in words and numbers; what is compared was found elsewhere."""

from __future__ import annotations

from textual.content import Content

from interview_sim.progress.comparing import Comparison, Pair
from interview_sim.progress.summary import SessionSummary
from interview_sim.tui.present import BAD, GOOD, MUTED, many, number, one_line, shortened
from interview_sim.tui.scorecard.words import when

_NUMBERS = 27
_EVEN = 0.5
"""Differences below this show as 0 and are no difference."""


def head(found: Comparison, at: int, count: int) -> Content:
    """The two sessions, and what the questions that both asked came to."""
    lines = [_session("this", found.here), _session("other", found.there)]
    if count > 1:
        lines[1] = Content.assemble(lines[1], (f"   ({at + 1} of {count}: ← →)", MUTED))
    mean, changes = found.mean_change, found.changes
    if mean is None:
        words = Content("No question has a score in both.")
    else:
        words = Content.assemble(
            "The questions with a score in both went ",
            _change(mean, words=True),
            f" on average ({many(len(changes), 'question')}).",
        )
    return Content("\n").join([*lines, Content(""), words])


def heading(width: int) -> Content:
    """The names of the columns."""
    name = "question".ljust(_room(width))
    return Content.styled(f"{name}     this    other   change", MUTED)


def row(pair: Pair, width: int) -> Content:
    """One question."""
    room = _room(width)
    title = Content(shortened(pair.title or pair.ref, room)).truncate(room, pad=True)
    here, there = _score(pair.here), _score(pair.there)
    if not pair.in_both:
        title = title.stylize(MUTED)
    change = _change(pair.change) if pair.in_both else Content.styled("only one", MUTED)
    space = " " * max(0, 9 - change.cell_length)
    return Content.assemble(title, f"{here:>9}{there:>9}", space, change)


def _room(width: int) -> int:
    return max(12, width - _NUMBERS)


def _session(name: str, session: SessionSummary) -> Content:
    score = "no score" if session.score is None else number(round(session.score))
    title = shortened(session.title, 34)
    return Content.assemble(
        (name.ljust(7), MUTED), (score.ljust(9), "bold"), title, (f" · {when(session.at)}", MUTED)
    )


def _score(score: float | None) -> str:
    return "–" if score is None else number(round(score))


def _change(change: float | None, *, words: bool = False) -> Content:
    """A difference with its sign; as words, with which way it went."""
    if change is None:
        return Content.styled("–", MUTED)
    size = number(round(abs(change)))
    if abs(change) < _EVEN:
        return Content("equally well") if words else Content.styled("0", MUTED)
    if change > 0:
        return Content.styled(f"{size} better" if words else f"+{size}", f"bold {GOOD}")
    return Content.styled(f"{size} worse" if words else f"−{size}", f"bold {BAD}")


def nothing(title: str) -> Content:
    """What to say where there is nothing to compare with."""
    return Content(
        f"No other session that is kept asked any of the same questions, and none is of the plan "
        f"“{one_line(title)}”. Sit it once more, or choose the same seed in the setup."
    )
