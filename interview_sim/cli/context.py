"""What commands share: their common options, the services, and the banks that are named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_sim.cli.printing import note
from interview_sim.errors import UsageError

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank, Located
    from interview_sim.bank.problems import Problem
    from interview_sim.clock import Clock
    from interview_sim.services import Services


class CommandContext:
    """The options that hold for every command, and the services built from them."""

    def __init__(self) -> None:
        self.transcripts: Path | None = None
        self.banks: tuple[Path, ...] = ()
        self.resume: Path | None = None

    def services(self, clock: Clock | None = None) -> Services:
        """The services for this run; nothing is read or imported before this is called."""
        from interview_sim.services import Options, build_services

        options = Options(self.transcripts, self.banks, self.resume)
        services = build_services(Path.cwd(), os.environ, clock, options)
        if services.config_problem:
            note(services.config_problem)
            note("The default settings are used.")
        return services


pass_context = click.make_pass_decorator(CommandContext, ensure=True)


def forget_typed_ahead() -> None:
    """Drop what was typed while there was nothing to answer yet: it is no yes to what comes now."""
    if not sys.stdin.isatty():
        return
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)


# Options and arguments


def _keep_transcripts(
    ctx: click.Context, _param: click.Parameter, value: Path | None
) -> Path | None:
    if value is not None:
        nearest = next((p for p in (value, *value.absolute().parents) if p.exists()), None)
        if nearest is not None and not nearest.is_dir():
            raise click.BadParameter(f"{nearest} is a file, not a folder.")
        ctx.ensure_object(CommandContext).transcripts = value
    return value


def _keep_banks(
    ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    if value:
        ctx.ensure_object(CommandContext).banks = value
    return value


transcripts_option = click.option(
    "--transcripts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    callback=_keep_transcripts,
    expose_value=False,
    help="The folder of the transcripts.",
)


def with_context(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the context, and the option that says where transcripts are kept."""
    return transcripts_option(pass_context(command))


bank_files_option = click.option(
    "--bank",
    "-b",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    callback=_keep_banks,
    expose_value=False,
    help="Also read this bank, or the banks in this folder.",
)

STANDARD_OUTPUT = Path("-")


def output_option(
    help_: str, *, metavar: str = "FILE", folders: bool = False
) -> Callable[[Any], Any]:
    """`-o`: where a command writes; it gets a path, or None."""
    kind = click.Path(path_type=Path, dir_okay=folders, allow_dash=True)
    return click.option("-o", "--output", type=kind, metavar=metavar, help=help_)


force_option = click.option("--force", is_flag=True, help="Replace an existing file.")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

bank_paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…"
)


class RealRange(click.FloatRange):
    """A number within limits, other than `nan`, which Click takes to be within all limits."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number.

        Raises:
            BadParameter: It is not a number, or out of range.
        """
        number = float(super().convert(value, param, ctx))
        if number != number:  # noqa: PLR0124 - only nan differs from itself
            self.fail(f"{value!r} is not a valid {self.name}.", param, ctx)
        return number


def refuse_existing(path: Path, *, force: bool) -> None:
    """Stop where something is at the path, unless it may be replaced.

    Raises:
        UsageError: It exists.
    """
    if not force and (path.exists() or path.is_symlink()):
        raise UsageError(
            f"{path} exists, and nothing was written. Give another name with -o, or replace it "
            "with --force."
        )


# Banks


def looks_like_path(name: str) -> bool:
    """Whether the name is meant as a file or folder rather than as a bank's id."""
    path = Path(name)
    return path.suffix.lower() in {".yaml", ".yml"} or len(path.parts) > 1 or path.is_dir()


def bank_files_in(paths: Iterable[Path], *, may_be_none: bool = False) -> list[Path | Problem]:
    """Every bank file that is named or in a folder that is named, or the problem with it.

    Raises:
        ClickException: There is none, and there has to be one.
    """
    from interview_sim.bank.loading import bank_files
    from interview_sim.paths import BankSource

    found = [file for path in paths for file in bank_files(BankSource(path))]
    if not found and not may_be_none:
        raise click.ClickException("There is no bank file (*.yaml) in the paths you named.")
    return found


def bank_bytes(path: Path) -> bytes:
    """What is in a bank file.

    Raises:
        BankError: It cannot be read.
    """
    from interview_sim.bank.loading import read_bytes
    from interview_sim.bank.problems import BankError, Problem

    data = read_bytes(path)
    if isinstance(data, Problem):
        raise BankError([data])
    return data


def banks_named(context: CommandContext, names: Iterable[str]) -> tuple[LoadedBank, ...]:
    """The banks with these ids or in these files and folders; without any, all there are.

    Raises:
        NotFoundError: There is no bank with that id.
        BankError: A file that was named cannot be used; the error lists what is wrong.
    """
    chosen: list[LoadedBank] = []
    for name in names:
        if looks_like_path(name):
            chosen.extend(_banks_at(Path(name)))
        else:
            chosen.append(context.services().catalogue.bank(name))
    return tuple(chosen) or context.services().catalogue.banks


def one_bank(context: CommandContext, name: str) -> LoadedBank:
    """The bank with this id or in this file.

    Raises:
        NotFoundError: There is none, or there are several in the folder.
        BankError: The file cannot be used.
    """
    from interview_sim.errors import NotFoundError

    found = banks_named(context, [name])
    if len(found) != 1:
        raise NotFoundError(f"Name one bank: there are {len(found)} in {name}.")
    return found[0]


def question_at(name: str) -> Located | None:
    """The question called `FILE:QUESTION` or `FOLDER:QUESTION`; None where that is no such name.

    Raises:
        NotFoundError: The question is not there, or in several of the folder's banks.
        BankError: The file cannot be used.
    """
    from interview_sim.bank.catalogue import Catalogue

    path, _separator, question_id = name.rpartition(":")
    if not path or not looks_like_path(path):
        return None
    return Catalogue(_banks_at(Path(path))).find(question_id)


def _banks_at(path: Path) -> tuple[LoadedBank, ...]:
    from interview_sim.bank.catalogue import Catalogue
    from interview_sim.bank.problems import BankError

    catalogue = Catalogue.load([path])
    errors = [problem for problem in catalogue.problems if problem.is_error]
    if errors:
        raise BankError(errors)
    for text in catalogue.notes:
        note(text)
    return catalogue.banks
