"""`interview-sim bank stats`: what banks hold, counted, and where they are thin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click
import msgspec

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    pass_context,
    transcripts_option,
)
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.statistics import Statistics

_MOST_NAMED = 8


@click.command(name="stats")
@click.argument("banks", nargs=-1, metavar="[BANK]…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@bank_files_option
@transcripts_option
@pass_context
def command(context: CommandContext, banks: tuple[str, ...], *, as_json: bool) -> None:
    """Count what banks hold, and say where they are thin.

    BANK is an id, a file or a folder; without any, all banks that are found.
    """
    from interview_sim.bank.statistics import statistics_of
    from interview_sim.cli.banks import banks_named

    found = [statistics_of(loaded.bank) for loaded in banks_named(context, banks)]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for index, statistics in enumerate(found):
        if index:
            click.echo()
        for line in _lines(statistics):
            click.echo(visible(line, newlines=False))


def _lines(of: Statistics) -> Iterator[str]:
    from interview_sim.bank.durations import format_duration

    yield f"{of.title} ({of.id})"
    yield f"  questions        {of.questions}"
    yield f"  topics           {_listed(of.topics)}"
    yield f"  levels           {_listed(of.levels)}"
    yield f"  kinds            {_listed(of.kinds)}"
    yield f"  roles            {_listed(of.roles)}"
    times = of.times
    spelt = [format_duration(s) for s in (times.shortest, times.median, times.longest, times.all)]
    yield f"  time to answer   {spelt[0]} to {spelt[2]}, median {spelt[1]}, all {spelt[3]}"
    points = of.points
    yield (
        f"  rubric points    {points.must} must, {points.should} should, {points.bonus} bonus; "
        f"{points.groups} of them groups"
    )
    yield f"  follow-ups       {of.follow_ups}"
    yield f"  misconceptions   {of.misconceptions}"
    yield f"  hints            {of.hints}"
    yield f"  model answers    {of.model_answers}"
    yield f"  sources          {of.sources}"
    for thin in of.thin:
        more = len(thin.where) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        yield f"  thin: {len(thin.where)} {thin.words}: {', '.join(thin.where[:_MOST_NAMED])}{rest}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
