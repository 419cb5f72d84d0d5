"""`interview-sim bank new`, `bank schema`, `init`: the beginning of a bank, and of a workspace."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click

from interview_sim import files
from interview_sim.bank.durations import DURATION_EXAMPLES, parse_duration
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Level
from interview_sim.bank.problems import BankError
from interview_sim.bank.scaffold import NewBank, NewPoint, create_bank, scaffold
from interview_sim.bank.scaffold import bank_schema as schema_text
from interview_sim.cli.context import CommandContext, output_option, pass_context
from interview_sim.cli.printing import note, say
from interview_sim.errors import UsageError

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_MOST_POINTS = 12
_IGNORE = "# Sessions are personal; remove this file to keep them in version control.\n*.jsonl\n"


@click.command(name="new")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--id", "bank_id", metavar="ID", help="The bank's id.")
@click.option("--title", metavar="TEXT", help="The bank's title.")
@click.option("--question", metavar="TEXT", help="The first question.")
@click.option("--topic", metavar="TOPIC", help="Its topic.")
@click.option("--level", metavar="LEVEL", help="core, intermediate or advanced.")
@click.option("--time", metavar="TIME", help="Time to answer, such as 4m.")
@click.option(
    "--point", "points", multiple=True, metavar="TEXT", help="A fact that a full answer says."
)
@click.option("--model-answer", metavar="TEXT", help="A full answer.")
@click.option("--yes", "-y", "no_questions", is_flag=True, help="Ask nothing; take the defaults.")
@pass_context
def command(
    context: CommandContext,
    /,
    file: Path | None,
    points: tuple[str, ...],
    *,
    no_questions: bool,
    **given: str | None,
) -> None:
    """Create a bank from a template, after a few questions.

    Every question has a default, and options answer them in advance. An existing file is never
    overwritten. Without FILE the bank goes to the workspace's `banks/` folder, or to this one.
    """
    if file is not None:
        _refuse_existing(file)
    texts = {name: text for name, text in given.items() if text is not None}
    new = _new_bank(texts, file, tuple(NewPoint(text=point) for point in points), no_questions)
    path = file or _default_path(context, new.id)
    _refuse_existing(path)
    text = scaffold(new)
    result = parse_bank(text, str(path))
    if result.bank is None:
        raise BankError(result.errors)
    for written in create_bank(path, text):
        say(str(written))
    note(f"Next: edit it, and run interview-sim bank check {path}")


_Ask = Callable[..., str]
"""Takes the name of the option, a label, the default, and perhaps what checks the reply."""


def _new_bank(
    given: dict[str, str], file: Path | None, points: tuple[NewPoint, ...], is_quiet: bool
) -> NewBank:
    """What the author says, with the defaults for the rest; what was given is not asked."""

    def ask(name: str, label: str, default: str, check: Callable[[str], str] | None = None) -> str:
        if name in given or is_quiet:
            return given.get(name, default)
        reply = click.prompt(label, default, show_default=bool(default), value_proc=check, err=True)
        return str(reply).strip() or default

    default = NewBank()
    named = _slug(file.stem) if file else ""
    bank_id = ask("bank_id", "Id of the bank", named or default.id, _as_id)
    title = ask("title", "Title", default.title)
    question = ask("question", "The first question", default.question)
    is_own = question != default.question
    return NewBank(
        id=bank_id,
        title=title,
        question=question,
        topic=ask("topic", "Its topic", "general" if is_own else default.topic),
        level=ask("level", "Level", default.level, _as_level),
        time=ask("time", "Time to answer", default.time, _as_time),
        points=points or (_points(ask) if is_own and not is_quiet else ()),
        model_answer=ask("model_answer", "A full answer", "") if is_own else "",
    )


def _points(ask: _Ask) -> tuple[NewPoint, ...]:
    note("What does a full answer say? One fact per point; an empty line ends the list.")
    points: list[NewPoint] = []
    while len(points) < _MOST_POINTS and (text := ask("", f"Point {len(points) + 1}", "")):
        probe = ask("", "  What to ask when it is missing", NewPoint(text="").probe)
        said = ask("", "  How candidates say it, separated by ;", "")
        phrases = tuple(part.strip() for part in said.split(";") if part.strip())
        points.append(NewPoint(text=text, probe=probe, phrases=phrases))
    return tuple(points)


def _slug(text: str) -> str:
    return _NOT_IN_IDS.sub("-", text.lower()).strip("-")


def _as_id(text: str) -> str:
    if text != _slug(text):
        example = _slug(text) or "x"
        raise click.BadParameter(f"lower-case letters, digits and hyphens, such as {example}")
    return text


def _as_level(text: str) -> str:
    if text not in {level.value for level in Level}:
        raise click.BadParameter("core, intermediate or advanced")
    return text


def _as_time(text: str) -> str:
    try:
        parse_duration(text)
    except ValueError as error:
        raise click.BadParameter(f"write {DURATION_EXAMPLES}") from error
    return text


def _default_path(context: CommandContext, bank_id: str) -> Path:
    workspace = context.services().paths.workspace
    return (workspace / "banks" if workspace else Path()) / f"{_slug(bank_id) or 'bank'}.yaml"


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path} already exists, and nothing is overwritten. Name another file.")


@click.command(name="schema")
@output_option("Write it to this file, replacing an existing one.")
def bank_schema(output: Path | None) -> None:
    """Print the JSON Schema of banks.

    With it beside your banks, and `# yaml-language-server: $schema=bank.schema.json` as their first
    line, an editor completes keys and marks mistakes as you type.
    """
    if output is None:
        click.echo(schema_text(), nl=False)
    else:
        files.write_atomic(output, schema_text())
        note(output)


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Create a workspace in FOLDER (default: this one), with `banks/` and `transcripts/`.

    Existing files are not changed.
    """
    banks, ignore = folder / "banks", folder / "transcripts" / ".gitignore"
    files.ensure_folder(banks)
    files.ensure_folder(ignore.parent)
    if not ignore.exists():
        files.create_new(ignore, _IGNORE)
        say(str(ignore))
    if not any(banks.glob("*.y*ml")):
        for written in create_bank(banks / "my-bank.yaml", scaffold(NewBank())):
            say(str(written))
    note(f"{folder.resolve()} is a workspace: start interview-sim there.")
