"""The options that choose a plan, for every command that draws, and the plan they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from interview_sim.bank.model import Level
from interview_sim.cli.numbers import RealRange
from interview_sim.errors import UsageError
from interview_sim.session.plan import Mode, Plan, Prefer

if TYPE_CHECKING:
    from interview_sim.services import Services

Command = TypeVar("Command", bound=Callable[..., Any])

_YAML = {".yaml", ".yml"}
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
    """Add `--plan`, `--bank` and what else says which questions may be drawn.

    The command gets `plan_name`, `banks`, and the rest as keywords to hand to `Wish`.
    """
    return _with(command, _POOL_OPTIONS)


def plan_options(command: Command) -> Command:
    """Add the options for the pool, and what else changes a plan for this once.

    The command gets `plan_name`, `banks`, and the rest as keywords to hand to `Wish`.
    """
    return _with(command, _POOL_OPTIONS + _SITTING_OPTIONS)


def prefer_option(command: Command) -> Command:
    """Add `--prefer`, for commands that draw with an eye on the history."""
    return click.option(
        "--prefer",
        type=click.Choice([v.value for v in Prefer]),
        help="Which questions come first: fresh, weak, due again, or any. A seed rules it out.",
    )(command)


def _with(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Wish:
    """What the command line says of the interview."""

    plan: str | None
    banks: tuple[str, ...]
    choices: dict[str, Any]

    @property
    def bank_paths(self) -> tuple[Path, ...]:
        """The files and folders among the banks named."""
        return tuple(Path(name) for name in self.banks if _is_path(name))

    @property
    def changes(self) -> dict[str, Any]:
        """What is to be other than in the plan, banks left out."""
        return {key: value for key, value in self.choices.items() if value not in (None, ())}

    @property
    def bank_ids(self) -> tuple[str, ...]:
        """The banks that are named by their id."""
        return tuple(name for name in self.banks if not _is_path(name))


def chosen_plan(services: Services, wish: Wish) -> Plan:
    """The plan named, or the last one, with what the command line says on top.

    Raises:
        NotFoundError: There is no such plan or bank.
        PlanError: The plan file cannot be used.
        UsageError: No bank could be read from a path that was named.
    """
    plan = services.last_plan if wish.plan is None else services.plan(wish.plan)
    changes = wish.changes
    if "levels" in changes:
        changes["levels"] = tuple(Level(level) for level in changes["levels"])
    if "mode" in changes:
        changes["mode"] = Mode(changes["mode"])
    if "prefer" in changes:
        changes["prefer"] = Prefer(changes["prefer"])
    if wish.banks:
        changes["banks"] = tuple(_bank_ids(services, wish.banks))
    if not changes:
        return plan
    title = f"{plan.title.removesuffix(_CHANGED)}{_CHANGED}"
    return replace(plan, name="custom", title=title, **changes)


def _is_path(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in _YAML or len(path.parts) > 1 or path.is_dir()


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
