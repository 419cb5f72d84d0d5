"""`interview-sim bank new`: asks a few things and writes the beginning of a bank."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_sim.cli.context import CommandContext, pass_context
from interview_sim.cli.printing import note
from interview_sim.errors import UsageError
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.scaffold import NewBank, NewPoint

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_MOST_POINTS = 12


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
    **given: str | bool | None,
) -> None:
    """Write the beginning of a bank to FILE, after asking what it is about.

    Everything has a default. What is given as an option is not asked. An existing file is never
    overwritten. Without FILE the bank goes to the workspace's `banks/` folder, or to this one.
    """
    from interview_sim.bank.loading import parse_bank
    from interview_sim.bank.problems import BankError
    from interview_sim.bank.scaffold import NewPoint, create_bank, scaffold

    if file is not None:
        _refuse_existing(file)
    asking = _Asking({k: v for k, v in given.items() if isinstance(v, str)})
    asking.is_quiet = bool(given["no_questions"])
    draft = asking.draft(file, tuple(NewPoint(text=point) for point in points))
    path = file or _default_path(context, draft.id)
    _refuse_existing(path)
    text = scaffold(draft)
    result = parse_bank(text, str(path))
    if result.bank is None:
        raise BankError(result.errors)
    for written in create_bank(path, text):
        click.echo(visible(str(written)))
    note(f"Next: edit it, and run interview-sim bank check {visible(str(path))}")


class _Asking:
    """Asks what was not given."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given
        self.is_quiet = False

    def draft(self, file: Path | None, points: tuple[NewPoint, ...]) -> NewBank:
        """What the author says, with the defaults for the rest."""
        from interview_sim.bank.scaffold import NewBank

        usual = NewBank()
        named = _NOT_IN_IDS.sub("-", file.stem.lower()).strip("-") if file else ""
        bank_id = self._text("bank_id", "Id of the bank", named or usual.id, _as_id)
        title = self._text("title", "Title", usual.title)
        question = self._text("question", "The first question", usual.question)
        is_own = question != usual.question
        return NewBank(
            id=bank_id,
            title=title,
            question=question,
            topic=self._text("topic", "Its topic", "general" if is_own else usual.topic),
            level=self._text("level", "Level", usual.level, _as_level),
            time=self._text("time", "Time to answer", usual.time, _as_time),
            points=points or self._points(is_wanted=is_own),
            model_answer=self._text("model_answer", "A full answer", "") if is_own else "",
        )

    def _text(
        self, name: str, label: str, usual: str, check: Callable[[str], str] | None = None
    ) -> str:
        if name in self._given:
            return self._given[name]
        if self.is_quiet:
            return usual
        asked = click.prompt(label, usual, show_default=bool(usual), value_proc=check, err=True)
        return str(asked).strip() or usual

    def _points(self, *, is_wanted: bool) -> tuple[NewPoint, ...]:
        """The points of an own question; the example has its own."""
        from interview_sim.bank.scaffold import NewPoint

        if self.is_quiet or not is_wanted:
            return ()
        click.echo(
            "What does a full answer say? One fact a point; nothing ends the list.", err=True
        )
        points: list[NewPoint] = []
        while len(points) < _MOST_POINTS:
            text = self._text("", f"Point {len(points) + 1}", "")
            if not text:
                break
            probe = self._text("", "  What to ask when it is missing", NewPoint(text="").probe)
            said = self._text("", "  How candidates say it, with ; between", "")
            phrases = tuple(part.strip() for part in said.split(";") if part.strip())
            points.append(NewPoint(text=text, probe=probe, phrases=phrases))
        return tuple(points)


def _as_id(text: str) -> str:
    meant = _NOT_IN_IDS.sub("-", text.lower()).strip("-")
    if text != meant:
        raise click.BadParameter(f"lower-case letters, digits and hyphens, such as {meant or 'x'}")
    return text


def _as_level(text: str) -> str:
    from interview_sim.bank.model import Level

    if text not in {level.value for level in Level}:
        raise click.BadParameter("core, intermediate or advanced")
    return text


def _as_time(text: str) -> str:
    from interview_sim.bank.durations import DURATION_EXAMPLES, parse_duration

    try:
        parse_duration(text)
    except ValueError as error:
        raise click.BadParameter(f"write {DURATION_EXAMPLES}") from error
    return text


def _default_path(context: CommandContext, bank_id: str) -> Path:
    workspace = context.services().paths.workspace
    folder = Path() if workspace is None else workspace / "banks"
    return folder / f"{_NOT_IN_IDS.sub('-', bank_id.lower()).strip('-') or 'bank'}.yaml"


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path} is there already, and nothing is overwritten. Name another file.")
