"""What a replay shows at one moment: the conversation so far, the cursor, the points, the place."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from interview_sim.literal import visible
from interview_sim.matching.model import Coverage
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
from interview_sim.transcript.player import Player
from interview_sim.transcript.replay import Replay
from interview_sim.transcript.timeline import IDLE_CAP
from interview_sim.tui.present import (
    ACCENT,
    FLAG,
    MUTED,
    duration,
    literal,
    number,
    one_line,
    sign,
    tone,
)

CURSOR = "▌"
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


def scene(replay: Replay, state: State, t: int) -> Scene:
    """Everything said on the question at hand, up to the cursor and beyond."""
    parts: list[Content] = []
    for turn in state.turns_of(state.question_index):
        if parts:
            parts.append(Content("\n\n"))
        parts.append(literal(turn.ask.strip(), "bold" if turn.is_main else f"bold {ACCENT}"))
        parts.append(Content("\n\n"))
        at = cursor_at(replay, t, turn)
        if at is None:
            parts.append(literal(turn.text.rstrip()))
            took = duration(turn.used(state.t) / 1000)
            gap = "\n" if turn.text.strip() else ""
            parts.append(Content.styled(f"{gap}{_OUTCOMES.get(turn.outcome, '')} · {took}", MUTED))
        else:
            before = Content.assemble(*parts, visible(turn.text[:at]))
            text = Content.assemble(before, (CURSOR, ACCENT), visible(turn.text[at:]))
            return Scene(text, before)
    whole = Content.assemble(*parts)
    return Scene(whole, whole)


def head(player: Player, state: State) -> tuple[Content, Content, Content]:
    """Playing or not, how fast, where; the question; whether idle time is cut."""
    play = "▶" if player.is_playing else "■" if player.is_at_end else "‖"
    at = f"{duration(player.position / 1000)} / {duration(player.duration / 1000)}"
    left = Content.assemble((f"{play} {number(player.speed)}×", "bold"), f"  {at}")
    index = state.question_index
    flag = f" {FLAG}" if index in state.flagged else ""
    question = ""
    if index >= 0:
        topic = one_line(state.drawn(index).question.topic)
        question = f"Q{state.asked.index(index) + 1} of {len(state.header.questions)} · {topic}"
    idle = f"idle cut to {IDLE_CAP // 1000} s" if player.skips_idle else "idle as it was"
    return left, Content(f"{question}{flag}"), Content.styled(idle, MUTED)


def status(replay: Replay, state: State, t: int) -> Content:
    """What is going on, in a few words."""
    turn = state.turn
    if state.phase is Phase.PLANNED or turn is None:
        return Content.styled("before the first question", MUTED)
    if state.is_over:
        event = replay.event_at(replay.index_at(t))
        return Content.styled(f"assessment · {_assessing(event, state)}", MUTED)
    if state.phase is Phase.READING:
        return Content.styled("reading", MUTED)
    if state.phase is Phase.PAUSED:
        return Content.styled("paused", MUTED)
    words = len(turn.text.split())
    used = duration(turn.used(state.t if turn.closed_at is not None else t) / 1000)
    text = f"{used} of {duration(turn.budget / 1000)} · {words} words"
    last = replay.event_at(replay.index_at(t))
    if isinstance(last, HintShown):
        text += f" · hint: {one_line(last.text)}"
    return Content.styled(text, MUTED)


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


def points(coverage: Coverage, statements: dict[str, str]) -> Content:
    """The points of the answer at hand, lit where it covers them by now."""
    lines: list[Content] = []
    for item in coverage.points:
        for point in (item, *item.members):
            is_group = bool(point.members)
            if is_group and not statements.get(point.id):
                continue
            word = point.verdict.value
            lit = word != "missed"
            text = one_line(statements.get(point.id, point.id))
            indent = "  " if point is not item else ""
            style = "" if lit else MUTED
            shown = sign(word) if lit else "·"
            lines.append(
                Content.assemble(indent, (f"{shown} ", f"bold {tone(word)}" if lit else MUTED),
                                 (text, style))
            )  # fmt: skip
    return Content("\n").join(lines)
