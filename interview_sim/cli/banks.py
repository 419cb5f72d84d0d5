"""Which banks a command is about: by id, by file, by folder, or all there are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import Catalogue, LoadedBank
    from interview_sim.cli.context import CommandContext


def looks_like_path(name: str) -> bool:
    """Whether the name is meant as a file or folder rather than as a bank's id."""
    return Path(name).suffix.lower() in {".yaml", ".yml"} or "/" in name or Path(name).is_dir()


def banks_named(context: CommandContext, names: Iterable[str]) -> tuple[LoadedBank, ...]:
    """The banks with these ids or in these files and folders; without any, all there are.

    Raises:
        NotFoundError: There is no bank with that id.
        BankError: A file that was named cannot be used; the error lists what is wrong.
    """
    chosen: list[LoadedBank] = []
    for name in names:
        if looks_like_path(name):
            chosen.extend(_from_path(Path(name)).banks)
        else:
            chosen.append(context.services().catalogue.bank(name))
    return tuple(chosen) or context.services().catalogue.banks


def _from_path(path: Path) -> Catalogue:
    from interview_sim.bank.catalogue import Catalogue
    from interview_sim.bank.problems import BankError

    catalogue = Catalogue.load([path])
    errors = [problem for problem in catalogue.problems if problem.is_error]
    if errors:
        raise BankError(errors)
    for note in catalogue.notes:
        click.echo(visible(note), err=True)
    return catalogue
