"""`interview-sim start`: an interview, in full screen, line by line, or unattended."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_sim.cli.choosing import Wish, chosen_plan, plan_options, prefer_option
from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.clock import ManualClock, SystemClock
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.services import Services, Sitting
    from interview_sim.session.plan import Plan
    from interview_sim.together.paper import Paper, PaperCheck
    from interview_sim.tui.flow import Flow


@click.command(name="start")
@plan_options
@prefer_option
@click.option("--seed", type=int, metavar="S", help="Draw the same questions again.")
@click.option(
    "--paper",
    "paper_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Sit this sealed paper: exactly its questions, in place of a plan.",
)
@click.option("--force", is_flag=True, help="With --paper: also where a bank has changed.")
@click.option("--plain", is_flag=True, help="Line by line, without a full screen.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="With --plain: answer from this file, on a simulated clock.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="With --plain: print the scorecard as one JSON object at the end.",
)
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    /,
    *,
    plan_name: str | None,
    banks: tuple[str, ...],
    seed: int | None,
    paper_file: Path | None,
    force: bool,
    plain: bool,
    answers: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Start an interview."""
    if (answers or as_json) and not plain:
        raise click.UsageError("--answers and --json go with --plain.")
    wish = Wish(plan_name, banks, choices)
    context.banks = wish.bank_paths
    _check_paper(wish, seed, paper_file, force=force)
    clock = None if answers is None else ManualClock(SystemClock().now())
    services = context.services(clock)
    first = (
        _Drawn(services, chosen_plan(services, wish), seed, is_sat=answers is None)
        if paper_file is None
        else _Sealed(services, _paper(services, paper_file, force=force), force)
    )
    if answers is not None and clock is not None:
        _run_unattended(first, answers, clock, as_json=as_json)
    elif plain:
        from interview_sim.cli.plain.interactive import run_plain

        run_plain(first.open(), as_json=as_json)
    else:
        from interview_sim.tui.app import run

        run(services, first=first.ask)


@dataclass(frozen=True)
class _Drawn:
    """An interview whose questions are drawn now."""

    services: Services
    plan: Plan
    seed: int | None
    is_sat: bool
    """Whether by a person; what a file answers changes nothing about their next start."""

    def open(self) -> Sitting:
        return self.services.start(self.plan, self.seed, remember=self.is_sat)

    def ask(self, flow: Flow) -> None:
        flow.start(self.plan, self.seed)


@dataclass(frozen=True)
class _Sealed:
    """An interview whose questions stand in a paper."""

    services: Services
    paper: Paper
    force: bool

    def open(self) -> Sitting:
        return self.services.start_paper(self.paper, force=self.force)

    def ask(self, flow: Flow) -> None:
        flow.start_paper(self.paper, force=self.force)


def _paper(services: Services, path: Path, *, force: bool) -> Paper:
    """The paper in that file, with what is different here told."""
    from interview_sim.together.paper import PaperError, read_paper

    paper = read_paper(path)
    setting = services.hold_paper(paper)
    for note in setting.notes:
        click.echo(note, err=True)
    if setting.obstacles and not (force and setting.candidates):
        raise PaperError("\n".join([*setting.obstacles, _way_out(setting)]))
    for obstacle in setting.obstacles:
        click.echo(obstacle, err=True)
    return paper


def _way_out(setting: PaperCheck) -> str:
    count = len(setting.candidates)
    if not count:
        return "So the paper cannot be sat here."
    return (
        f"So it would not be the same interview. With --force you get the {count} of its "
        "questions that are here, as they are here."
    )


def _check_paper(wish: Wish, seed: int | None, paper: Path | None, *, force: bool) -> None:
    if paper is None and force:
        raise click.UsageError("--force goes with --paper.")
    if paper is not None and (wish.plan or wish.changes or wish.bank_ids or seed is not None):
        raise click.UsageError(
            "A paper says what is asked: beside --paper, --bank may name files and folders, "
            "and other choices have no place."
        )


def _run_unattended(
    first: _Drawn | _Sealed, path: Path, clock: ManualClock, *, as_json: bool
) -> None:
    """The same engine on a simulated clock, answered from a file."""
    from interview_sim.cli.plain.answers import read_answers
    from interview_sim.cli.plain.printing import print_outcome
    from interview_sim.cli.plain.unattended import sit
    from interview_sim.cli.plain.unsaved import kept_to_the_end

    answers = read_answers(path)
    sitting = first.open()
    unasked = answers.unasked(sitting.engine.state.header.questions)
    if unasked:
        click.echo(f"Not asked in this interview: {visible(', '.join(unasked))}.", err=True)
    with kept_to_the_end(sitting):
        for words in sit(sitting, answers, clock):
            click.echo(words, err=True)
        print_outcome(sitting, as_json=as_json)
    sys.stdout.flush()
