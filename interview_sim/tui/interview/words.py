"""What the interview screen says about a session: plain text made from its state.

Knows no widget, reads no clock, and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from interview_sim.assessment.rating import unrated
from interview_sim.assessment.words import time_is_up
from interview_sim.clock import parse_stamp
from interview_sim.judging.parts import is_whole
from interview_sim.session import cases, rounds
from interview_sim.session.answers import word_count
from interview_sim.session.events import Header, Scope
from interview_sim.session.phases import Outcome
from interview_sim.session.state import State, Turn
from interview_sim.tui.present import about_minutes, many, when

THINKING = "…"
"""What the border says while the answer is judged; the clocks are stopped."""


TurnKey = tuple[int, str]
"""Question index and part: which answer is open."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said: by the interviewer, or by the candidate."""

    who: str
    """`Interviewer`, `You`, or `Hint`."""
    text: str
    seconds: float | None = None
    """What the answer took; None where nothing was answered."""


def before_beginning(header: Header) -> str:
    """What to know before Enter: the mode, what is recorded, when the clocks start."""
    said = "\n\n".join(filter(None, (header.plan.mode.words, rounds.overview(header.plan))))
    return (
        f"{said}\n\nWhat you type is recorded with its times, also what you "
        "delete; the record stays on this computer.\n\nPress Enter when you are ready: the clocks "
        "start then. Esc leaves, and nothing is kept."
    )


def closing(state: State) -> str:
    """What the interviewer says after the last question, and what became of the last answer."""
    notice = time_out(state, len(state.turns))
    return "\n\n".join(filter(None, (notice, *state.said_before(len(state.turns)))))


def time_out(state: State, turn: int) -> str:
    """What became of the answer before that turn where its time ran out; else nothing."""
    before = state.turns[turn - 1] if turn else None
    return time_is_up(before.text) if before and before.timed_out_by is not None else ""


OFFER = (
    "Before you mark answers of your own for the first time: t has you mark a sample, of which "
    "it is known what it covers (about 3 minutes). x: no thanks; it stays under Where you stand."
)


def what_comes_now(state: State) -> str:
    """The steps that are left, each with what it is for."""
    to_rate = unrated(state)
    steps = []
    if to_rate:
        steps.append(
            f"Rate your answers before you see anything ({about_minutes(30 * len(to_rate))})."
        )
    if not state.revealed.issuperset(state.asked):
        steps.append("Go through the points of each answer, beside the model answer.")
    steps.append("See your scorecard, and what to study next.")
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    return (
        f"What comes now:\n\n{numbered}\n\nEverything is saved. Press Enter to go on, or Esc to "
        "leave it for later."
    )


def latest_key(state: State) -> TurnKey | None:
    """Which thing was asked last; None before the first."""
    turn = state.turn
    return None if turn is None else (turn.question, turn.part)


def border_words(stage: str) -> str:
    """What the border of the editor says."""
    words = {"last": " · last 30 s", "over": " · time is up"}
    return f"your answer{words.get(stage, '')}"


def place(state: State) -> str:
    """`Q3 of 8 · ensembles`."""
    index = state.question_index
    if index < 0:
        return state.title
    return f"{cases.place(state, index)} · {cases.subject(state, index)}"


def follow_up(state: State) -> str:
    """`follow-up 1 of 2`, or nothing at the question itself."""
    turn = state.turn
    if turn is None or is_whole(turn.part):
        return ""
    number = sum(not is_whole(each.part) for each in state.turns_of(turn.question))
    return f"follow-up {number} of {max(number, state.header.plan.follow_ups)}"


def said_before(state: State, number: int) -> tuple[tuple[str, str], ...]:
    """What was said just before, with its style; not the opening, which has a page of its own.

    Of a stage that is asked without those before it, the situation and what is given.
    """
    lines = [line for line in state.said if number and line.turn == number]
    said = [
        (f"· {line.text.strip()}", "$foreground") if line.fact else (line.text.strip(), "")
        for line in lines
    ]
    turn, case = state.turn, cases.case_of(state)
    if case and case.number and turn and turn.is_main and not cases.done(state):
        said.append((f"{case.situation}\n", "$foreground"))
        said += [(f"· {fact.tell.strip()}", "$foreground") for fact in cases.told(state)]
    return tuple(said)


def conversation(state: State, *, whole: bool) -> tuple[Said, ...]:
    """What was said before what is asked now: on the current question, or in the whole session.

    The current question itself is shown by itself, and so the short form leaves it out.
    """
    said: list[Said] = []
    for number, turn in enumerate(state.turns[:-1]):
        if not whole and turn.question != state.question_index:
            continue
        if whole or not turn.is_main:
            ask = f"Q{turn.question + 1}. {turn.ask}" if turn.is_main else turn.ask
            apart = "\n\n" if turn.is_main else "\n"
            said.append(Said("Interviewer", apart.join((*state.said_before(number), ask))))
        said.extend(Said("Hint", hint) for hint in turn.hints)
        said.append(Said("You", _answer(turn), turn.used(state.t) / 1000))
    return tuple(said)


def _answer(turn: Turn) -> str:
    if turn.text.strip():
        return turn.text
    return "(skipped)" if turn.outcome is Outcome.SKIPPED else "(nothing typed)"


def stage(left: float | None, total: float) -> str:
    """How far a clock has run: `third`, `last` (30 s), `over`, or nothing yet."""
    if left is None or total <= 0:
        return ""
    if left < 0:
        return "over"
    if left <= 30:
        return "last"
    return "third" if left * 3 <= total else ""


def announcement(scope: str, mark: str) -> str:
    """A warning in words, for those who hide the clock."""
    clock = "for this answer" if scope == Scope.QUESTION else "in the interview"
    return f"{'30 seconds' if mark == 'last_30s' else 'A third of the time'} left {clock}."


def kept_words(state: State, typed: str) -> str:
    """What will be kept if the interview ends now."""
    given = {Outcome.SUBMITTED, Outcome.TIMED_OUT}
    answered = sum(turn.outcome in given and bool(turn.text.strip()) for turn in state.turns)
    parts = []
    if answered:
        are = "is" if answered == 1 else "are"
        parts.append(f"{many(answered, 'answer')} {are} in and will be kept.")
    if typed.strip():
        words = many(word_count(typed), "word")
        parts.append(f"What you typed here ({words}) is submitted as it is.")
    elif state.turn is not None and state.turn.is_open:
        what = "question" if state.turn.is_main else "follow-up"
        parts.append(f"Nothing is typed here, so this {what} counts as skipped.")
    missing = len(state.header.questions) - len(state.asked)
    if missing:
        were = "was" if missing == 1 else "were"
        parts.append(f"{many(missing, 'question')} {were} not asked yet and will not count.")
    return " ".join(parts)


def pause_words(state: State, now: datetime) -> tuple[str, str]:
    """Headline and explanation of a paused session."""
    go_on = "Enter to go on."
    if state.is_break:
        return "Break", f"{rounds.break_words(state)}\n\n{go_on}"
    if state.pause_reason == "resumed_later":
        where = f" at {place(state)}" if state.turns else ""
        return (
            f"You left this {_left_at(state, now)}{where}.",
            f"The clocks are stopped, and what you typed is there.\n\n{go_on}",
        )
    return (
        "Paused",
        f"Both clocks are stopped. Question and answer are hidden until you go on.\n\n{go_on}",
    )


def _left_at(state: State, now: datetime) -> str:
    """When a resumed session was left: its last event but those of coming back."""
    back = parse_stamp(state.at)
    away = next((gap.ms for gap in reversed(state.gaps) if gap.cause == "closed"), 0)
    return when(back - timedelta(milliseconds=away), now) if back else "earlier"
