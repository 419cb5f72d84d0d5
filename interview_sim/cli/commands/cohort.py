"""`interview-sim cohort`: what the transcripts of many people say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from interview_sim.cli.context import json_option
from interview_sim.cli.printing import note, print_json, print_table, say
from interview_sim.cli.printing import progress as reading
from interview_sim.errors import NotFoundError
from interview_sim.figures import counted
from interview_sim.literal import brief, visible
from interview_sim.together.agreement import label_of, two_decimals

if TYPE_CHECKING:
    from interview_sim.together.cohort import Cohort

_SHOWN = 10
_TOO_EARLY = "?"
_SIDES = {"judge": "the program", "candidate": "the candidate", "again": "the candidate again"}

Row = dict[str, Any]


@click.command(name="cohort")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--all", "show_all", is_flag=True, help=f"Every row, not {_SHOWN} of each table.")
@json_option
def command(sources: tuple[str, ...], *, show_all: bool, as_json: bool) -> None:
    """Show what the transcripts of many people say together.

    SOURCE is a folder, a file, a glob in quotes, an address such as s3://bucket/transcripts, or a
    table written by `export --to parquet`. Markings beside the transcripts are read, too.
    """
    from interview_sim.together.cohort import opened

    with reading("Reading transcripts") as progress, opened(sources, progress) as cohort:
        report = cohort.report()
    if as_json:
        print_json(report)
        return
    report_damage(cohort, show_all=show_all)
    if not report["answers"]:
        raise NotFoundError("There is no answer in there that could be counted.")
    _print(report, None if show_all else _SHOWN)


def report_damage(cohort: Cohort, *, show_all: bool = False) -> None:
    """Say which files are left out, or read in part."""
    damaged = cohort.damaged
    shown = damaged if show_all else damaged[:_SHOWN]
    if damaged:
        note(f"{counted(len(damaged), 'file')} left out or read in part:")
    for row in shown:
        note(visible(f"  {row['file']}: {row['what']}", newlines=False))
    if len(damaged) > len(shown):
        note(f"  and {len(damaged) - len(shown)} more (--all lists them)")
    if cohort.copies:
        note(f"{counted(cohort.copies, 'copy', 'copies')} of the same session left out.")


def _print(report: Row, most: int | None) -> None:
    sessions, answers, questions = (
        counted(report[key], name)
        for key, name in (("sessions", "session"), ("answers", "answer"), ("questions", "question"))
    )
    say(f"{sessions}, {answers} to {questions}; {report['skipped']:,} skipped")
    if report["sessions"] >= report["few"]:
        say(
            f"score of a session: mean {report['score']:.0f}, standard deviation {report['sd']:.0f}"
        )
    _table(
        "By topic, the hardest first",
        ("topic", "answers", "sessions", "score", "sd", "middle half"),
        (
            (row["topic"], f"{row['n']:,}", f"{row['sessions']:,}",
             *_figures(row, "{:.0f}", "score", "sd"), _between(row, "low", "high", "{:.0f}"))
            for row in report["by_topic"]
        ),
        words=1,
    )  # fmt: skip
    _table(
        "Questions, those that discriminate least first",
        ("question", "answers", "score", "skipped", "r", "95 %", "n of r", "overruled", ""),
        (
            (" ".join(row["title"].split()), f"{row['n']:,}", *_figures(row, "{:.0f}", "score"),
             *_figures(row, "{:.0%}", "skipped"), *_figures(row, "{:.2f}", "r"),
             _between(row, "r_from", "r_to", "{:.2f}"), f"{row['rest_n']:,}",
             *_figures(row, "{:.0%}", "overruled"), row["verdict"])
            for row in report["by_question"]
        ),
        most=most,
        words=1,
        cut="question",
    )  # fmt: skip
    _table(
        "Points that nobody covers, or the fewest",
        ("question", "point", "need", "answers", "covered", "partly"),
        (
            (brief(row["title"], _WIDTH), " ".join((row["words"] or row["point"]).split()),
             row["need"], f"{row['n']:,}", *_counts(row, "covered", "partly"))
            for row in report["by_point"]
        ),
        most=most,
        words=3,
        cut="point",
    )  # fmt: skip
    for title, is_shown in _AGREEMENTS:
        _table(
            title,
            ("between", "and", "points", "same", "kappa", "weighted", ""),
            (
                (_side(row, "a"), _side(row, "b"), f"{row['n']:,}",
                 *_figures(row, "{:.0%}", "rate"), *_kappas(row))
                for row in report["agreement"]
                if is_shown(row)
            ),
            most=most,
            words=2,
        )  # fmt: skip
    note(
        f"\nEach figure beside the number it rests on. ?: too early to tell, below {report['few']} "
        f"answers; for r, overruled and kappa below {report['enough']}. r: how far a question's "
        "score goes with the rest of the same session. What the figures say: docs/cohort.md"
    )


_AGREEMENTS: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("The program and people", lambda row: row["a_kind"] == "judge"),
    ("Markers among each other", lambda row: row["a_kind"] != "judge"),
)


def _table(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    most: int | None = None,
    words: int,
    cut: str = "",
) -> None:
    """Print a table with its title, if it has rows; the first `words` columns are text."""
    listed = list(rows)
    if not listed:
        return
    say(f"\n{title}")
    right = [head for head in heads[words:] if head]
    print_table(listed[:most], heads, right=right, cut=cut, plain_heads=True)
    if most is not None and len(listed) > most:
        note(f"and {len(listed) - most} more (--all lists them)")


def _figures(row: Row, form: str, *names: str) -> list[str]:
    return [_TOO_EARLY if row[name] is None else form.format(row[name]) for name in names]


def _counts(row: Row, *names: str) -> list[str]:
    return [_TOO_EARLY if row[name] is None else f"{row[name] / row['n']:.0%}" for name in names]


def _between(row: Row, low: str, high: str, form: str) -> str:
    if row[low] is None or row[high] is None:
        return "–"
    return f"{form.format(row[low])} to {form.format(row[high])}"


def _kappas(row: Row) -> tuple[str, str, str]:
    if row["rate"] is None:
        return "–", "–", "too early to tell"
    if row["kappa"] is None:
        return "–", "–", "one verdict throughout"
    return two_decimals(row["kappa"]), two_decimals(row["weighted"]), label_of(row["kappa"])


def _side(row: Row, side: str) -> str:
    if row[f"{side}_kind"] in _SIDES:
        return _SIDES[row[f"{side}_kind"]]
    return "all markers" if row[side] is None else row[side].strip() or "the marker"


_WIDTH = 32
