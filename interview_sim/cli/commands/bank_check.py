"""`interview-sim bank check`: every problem of bank files, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from interview_sim.errors import UsageError
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.loading import LoadResult


@click.command(name="check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--watch", is_flag=True, help="Go on, and check each file again when it changes.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, as_json: bool, watch: bool) -> None:
    """Check bank files: every problem with its place and what to write instead.

    Exits with 1 where there is an error; warnings alone are no error.
    """
    if watch and as_json:
        raise UsageError("--watch prints words as things change; it goes without --json.")
    results = dict(_checked(paths))
    if not results and not watch:
        raise click.ClickException("There is no bank file (*.yaml) in what you named.")
    if as_json:
        rows = [_row(path, result) for path, result in results.items()]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
    else:
        _print(results)
    if watch:
        _watch(paths, results)
    ctx.exit(1 if any(result.bank is None for result in results.values()) else 0)


def _checked(paths: Sequence[Path]) -> Iterator[tuple[str, LoadResult]]:
    """Every file in what was named, with what is wrong with it."""
    from interview_sim.bank.bank_files import bank_files
    from interview_sim.bank.loading import LoadResult, read_bank
    from interview_sim.bank.problems import Problem
    from interview_sim.paths import BankSource

    for given in paths:
        for found in bank_files(BankSource(given)):
            if isinstance(found, Problem):
                yield found.file, LoadResult(None, (found,))
            else:
                yield str(found), read_bank(found)


def _print(results: dict[str, LoadResult]) -> None:
    for path, result in results.items():
        for problem in result.problems:
            click.echo(visible(str(problem)))
        if result.bank is not None:
            count = len(result.bank.questions)
            click.echo(f"{visible(path)}: good, {count} questions", err=True)


def _row(path: str, result: LoadResult) -> dict[str, object]:
    return {
        "file": path,
        "ok": result.bank is not None,
        "questions": len(result.bank.questions) if result.bank else 0,
        "problems": result.problems,
    }


def _watch(paths: Sequence[Path], results: dict[str, LoadResult]) -> None:
    """Check what changes until the user has had enough; `results` stays up to date."""
    from interview_sim.bank.bank_files import bank_files, stamp_of
    from interview_sim.cli import watching
    from interview_sim.paths import BankSource

    def files() -> list[Path]:
        found = (path for given in paths for path in bank_files(BankSource(given)))
        return [path for path in found if isinstance(path, Path)]

    click.echo("Watching for changes; Ctrl+C ends it.", err=True)
    try:
        for changed in watching.changes(files):
            for path in changed:
                results.pop(str(path), None)
                if stamp_of(path) is None:
                    click.echo(f"{visible(str(path))}: gone", err=True)
                    continue
                news = dict(_checked([path]))
                _print(news)
                results.update(news)
    except KeyboardInterrupt:
        click.echo(err=True)
