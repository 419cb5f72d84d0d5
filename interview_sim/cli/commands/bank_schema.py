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
    from interview_sim.bank.schema import schema_text

    if output is None:
        click.echo(schema_text(), nl=False)
        return
    files.write_atomic(output, schema_text())
    note(output)
