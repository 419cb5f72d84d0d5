"""`interview-sim resume`: go on where a session broke off."""

from __future__ import annotations

import click

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.errors import NotFoundError


@click.command(name="resume")
@click.argument("ref", required=False, metavar="[ID|FILE]")
@click.option("--plain", is_flag=True, help="Line by line, without a full screen.")
@click.option("--json", "as_json", is_flag=True,
              help="With --plain: print the scorecard as one JSON object at the end.")  # fmt: skip
@transcripts_option
@pass_context
def command(context: CommandContext, ref: str | None, *, plain: bool, as_json: bool) -> None:
    """Go on with a session that broke off; by default the newest one."""
    if as_json and not plain:
        raise click.UsageError("--json goes with --plain.")
    services = context.services()
    if ref is None:
        summary = services.unfinished()
        if summary is None:
            raise NotFoundError("No session is waiting to be resumed.")
        ref = summary.id
    if plain:
        from interview_sim.cli.plain.interactive import run_plain

        run_plain(services.resume(ref), as_json=as_json)
        return
    services.store.find(ref)
    from interview_sim.tui.app import run

    run(services, first=lambda flow: flow.resume(ref))
