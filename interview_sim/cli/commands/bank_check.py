"""`interview-sim bank check`: every problem of bank files, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from interview_sim.cli.context import bank_files_in, bank_paths_argument, json_option, no_bank_file
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import UsageError
from interview_sim.figures import counted

if TYPE_CHECKING:
    from interview_sim.bank.loading import LoadResult

_INTERVAL = 0.4
"""Seconds between two looks at the files."""


@click.command(name="check")
@bank_paths_argument
@json_option
@click.option("--watch", is_flag=True, help="Go on, and check each file again when it changes.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, as_json: bool, watch: bool) -> None:
    """Check bank files: every problem with its place and what to write instead.

    Exits with 1 where there is an error; warnings alone are no error.
    """
    if watch and as_json:
        raise UsageError("--watch prints text as files change, so it cannot be used with --json.")
    results = dict(_checked(paths))
    if not results and not watch:
        raise no_bank_file()
    if as_json:
        print_json([_row(path, result) for path, result in results.items()])
    else:
        _print(results)
    if watch:
        _watch(paths, results)
    ctx.exit(1 if any(result.bank is None for result in results.values()) else 0)


def _checked(paths: Iterable[Path]) -> Iterator[tuple[str, LoadResult]]:
    """Every file in the paths, with what is wrong with it."""
    from interview_sim.bank.loading import LoadResult, read_bank
    from interview_sim.bank.problems import Problem

    for found in bank_files_in(paths):
        if isinstance(found, Problem):
            yield found.file, LoadResult(None, (found,))
        else:
            yield str(found), read_bank(found)


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
    note("Watching for changes; Ctrl+C ends it.")
    try:
        for changed in changes(lambda: [f for f in bank_files_in(paths) if isinstance(f, Path)]):
            for path in changed:
                results.pop(str(path), None)
                if not path.exists():
                    note(f"{path}: deleted")
                    continue
                checked = dict(_checked([path]))
                _print(checked)
                results.update(checked)
    except KeyboardInterrupt:
        note("")


def changes(
    files: Callable[[], Iterable[Path]], pause: Callable[[], bool] | None = None
) -> Iterator[list[Path]]:
    """After each pause, the files that are new, changed or deleted since the look before, if any.

    Args:
        files: Which files there are now.
        pause: Waits until the next look; False ends the watching. By default a fraction of a
            second, for ever.
    """
    from interview_sim.bank.loading import stamp_of

    wait = pause or _wait
    before = {path: stamp_of(path) for path in files()}
    while wait():
        now = {path: stamp_of(path) for path in files()}
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed += [path for path in before if path not in now]
        before = now
        if changed:
            yield changed


def _wait() -> bool:
    Event().wait(_INTERVAL)
    return True
