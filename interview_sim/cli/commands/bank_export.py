"""`interview-sim bank export`: a bank in the format of another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from interview_sim.bank.problems import one_of
from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    one_bank,
    pass_context,
    refuse_existing,
    transcripts_option,
)
from interview_sim.cli.format_options import format_options, report_unusable
from interview_sim.cli.printing import note
from interview_sim.exchange.bank_exporters import bank_format, bank_formats, losses
from interview_sim.figures import counted
from interview_sim.files import write_atomic
from interview_sim.literal import visible

_FORMATS, _PROBLEMS = bank_formats()


@click.command(name="export")
@click.argument("name", metavar="BANK")
@click.option(
    "--to",
    "format_",
    required=True,
    metavar="FORMAT",
    help=f"{one_of(_FORMATS)}.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write here; a folder gets a file named by the bank's id. Default: standard output.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@format_options(_FORMATS.values())
@bank_files_option
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    /,
    name: str,
    *,
    format_: str,
    output: Path | None,
    force: bool,
    **options: Any,
) -> None:
    """Write a bank in the format of another program: Anki, Moodle, Markdown, JSON.

    BANK is an id or a file. Questions, model answers and rubric points go into every format; what
    else of the bank a format cannot hold is listed on standard error. The answers are in the file.
    """
    report_unusable(_PROBLEMS)
    chosen = bank_format(format_.strip().lower())
    bank = one_bank(context, name).bank
    content = chosen.file(bank, options)
    if output is None or str(output) == "-":
        click.echo(content, nl=False)
    else:
        path = output / f"{bank.id}{chosen.endings[0]}" if output.is_dir() else output
        refuse_existing(path, force=force)
        write_atomic(path, content)
        shown = visible(str(path), newlines=False)
        click.echo(f"Written: {shown} ({counted(len(bank.questions), 'question')})")
    left_out = losses(bank, chosen)
    if left_out:
        note(f"Not in {chosen.name}: {', '.join(left_out)}.")
