"""`interview-sim paper`: one interview, the same for everyone who is given the file."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.cli.plans import PlanRequest, chosen_plan, plan_request
from interview_sim.cli.printing import note
from interview_sim.figures import counted

_STANDARD_OUTPUT = Path("-")


@click.group(name="paper")
def command() -> None:
    """Make a sealed paper, which gives a friend the very same interview."""


@command.command()
@plan_request(whole=True)
@click.option("--seed", type=int, metavar="S", help="Draw with this seed. Default: a fresh one.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write here, or with - print it. Default: paper-<seed>.yaml.",
)
@transcripts_option
@pass_context
def make(
    context: CommandContext,
    /,
    *,
    request: PlanRequest,
    seed: int | None,
    output: Path | None,
) -> None:
    """Draw questions and seal them in a small file, without the questions themselves.

    Whoever sits it with `interview-sim start --paper FILE` needs the same banks.
    """
    from interview_sim import __version__, files
    from interview_sim.services import random_seed
    from interview_sim.together.paper import make_paper, paper_text

    services = context.services()
    plan = chosen_plan(services, request)
    fixed = plan.seed if seed is None else seed
    paper = make_paper(
        plan,
        [loaded.bank for loaded in services.catalogue.banks],
        random_seed() if fixed is None else fixed,
        app_version=__version__,
    )
    if output == _STANDARD_OUTPUT:
        click.echo(paper_text(paper), nl=False)
    else:
        path = output or Path(f"paper-{paper.seed}.yaml")
        files.create_new(path, paper_text(paper))
        click.echo(path)
    count = counted(len(paper.questions), "question")
    note(f"{count}, {plan.minutes:g} minutes, seed {paper.seed}: {plan.title}")
    names = ", ".join(bank.id for bank in paper.banks)
    note(f"Whoever sits it needs the same banks: {names}")
