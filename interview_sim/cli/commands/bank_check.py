"""`interview-sim bank check`: every problem of bank files, with its place."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from interview_sim.literal import visible


@click.command(name="check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check bank files: every problem with its place and what to write instead.

    Exits with 1 where there is an error; warnings alone are no error.
    """
    from interview_sim.bank.catalogue import bank_files
    from interview_sim.bank.loading import LoadResult, read_bank
    from interview_sim.bank.problems import Problem
    from interview_sim.paths import BankSource

    rows: list[tuple[str, LoadResult]] = []
    for given in paths:
        for found in bank_files(BankSource(given)):
            if isinstance(found, Problem):
                rows.append((found.file, LoadResult(None, (found,))))
            else:
                rows.append((str(found), read_bank(found)))
    failed = any(result.bank is None for _, result in rows)
    if as_json:
        told = [
            {
                "file": path,
                "ok": result.bank is not None,
                "questions": len(result.bank.questions) if result.bank else 0,
                "problems": result.problems,
            }
            for path, result in rows
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2))
    else:
        for path, result in rows:
            for problem in result.problems:
                click.echo(visible(str(problem)))
            if result.bank is not None:
                count = len(result.bank.questions)
                click.echo(f"{visible(path)}: good, {count} questions", err=True)
    if not rows:
        raise click.ClickException("There is no bank file (*.yaml) in what you named.")
    ctx.exit(1 if failed else 0)
