"""`interview-sim export` and `bank export`: a session or a bank in the format of other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from interview_sim import files
from interview_sim.bank.problems import one_of
from interview_sim.cli.context import (
    STANDARD_OUTPUT,
    CommandContext,
    RealRange,
    bank_files_option,
    force_option,
    one_bank,
    output_option,
    refuse_existing,
    with_context,
)
from interview_sim.cli.printing import note
from interview_sim.cli.printing import progress as reading
from interview_sim.errors import UsageError
from interview_sim.exchange.bank_exporters import bank_format, bank_formats, losses
from interview_sim.exchange.exporting import exported
from interview_sim.exchange.formats import Format, Option
from interview_sim.exchange.session_exporters import SessionFormat, session_formats
from interview_sim.figures import counted
from interview_sim.literal import visible

_SESSION_FORMATS, _SESSION_PROBLEMS = session_formats()
_BANK_FORMATS, _BANK_PROBLEMS = bank_formats()
_TABLE = "parquet"
"""The one format that takes many sessions at once."""


def _format_options(formats: Mapping[str, Format]) -> Callable[[Any], Any]:
    """A decorator that adds the options of every format; of two alike, the first one's counts."""
    known: dict[str, Callable[[Any], Any]] = {}
    for format_ in formats.values():
        for option in format_.options:
            known.setdefault(option.name, _click_option(format_, option))

    def decorate(command: Any) -> Any:
        for add in reversed(known.values()):
            command = add(command)
        return command

    return decorate


def _click_option(format_: Format, option: Option) -> Callable[[Any], Any]:
    is_flag = isinstance(option.default, bool)
    kind: Any = None
    if option.choices:
        kind = click.Choice(option.choices)
    elif not is_flag and not isinstance(option.default, str):
        kind = RealRange(min=option.least)
    return click.option(
        f"--{option.name.replace('_', '-')}",
        option.name,
        type=kind,
        is_flag=is_flag,
        default=option.default,
        show_default=not is_flag and option.default is not None,
        metavar=option.metavar,
        help=f"{format_.name}: {option.help}.",
    )


@click.command(name="export")
@click.argument("ref", default="last", metavar="[ID|FILE|last]")
@click.option(
    "--to",
    "format_",
    type=click.Choice([*_SESSION_FORMATS, _TABLE]),
    help="The format. Default: by the extension of FILE.",
)
@output_option(
    "Write here; - is standard output. Default: a file in this folder, named after the session.",
    folders=True,
)
@force_option
@click.option(
    "--anonymous",
    "is_anonymous",
    is_flag=True,
    help="Leave out names, notes, dates and times of day. Answers stay as you typed them, with any "
    "name in them.",
)
@_format_options(_SESSION_FORMATS)
@with_context
def command(
    context: CommandContext,
    /,
    ref: str,
    *,
    format_: str | None,
    output: Path | None,
    force: bool,
    is_anonymous: bool,
    **options: Any,
) -> None:
    """Write a session as Markdown, HTML with its replay, JSON, CSV or a terminal recording.

    By default the newest one. Samples and unfinished sessions can be exported too. With `--to
    parquet`, a folder, a glob or an address such as s3://bucket/transcripts is one table.
    """
    _report_unusable(_SESSION_PROBLEMS)
    if output is not None and output != STANDARD_OUTPUT:
        _refuse(output, force=force)
    if format_ == _TABLE or (format_ is None and output and output.suffix.lower() == f".{_TABLE}"):
        name, content = _table(context, ref, is_anonymous=is_anonymous)
    else:
        chosen = _session_format(format_, output)
        transcript = context.services().read(ref)
        for problem in transcript.problems:
            note(problem)
        export = exported(transcript, chosen, options, is_anonymous=is_anonymous)
        name, content = export.name, export.content
    if output == STANDARD_OUTPUT:
        _print(content)
        return
    path = output or Path(name)
    _refuse(path, force=force)
    (files.write_atomic if force else files.create_new)(path, content, is_private=True)
    note(f"Written to {path}")


def _refuse(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name a file in it.")
    refuse_existing(path, force=force)


def _table(context: CommandContext, ref: str, *, is_anonymous: bool) -> tuple[str, bytes]:
    """A file's name, and the points of a session or of many."""
    from interview_sim.cli.commands.cohort import report_damage
    from interview_sim.together.cohort import opened

    is_many = Path(ref).is_dir() or "://" in ref or "*" in ref
    source = ref if is_many else str(context.services().store.find(ref))
    with reading("Reading transcripts") as progress, opened([source], progress) as cohort:
        report_damage(cohort, show_all=True)
        content = cohort.table(is_anonymous=is_anonymous)
        is_named = not (is_many or is_anonymous)
        return f"{Path(source).stem if is_named else 'points'}.{_TABLE}", content


def _session_format(name: str | None, output: Path | None) -> SessionFormat:
    if name is not None:
        return _SESSION_FORMATS[name]
    ending = output.suffix.lower() if output else ""
    for format_ in _SESSION_FORMATS.values():
        if ending and ending in format_.endings:
            return format_
    raise UsageError(
        f"Say what to write: --to with one of {', '.join([*_SESSION_FORMATS, _TABLE])}."
    )


def _print(content: bytes) -> None:
    # A terminal would obey what an answer may hold; a pipe gets every byte as it is.
    click.echo(
        visible(content.decode(errors="replace")) if sys.stdout.isatty() else content, nl=False
    )


def _report_unusable(problems: tuple[str, ...]) -> None:
    """Say which formats of other packages cannot be used."""
    for problem in problems:
        note(f"The export format {problem}.")


@click.command(name="export")
@click.argument("name", metavar="BANK")
@click.option("--to", "format_", required=True, metavar="FORMAT", help=f"{one_of(_BANK_FORMATS)}.")
@output_option(
    "Write here; a folder gets a file named after the bank's id. Default: standard output.",
    folders=True,
)
@force_option
@_format_options(_BANK_FORMATS)
@bank_files_option
@with_context
def bank_export(
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

    BANK is an id or a file. Questions, model answers and rubric points go into every format;
    what else a format cannot hold is listed on standard error. The file contains the answers.
    """
    _report_unusable(_BANK_PROBLEMS)
    chosen = bank_format(format_.strip().lower())
    bank = one_bank(context, name).bank
    content = chosen.file(bank, options)
    if output in {None, STANDARD_OUTPUT}:
        _print(content)
    else:
        path = output / f"{bank.id}{chosen.endings[0]}" if output.is_dir() else output
        refuse_existing(path, force=force)
        files.write_atomic(path, content)
        shown = visible(str(path), newlines=False)
        click.echo(f"Written: {shown} ({counted(len(bank.questions), 'question')})")
    left_out = losses(bank, chosen)
    if left_out:
        note(f"Not in {chosen.name}: {', '.join(left_out)}.")
