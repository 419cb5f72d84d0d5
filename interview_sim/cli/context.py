"""What commands share: where things are, and how services are built when they are needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from interview_sim.clock import Clock
    from interview_sim.services import Services

Command = TypeVar("Command", bound=Callable[..., Any])


class CommandContext:
    """The options that hold for every command, and the services built from them."""

    def __init__(self) -> None:
        self.transcripts: Path | None = None
        self.banks: tuple[Path, ...] = ()

    def services(self, clock: Clock | None = None) -> Services:
        """The services for this run; nothing is read or imported before this is called."""
        from interview_sim.services import Options, build_services

        options = Options(transcripts=self.transcripts, banks=self.banks)
        services = build_services(Path.cwd(), os.environ, clock, options)
        if services.config_problem:
            from interview_sim.literal import visible

            click.echo(visible(services.config_problem), err=True)
            click.echo("The default settings are used.", err=True)
        return services


pass_context = click.make_pass_decorator(CommandContext, ensure=True)


def _keep_transcripts(
    ctx: click.Context, _param: click.Parameter, value: Path | None
) -> Path | None:
    if value is not None:
        ctx.ensure_object(CommandContext).transcripts = value
    return value


def _keep_banks(
    ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    if value:
        ctx.ensure_object(CommandContext).banks = value
    return value


def transcripts_option(command: Command) -> Command:
    """Add `--transcripts DIR`."""
    return click.option(
        "--transcripts",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        callback=_keep_transcripts,
        expose_value=False,
        help="Keep and look for transcripts here.",
    )(command)


def bank_files_option(command: Command) -> Command:
    """Add `--bank PATH`, for commands that take files and folders of banks."""
    return click.option(
        "--bank",
        "-b",
        multiple=True,
        type=click.Path(path_type=Path, exists=True),
        metavar="PATH",
        callback=_keep_banks,
        expose_value=False,
        help="Also read this bank, or the banks in this folder.",
    )(command)
