"""`interview-sim show`: a scorecard as text or JSON."""

from __future__ import annotations

import click

from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import print_scorecard


@click.command(name="show")
@click.argument("ref", default="last", metavar="[ID|last]")
@json_option
@with_context
def command(context: CommandContext, ref: str, *, as_json: bool) -> None:
    """Print a session's scorecard; by default the newest one's."""
    services = context.services()
    name = services.store.find(ref).name
    print_scorecard(services.scorecard(ref), name, as_json=as_json)
