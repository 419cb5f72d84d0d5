"""`interview-sim show` and `replay`: a saved session as a scorecard, or as it went."""

from __future__ import annotations

import click

from interview_sim.assessment.words import OUTCOMES, clock
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import note, print_scorecard, say


@click.command(name="show")
@click.argument("ref", default="last", metavar="[ID|last]")
@json_option
@with_context
def command(context: CommandContext, ref: str, *, as_json: bool) -> None:
    """Print a session's scorecard; by default the newest one's."""
    services = context.services()
    name = services.store.find(ref).name
    print_scorecard(services.scorecard(ref), name, as_json=as_json)


@click.command(name="replay")
@click.argument("ref", default="last", metavar="[ID|FILE|last]")
@click.option("--plain", is_flag=True, help="Print what was asked and answered, with times.")
@with_context
def replay(context: CommandContext, ref: str, *, plain: bool) -> None:
    """Replay a saved session; by default the newest one."""
    services = context.services()
    transcript = services.read(ref)
    for problem in transcript.problems:
        note(problem)
    if not plain:
        from interview_sim.tui.app import run

        run(services, first=lambda flow: flow.replay(ref))
        return
    state = transcript.state
    for at, turn in enumerate(state.turns):
        for text in state.said_before(at):
            say(text)
        number = f"Q{turn.question + 1}" if turn.is_main else f"Q{turn.question + 1} follow-up"
        say(f"[{clock(turn.asked_at / 1000)}] {number}: {turn.ask.strip()}")
        say(turn.text.strip() or "(nothing was typed)")
        used = clock(turn.used(state.t) / 1000)
        say(f"({OUTCOMES[turn.outcome]} after {used})\n")
    for text in state.said_before(len(state.turns)):
        say(text)
