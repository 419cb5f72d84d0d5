"""`interview-sim bank check`, `fmt`: what is wrong with bank files, and their format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

import click

from interview_sim import files
from interview_sim.bank.checks import clash_words
from interview_sim.bank.formatting import format_bank
from interview_sim.bank.loading import LoadResult, read_bank, spot_of, stamp_of
from interview_sim.bank.moves import clashes
from interview_sim.bank.problems import BankError, Problem
from interview_sim.cli.context import (
    bank_bytes,
    bank_files_in,
    bank_paths_argument,
    json_option,
)
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import UsageError
from interview_sim.figures import counted
from interview_sim.literal import visible

_INTERVAL = 0.4
"""Seconds between two looks at the files."""


# Check


@click.command(name="check")
@bank_paths_argument
@json_option
@click.option("--watch", is_flag=True, help="Keep running, and check each file when it changes.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, as_json: bool, watch: bool) -> None:
    """Check bank files, and report every problem with its line and what to write instead.

    Exits with 1 if there is an error; warnings do not count.
    """
    if watch and as_json:
        raise UsageError("--watch prints text as files change, so it cannot be used with --json.")
    results = _with_clashes(dict(map(_checked, bank_files_in(paths, may_be_none=watch))))
    if as_json:
        print_json([_row(path, result) for path, result in results.items()])
    else:
        _print(results)
    if watch:
        _watch(paths, results)
    ctx.exit(1 if any(result.bank is None for result in results.values()) else 0)


def _checked(found: Path | Problem) -> tuple[str, LoadResult]:
    if isinstance(found, Problem):
        return found.file, LoadResult(None, (found,))
    return str(found), read_bank(found)


def _with_clashes(results: dict[str, LoadResult]) -> dict[str, LoadResult]:
    """The results, with the old names of questions that clash between the files."""
    found = dict(results)
    good = {id(result.bank): path for path, result in results.items() if result.bank is not None}
    for clash in clashes(result.bank for result in results.values() if result.bank is not None):
        path = good[id(clash.bank)]
        problem = Problem(path, *spot_of(Path(path), clash.question), *clash_words(clash))
        found[path] = LoadResult(None, (*found[path].problems, problem))
    return found


def _print(results: dict[str, LoadResult]) -> None:
    for path, result in results.items():
        for problem in result.problems:
            say(str(problem))
        if result.bank is not None:
            note(f"{path}: good, {counted(len(result.bank.questions), 'question')}")


def _row(path: str, result: LoadResult) -> dict[str, object]:
    return {
        "file": path,
        "ok": result.bank is not None,
        "questions": len(result.bank.questions) if result.bank else 0,
        "problems": result.problems,
    }


def _watch(paths: Iterable[Path], results: dict[str, LoadResult]) -> None:
    """Check files as they change, until Ctrl+C; `results` stays up to date."""
    note("Watching for changes; Ctrl+C stops.")

    def watched() -> list[Path]:
        found = bank_files_in(paths, may_be_none=True)
        return [file for file in found if isinstance(file, Path)]

    try:
        for changed in changes(watched):
            for path in changed:
                results.pop(str(path), None)
                if not path.exists():
                    note(f"{path}: deleted")
                    continue
                checked = dict([_checked(path)])
                _print(checked)
                results.update(checked)
    except KeyboardInterrupt:
        note("")


def changes(
    watched: Callable[[], Iterable[Path]], pause: Callable[[], bool] | None = None
) -> Iterator[list[Path]]:
    """After each pause, the files that are new, changed or deleted since the look before, if any.

    Args:
        watched: Which files there are now.
        pause: Waits until the next look; False ends the watching. By default a fraction of a
            second, for ever.
    """
    wait = pause or _wait
    before = {path: stamp_of(path) for path in watched()}
    while wait():
        now = {path: stamp_of(path) for path in watched()}
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed += [path for path in before if path not in now]
        before = now
        if changed:
            yield changed


def _wait() -> bool:
    Event().wait(_INTERVAL)
    return True


# Format


@click.command(name="fmt")
@bank_paths_argument
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print what would.")
@click.pass_context
def bank_fmt(ctx: click.Context, paths: tuple[Path, ...], *, check: bool, as_diff: bool) -> None:
    """Format bank files, keeping every comment and every word.

    Only white space changes, and the `format:` line is added where it is missing. A file with
    errors is reported and not changed, and so is one that cannot be formatted without changing
    what it says. Exits with 1 if there was such a file or, with --check, if one would be changed.
    """
    failed = False
    for file in bank_files_in(paths):
        try:
            if isinstance(file, Problem):
                raise BankError([file])
            changed = _format(file, writes=not (check or as_diff), as_diff=as_diff)
            failed = failed or (check and changed)
        except BankError as error:
            note(error)
            failed = True
    ctx.exit(1 if failed else 0)


def _format(path: Path, *, writes: bool, as_diff: bool) -> bool:
    """Whether the file changes; it is written, or its differences printed, as asked."""
    content = bank_bytes(path)
    formatted = format_bank(content, str(path)).encode()
    if formatted == content:
        return False
    if as_diff:
        from interview_sim.bank.editing import diff

        click.echo(visible(diff(path, content, formatted)), nl=False)
    elif writes:
        files.write_atomic(path, formatted)
    note(f"{path}: {'formatted' if writes else 'not formatted'}")
    return True
