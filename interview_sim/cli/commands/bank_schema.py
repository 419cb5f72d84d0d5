"""`interview-sim bank schema`: the JSON Schema of banks, for editors and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim.cli.printing import note


@click.command(name="schema")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to this file, in place of what is there.",
)
def command(output: Path | None) -> None:
    """Print the JSON Schema of banks.

    With it beside your banks, and `# yaml-language-server: $schema=bank.schema.json` as their first
    line, an editor completes keys and marks mistakes as you type.
    """
    from interview_sim import files
    from interview_sim.bank.scaffold import bank_schema

    if output is None:
        click.echo(bank_schema(), nl=False)
        return
    files.write_atomic(output, bank_schema())
    note(output)
