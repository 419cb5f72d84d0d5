"""What a replay shows at one moment: the conversation so far, the cursor, the points, the place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from interview_sim.literal import visible
from interview_sim.session.events import (
    Asked,
    ClaimMarked,
    Edit,
    Event,
    Finished,
    FollowUpAsked,
    HintShown,
    Noted,
    PointMarked,
    Predicted,
    Revealed,
)
from interview_sim.session.state import Outcome, Phase, State, Turn
from interview_sim.transcript.replay import Replay, TakenOut
from interview_sim.transcript.timeline import IDLE_CAP
from interview_sim.tui.present import (
    ACCENT,
    FLAG,
    MUTED,
    duration,
    literal,
    many,
    number,
    one_line,
    shortened,
)
from interview_sim.tui.replay import panel
from interview_sim.tui.replay.film import Film

CURSOR = "▌"
_JUST_GONE = 3_000
"""Ms for which it is said that something has just been taken out."""
_OUTCOMES = {
    Outcome.SUBMITTED: "✓ handed in",
    Outcome.TIMED_OUT: "✗ time",
    Outcome.SKIPPED: "passed",
}


class Scene(NamedTuple):
    """The conversation on the question at hand."""

    text: Content
    before_cursor: Content
    """Everything above and before the cursor, to bring it into view."""


def cursor_at(replay: Replay, t: int, turn: Turn) -> int | None:
    """Where the cursor stood in an open answer: after the last edit; None in a closed one."""
    if not turn.is_open:
        return None
    for index in range(replay.index_at(t), -1, -1):
        event = replay.event_at(index)
        if isinstance(event, Edit):
            return min(event.at_char + len(event.ins), len(turn.text))
        if isinstance(event, Asked | FollowUpAsked):
            return 0
    return 0


def scene(film: Film, state: State, t: int) -> Scene:
    """Everything said on the question at hand, up to the cursor and beyond."""
    parts: list[Content] = []
    before: Content | None = None
    for turn in state.turns_of(film.subject(state)):
        if parts:
            parts.append(Content("\n\n"))
        parts.append(literal(turn.ask.strip(), "bold" if turn.is_main else f"bold {ACCENT}"))
        parts.append(Content("\n\n"))
        at = cursor_at(film.replay, t, turn)
        if at is None:
            parts += [literal(turn.text.rstrip()), ending(turn, turn.used(state.t))]
        else:
            doomed = film.replay.draft(turn, t).doomed if film.is_prepared else ()
            parts.append(_typed(turn.text[:at], doomed, 0))
            before = Content.assemble(*parts)
            parts += [Content.styled(CURSOR, ACCENT), _typed(turn.text[at:], doomed, at)]
    whole = _found(Content.assemble(*parts), film)
    return Scene(whole, before or whole)


def _typed(text: str, doomed: Sequence[tuple[int, int]], offset: int) -> Content:
    """A stretch of an answer, struck through where it is taken out for good later on."""
    parts: list[Content] = []
    done = 0
    for start, end in doomed:
        left = min(max(start - offset, done), len(text))
        right = min(max(end - offset, left), len(text))
        parts += [literal(text[done:left]), literal(text[left:right], f"strike {MUTED}")]
        done = right
    return Content.assemble(*parts, literal(text[done:]))


def ending(turn: Turn, used: float) -> Content:
    """How a closed answer ended, and when."""
    gap = "\n" if turn.text.strip() else ""
    words = f"{_OUTCOMES.get(turn.outcome, '')} · {duration(used / 1000)}"
    return Content.styled(f"{gap}{words}", MUTED)


def _found(text: Content, film: Film) -> Content:
    """What is looked for stands out wherever it is in sight."""
    if film.search is None:
        return text
    shown = re.escape(visible(film.search.text))
    return text.highlight_regex(re.compile(shown, re.IGNORECASE), style=f"{ACCENT} reverse")


def head(film: Film, state: State) -> tuple[Content, Content, Content]:
    """Playing or not, how fast, where; the question; whether idle time is cut."""
    player = film.player
    play = "▶" if player.is_playing else "■" if player.is_at_end else "‖"
    at = f"{duration(player.position / 1000)} / {duration(player.duration / 1000)}"
    left = Content.assemble((f"{play} {number(player.speed)}×", "bold"), f"  {at}")
    index = film.subject(state)
    flag = f" {FLAG}" if index in state.flagged else ""
    question = ""
    if index >= 0:
        topic = one_line(state.drawn(index).question.topic)
        question = f"Q{state.asked.index(index) + 1} of {len(state.header.questions)} · {topic}"
    idle = f"idle cut to {IDLE_CAP // 1000} s" if player.skips_idle else "idle as it was"
    return left, Content(f"{question}{flag}"), Content.styled(idle, MUTED)


def status(film: Film, state: State, t: int) -> Content:
    """What is going on, in a few words."""
    turn = state.turn
    if state.phase is Phase.PLANNED or turn is None:
        return Content.styled("before the first question", MUTED)
    last = film.replay.event_at(film.replay.index_at(t))
    if state.is_over:
        return Content.styled(f"assessment · {_assessing(last, state)}", MUTED)
    if state.phase is Phase.READING:
        return Content.styled("reading", MUTED)
    if state.phase is Phase.PAUSED:
        return Content.styled("paused", MUTED)
    words = many(len(turn.text.split()), "word")
    used = duration(turn.used(state.t if turn.closed_at is not None else t) / 1000)
    parts = [f"{used} of {duration(turn.budget / 1000)}", words, *_search_words(film)]
    if isinstance(last, HintShown):
        parts.append(f"hint: {one_line(last.text)}")
    parts += [_going_words(film, place, t) for place in _going(film, t)]
    return Content.styled(" · ".join(parts), MUTED)


def _search_words(film: Film) -> list[str]:
    search = film.search
    if search is None:
        return []
    if not search.hits:
        return [f"“{one_line(search.text)}” was never typed"]
    gone = ", taken out later" if search.hit is not None and search.hit.is_removed else ""
    return [f"“{one_line(search.text)}” {search.number} of {len(search.hits)}{gone}"]


def _going(film: Film, t: int) -> list[TakenOut]:
    """The stretch that is there and will go, or has just gone; at most one."""
    near = [
        place for place in film.taken_out if place.t <= t < place.removed.t_deleted + _JUST_GONE
    ]
    return near[-1:]


def _going_words(film: Film, place: TakenOut, t: int) -> str:
    """While it stands there, struck through, when it goes; afterwards what it was."""
    if t >= place.removed.t_deleted:
        return f"{panel.TAKEN_OUT} taken out: “{shortened(place.removed.text, 36)}”"
    return f"{panel.TAKEN_OUT} {panel.gone_words(film, place)}"


def _assessing(event: Event, state: State) -> str:
    """What the last event of the assessment was."""
    if isinstance(event, Finished):
        return "closed"
    if isinstance(event, Noted):
        return "a note was written"
    if not isinstance(event, Predicted | Revealed | PointMarked | ClaimMarked):
        return "all answers are in"
    place = f"Q{state.asked.index(event.question) + 1}" if event.question in state.asked else ""
    if isinstance(event, Predicted):
        said = ", ".join(f"{one_line(name)} {n}" for name, n in event.ratings.items())
        return f"{place} rated blind: {said}"
    if isinstance(event, PointMarked):
        word = event.verdict.value if event.verdict else "taken back"
        return f"{place} {one_line(event.point)}: {word}"
    return f"{place} revealed" if isinstance(event, Revealed) else f"{place} a claim was judged"
