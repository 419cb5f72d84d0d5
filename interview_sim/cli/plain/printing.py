"""What plain mode says, as lines of text."""

from __future__ import annotations

import click
from msgspec.structs import replace

from interview_sim.figures import counted, digits
from interview_sim.literal import visible
from interview_sim.services import Sitting
from interview_sim.session.state import State


def clock_text(seconds: float) -> str:
    """Seconds as `4:05`, `1:02:03`, or `+0:12` where a clock has run over."""
    over = "+" if seconds < 0 else ""
    return over + digits(int(abs(seconds)))


def spoken(seconds: float) -> str:
    """Seconds in words, for those who listen: `1 minute 30 seconds`."""
    minutes, secs = divmod(round(abs(seconds)), 60)
    parts = [counted(n, noun) for n, noun in ((minutes, "minute"), (secs, "second")) if n]
    return " ".join(parts) or "0 seconds"


def prompt_lines(state: State) -> list[str]:
    """What is being asked now, with where the interview stands."""
    turn = state.turn
    if turn is None:
        return []
    total = len(state.header.questions)
    budget = spoken(turn.budget / 1000)
    if turn.is_main:
        topic = visible(state.drawn(turn.question).question.topic, newlines=False)
        head = f"Question {turn.question + 1} of {total}, {topic}. You have {budget}."
    else:
        count = len(state.turns_of(turn.question)) - 1
        head = f"Thanks. Follow-up {count}. You have {budget}."
    return ["", head, visible(turn.ask.strip())]


def print_outcome(sitting: Sitting, *, as_json: bool) -> None:
    """Print the scorecard, as text or as the one JSON object, on standard output."""
    scorecard = sitting.scorecard()
    if as_json:
        from interview_sim.assessment.record import to_json

        click.echo(to_json(replace(scorecard, transcript=sitting.path.name)), nl=False)
        return
    from interview_sim.assessment.text import scorecard_lines

    for line in scorecard_lines(scorecard):
        click.echo(line)
    click.echo(f"The transcript is {visible(str(sitting.path))}", err=True)
