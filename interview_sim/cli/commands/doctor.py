"""`interview-sim doctor`: what is found where, and what is wrong."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click
from msgspec import Struct

from interview_sim import __version__
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import print_json, print_table
from interview_sim.errors import InterviewSimError
from interview_sim.figures import counted
from interview_sim.judging.registry import find_judge
from interview_sim.services import Services

NEEDED_COLUMNS, NEEDED_ROWS = 80, 24
_PACKAGES = ("textual", "rich", "rapidfuzz", "PyYAML", "msgspec", "platformdirs", "click")


class Finding(Struct, frozen=True):
    """One thing that was looked at."""

    about: str
    what: str
    ok: bool = True


@click.command(name="doctor")
@json_option
@with_context
@click.pass_context
def command(ctx: click.Context, context: CommandContext, *, as_json: bool) -> None:
    """Check versions, folders, judge, terminal and banks, and report what is wrong.

    Exits with 1 if anything needs attention.
    """
    findings = list(_findings(context.services()))
    if as_json:
        print_json(findings)
    else:
        rows = (("✓" if finding.ok else "✗", finding.about, finding.what) for finding in findings)
        print_table(rows, ("", "about", "found"))
    ctx.exit(0 if all(finding.ok for finding in findings) else 1)


def _findings(services: Services) -> Iterator[Finding]:
    yield Finding("interview-sim", f"{__version__} on Python {platform.python_version()}")
    for package in _PACKAGES:
        yield Finding(package, metadata.version(package))
    for reason in services.paths.reasons:
        yield Finding(reason.name, f"{reason.path} ({reason.why})")
    yield _writable(services.paths.transcripts)
    if services.config_problem:
        yield Finding("settings", services.config_problem, ok=False)
    yield _judge(services)
    yield from _terminal()
    yield from _banks(services)
    yield from _sessions(services)


def _writable(folder: Path) -> Finding:
    """Whether transcripts can be written, asked of the nearest folder that exists."""
    place = next((p for p in (folder, *folder.absolute().parents) if p.exists()), folder)
    if not place.is_dir() or not os.access(place, os.W_OK):
        return Finding("transcripts", f"{place} cannot be written to", ok=False)
    free = shutil.disk_usage(place).free // 1_000_000
    return Finding("transcripts", f"can be written; {free:,} MB free", ok=free > 10)


def _judge(services: Services) -> Finding:
    """Whether the judge in the settings is installed and loads."""
    try:
        judge = find_judge(services.settings.judge, services.settings.endpoint)
    except InterviewSimError as error:
        return Finding("judge", str(error), ok=False)
    return Finding("judge", f"{judge.name} {judge.version}")


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    big_enough = size.columns >= NEEDED_COLUMNS and size.lines >= NEEDED_ROWS
    wanted = "" if big_enough else f"; the screens need {NEEDED_COLUMNS}×{NEEDED_ROWS}"
    is_terminal = sys.stdout.isatty()
    yield Finding(
        "terminal",
        f"{size.columns}×{size.lines}{wanted}" if is_terminal else "output is not a terminal",
        ok=big_enough or not is_terminal,
    )
    names = ("TERM", "COLORTERM", "NO_COLOR", "LANG")
    values = [f"{name}={os.environ[name]}" for name in names if os.environ.get(name)]
    yield Finding("environment", " ".join(values) or "nothing set")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    yield Finding("encoding", sys.stdout.encoding or "unknown", ok=encoding == "utf8")


def _banks(services: Services) -> Iterator[Finding]:
    catalogue = services.catalogue
    for loaded in catalogue.banks:
        yield Finding("bank", f"{loaded.id}: {counted(len(loaded.outline.questions), 'question')}")
    for problem in catalogue.problems:
        yield Finding("bank", str(problem), ok=not problem.is_error)
    for text in catalogue.notes:
        yield Finding("bank", text)
    if not catalogue.banks:
        yield Finding("bank", "none could be loaded", ok=False)


def _sessions(services: Services) -> Iterator[Finding]:
    history = services.history()
    yield Finding("sessions", str(len(history.sessions)))
    for unreadable in history.unreadable:
        yield Finding("sessions", f"{unreadable.file}: {unreadable.problem}", ok=False)
