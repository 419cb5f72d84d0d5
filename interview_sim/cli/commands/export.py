"""`interview-sim export`: a session as a file for somewhere else."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.cli.numbers import RealRange
from interview_sim.errors import UsageError
from interview_sim.exchange.session_exporters import Choices, Format
from interview_sim.literal import visible

STANDARD_OUTPUT = "-"
_ENDINGS = {".markdown": Format.MARKDOWN, ".htm": Format.HTML} | {f".{f}": f for f in Format}


@click.command(name="export")
@click.argument("ref", default="last", metavar="[ID|FILE|last]")
@click.option(
    "--to",
    "format_",
    type=click.Choice([format_.value for format_ in Format]),
    help="What to write; by default what the ending of FILE says.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to; - is standard output. By default a file beside you, named by the session.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@click.option(
    "--anonymous",
    "is_anonymous",
    is_flag=True,
    help="Leave out names, notes, dates and times of day.",
)
@click.option("--edits", is_flag=True, help="json: with every edit of every answer.")
@click.option("--bom", is_flag=True, help="csv: begin with a byte-order mark, for spreadsheets.")
@click.option(
    "--cast-version",
    type=click.Choice(["2", "3"]),
    default="2",
    show_default=True,
    help="cast: version of the asciicast format.",
)
@click.option(
    "--idle",
    type=RealRange(min=0.1),
    metavar="SECONDS",
    help="cast: have players shorten longer silences to this.",
)
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    ref: str,
    *,
    format_: str | None,
    output: str | None,
    force: bool,
    is_anonymous: bool,
    edits: bool,
    bom: bool,
    cast_version: str,
    idle: float | None,
) -> None:
    """Write a session as Markdown, HTML with its replay, JSON, CSV or a terminal recording.

    By default the newest one. Samples and sessions that are not finished will do.
    """
    from interview_sim.exchange.exporting import exported

    chosen = _format(format_, output)
    transcript = context.services().read(ref)
    for problem in transcript.problems:
        click.echo(visible(str(problem)), err=True)
    choices = Choices(edits=edits, bom=bom, cast_version=int(cast_version), idle=idle)
    export = exported(transcript, chosen, choices, is_anonymous=is_anonymous)
    if output == STANDARD_OUTPUT:
        _print(export.content)
    else:
        _save(Path(output or export.name), export.content, force=force)


def _format(named: str | None, output: str | None) -> Format:
    if named is not None:
        return Format(named)
    ending = Path(output or "").suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    names = ", ".join(format_.value for format_ in Format)
    raise UsageError(f"Say what to write: --to with one of {names}.")


def _print(content: bytes) -> None:
    # A terminal would obey what an answer may hold; a pipe gets every byte as it is.
    click.echo(visible(content.decode()) if sys.stdout.isatty() else content, nl=False)


def _save(path: Path, content: bytes, *, force: bool) -> None:
    from interview_sim import files

    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name a file in it.")
    if force:
        files.write_atomic(path, content)
    elif path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already. Give another name with -o, or add --force.")
    else:
        files.create_new(path, content)
    click.echo(visible(f"Written to {path}"), err=True)
