"""`interview-sim progress`: where you stand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import msgspec

from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import note, print_json, print_table
from interview_sim.cli.printing import progress as reading
from interview_sim.figures import counted
from interview_sim.literal import visible
from interview_sim.progress.drawing import (
    TOO_EARLY,
    calendar_lines,
    figure_words,
    forecast_lines,
    forecast_title,
    ledger_lines,
    sitting_lines,
    trend_lines,
    trend_title,
    trend_words,
)
from interview_sim.progress.history import LATEST
from interview_sim.progress.standing import (
    FIGURES,
    MOST_MISSES,
    Part,
    Standing,
    in_words,
)

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.progress.forecast import Outlook

_HEIGHT = 12


@click.command(name="progress")
@click.option("--weeks", type=click.IntRange(1), metavar="N", help="Only the last N weeks.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of the interview: what is likely then, and what to sit until then. Default: that "
    "in the settings.",
)
@json_option
@with_context
def command(
    context: CommandContext, *, weeks: int | None, day: datetime | None, as_json: bool
) -> None:
    """Show where you stand: results by topic and level, their trend, and your calibration."""
    services = context.services()
    with reading("Reading sessions") as report:
        history = services.history(report)
    today = services.today
    if day is not None and day.date() < today:
        raise click.UsageError("--day is past.")
    since = today - timedelta(weeks=weeks) if weeks else None
    found = services.standing(history, since)
    outlook = services.outlook(history, day.date() if day else None)
    if as_json:
        print_json(_report(found, outlook))
        return
    if not found.answers:
        note("There is nothing to show before an interview is answered and marked.")
        return
    width = min(100, shutil.get_terminal_size().columns)
    click.echo(f"{counted(found.answers, 'answer')} in {counted(found.sessions, 'session')}")
    click.echo()
    _print_parts("topic", found.topics)
    click.echo()
    _print_parts("level", (*found.levels, found.whole))
    note(
        f"Each figure with the answers behind it, the latest {LATEST} at most; ?: {TOO_EARLY}. "
        "musts: share of the points that a full answer must have."
    )
    click.echo()
    _print_trend(found, width)
    click.echo()
    click.echo("Sessions by day")
    click.echo("\n".join(calendar_lines(found.sittings, today)))
    click.echo()
    click.echo("What you expected, and what came")
    click.echo("\n".join(ledger_lines(found.ledger)))
    _print_misses(found, services.catalogue.banks)
    if outlook is not None:
        _print_outlook(outlook, today)


def _print_outlook(outlook: Outlook, today: date) -> None:
    width = shutil.get_terminal_size().columns
    click.echo(f"\n{forecast_title(outlook.day, today)}")
    click.echo("\n".join(forecast_lines(outlook.topics)))
    if outlook.sittings:
        click.echo("\nUntil then")
        click.echo("\n".join(sitting_lines(outlook.sittings, width)))


def _report(found: Standing, outlook: Outlook | None) -> dict[str, Any]:
    report: dict[str, Any] = msgspec.to_builtins(found, str_keys=True)
    report["interview"] = msgspec.to_builtins(outlook)
    report["sittings"] = dict(sorted(report["sittings"].items()))
    return report


def _print_parts(name: str, parts: tuple[Part, ...]) -> None:
    rows = (
        (part.name or "(none)", *(figure_words(getattr(part, figure)) for figure in FIGURES))
        for part in parts
    )
    print_table(rows, (name, *FIGURES), right=FIGURES, plain_heads=True)


def _print_trend(found: Standing, width: int) -> None:
    click.echo(trend_title(found.trend))
    if found.has_trend:
        click.echo("\n".join(trend_lines(found.trend, width, _HEIGHT)))
    else:
        click.echo(f"A trend takes three days with answers: {TOO_EARLY}.")
    click.echo(trend_words(found.trend))


def _print_misses(found: Standing, banks: Iterable[LoadedBank]) -> None:
    misses = found.ledger.misses[:MOST_MISSES]
    if misses:
        click.echo("\nMissed, though you thought you had most of it:")
    for miss, words in zip(misses, in_words(misses, banks), strict=True):
        click.echo(f"  {visible(miss.title, newlines=False)}: {visible(words, newlines=False)}")
