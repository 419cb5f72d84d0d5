"""`interview-sim bank`: what can be asked; a subcommand is the module `bank_<name>` beside it."""

from __future__ import annotations

import click

from interview_sim.cli.lazy import LazyGroup

_COMMANDS = {
    "list": "List the banks that are found.",
    "check": "Check bank files: every problem with its place.",
    "new": "Write the beginning of a bank, after asking what it is about.",
    "show": "Show a bank, or one question as the candidate sees it.",
    "stats": "Count what banks hold, and say where they are thin.",
    "schema": "Print the JSON Schema of banks, for editors.",
    "fmt": "Lay out bank files alike, keeping every comment.",
    "import": "Bring in questions that others wrote: Markdown, JSON, CSV and more.",
    "export": "Write a bank for Anki or Moodle, as Markdown or JSON.",
    "try": "Show what the matcher makes of an answer.",
    "audit": "Hold banks against the matcher: points it cannot tell, probes that tell all.",
    "learn": "Propose phrases from points on which people overruled the matcher.",
}


class _BankCommands(LazyGroup):
    """Imports a subcommand's module only when it is run."""

    homes = "interview_sim.cli.commands.bank_"
    table = _COMMANDS


@click.group(name="bank", cls=_BankCommands)
def command() -> None:
    """List, check and try question banks."""
