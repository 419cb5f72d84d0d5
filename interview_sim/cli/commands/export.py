"""`interview-sim export`: a session as a file in another format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from interview_sim.cli.context import (
    CommandContext,
    pass_context,
    refuse_existing,
    transcripts_option,
)
from interview_sim.cli.format_options import format_options, report_unusable
from interview_sim.cli.printing import note
from interview_sim.errors import UsageError
from interview_sim.exchange.session_exporters import SessionFormat, session_formats
from interview_sim.literal import visible

STANDARD_OUTPUT = "-"
_FORMATS, _PROBLEMS = session_formats()


@click.command(name="export")
@click.argument("ref", default="last", metavar="[ID|FILE|last]")
@click.option(
    "--to",
    "format_",
    type=click.Choice(list(_FORMATS)),
    help="What to write; by default what the ending of FILE says.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to; - is standard output. By default a file in this folder, named by the session.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@click.option(
    "--anonymous",
    "is_anonymous",
    is_flag=True,
    help="Leave out names, notes, dates and times of day.",
)
@format_options(_FORMATS.values())
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    /,
    ref: str,
    *,
    format_: str | None,
    output: str | None,
    force: bool,
    is_anonymous: bool,
    **options: Any,
) -> None:
    """Write a session as Markdown, HTML with its replay, JSON, CSV or a terminal recording.

    By default the newest one. Samples and sessions that are not finished will do.
    """
    from interview_sim.exchange.exporting import exported

    report_unusable(_PROBLEMS)
    chosen = _format(format_, output)
    transcript = context.services().read(ref)
    for problem in transcript.problems:
        note(problem)
    export = exported(transcript, chosen, options, is_anonymous=is_anonymous)
    if output == STANDARD_OUTPUT:
        _print(export.content)
    else:
        _save(Path(output or export.name), export.content, force=force)


def _format(named: str | None, output: str | None) -> SessionFormat:
    if named is not None:
        return _FORMATS[named]
    ending = Path(output or "").suffix.lower()
    for format_ in _FORMATS.values():
        if ending and ending in format_.endings:
            return format_
    raise UsageError(f"Say what to write: --to with one of {', '.join(_FORMATS)}.")


def _print(content: bytes) -> None:
    # A terminal would obey what an answer may hold; a pipe gets every byte as it is.
    click.echo(
        visible(content.decode(errors="replace")) if sys.stdout.isatty() else content, nl=False
    )


def _save(path: Path, content: bytes, *, force: bool) -> None:
    from interview_sim import files

    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name a file in it.")
    refuse_existing(path, force=force)
    (files.write_atomic if force else files.create_new)(path, content, is_private=True)
    note(f"Written to {path}")
