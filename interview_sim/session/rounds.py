"""What there is to say of an interview in rounds: what they are, and what comes after a break."""

from __future__ import annotations

from interview_sim.figures import counted, length_words
from interview_sim.session.plan import Plan
from interview_sim.session.state import State


def overview(plan: Plan) -> str:
    """The rounds with their lengths, in a sentence or two; empty where there is only one."""
    if not plan.rounds:
        return ""
    rounds = ", ".join(named(plan, number) for number in range(len(plan.rounds)))
    return (
        f"{counted(len(plan.rounds), 'round')}: {rounds}. Between them you have a break, for as "
        "long as you like; the clocks stop then."
    )


def named(plan: Plan, number: int) -> str:
    """`Fundamentals (45 min)`."""
    return f"{plan.rounds[number].title} ({length_words(plan.seconds_of(number))})"


def break_words(state: State) -> str:
    """Which round is over, and which comes."""
    plan, number = state.header.plan, state.round
    if number >= len(plan.rounds):
        return ""
    done = f"That was round {number + 1} of {len(plan.rounds)}, {plan.rounds[number].title}."
    # One whose questions are all gone from the banks is not there.
    following = next((drawn.round for drawn in state.header.questions if drawn.round > number), 0)
    if not number < following < len(plan.rounds):
        return done
    return f"{done} Take a break: the clocks are stopped. Next: {named(plan, following)}."
