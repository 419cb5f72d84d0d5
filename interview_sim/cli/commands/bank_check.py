"""`interview-sim bank check`, `audit`, `fmt`: what is wrong with bank files, and their format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

import click
from msgspec import Struct
from msgspec.structs import asdict, replace

from interview_sim import files
from interview_sim.bank.formatting import format_bank
from interview_sim.bank.loading import LoadResult, parse_bank, read_bank, read_bytes, stamp_of
from interview_sim.bank.nodes import Origins
from interview_sim.bank.problems import BankError, Problem
from interview_sim.cli.context import (
    bank_bytes,
    bank_diff,
    bank_files_in,
    bank_paths_argument,
    json_option,
)
from interview_sim.cli.printing import note, print_json, progress, say
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
    results = dict(map(_checked, bank_files_in(paths, may_be_none=watch)))
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


# Audit


class _Found(Problem, frozen=True):
    """A problem of a bank, and what found it."""

    rule: str = "bank-check"
    question: str = ""
    about: str = ""


class _Audited(Struct, frozen=True):
    """One file, and what was found in it."""

    file: str
    ok: bool
    questions: int
    findings: list[_Found]


@click.command(name="audit")
@bank_paths_argument
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    metavar="S",
    help="Share of other questions' model answers that a point may be covered by.",
)
@json_option
@click.pass_context
def bank_audit(
    ctx: click.Context, paths: tuple[Path, ...], *, share: float | None, as_json: bool
) -> None:
    """Test bank files with the matcher, and report what would mislead it.

    The model answer has to cover the points; the question alone must not; probes and follow-ups
    must not give points away; misconceptions must not fire on the right answer; points must not
    fire on other questions, nor always two at a time.

    Exits with 1 if there is an error; warnings do not count.
    """
    found = bank_files_in(paths)
    audited: list[_Audited] = []
    with progress("Testing banks") as report:
        for number, file in enumerate(found):
            report(number, len(found))
            audited.append(_audited(file, share))
    if as_json:
        print_json(audited)
    for one in () if as_json else audited:
        for finding in one.findings:
            say(str(finding))
        errors = sum(finding.is_error for finding in one.findings)
        warnings = len(one.findings) - errors
        note(
            f"{one.file}: {counted(errors, 'error')}, {counted(warnings, 'warning')}, "
            f"{counted(one.questions, 'question')}"
        )
    ctx.exit(0 if all(one.ok for one in audited) else 1)


def _audited(file: Path | Problem, share: float | None) -> _Audited:
    """What is found in one file; a bank with errors is not tested with the matcher."""
    from interview_sim.matching.audit import DEFAULT_LIMITS, audit

    data = file if isinstance(file, Problem) else read_bytes(file)
    if isinstance(data, Problem):
        return _Audited(data.file, False, 0, [_Found(**asdict(data))])
    name, origins = str(file), Origins()
    result = parse_bank(data, name, origins)
    if result.bank is None:
        return _Audited(name, False, 0, [_Found(**asdict(error)) for error in result.errors])
    limits = DEFAULT_LIMITS if share is None else replace(DEFAULT_LIMITS, share=share)
    found = []
    for finding in audit(result.bank, limits):
        place = (
            origins.place(finding.record, finding.key)
            if finding.item is None
            else origins.item(finding.record, finding.key, finding.item)
        )
        found.append(
            _Found(
                name,
                place.line,
                place.column,
                f"{finding.question}: {finding.message}",
                finding.remedy,
                finding.severity,
                finding.rule,
                finding.question,
                finding.about,
            )
        )
    found.sort(key=lambda one: (one.line, one.column))
    is_good = not any(one.is_error for one in found)
    return _Audited(name, is_good, len(result.bank.questions), found)


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
        click.echo(visible(bank_diff(path, content, formatted)), nl=False)
    elif writes:
        files.write_atomic(path, formatted)
    note(f"{path}: {'formatted' if writes else 'not formatted'}")
    return True
