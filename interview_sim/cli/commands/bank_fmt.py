"""`interview-sim bank fmt`: formats bank files."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from interview_sim.cli.context import (
    bank_bytes,
    bank_files_in,
    bank_paths_argument,
    no_bank_file,
)
from interview_sim.cli.printing import note
from interview_sim.literal import visible


@click.command(name="fmt")
@bank_paths_argument
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print what would.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, check: bool, as_diff: bool) -> None:
    """Format bank files, keeping every comment and every word.

    Only white space changes, and the `format:` line is added where it is missing. A file with
    errors is reported and left alone, and so is one that cannot be formatted without changing what
    it says. Exits with 1 where a file was left for that, or, with --check, would be changed.
    """
    from interview_sim.bank.problems import BankError, Problem

    found = list(bank_files_in(paths))
    if not found:
        raise no_bank_file()
    failed = False
    for path in found:
        try:
            if isinstance(path, Problem):
                raise BankError([path])
            changes = _format(path, writes=not (check or as_diff), as_diff=as_diff)
            failed = failed or (check and changes)
        except BankError as error:
            note(error)
            failed = True
    ctx.exit(1 if failed else 0)


def _format(path: Path, *, writes: bool, as_diff: bool) -> bool:
    """Whether the file changes; it is written, or its differences printed, as asked."""
    from interview_sim import files
    from interview_sim.bank.formatting import format_bank

    content = bank_bytes(path)
    formatted = format_bank(content, str(path))
    if formatted.encode() == content:
        return False
    if as_diff:
        name = str(path)
        before = content.decode("utf-8-sig").splitlines()
        for line in difflib.unified_diff(before, formatted.splitlines(), name, name, lineterm=""):
            click.echo(visible(line, newlines=False))
    elif writes:
        files.write_atomic(path, formatted)
    note(f"{path}: {'formatted' if writes else 'not formatted'}")
    return True
