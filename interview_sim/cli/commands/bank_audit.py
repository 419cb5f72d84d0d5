"""`interview-sim bank audit`: what would mislead the matcher, and how tests of points come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import asdict, replace

from interview_sim.bank.cache import helpers_for
from interview_sim.bank.examples import (
    LEAST_SAYS,
    LEAST_SAYS_NOT,
    examples_path,
    read_tests,
    targets_of,
    untested,
)
from interview_sim.bank.loading import parse_bank, read_bytes, stamp_of
from interview_sim.bank.model import Bank
from interview_sim.bank.nodes import Origins
from interview_sim.bank.problems import BankError, Problem, escaped
from interview_sim.cli.context import bank_files_in, bank_paths_argument, json_option
from interview_sim.cli.printing import note, print_json, print_table, progress, say
from interview_sim.figures import counted

if TYPE_CHECKING:
    from interview_sim.matching.examples import Tried


_WORTH_HELP = 200_000
"""Bytes of banks from which on starting processes pays; some seconds of testing."""


class _Found(Problem, frozen=True):
    """A problem of a bank, and what found it."""

    rule: str = "bank-check"
    question: str = ""
    about: str = ""


class _Row(Struct, frozen=True):
    """How the tests of a bank or of one question come out, held out or not."""

    part: str
    question: str
    """Empty: the bank."""
    sentences: int
    recall: float | None
    false_alarms: float | None
    claims_recall: float | None
    claims_precision: float | None


class _Failing(Struct, frozen=True):
    """A sentence that is not read as its author meant it."""

    line: int
    column: int
    point: str
    part: str
    text: str
    wanted: str
    reason: str


class _TestsOf(Struct, frozen=True):
    """How the tests of a bank come out."""

    file: str
    points: int
    untested: list[str]
    too_few: list[str]
    figures: list[_Row] = []
    failing: list[_Failing] = []


class _Audited(Struct, frozen=True):
    """One file, and what was found in it."""

    file: str
    ok: bool
    questions: int
    findings: list[_Found]
    tests: _TestsOf | None = None


class _Wish(Struct, frozen=True):
    """What is asked of the audit."""

    share: float | None
    examples: Path | None
    unseal: bool


@click.command(name="audit")
@bank_paths_argument
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    metavar="S",
    help="Share of other questions' model answers that a point may be covered by.",
)
@click.option(
    "--examples",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The tests of the bank's points, if not in examples/BANK.yaml beside it.",
)
@click.option(
    "--failing",
    is_flag=True,
    help="List the sentences that are not read as they should be, and the figures by question.",
)
@click.option(
    "--unseal", is_flag=True, help="List those held out, too. Then they are held out no more."
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    share: float | None,
    examples: Path | None,
    failing: bool,
    unseal: bool,
    as_json: bool,
) -> None:
    """Test bank files with the matcher, and report what would mislead it.

    The model answer has to cover the points; the question alone must not; probes and follow-ups
    must not give points away; misconceptions must not fire on the right answer; points must not
    fire on other questions, nor always two at a time.

    The tests of points, in examples/BANK.yaml, are sentences that say a point or do not. Recall
    is the share of those that say it in which it is found; false alarms are found in the others.

    Exits with 1 if there is an error, or a figure below the file's floors; warnings do not count.
    """
    found = bank_files_in(paths)
    audited: list[_Audited] = []
    wish = _Wish(share, examples, unseal)
    with progress("Testing banks") as report:
        report(0, len(found))
        for one in _each_audited(found, wish):
            audited.append(one)
            report(len(audited), len(found))
    if as_json:
        print_json(audited)
    for one in () if as_json else audited:
        for finding in one.findings:
            say(str(finding))
        if one.tests is not None:
            _print_tests(one.tests, failing=failing or unseal)
        errors = sum(finding.is_error for finding in one.findings)
        warnings = len(one.findings) - errors
        note(
            f"{one.file}: {counted(errors, 'error')}, {counted(warnings, 'warning')}, "
            f"{counted(one.questions, 'question')}"
        )
    ctx.exit(0 if all(one.ok for one in audited) else 1)


def _each_audited(files: list[Path | Problem], wish: _Wish) -> Iterator[_Audited]:
    """What is found in each file, in their order; several are read at a time where that pays."""
    size = sum(stamp[2] for file in files if isinstance(file, Path) and (stamp := stamp_of(file)))
    helpers = helpers_for(len(files)) if size >= _WORTH_HELP else 0
    if not helpers:
        yield from (_audited(file, wish) for file in files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1 + helpers, get_context("spawn")) as pool:
        yield from pool.map(partial(_audited, wish=wish), files)


def _audited(file: Path | Problem, wish: _Wish) -> _Audited:
    """What is found in one file; a bank with errors is not tested with the matcher."""
    data = file if isinstance(file, Problem) else read_bytes(file)
    if isinstance(data, Problem):
        return _Audited(data.file, False, 0, [_Found(**asdict(data))])
    name, origins = str(file), Origins()
    result = parse_bank(data, name, origins)
    if result.bank is None:
        return _Audited(name, False, 0, [_Found(**asdict(error)) for error in result.errors])
    found = sorted(
        _findings(result.bank, name, origins, wish.share), key=lambda one: (one.line, one.column)
    )
    path = wish.examples or examples_path(Path(name), result.bank)
    if wish.examples is None and not path.exists():
        tests: _TestsOf | None = _TestsOf(
            str(path), len(targets_of(result.bank)), *untested(result.bank, ())
        )
    else:
        tests, wrong = _tested(result.bank, path, unseal=wish.unseal)
        found += wrong
    is_good = not any(one.is_error for one in found)
    return _Audited(name, is_good, len(result.bank.questions), found, tests)


def _findings(bank: Bank, name: str, origins: Origins, share: float | None) -> Iterator[_Found]:
    from interview_sim.matching.audit import audit
    from interview_sim.matching.findings import DEFAULT_LIMITS

    limits = DEFAULT_LIMITS if share is None else replace(DEFAULT_LIMITS, share=share)
    for finding in audit(bank, limits):
        place = (
            origins.place(finding.record, finding.key)
            if finding.item is None
            else origins.item(finding.record, finding.key, finding.item)
        )
        yield _Found(
            name,
            place.line,
            place.column,
            f"{finding.question}: {finding.message}" if finding.question else finding.message,
            finding.remedy,
            finding.severity,
            finding.rule,
            finding.question,
            finding.about,
        )


# The tests of points


def _tested(bank: Bank, path: Path, *, unseal: bool) -> tuple[_TestsOf | None, list[_Found]]:
    """How the tests come out, and what is wrong with their file or with their figures."""
    from interview_sim.matching.examples import below, figures_of, grouped, parts, try_tests

    try:
        tests = read_tests(path, bank)
    except BankError as error:
        return None, [_Found(**asdict(one), rule="tests") for one in error.problems]
    held, tuned = parts(try_tests(bank, tests.sentences))
    rows, failing = [], []
    for part, tried in (("held out", held), ("tuned", tuned)):
        by_question = grouped(tried, lambda one: one.question)
        for question, members in {"": tried, **by_question}.items():
            rows.append(_row(part, question, members))
        seen: Iterable[Tried] = tried if part == "tuned" or unseal else ()
        failing += [
            _Failing(
                one.sentence.line,
                one.sentence.column,
                one.sentence.target,
                part,
                one.sentence.text,
                "says" if one.sentence.says else "says_not",
                one.reason,
            )
            for one in seen
            if not one.passes
        ]
    failing.sort(key=lambda one: one.line)
    wrong = [
        _Found(tests.file, tests.floors_line, 1, message, rule="floors")
        for message in below(figures_of(held), tests.floors)
    ]
    counts = len(targets_of(bank)), *untested(bank, tests.sentences)
    return _TestsOf(tests.file, *counts, rows, failing), wrong


def _row(part: str, question: str, tried: Iterable[Tried]) -> _Row:
    from interview_sim.matching.examples import figures_of

    figures = figures_of(tried)
    return _Row(
        part,
        question,
        figures.sentences,
        figures.recall,
        figures.false_alarms,
        figures.claims_recall,
        figures.claims_precision,
    )


def _print_tests(tests: _TestsOf, *, failing: bool) -> None:
    from interview_sim.matching.examples import SHARES

    for one in tests.failing if failing else ():
        no = "not " if one.wanted == "says_not" else ""
        why = f" ({one.reason})" if one.reason else ""
        say(
            f"{escaped(tests.file)}:{one.line}:{one.column}: {one.point} should {no}be found in: "
            f"{escaped(one.text)}{why}"
        )
    rows = [row for row in tests.figures if row.sentences and (failing or not row.question)]
    if rows:
        heads = ("tests", "sentences", *SHARES.values())
        cells = [
            (
                row.part + (f", {row.question}" if row.question else ""),
                str(row.sentences),
                *(_percent(getattr(row, name)) for name in SHARES),
            )
            for row in rows
        ]
        print_table(cells, heads, right=heads[1:], plain_heads=True)
    if not rows:
        note(f"{tests.file}: no tests yet of {counted(tests.points, 'point')}")
        return
    if not any(row.part == "held out" for row in rows):
        note(f"{tests.file}: none of the tests is held out yet")
    for names, what in (
        (tests.untested, "no tests"),
        (
            tests.too_few,
            f"fewer than {LEAST_SAYS} sentences that say it or {LEAST_SAYS_NOT} that do not",
        ),
    ):
        if names:
            has = "has" if len(names) == 1 else "have"
            note(f"{len(names)} of {counted(tests.points, 'point')} {has} {what}")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
