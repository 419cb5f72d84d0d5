"""`interview-sim report`: where you stand, as a page for a mentor."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click

from interview_sim import files
from interview_sim.cli.context import (
    STANDARD_OUTPUT,
    CommandContext,
    force_option,
    output_option,
    refuse_existing,
    with_context,
)
from interview_sim.cli.printing import note
from interview_sim.cli.printing import progress as reading
from interview_sim.errors import UsageError
from interview_sim.literal import visible
from interview_sim.together.report import FORMATS, as_html, as_markdown, report, said_lately


@click.command(name="report")
@click.option("--weeks", type=click.IntRange(1), metavar="N", help="Only the last N weeks.")
@click.option(
    "--to",
    "format_",
    type=click.Choice(FORMATS),
    help="The format. Default: by the extension of FILE, else md.",
)
@output_option("Write here. Default: standard output.")
@force_option
@with_context
def command(
    context: CommandContext,
    *,
    weeks: int | None,
    format_: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write where you stand as a page for a mentor, without your answers."""
    services = context.services()
    with reading("Reading sessions") as told:
        history = services.history(told)
    today = services.today
    since = today - timedelta(weeks=weeks) if weeks else None
    found = services.standing(history, since)
    if not found.answers:
        raise UsageError("There is nothing to report before an interview is answered and marked.")
    made = report(
        found,
        services.catalogue.banks,
        today=today,
        since=since,
        outlook=services.outlook(history),
        manner=said_lately(services.store, history, since),
    )
    ending = output.suffix.lower().lstrip(".") if output else ""
    is_page = (format_ or ending) in {"html", "htm"}
    text = as_html(made) if is_page else as_markdown(made)
    if output is None or output == STANDARD_OUTPUT:
        click.echo(visible(text) if sys.stdout.isatty() else text, nl=False)
        return
    refuse_existing(output, force=force)
    (files.write_atomic if force else files.create_new)(output, text, is_private=True)
    note(f"Written to {output}")
