"""`interview-sim history`: the saved sessions."""

from __future__ import annotations

import click
import msgspec

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.literal import visible


@click.command(name="history")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the newest N.")
@transcripts_option
@pass_context
def command(context: CommandContext, *, as_json: bool, last: int | None) -> None:
    """List the saved sessions, newest first."""
    history = context.services().history()
    sessions = history.sessions[:last]
    if as_json:
        rows = [summary.as_dict() for summary in sessions]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
        return
    for summary in sessions:
        click.echo(
            f"{summary.id}  {_score(summary.final_score):>5}  {summary.asked} of {summary.planned}"
            f"  {summary.phase}  {visible(summary.title, newlines=False)}"
        )
    if not sessions:
        click.echo("No sessions yet. Start one with: interview-sim", err=True)


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"
