"""`interview-sim bank import`: someone else's questions as a bank."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.writing import write_bank
from interview_sim.cli.context import (
    STANDARD_OUTPUT,
    bank_paths_argument,
    force_option,
    json_option,
    output_option,
    refuse_existing,
)
from interview_sim.cli.printing import print_facts, print_json, print_table, say
from interview_sim.errors import UsageError
from interview_sim.exchange.importers.imported import (
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
    Unanswered,
)
from interview_sim.exchange.importers.make_bank import OWN_ANSWER, MadeBank, make_bank, slug
from interview_sim.exchange.importers.records import parse_mapping
from interview_sim.exchange.importers.registry import importer_names, read
from interview_sim.figures import counted
from interview_sim.files import write_atomic
from interview_sim.literal import brief, visible
from interview_sim.paths import find_paths

_HEADS = ("#", "answer", "points", "follow-ups", "level", "question")
_ROWS = 25
_PER_REASON = 3


@click.command(name="import")
@bank_paths_argument
@click.option(
    "--from",
    "format_",
    default="",
    metavar="FORMAT",
    help=f"Read as this format: {', '.join(importer_names())}.",
)
@output_option(
    "Write here; - is standard output. Default: in your banks, named after the id.", folders=True
)
@click.option("--id", "bank_id", default="", metavar="ID", help="The id of the new bank.")
@click.option("--title", default="", help="Its title.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column or key holds what, such as question=col1; may be repeated.",
)
@click.option("--layout", default="", metavar="NAME", help="What marks a question in Markdown.")
@click.option(
    "--unanswered",
    type=click.Choice(["auto", "keep", "skip"]),
    default="auto",
    show_default=True,
    help="What to do with questions that have no answer.",
)
@click.option("--dry-run", is_flag=True, help="Only report what would be imported.")
@click.option("--all", "everything", is_flag=True, help="Report every question and skipped part.")
@force_option
@json_option
def command(
    *,
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    bank_id: str,
    title: str,
    pairs: tuple[str, ...],
    layout: str,
    unanswered: str,
    dry_run: bool,
    everything: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Import other people's questions: a file, a folder or a zip.

    The format is detected. What was understood is shown first, and what was skipped, with the
    reason. Then the bank is written; an existing file is never replaced without --force.
    """
    options = ImportOptions(
        format=format_.strip().lower(),
        mapping=parse_mapping(pairs),
        layout=layout,
        unanswered=Unanswered(unanswered),
    )
    if bank_id and bank_id != slug(bank_id, "bank"):
        raise UsageError(
            f"--id {bank_id}: an id has lower-case letters, digits and single hyphens; "
            f"write {slug(bank_id, 'bank')}"
        )
    result = read(paths, options)
    made = make_bank(result, options, bank_id=bank_id, title=title, name=_title_of(paths))
    text = _checked(made, paths, result)
    to_stdout = output == STANDARD_OUTPUT
    target = None if dry_run or to_stdout else _target(output, made.bank.id)
    if target is not None:
        refuse_existing(target, force=force)
    if as_json:
        _print_json(result, made, target)
    else:
        _print_report(result, made, everything=everything, to_stderr=to_stdout)
    if to_stdout and not dry_run:
        click.echo(text, nl=False)
    elif target is not None:
        write_atomic(target, text)
        if not as_json:
            _print_use(target, made)


def _title_of(paths: tuple[Path, ...]) -> str:
    """A title from what was named, where the collection has none."""
    path = paths[0].resolve()
    name = path.name if path.is_dir() else path.stem
    if name.lower() in {"readme", "index", "questions", "theory", "main"}:
        name = path.parent.name or name
    return " ".join(re.split(r"[-_\s]+", name)).strip().capitalize()


def _checked(made: MadeBank, paths: tuple[Path, ...], result: ImportResult) -> str:
    """The bank as YAML that has passed the check."""
    source = ", ".join(path.name for path in paths[:3])
    text = write_bank(made.bank, f"Imported from {source} ({result.format}).")
    checked = parse_bank(text, "the bank that was made")
    if checked.bank is None:
        errors = "\n".join(str(problem) for problem in checked.errors[:10])
        raise ImportFailed(f"the collection gives a bank with errors:\n{errors}")
    return text


def _target(output: Path | None, bank_id: str) -> Path:
    """Where the bank is written: as named, else among the workspace's banks or the user's own."""
    if output is not None:
        return output / f"{bank_id}.yaml" if output.is_dir() else output
    found = find_paths(Path.cwd(), os.environ)
    folder = found.workspace / "banks" if found.workspace is not None else found.user_banks
    return folder / f"{bank_id}.yaml"


def _print_report(
    result: ImportResult, made: MadeBank, *, everything: bool, to_stderr: bool
) -> None:
    """Print what was understood and what was not."""

    def out(text: str = "", first: str = "") -> None:
        say(text, first, err=to_stderr)

    questions = made.bank.questions
    has_level = [found.level is not None or found.whole is not None for found in made.questions]
    points = [
        [] if any(point.point == OWN_ANSWER for point in question.rubric) else question.rubric
        for question in questions
    ]
    rows = [
        (
            str(number),
            f"{words} words" if (words := len(question.model_answer.split())) else "–",
            str(len(rubric) or "–"),
            str(len(question.follow_ups) or "–"),
            question.level.value if is_marked else "–",
            " ".join(question.prompt[:300].split()),
        )
        for number, (question, rubric, is_marked) in enumerate(
            zip(questions, points, has_level, strict=True), 1
        )
    ]
    shown = rows if everything else rows[:_ROWS]
    print_table(shown, _HEADS, right=_HEADS[:4], cut=_HEADS[-1], plain_heads=True, err=to_stderr)
    if len(shown) < len(rows):
        out(f"… and {len(rows) - len(shown)} more; --all shows every one")
    counts = {
        "questions": len(questions),
        "with an answer": sum(bool(question.model_answer) for question in questions),
        "points": sum(len(point.leaves) for rubric in points for point in rubric),
        "follow-ups": sum(len(question.follow_ups) for question in questions),
        "with a level": sum(has_level),
        "topics": len({question.topic for question in questions}),
        "skipped": len(made.skipped),
    }
    out(f"\nUnderstood from {result.format}:")
    print_facts(((name, str(number)) for name, number in counts.items()), err=to_stderr)
    _print_skipped(made.skipped, out, everything=everything)
    notes = made.notes if everything else _fewer(made.notes)
    for number, text in enumerate(notes):
        out(f"{'' if number else chr(10)}Note: {text}")


def _print_skipped(
    skipped: Iterable[Skipped], out: Callable[[str, str], None], *, everything: bool
) -> None:
    """Print what was skipped by its reason, the commonest first."""
    groups: dict[str, list[str]] = {}
    for item in skipped:
        is_repeat = item.why.startswith("also in ")
        line = f"{item.location}: {brief(item.what, 70)}" + (f" ({item.why})" if is_repeat else "")
        reason = "the same question a second time" if is_repeat else item.why
        groups.setdefault(reason, []).append(line)
    if groups:
        out("\nSkipped:", "")
    for reason, lines in sorted(groups.items(), key=lambda group: -len(group[1])):
        out(reason, f"  {len(lines):>4}  ")
        shown = lines if everything else lines[:_PER_REASON]
        for line in shown:
            out(line, "        ")
        if len(shown) < len(lines):
            out(f"… and {len(lines) - len(shown)} more", "        ")


def _fewer(notes: tuple[str, ...]) -> list[str]:
    """The notes without the many that say the same of each file of a collection."""
    of_files = [note for note in notes if ": the layout is " in note]
    if len(of_files) <= 4:
        return list(notes)
    kept = [note for note in notes if note not in of_files]
    return [*kept, f"{of_files[0]}; {len(of_files) - 1} more files are listed with --all"]


def _print_json(result: ImportResult, made: MadeBank, target: Path | None) -> None:
    report = {
        "format": result.format,
        "id": made.bank.id,
        "title": made.bank.title,
        "licence": made.bank.licence,
        "written": None if target is None else str(target),
        "questions": [
            {
                "id": question.id,
                "prompt": question.prompt,
                "topic": question.topic,
                "level": question.level.value,
                "points": len(question.rubric),
                "follow_ups": len(question.follow_ups),
                "answer_words": len(question.model_answer.split()),
                "place": str(source.location),
            }
            for question, source in zip(made.bank.questions, made.questions, strict=True)
        ],
        "skipped": [
            {"place": str(item.location), "what": item.what, "why": item.why}
            for item in made.skipped
        ],
        "notes": list(made.notes),
    }
    print_json(report)


def _print_use(target: Path, made: MadeBank) -> None:
    path = visible(str(target), newlines=False)
    click.echo(f"\nWritten: {path} ({counted(len(made.bank.questions), 'question')})")
    click.echo(f"Start with it:    interview-sim start --bank {path}")
    click.echo(f"Check an edit:    interview-sim bank check {path}")
