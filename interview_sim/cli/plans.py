"""The options that choose a plan, for every command that draws, and the plan they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from interview_sim.bank.model import Level
from interview_sim.cli.context import RealRange, looks_like_path
from interview_sim.cli.printing import progress
from interview_sim.errors import UsageError
from interview_sim.session.plan import Mode, Plan, Prefer

if TYPE_CHECKING:
    from interview_sim.services import Services

Command = TypeVar("Command", bound=Callable[..., Any])

_CHANGED = ", changed"


def _complete_plans(_ctx: click.Context, _param: click.Parameter, so_far: str) -> list[str]:
    from interview_sim.session.planning import shipped_plans

    return [plan.name for plan in shipped_plans() if plan.name.startswith(so_far)]


_POOL_OPTIONS = (
    click.option(
        "--plan",
        "plan_name",
        metavar="NAME|FILE",
        shell_complete=_complete_plans,
        help="A plan that ships, or a plan file. Default: the one used last.",
    ),
    click.option(
        "--bank",
        "banks",
        multiple=True,
        metavar="ID|PATH",
        help="Draw from this bank; may be repeated.",
    ),
    click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="T",
        help="Only this topic and what is below it; may be repeated.",
    ),
    click.option(
        "--level",
        "levels",
        multiple=True,
        type=click.Choice([v.value for v in Level]),
        help="Only this level; may be repeated.",
    ),
    click.option(
        "--role",
        "roles",
        multiple=True,
        metavar="R",
        help="Only questions for this role; may be repeated.",
    ),
)
_SITTING_OPTIONS = (
    click.option(
        "--questions", type=click.IntRange(1, 500), metavar="N", help="How many questions."
    ),
    click.option("--minutes", type=RealRange(0.1, 1440), metavar="M", help="Minutes in all."),
    click.option(
        "--mode",
        type=click.Choice([v.value for v in Mode]),
        help="interview: strict clocks. practice: pauses, hints, clocks run over.",
    ),
    click.option(
        "--follow-ups",
        type=click.IntRange(0, 10),
        metavar="N",
        help="At most so many follow-ups a question.",
    ),
)


def pool_options(command: Command) -> Command:
    """Add `--plan`, `--bank` and the other options that say which questions may be drawn.

    The command gets `plan_name`, `banks`, and the rest as keywords, all for `PlanRequest`.
    """
    return _with(command, _POOL_OPTIONS)


def plan_options(command: Command) -> Command:
    """Add the options of the pool, and those that change the rest of a plan for one run."""
    return _with(command, _POOL_OPTIONS + _SITTING_OPTIONS)


prefer_option = click.option(
    "--prefer",
    type=click.Choice([v.value for v in Prefer]),
    help="Which questions come first: fresh, weak, due again, or any. A seed overrides it.",
)


def _with(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class PlanRequest:
    """What the command line says about the interview."""

    plan: str | None
    banks: tuple[str, ...]
    choices: dict[str, Any]

    @property
    def bank_paths(self) -> tuple[Path, ...]:
        """The files and folders among the banks named."""
        return tuple(Path(name) for name in self.banks if looks_like_path(name))

    @property
    def bank_ids(self) -> tuple[str, ...]:
        """The banks that are named by their id."""
        return tuple(name for name in self.banks if not looks_like_path(name))

    @property
    def changes(self) -> dict[str, Any]:
        """What is different from the plan, apart from the banks."""
        return {key: value for key, value in self.choices.items() if value not in (None, ())}


def chosen_plan(services: Services, request: PlanRequest) -> Plan:
    """The plan named, or the last one, changed as the command line says.

    Raises:
        NotFoundError: There is no such plan or bank.
        PlanError: The plan file cannot be used.
        UsageError: A path that was named has no usable bank, or no question fits.
    """
    plan = services.last_plan if request.plan is None else services.plan(request.plan)
    changes = request.changes
    if "levels" in changes:
        changes["levels"] = tuple(Level(level) for level in changes["levels"])
    if "mode" in changes:
        changes["mode"] = Mode(changes["mode"])
    if "prefer" in changes:
        changes["prefer"] = Prefer(changes["prefer"])
    if request.banks:
        changes["banks"] = tuple(_bank_ids(services, request.banks))
    if changes:
        title = f"{plan.title.removesuffix(_CHANGED)}{_CHANGED}"
        plan = replace(plan, name="custom", title=title, **changes)
    if changes or request.plan is not None:
        _check(services, plan)
    return plan


def _check(services: Services, plan: Plan) -> None:
    """Refuse a plan that no question fits, before a screen opens on it."""
    from interview_sim.session.draw import fitting
    from interview_sim.session.prepare import check_banks

    with progress("Reading banks") as report:
        catalogue = services.load_catalogue(report)
    outlines = [loaded.outline for loaded in catalogue.banks]
    check_banks(plan, outlines)
    fitting(plan, outlines)


def _bank_ids(services: Services, banks: tuple[str, ...]) -> list[str]:
    """The ids of the banks named, those in files and folders among them."""
    ids: list[str] = []
    for name in banks:
        if not looks_like_path(name):
            ids.append(services.catalogue.bank(name).id)
            continue
        given = Path(name).resolve()
        found = [
            loaded.id
            for loaded in services.catalogue.banks
            if loaded.path.resolve() == given or given in loaded.path.resolve().parents
        ]
        if not found:
            problems = [str(p) for p in services.catalogue.problems if name in p.file]
            raise UsageError("\n".join([f"No bank could be read from {name}.", *problems]))
        ids.extend(found)
    return list(dict.fromkeys(ids))
