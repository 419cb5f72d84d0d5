"""`interview-sim bank list`: which banks there are."""

from __future__ import annotations

import click

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    json_option,
    with_context,
)
from interview_sim.cli.printing import note, print_json, print_table, progress


@click.command(name="list")
@json_option
@bank_files_option
@with_context
def command(context: CommandContext, *, as_json: bool) -> None:
    """List the available banks, and what is wrong with any of them."""
    with progress("Reading banks") as report:
        catalogue = context.services().load_catalogue(report)
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
    if as_json:
        print_json(rows)
    else:
        print_table(
            ([str(row[key]) for key in ("id", "questions", "title", "origin")] for row in rows),
            ("bank", "questions", "title", "origin"),
            right=("questions",),
        )
    for text in (*catalogue.problems, *catalogue.notes):
        note(text)
