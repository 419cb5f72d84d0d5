"""`interview-sim bank audit`: tests banks with the matcher."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from interview_sim.cli.context import bank_files_in, bank_paths_argument, json_option, no_bank_file
from interview_sim.cli.printing import note, print_json, progress, say
from interview_sim.figures import counted

if TYPE_CHECKING:
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import Limits


class _Located(Struct, frozen=True):
    """A finding with its place in the file."""

    problem: Problem
    rule: str = "bank-check"
    question: str = ""
    about: str = ""


class _Audited(Struct, frozen=True):
    """One file, and what was found in it."""

    file: str
    questions: int
    findings: tuple[_Located, ...]

    @property
    def failed(self) -> bool:
        return any(finding.problem.is_error for finding in self.findings)


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
def command(
    ctx: click.Context, paths: tuple[Path, ...], *, share: float | None, as_json: bool
) -> None:
    """Test bank files with the matcher, and report what would mislead it.

    The model answer has to cover the points; the question alone must not; probes and follow-ups
    must not give points away; misconceptions must not fire on the right answer; points must not
    fire on other questions, nor always two at a time.

    Exits with 1 where there is an error; warnings alone are no error.
    """
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import DEFAULT_LIMITS

    limits = (
        DEFAULT_LIMITS if share is None else msgspec.structs.replace(DEFAULT_LIMITS, share=share)
    )
    files = list(bank_files_in(paths))
    if not files:
        raise no_bank_file()
    audited: list[_Audited] = []
    with progress("Testing banks") as report:
        for number, file in enumerate(files):
            report(number, len(files))
            if isinstance(file, Problem):
                audited.append(_Audited(file.file, 0, (_Located(file),)))
            else:
                audited.append(_audit(file, limits))
    if as_json:
        print_json([_row(one) for one in audited])
    else:
        _print(audited)
    ctx.exit(1 if any(one.failed for one in audited) else 0)


def _audit(path: Path, limits: Limits) -> _Audited:
    """What is found in one file; a bank with errors is not tested with the matcher."""
    from interview_sim.bank.loading import parse_bank, read_bytes
    from interview_sim.bank.nodes import Origins
    from interview_sim.bank.problems import Problem
    from interview_sim.matching.audit import audit

    data = read_bytes(path)
    if isinstance(data, Problem):
        return _Audited(str(path), 0, (_Located(data),))
    origins = Origins()
    result = parse_bank(data, str(path), origins)
    if result.bank is None:
        return _Audited(str(path), 0, tuple(map(_Located, result.errors)))
    located = []
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
        located.append(_Located(problem, finding.rule, finding.question, finding.about))
    located.sort(key=lambda one: (one.problem.line, one.problem.column))
    return _Audited(str(path), len(result.bank.questions), tuple(located))


def _row(audited: _Audited) -> dict[str, Any]:
    findings = [
        {
            "line": finding.problem.line,
            "column": finding.problem.column,
            "severity": finding.problem.severity,
            "rule": finding.rule,
            "question": finding.question,
            "about": finding.about,
            "message": finding.problem.message,
            "remedy": finding.problem.remedy,
        }
        for finding in audited.findings
    ]
    return {
        "file": audited.file,
        "ok": not audited.failed,
        "questions": audited.questions,
        "findings": findings,
    }


def _print(audited: list[_Audited]) -> None:
    for one in audited:
        for finding in one.findings:
            say(str(finding.problem))
        errors = sum(finding.problem.is_error for finding in one.findings)
        warnings = len(one.findings) - errors
        note(
            f"{one.file}: {counted(errors, 'error')}, {counted(warnings, 'warning')}, "
            f"{counted(one.questions, 'question')}"
        )
