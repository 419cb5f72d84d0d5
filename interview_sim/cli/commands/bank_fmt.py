"""`interview-sim bank fmt`: lays out bank files alike."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from interview_sim.literal import visible


@click.command(name="fmt")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print what would.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, check: bool, as_diff: bool) -> None:
    """Lay out bank files alike, keeping every comment and every word.

    Only white space changes, and the `format:` line is added where it is missing. A file with
    errors is told and left alone, and so is one that cannot be laid out without changing what it
    says. Exits with 1 where a file was left for that, or, with --check, would be changed.
    """
    from interview_sim.bank.bank_files import bank_files
    from interview_sim.bank.problems import BankError, Problem
    from interview_sim.paths import BankSource

    found = [path for given in paths for path in bank_files(BankSource(given))]
    if not found:
        raise click.ClickException("There is no bank file (*.yaml) in what you named.")
    failed = False
    for path in found:
        try:
            if isinstance(path, Problem):
                raise BankError([path])
            changes = _format(path, writes=not (check or as_diff), as_diff=as_diff)
            failed = failed or (check and changes)
        except BankError as error:
            click.echo(visible(str(error)), err=True)
            failed = True
    ctx.exit(1 if failed else 0)


def _format(path: Path, *, writes: bool, as_diff: bool) -> bool:
    """Whether the file changes; it is written, or its differences printed, as asked."""
    from interview_sim import files
    from interview_sim.bank.formatting import format_bank
    from interview_sim.bank.loading import read_bytes
    from interview_sim.bank.problems import BankError, Problem

    content = read_bytes(path)
    if isinstance(content, Problem):
        raise BankError([content])
    laid = format_bank(content, str(path))
    if laid.encode() == content:
        return False
    if as_diff:
        name = str(path)
        before = content.decode("utf-8-sig").splitlines()
        for line in difflib.unified_diff(before, laid.splitlines(), name, name, lineterm=""):
            click.echo(visible(line, newlines=False))
    elif writes:
        files.write_atomic(path, laid)
    click.echo(f"{visible(str(path))}: {'laid out' if writes else 'not laid out'}", err=True)
    return True
