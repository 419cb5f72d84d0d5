"""`interview-sim show`: a scorecard as text or JSON."""

from __future__ import annotations

import click
from msgspec.structs import replace

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option


@click.command(name="show")
@click.argument("ref", default="last", metavar="[ID|last]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@transcripts_option
@pass_context
def command(context: CommandContext, ref: str, *, as_json: bool) -> None:
    """Print a session's scorecard; by default the newest one's."""
    services = context.services()
    path = services.store.find(ref)
    scorecard = services.scorecard(ref)
    if as_json:
        from interview_sim.assessment.record import to_json

        click.echo(to_json(replace(scorecard, transcript=path.name)), nl=False)
        return
    from interview_sim.assessment.text import scorecard_lines

    for line in scorecard_lines(scorecard):
        click.echo(line)
