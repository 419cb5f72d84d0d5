"""`interview-sim bank audit`: holds banks against the matcher."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import Limits


class _Told(Struct, frozen=True):
    """A finding as it is printed, in its place."""

    problem: Problem
    rule: str = "bank-check"
    question: str = ""
    about: str = ""


class _Audited(Struct, frozen=True):
    """One file, and what was found in it."""

    file: str
    questions: int
    told: tuple[_Told, ...]

    @property
    def failed(self) -> bool:
        return any(told.problem.is_error for told in self.told)


@click.command(name="audit")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    metavar="S",
    help="Share of other questions' model answers that a point may be covered by.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], *, share: float | None, as_json: bool
) -> None:
    """Hold bank files against the matcher, and tell what would mislead it.

    The model answer has to cover the points; the question alone must not; probes and follow-ups
    must not give points away; misconceptions must not fire on the right answer; points must not
    fire on other questions, nor always two at a time.

    Exits with 1 where there is an error; warnings alone are no error.
    """
    from interview_sim.bank.bank_files import bank_files
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import DEFAULT_LIMITS
    from interview_sim.paths import BankSource

    limits = (
        DEFAULT_LIMITS if share is None else msgspec.structs.replace(DEFAULT_LIMITS, share=share)
    )
    audited: list[_Audited] = []
    for given in paths:
        for found in bank_files(BankSource(given)):
            if isinstance(found, Problem):
                audited.append(_Audited(found.file, 0, (_Told(found),)))
            else:
                audited.append(_audit(found, limits))
    if not audited:
        raise click.ClickException("There is no bank file (*.yaml) in what you named.")
    if as_json:
        rows = [_row(one) for one in audited]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
    else:
        _print(audited)
    ctx.exit(1 if any(one.failed for one in audited) else 0)


def _audit(path: Path, limits: Limits) -> _Audited:
    """What is to be told of one file; a bank with errors is not held against the matcher."""
    from interview_sim.bank.loading import parse_bank, read_bytes
    from interview_sim.bank.nodes import Origins
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import audit

    data = read_bytes(path)
    if isinstance(data, Problem):
        return _Audited(str(path), 0, (_Told(data),))
    origins = Origins()
    result = parse_bank(data, str(path), origins)
    if result.bank is None:
        return _Audited(str(path), 0, tuple(map(_Told, result.errors)))
    told = []
    for finding in audit(result.bank, limits):
        place = (
            origins.place(finding.record, finding.key)
            if finding.item is None
            else origins.item(finding.record, finding.key, finding.item)
        )
        problem = Problem(
            str(path),
            place.line,
            place.column,
            f"{finding.question}: {finding.message}",
            finding.remedy,
            finding.severity,
        )
        told.append(_Told(problem, finding.rule, finding.question, finding.about))
    told.sort(key=lambda one: (one.problem.line, one.problem.column))
    return _Audited(str(path), len(result.bank.questions), tuple(told))


def _row(audited: _Audited) -> dict[str, Any]:
    findings = [
        {
            "line": told.problem.line,
            "column": told.problem.column,
            "severity": told.problem.severity,
            "rule": told.rule,
            "question": told.question,
            "about": told.about,
            "message": told.problem.message,
            "remedy": told.problem.remedy,
        }
        for told in audited.told
    ]
    return {
        "file": audited.file,
        "ok": not audited.failed,
        "questions": audited.questions,
        "findings": findings,
    }


def _print(audited: list[_Audited]) -> None:
    for one in audited:
        for told in one.told:
            click.echo(visible(str(told.problem)))
        errors = sum(told.problem.is_error for told in one.told)
        warnings = len(one.told) - errors
        click.echo(
            f"{visible(one.file)}: {_count(errors, 'error')}, {_count(warnings, 'warning')}, "
            f"{_count(one.questions, 'question')}",
            err=True,
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
