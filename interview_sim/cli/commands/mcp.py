"""`interview-sim mcp`: a client of the user's own as the interviewer."""

from __future__ import annotations

import sys

import click

from interview_sim.cli.context import CommandContext, bank_files_option, with_context
from interview_sim.cli.printing import note


@click.command(name="mcp")
@bank_files_option
@with_context
def command(context: CommandContext) -> None:
    """Let an AI client of your own be the interviewer.

    It speaks the Model Context Protocol on standard input and output: your client starts it, see
    docs/mcp.md. Banks, clock, transcript and rubric are those of interview-sim.
    """
    from interview_sim.mcp.interviewer import Interviewer
    from interview_sim.mcp.server import serve

    if sys.stdin.isatty():
        note("Your client starts this and talks to it; docs/mcp.md shows how. Ctrl+C ends it.")
    serve(Interviewer(context.services()))
