"""`interview-sim history`: the saved sessions."""

from __future__ import annotations

import click

from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import note, print_json, print_table, progress


@click.command(name="history")
@json_option
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the newest N.")
@with_context
def command(context: CommandContext, *, as_json: bool, last: int | None) -> None:
    """List the saved sessions, newest first."""
    with progress("Reading sessions") as report:
        sessions = context.services().saved(report).sessions[:last]
    if as_json:
        print_json([summary.as_dict() for summary in sessions])
        return
    if not sessions:
        note("No sessions yet. Start one with: interview-sim")
        return
    print_table(
        (
            (
                summary.id,
                "–" if summary.final_score is None else f"{summary.final_score:.0f}",
                f"{summary.asked} of {summary.planned}",
                summary.state_words,
                summary.title,
            )
            for summary in sessions
        ),
        ("session", "score", "asked", "state", "plan"),
        right=("score",),
    )
