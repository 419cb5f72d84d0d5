"""`interview-sim bank list` and `bank stats`: which banks there are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    banks_named,
    json_option,
    pass_context,
    transcripts_option,
)
from interview_sim.cli.printing import note, print_facts, print_json, print_table, progress, say

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.bank.statistics import Statistics

_MOST_NAMED = 8


@click.command(name="list")
@json_option
@bank_files_option
@transcripts_option
@pass_context
def command(context: CommandContext, *, as_json: bool) -> None:
    """List the banks that are found, and what is wrong with any of them."""
    with progress("Reading banks") as report:
        catalogue = context.services().load_catalogue(report)
    if as_json:
        print_json([_row(loaded) for loaded in catalogue.banks])
    else:
        print_table(
            (
                (b.id, str(len(b.outline.questions)), b.outline.title, b.origin.value)
                for b in catalogue.banks
            ),
            ("bank", "questions", "title", "origin"),
            right=("questions",),
        )
    for text in (*catalogue.problems, *catalogue.notes):
        note(text)


def _row(loaded: LoadedBank) -> dict[str, object]:
    outline = loaded.outline
    return {
        "id": loaded.id,
        "title": outline.title,
        "description": outline.description,
        "questions": len(outline.questions),
        "topics": sorted({question.topic for question in outline.questions}),
        "path": str(loaded.path),
        "origin": loaded.origin.value,
        "hash": loaded.hash,
    }


@click.command(name="stats")
@click.argument("banks", nargs=-1, metavar="[BANK]…")
@json_option
@bank_files_option
@transcripts_option
@pass_context
def stats(context: CommandContext, banks: tuple[str, ...], *, as_json: bool) -> None:
    """Count what banks hold, and say where they are thin.

    BANK is an id, a file or a folder; without any, all banks that are found.
    """
    from interview_sim.bank.statistics import statistics_of

    found = [statistics_of(loaded.bank) for loaded in banks_named(context, banks)]
    if as_json:
        print_json(found)
        return
    for index, statistics in enumerate(found):
        say(("\n" if index else "") + f"{statistics.title} ({statistics.id})")
        print_facts(_facts(statistics))


def _facts(of: Statistics) -> Iterator[tuple[str, str]]:
    from interview_sim.bank.durations import format_duration

    yield "questions", str(of.questions)
    yield "topics", _listed(of.topics)
    yield "levels", _listed(of.levels)
    yield "kinds", _listed(of.kinds)
    yield "roles", _listed(of.roles)
    times = of.times
    shortest, median, longest, total = (
        format_duration(s) for s in (times.shortest, times.median, times.longest, times.all)
    )
    yield "time to answer", f"{shortest} to {longest}, median {median}, all {total}"
    points = of.points
    needs = f"{points.must} must, {points.should} should, {points.bonus} bonus"
    yield "rubric points", f"{needs}; {points.groups} of them groups"
    yield "follow-ups", str(of.follow_ups)
    yield "misconceptions", str(of.misconceptions)
    yield "hints", str(of.hints)
    yield "model answers", str(of.model_answers)
    yield "sources", str(of.sources)
    for thin in of.thin:
        more = len(thin.where) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        named = ", ".join(thin.where[:_MOST_NAMED])
        yield "thin", f"{len(thin.where)} {thin.words}: {named}{rest}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
