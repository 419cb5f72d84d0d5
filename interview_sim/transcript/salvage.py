"""Keeping the rest of a session when a line that it hangs on is lost.

Most lines matter only to themselves. But with “submitted” gone, the fold would refuse the next
question and everything after it; with the header gone, all. So where numbers are missing, the
least that must have happened in between is assumed, and where the questions are damaged, what can
be made out of them is used. Every such assumption is told to the user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import Question
from interview_sim.session.events import (
    Asked,
    BankCopy,
    Began,
    ClaimMarked,
    ClockGap,
    DrawnQuestion,
    Edit,
    Ended,
    EndReason,
    Event,
    Flagged,
    FollowUpAsked,
    FollowUpKind,
    Header,
    Heartbeat,
    Noted,
    PointMarked,
    Predicted,
    Resumed,
    Revealed,
    Started,
    Submitted,
    Warned,
)
from interview_sim.session.fold import ALLOWED, EventRefusedError, apply
from interview_sim.session.plan import Plan
from interview_sim.session.state import Phase, State
from interview_sim.transcript.codec import Damaged, parse_object

LOST = "\ufffd"
"""Stands for each character that was lost."""

LOST_PROMPT = "(This question is lost: the first line of the transcript is damaged.)"

_SETTLE_NOTHING = (Heartbeat, ClockGap, Flagged, Noted, Warned, Predicted, Edit)
_MOST_SINCE = 5_000
_MOST_ASSUMED = 6
_MOST_PADDING = 20_000
_MOST_QUESTIONS = 500

Numbered = tuple[int, Event]
"""A line's number and its event."""

_T = TypeVar("_T", bound=Struct)


class Bridge(Struct, frozen=True):
    """What must have happened where numbers are missing, so that an event could follow."""

    events: tuple[Event, ...]
    state: State
    """After those events, the ones since, and the one that followed."""
    words: str


class Missing:
    """The latest place where numbers are missing, and what was read since.

    What happens to a session between a lost line and the first event that needs it is often
    something that needs nothing, like a heartbeat.
    """

    def __init__(self, state: State, event: Event) -> None:
        self.state = state
        """Before the numbers that are missing."""
        self.since: list[Event] = []
        self.room = event.seq - state.seq - 1
        """How many numbers are missing."""

    def passes(self, event: Event) -> bool:
        """Note an event that was read since; False where it settles what came before it."""
        self.since.append(event)
        return isinstance(event, _SETTLE_NOTHING) and len(self.since) < _MOST_SINCE


def bridge(missing: Missing, event: Event) -> Bridge | None:
    """What to assume where numbers are missing, for `event` to follow; None where nothing fits.

    Only missing numbers are used, so where no line was lost nothing is ever assumed.
    """
    state = missing.state
    assumed: list[Event] = []
    words: list[str] = []
    for room in range(min(missing.room, _MOST_ASSUMED), -1, -1):
        reached = state
        try:
            for following in missing.since:
                reached = apply(reached, following)
            return Bridge(tuple(assumed), apply(reached, event), " and ".join(words))
        except EventRefusedError:
            found = _missing(state, reached, event, room) if room else None
        if found is None:
            return None
        lost, said = found
        try:
            state = apply(state, lost)
        except EventRefusedError:
            return None
        assumed.append(lost)
        words.append(said)
    return None


def clamped(state: State, event: Event) -> Edit | None:
    """An edit that does not fit its answer, moved to where it does; None for anything else.

    With typing lost before it, its words are worth more than their exact place.
    """
    if not isinstance(event, Edit) or state.phase is not Phase.ANSWERING or state.turn is None:
        return None
    length = len(state.turn.text)
    start = min(max(event.at_char, 0), length)
    return replace(event, at_char=start, delete=min(max(event.delete, 0), length - start))


class _Stamp:
    """Numbers an assumed event right after the last one known; `room` numbers are missing."""

    def __init__(self, state: State, room: int) -> None:
        self.seq, self.t, self.at = state.seq + 1, state.t, state.at
        self.room = room

    def on(self, kind: type[Event], /, **fields: Any) -> Event:
        return kind(seq=self.seq, t=self.t, at=self.at, **fields)


_Found = tuple[Event, str] | None


def _missing(state: State, reached: State, event: Event, room: int) -> _Found:
    """The next thing that must have happened after `state` on the way to `event`."""
    stamp = _Stamp(state, room)
    if isinstance(event, Edit) and state.phase is reached.phase is Phase.ANSWERING:
        return _padding(state, reached, event, stamp)
    return _BY_PHASE[state.phase](state, event, stamp)


def _when_planned(_state: State, _event: Event, stamp: _Stamp) -> _Found:
    return stamp.on(Started), "the session was started"


def _when_paused(_state: State, _event: Event, stamp: _Stamp) -> _Found:
    return stamp.on(Resumed), "the pause was over"


def _when_reading(_state: State, _event: Event, stamp: _Stamp) -> _Found:
    return stamp.on(Began), "reading was over"


def _when_answering(_state: State, _event: Event, stamp: _Stamp) -> _Found:
    return stamp.on(Submitted), "the answer was handed in"


def _padding(state: State, reached: State, event: Edit, stamp: _Stamp) -> _Found:
    if state.turn is None or reached.turn is None:
        return None
    length = len(state.turn.text)
    missing = event.at_char + event.delete - len(reached.turn.text)
    if event.at_char < 0 or event.delete < 0 or not 0 < missing <= _MOST_PADDING:
        return None
    return stamp.on(Edit, at_char=length, ins=LOST * missing), f"{missing} characters are lost"


def _when_between(state: State, event: Event, stamp: _Stamp) -> _Found:
    allowed = ALLOWED.get(type(event), frozenset())
    if isinstance(event, FollowUpAsked) and event.question not in state.asked:
        return _lost_question_asked(state, event.question, stamp)
    if not allowed & {Phase.READING, Phase.ANSWERING}:
        return stamp.on(Ended, reason=EndReason.COMPLETED), "the questions were over"
    needs_two = Phase.READING not in allowed
    if needs_two and stamp.room == 1:
        return _lost_follow_up(state, stamp)
    index = next((n for n in range(len(state.header.questions)) if n not in state.asked), None)
    if index is None:
        return _lost_follow_up(state, stamp)
    return _lost_question_asked(state, index, stamp)


def _lost_question_asked(state: State, index: int, stamp: _Stamp) -> _Found:
    if not 0 <= index < len(state.header.questions):
        return None
    budget = round(state.drawn(index).budget * 1000)
    asked = stamp.on(Asked, question=index, reading=0, budget=budget)
    return asked, f"question {index + 1} was asked"


def _lost_follow_up(state: State, stamp: _Stamp) -> _Found:
    index = state.question_index
    if index < 0:
        return None
    asked = stamp.on(
        FollowUpAsked,
        question=index,
        id=f"lost-{stamp.seq}",
        kind=FollowUpKind.PROBE,
        ask="(This follow-up is lost.)",
        reason="",
        time_left=0,
        budget=round(state.drawn(index).follow_up_budget * 1000),
    )
    return asked, "a follow-up was asked"


def _when_over(state: State, event: Event, stamp: _Stamp) -> _Found:
    if isinstance(event, PointMarked | ClaimMarked) and event.question in state.asked:
        shown = stamp.on(Revealed, question=event.question, matcher="", suggestions=())
        return shown, f"question {event.question + 1} was revealed"
    return None


_BY_PHASE: dict[Phase, Callable[[State, Event, _Stamp], _Found]] = {
    Phase.PLANNED: _when_planned,
    Phase.READING: _when_reading,
    Phase.ANSWERING: _when_answering,
    Phase.PAUSED: _when_paused,
    Phase.BETWEEN: _when_between,
    Phase.ASSESSING: _when_over,
    Phase.FINISHED: _when_over,
}


def mend_numbers(before: Event, found: Sequence[Numbered]) -> tuple[list[Numbered], list[int]]:
    """The same events where a damaged number or time would shut out those that follow it.

    The order of the lines is the truth; an event whose neighbours agree with each other and not
    with it gets a number and a time that fit between them.

    Returns:
        The events, and the numbers of the lines that were mended.
    """
    mended: list[Numbered] = []
    lines: list[int] = []
    for (line, event), (_, after) in pairwise(found):
        now = event
        sound = before.seq < event.seq < after.seq and before.t <= event.t <= after.t
        if not sound and before.seq + 1 < after.seq and before.t <= after.t:
            seq = event.seq if before.seq < event.seq < after.seq else before.seq + 1
            now = replace(event, seq=seq, t=min(max(event.t, before.t), after.t))
            lines.append(line)
        mended.append((line, now))
        # A number that is still out of order is refused later and must not judge its successor.
        before = now if before.seq < now.seq and before.t <= now.t else before
    mended.extend(found[-1:])
    return mended, lines


def mend_header(content: bytes, session_id: str) -> Header | None:
    """A header from a first line that is JSON but not quite a header; None where it is no JSON."""
    value = parse_object(content)
    if isinstance(value, Damaged) or not isinstance(value.get("questions"), list):
        return None
    seed = value.get("seed")
    return Header(
        seq=0,
        t=0,
        at=_text(value.get("at")),
        id=_text(value.get("id")) or session_id,
        app_version=_text(value.get("app_version")),
        plan=_converted(value.get("plan"), Plan) or Plan(),
        seed=seed if type(seed) is int else 0,
        paper=_text(value.get("paper")),
        banks=tuple(_all_converted(value.get("banks"), BankCopy)),
        questions=tuple(_mend_question(item) for item in value["questions"][:_MOST_QUESTIONS]),
    )


def invent_header(events: Iterable[Event], session_id: str) -> Header | None:
    """A header for events whose own is lost, with placeholders for the questions; None for none."""
    budgets: dict[int, float] = {}
    first: Event | None = None
    follow_up = 90.0
    for event in events:
        first = first or event
        if isinstance(event, Asked) and 0 <= event.question < _MOST_QUESTIONS:
            budgets[event.question] = event.budget / 1000
        elif isinstance(event, FollowUpAsked):
            follow_up = event.budget / 1000
    if first is None:
        return None
    count = max(budgets, default=0) + 1
    return Header(
        seq=min(0, first.seq - 1),
        t=0,
        at=first.at,
        id=session_id,
        plan=Plan(questions=count),
        seed=0,
        questions=tuple(
            _lost_question(index, budgets.get(index, 240.0), follow_up) for index in range(count)
        ),
    )


def _lost_question(index: int, budget: float, follow_up: float, prompt: str = "") -> DrawnQuestion:
    return DrawnQuestion(
        bank="lost",
        question=Question(id=f"lost-{index + 1}", prompt=prompt or LOST_PROMPT),
        budget=budget,
        follow_up_budget=follow_up,
    )


def _mend_question(item: object) -> DrawnQuestion:
    whole = _converted(item, DrawnQuestion)
    if whole is not None:
        return whole
    drawn = item if isinstance(item, dict) else {}
    inner = drawn.get("question")
    question = inner if isinstance(inner, dict) else {}
    budget = drawn.get("budget")
    number = float(budget) if isinstance(budget, int | float) else 240.0
    mended = _lost_question(0, number, 90.0, _text(question.get("prompt")))
    bare = {key: question[key] for key in ("id", "prompt", "topic") if key in question}
    kept = _converted(bare, Question)
    if kept is None:
        return mended
    return DrawnQuestion(
        bank=_text(drawn.get("bank")) or "lost",
        question=kept,
        budget=mended.budget,
        follow_up_budget=mended.follow_up_budget,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _converted(value: object, kind: type[_T]) -> _T | None:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError):
        return None


def _all_converted(value: object, kind: type[_T]) -> list[_T]:
    items = value if isinstance(value, list) else []
    return [found for item in items if (found := _converted(item, kind)) is not None]
