"""`interview-sim bank import`: someone else's questions, brought in as a bank."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from interview_sim.errors import UsageError
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.exchange.importers.building import Built
    from interview_sim.exchange.importers.model import ImportResult

_ROWS = 25


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--from", "format_", default="", metavar="FORMAT", help="Do not guess the format.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write here; - is standard output. Default: among your banks, named by the id.",
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
    help="What becomes of questions without an answer.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be brought in.")
@click.option("--all", "everything", is_flag=True, help="Tell every question and skipped part.")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON, with all that was skipped.")
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
    """Bring in questions that others wrote: a file, a folder or a zip.

    The format is found out and told. What was understood is shown first, and whatever was left
    out, with the reason. Then the bank is written; a file that exists is never replaced without
    --force.
    """
    from interview_sim.exchange.importers.building import build
    from interview_sim.exchange.importers.fields import parse_mapping
    from interview_sim.exchange.importers.model import Options, Use
    from interview_sim.exchange.importers.registry import read

    options = Options(
        format=format_.strip().lower(),
        mapping=parse_mapping(pairs),
        layout=layout,
        unanswered=Use(unanswered),
    )
    _check_id(bank_id)
    result = read(paths, options)
    built = build(result, options, bank_id=bank_id, title=title, name=_name(paths))
    text = _checked(built, paths, result)
    to_stdout = output is not None and str(output) == "-"
    target = None if dry_run or to_stdout else _target(output, built.bank.id)
    if target is not None and target.exists() and not force:
        raise UsageError(
            f"{target} exists, and nothing was written; choose another with -o or --id, "
            "or replace it with --force"
        )
    if as_json:
        _tell_json(result, built, target)
    else:
        _tell(result, built, everything=everything, to_stderr=to_stdout)
    if to_stdout and not dry_run:
        click.echo(text, nl=False)
    elif target is not None:
        _write(target, text)
        if not as_json:
            _tell_use(target, built)


def _check_id(bank_id: str) -> None:
    import re

    if bank_id and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", bank_id):
        from interview_sim.exchange.importers.naming import slug

        raise UsageError(
            f"--id {bank_id}: an id has lower-case letters, digits and single hyphens; "
            f"write {slug(bank_id, 'bank')}"
        )


def _name(paths: tuple[Path, ...]) -> str:
    """A title from what was named, where the collection has none."""
    path = paths[0].resolve()
    words = (path.name if path.is_dir() else path.stem).replace("_", " ").replace("-", " ").split()
    generic = {"readme", "index", "questions", "theory", "main"}
    if len(words) == 1 and words[0].lower() in generic and path.parent.name:
        words = [*path.parent.name.replace("_", " ").replace("-", " ").split()]
    return " ".join(words).capitalize()


def _checked(built: Built, paths: tuple[Path, ...], result: ImportResult) -> str:
    """The bank as YAML that has passed the check."""
    from interview_sim.bank.loading import parse_bank
    from interview_sim.bank.writing import write_bank
    from interview_sim.exchange.importers.model import ImportFailed

    source = ", ".join(path.name for path in paths[:3])
    text = write_bank(built.bank, f"Brought in from {source} ({result.format}).")
    checked = parse_bank(text, "the bank that was made")
    if checked.bank is None:
        told = "\n".join(str(problem) for problem in checked.errors[:10])
        raise ImportFailed(f"the collection gives a bank with errors:\n{told}")
    return text


def _target(output: Path | None, bank_id: str) -> Path:
    """Where the bank is written: as named, else among the workspace's banks or the user's own."""
    if output is not None:
        return output / f"{bank_id}.yaml" if output.is_dir() else output
    from interview_sim.paths import find_paths

    found = find_paths(Path.cwd(), os.environ)
    folder = found.workspace / "banks" if found.workspace is not None else found.user_banks
    return folder / f"{bank_id}.yaml"


def _write(target: Path, text: str) -> None:
    from interview_sim.files import write_atomic

    write_atomic(target, text)


def _tell(result: ImportResult, built: Built, *, everything: bool, to_stderr: bool) -> None:
    """Print what was understood and what was not."""
    from shutil import get_terminal_size

    from interview_sim.exchange.importers.telling import (
        questions_table,
        skipped_lines,
        summary_lines,
    )

    def say(line: str = "") -> None:
        click.echo(line, err=to_stderr)

    width = get_terminal_size((100, 24)).columns
    for line in questions_table(built.drafts, width=width, limit=0 if everything else _ROWS):
        say(line)
    say()
    say(f"Understood from {visible(result.format, newlines=False)}:")
    for line in summary_lines(built):
        say(line)
    if built.skipped:
        say()
        say("Skipped:")
        for line in skipped_lines(built.skipped, everything=everything):
            say(line)
    if built.notes:
        say()
        notes = built.notes if everything else _fewer(built.notes)
        for note in notes:
            say(f"Note: {visible(note, newlines=False)}")


def _fewer(notes: tuple[str, ...]) -> list[str]:
    """The notes without the many that say the same of each file of a collection."""
    of_files = [note for note in notes if ": the layout is " in note]
    if len(of_files) <= 4:
        return list(notes)
    first = of_files[0]
    kept = [note for note in notes if note not in of_files]
    return [*kept, f"{first}; {len(of_files) - 1} more files are told with --all"]


def _tell_json(result: ImportResult, built: Built, target: Path | None) -> None:
    told = {
        "format": result.format,
        "id": built.bank.id,
        "title": built.bank.title,
        "licence": built.bank.licence,
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
                "place": str(draft.place),
            }
            for question, draft in zip(built.bank.questions, built.drafts, strict=True)
        ],
        "skipped": [
            {"place": str(item.place), "what": item.what, "why": item.why} for item in built.skipped
        ],
        "notes": list(built.notes),
    }
    click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2))


def _tell_use(target: Path, built: Built) -> None:
    count = len(built.bank.questions)
    shown = visible(str(target), newlines=False)
    click.echo()
    click.echo(f"Written: {shown} ({count} {'question' if count == 1 else 'questions'})")
    click.echo(f"Interview on it:  interview-sim start --bank {shown}")
    click.echo(f"Check an edit:    interview-sim bank check {shown}")
