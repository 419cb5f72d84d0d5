"""`interview-sim start`: an interview, in full screen, line by line, or unattended."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from interview_sim.bank.model import Level
from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.errors import UsageError
from interview_sim.session.plan import Mode, Plan

if TYPE_CHECKING:
    from interview_sim.services import Services

_YAML = {".yaml", ".yml"}


def _complete_plans(_ctx: click.Context, _param: click.Parameter, so_far: str) -> list[str]:
    from interview_sim.session.planning import shipped_plans

    return [plan.name for plan in shipped_plans() if plan.name.startswith(so_far)]


@click.command(name="start")
@click.option(
    "--plan",
    "plan_name",
    metavar="NAME|FILE",
    shell_complete=_complete_plans,
    help="A plan that ships, or a plan file. Default: the one used last.",
)
@click.option(
    "--bank",
    "banks",
    multiple=True,
    metavar="ID|PATH",
    help="Draw from this bank; may be repeated.",
)
@click.option("--questions", type=click.IntRange(1, 500), metavar="N", help="How many questions.")
@click.option("--minutes", type=click.FloatRange(0.1, 1440), metavar="M", help="Minutes in all.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="T",
    help="Only this topic and what is below it; may be repeated.",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice([v.value for v in Level]),
    help="Only this level; may be repeated.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="R",
    help="Only questions for this role; may be repeated.",
)
@click.option(
    "--mode",
    type=click.Choice([v.value for v in Mode]),
    help="interview: strict clocks. practice: pauses, hints, clocks run over.",
)
@click.option(
    "--follow-ups",
    type=click.IntRange(0, 10),
    metavar="N",
    help="At most so many follow-ups a question.",
)
@click.option("--seed", type=int, metavar="S", help="Draw the same questions again.")
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
    plain: bool,
    answers: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Start an interview."""
    if (answers or as_json) and not plain:
        raise click.UsageError("--answers and --json go with --plain.")
    wish = _Wish(plan_name, banks, choices)
    context.banks = tuple(Path(name) for name in banks if _is_path(name))
    if answers is not None:
        _run_unattended(context, answers, wish, seed, as_json=as_json)
        return
    services = context.services()
    plan = _plan(services, wish)
    if plain:
        from interview_sim.cli.plain.interactive import run_plain

        run_plain(services.start(plan, seed), as_json=as_json)
        return
    from interview_sim.tui.app import run
    from interview_sim.tui.navigation import StartInterview

    run(services, first=StartInterview(plan, seed))


@dataclass(frozen=True)
class _Wish:
    """What the command line says of the interview."""

    plan: str | None
    banks: tuple[str, ...]
    choices: dict[str, Any]


def _is_path(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in _YAML or len(path.parts) > 1 or path.is_dir()


def _plan(services: Services, wish: _Wish) -> Plan:
    """The plan named, or the last one, with what the command line says on top."""
    plan = services.last_plan if wish.plan is None else services.plan(wish.plan)
    changes = {key: value for key, value in wish.choices.items() if value not in (None, ())}
    if "levels" in changes:
        changes["levels"] = tuple(Level(level) for level in changes["levels"])
    if "mode" in changes:
        changes["mode"] = Mode(changes["mode"])
    if wish.banks:
        changes["banks"] = tuple(_bank_ids(services, wish.banks))
    if not changes:
        return plan
    return replace(plan, name="custom", title=f"{plan.title}, changed", **changes)


def _bank_ids(services: Services, banks: tuple[str, ...]) -> list[str]:
    """The ids of the banks named, those in files and folders among them."""
    ids: list[str] = []
    for name in banks:
        if not _is_path(name):
            ids.append(services.catalogue.bank(name).id)
            continue
        given = Path(name).resolve()
        found = [
            loaded.id
            for loaded in services.catalogue.banks
            if loaded.path.resolve() == given or given in loaded.path.resolve().parents
        ]
        if not found:
            raise UsageError(_why_not(services, name))
        ids.extend(found)
    return list(dict.fromkeys(ids))


def _why_not(services: Services, name: str) -> str:
    problems = [str(problem) for problem in services.catalogue.problems if name in problem.file]
    return "\n".join([f"No bank could be read from {name}.", *problems])


def _run_unattended(
    context: CommandContext, path: Path, wish: _Wish, seed: int | None, *, as_json: bool
) -> None:
    """The same engine on a simulated clock, answered from a file."""
    from interview_sim.cli.plain.answers import read_answers
    from interview_sim.cli.plain.printing import print_outcome
    from interview_sim.cli.plain.unattended import sit
    from interview_sim.clock import ManualClock, SystemClock

    clock = ManualClock(SystemClock().now())
    services = context.services(clock)
    answers = read_answers(path)
    plan = _plan(services, wish)
    sitting = services.start(plan, seed)
    try:
        for words in sit(sitting, answers, clock):
            click.echo(words, err=True)
        print_outcome(sitting, as_json=as_json)
    finally:
        sitting.close()
    sys.stdout.flush()
