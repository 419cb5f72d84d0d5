"""`interview-sim study`: questions with their answers, without a clock."""

from __future__ import annotations

import click

from interview_sim.cli.context import CommandContext, with_context


@click.command(name="study")
@with_context
def command(context: CommandContext) -> None:
    """Browse questions with model answers, sources and your past answers; no clock runs."""
    from interview_sim.tui.app import run

    run(context.services(), first=lambda flow: flow.study())
