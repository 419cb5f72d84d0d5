"""`interview-sim bank export`: a bank in the format of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    pass_context,
    transcripts_option,
)
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.model import Bank


@click.command(name="export")
@click.argument("name", metavar="BANK")
@click.option(
    "--to",
    "format_",
    required=True,
    metavar="FORMAT",
    help="anki, gift, moodle-xml, md or json.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write here; a folder gets a file named by the bank's id. Default: standard output.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@bank_files_option
@transcripts_option
@pass_context
def command(
    context: CommandContext, name: str, *, format_: str, output: Path | None, force: bool
) -> None:
    """Write a bank in the format of another program: Anki, Moodle, Markdown, JSON.

    BANK is an id or a file. Questions, model answers and rubric points go into every format; what
    else of the bank a format cannot hold is told on standard error. The answers are in the file.
    """
    from interview_sim.exchange.bank_exporters.losses import losses
    from interview_sim.exchange.bank_exporters.registry import target_named

    target = target_named(format_.strip().lower())
    bank = _bank(context, name)
    text = target.write(bank)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
    else:
        path = output / f"{bank.id}{target.suffix}" if output.is_dir() else output
        _write(path, text, force=force)
        count = len(bank.questions)
        shown = visible(str(path), newlines=False)
        click.echo(f"Written: {shown} ({count} {'question' if count == 1 else 'questions'})")
    left_out = losses(bank, target)
    if left_out:
        click.echo(f"Not in {target.name}: {', '.join(left_out)}.", err=True)


def _bank(context: CommandContext, name: str) -> Bank:
    """The one bank of that name.

    Raises:
        NotFoundError: There is none, or several are in the folder.
    """
    from interview_sim.cli.banks import banks_named
    from interview_sim.errors import NotFoundError

    found = banks_named(context, [name])
    if len(found) != 1:
        raise NotFoundError(f"Name one bank: there are {len(found)} in {name}.")
    return found[0].bank


def _write(path: Path, text: str, *, force: bool) -> None:
    from interview_sim.errors import UsageError
    from interview_sim.files import write_atomic

    if path.exists() and not force:
        raise UsageError(
            f"{path} exists, and nothing was written; choose another with -o, or replace it "
            "with --force"
        )
    write_atomic(path, text)
