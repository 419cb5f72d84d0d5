"""`interview-sim bank list`: the banks that are found."""

from __future__ import annotations

import click
import msgspec

from interview_sim.cli.bank_progress import progress_line
from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    pass_context,
    transcripts_option,
)
from interview_sim.literal import visible


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@bank_files_option
@transcripts_option
@pass_context
def command(context: CommandContext, as_json: bool) -> None:
    """List the banks that are found, and what is wrong with any of them."""
    with progress_line() as told:
        catalogue = context.services().load_catalogue(told)
    if as_json:
        rows = [
            {
                "id": loaded.id,
                "title": loaded.outline.title,
                "description": loaded.outline.description,
                "questions": len(loaded.outline.questions),
                "topics": sorted({question.topic for question in loaded.outline.questions}),
                "path": str(loaded.path),
                "origin": loaded.origin.value,
                "hash": loaded.hash,
            }
            for loaded in catalogue.banks
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
    else:
        for loaded in catalogue.banks:
            count = len(loaded.outline.questions)
            noun = "question" if count == 1 else "questions"
            title = visible(loaded.outline.title, newlines=False)
            click.echo(f"{loaded.id}  {count} {noun}  {title}  ({loaded.origin.value})")
    for problem in catalogue.problems:
        click.echo(visible(str(problem)), err=True)
    for note in catalogue.notes:
        click.echo(visible(note), err=True)
