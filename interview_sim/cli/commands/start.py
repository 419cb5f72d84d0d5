"""`interview-sim start`, `resume` and `paper`: an interview, and a sealed one for someone else."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim import __version__, files
from interview_sim.cli.context import STANDARD_OUTPUT, CommandContext, output_option, with_context
from interview_sim.cli.plain.interview import print_outcome, run_plain
from interview_sim.cli.plain.unattended import Answers, read_answers, sit
from interview_sim.cli.plain.unsaved import kept_to_the_end
from interview_sim.cli.plans import PlanRequest, chosen_plan, plan_request
from interview_sim.cli.printing import note
from interview_sim.clock import ManualClock, SystemClock
from interview_sim.errors import NotFoundError
from interview_sim.figures import counted
from interview_sim.services import Services, random_seed
from interview_sim.sitting import Sitting
from interview_sim.together.paper import Paper, PaperError, make_paper, paper_text, read_paper

_SHOWN_NAMES = 5

plain_option = click.option("--plain", is_flag=True, help="Line by line, without a full screen.")
plain_json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="With --plain: print the scorecard as one JSON object at the end.",
)


@click.command(name="start")
@plan_request(whole=True, prefer=True)
@click.option("--seed", type=int, metavar="S", help="Draw the same questions again.")
@click.option(
    "--paper",
    "paper_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take this sealed paper: exactly its questions, instead of a plan.",
)
@click.option("--force", is_flag=True, help="With --paper: continue even if a bank has changed.")
@click.option(
    "--cv",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Fill questions about your work from this JSON Resume. Default: the one `cv` keeps.",
)
@plain_option
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="With --plain: answer from this file, on a simulated clock.",
)
@plain_json_option
@with_context
def command(
    context: CommandContext,
    *,
    request: PlanRequest,
    seed: int | None,
    paper_file: Path | None,
    force: bool,
    cv: Path | None,
    plain: bool,
    answers: Path | None,
    as_json: bool,
) -> None:
    """Start an interview."""
    context.resume = cv
    if (answers or as_json) and not plain:
        raise click.UsageError("--answers and --json go with --plain.")
    _check_paper(request, seed, paper_file, force=force)
    if paper_file is not None and cv is not None:
        raise click.UsageError("A paper is the same for everyone: it is not filled from a résumé.")
    clock = None if answers is None else ManualClock(SystemClock().now())
    services = context.services(clock)
    # The same answers give the same transcript: nothing in it hangs on when a judge is ready.
    services.judges_inline = answers is not None
    paper = None if paper_file is None else _paper(services, paper_file, force=force)
    plan = chosen_plan(services, request) if paper is None else paper.plan

    def open_sitting() -> Sitting:
        if paper is not None:
            return services.start_paper(paper, force=force)
        # What a file answers does not change which plan a person is offered next.
        return services.start(plan, seed, remember=answers is None)

    if answers is not None and clock is not None:
        _run_unattended(read_answers(answers), open_sitting(), clock, as_json=as_json)
    elif plain:
        offers_sample = services.offers_sample
        run_plain(open_sitting(), as_json=as_json, offers_sample=offers_sample)
    else:
        from interview_sim.tui.app import run

        if paper is None:
            run(services, first=lambda flow: flow.start(plan, seed))
        else:
            run(services, first=lambda flow: flow.start_paper(paper, force=force))


def _paper(services: Services, path: Path, *, force: bool) -> Paper:
    """The paper in that file; what is different here is reported."""
    paper = read_paper(path)
    setting = services.hold_paper(paper)
    for text in setting.notes:
        note(text)
    if setting.obstacles and not (force and setting.candidates):
        count = len(setting.candidates)
        way_out = (
            f"So it would not be the same interview. With --force you get the {count} of its "
            "questions that are available, as they are now."
            if count
            else "So the paper cannot be taken here."
        )
        raise PaperError("\n".join([*setting.obstacles, way_out]))
    for obstacle in setting.obstacles:
        note(obstacle)
    return paper


def _check_paper(
    request: PlanRequest, seed: int | None, paper: Path | None, *, force: bool
) -> None:
    if paper is None and force:
        raise click.UsageError("--force goes with --paper.")
    is_plan_chosen = request.plan or request.changes or request.bank_ids or seed is not None
    if paper is not None and is_plan_chosen:
        raise click.UsageError(
            "A paper decides what is asked: with --paper, --bank may name files and folders, "
            "and nothing else can be chosen."
        )


def _run_unattended(
    answers: Answers, sitting: Sitting, clock: ManualClock, *, as_json: bool
) -> None:
    """The same engine on a simulated clock, answered from a file."""
    unasked = answers.unasked(sitting.engine.state.header.questions)
    if unasked:
        more = len(unasked) - _SHOWN_NAMES
        rest = f" and {more} more" if more > 0 else ""
        note(f"Not asked in this interview: {', '.join(unasked[:_SHOWN_NAMES])}{rest}.")
    with kept_to_the_end(sitting):
        for line in sit(sitting, answers, clock):
            note(line)
        print_outcome(sitting, as_json=as_json)


@click.command(name="resume")
@click.argument("ref", required=False, metavar="[ID|FILE]")
@plain_option
@plain_json_option
@with_context
def resume(context: CommandContext, ref: str | None, *, plain: bool, as_json: bool) -> None:
    """Continue an interrupted session; by default the newest one."""
    if as_json and not plain:
        raise click.UsageError("--json goes with --plain.")
    services = context.services()
    if ref is None:
        summary = services.unfinished()
        if summary is None:
            raise NotFoundError("No session is waiting to be resumed.")
        ref = summary.id
    if plain:
        offers_sample = services.offers_sample
        run_plain(services.resume(ref), as_json=as_json, offers_sample=offers_sample)
        return
    # What cannot be continued is refused before a screen opens on it.
    services.store.open(ref).close()
    from interview_sim.tui.app import run

    run(services, first=lambda flow: flow.resume(ref))


@click.group(name="paper")
def paper() -> None:
    """Make a sealed paper, which gives a friend the same interview."""


@paper.command()
@plan_request(whole=True)
@click.option("--seed", type=int, metavar="S", help="Draw with this seed. Default: a new one.")
@output_option("Write here, or with - print it. Default: paper-<seed>.yaml.")
@with_context
def make(
    context: CommandContext,
    *,
    request: PlanRequest,
    seed: int | None,
    output: Path | None,
) -> None:
    """Draw questions and write a sealed paper.

    The file does not contain the questions themselves. Whoever takes it with `interview-sim start
    --paper FILE` needs the same banks.
    """
    services = context.services()
    plan = chosen_plan(services, request)
    fixed = plan.seed if seed is None else seed
    paper = make_paper(
        plan,
        [loaded.bank for loaded in services.catalogue.banks],
        random_seed() if fixed is None else fixed,
        app_version=__version__,
    )
    if output == STANDARD_OUTPUT:
        click.echo(paper_text(paper), nl=False)
    else:
        path = output or Path(f"paper-{paper.seed}.yaml")
        files.create_new(path, paper_text(paper))
        click.echo(path)
    count = counted(len(paper.questions), "question")
    note(f"{count}, {plan.minutes:g} minutes, seed {paper.seed}: {plan.title}")
    names = ", ".join(bank.id for bank in paper.banks)
    note(f"Whoever takes it needs the same banks: {names}")
