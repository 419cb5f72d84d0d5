"""The options that choose a plan, for every command that draws, and the plan they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from interview_sim.bank.model import Level
from interview_sim.cli.context import CommandContext, RealRange, looks_like_path
from interview_sim.cli.printing import progress
from interview_sim.errors import UsageError
from interview_sim.services import Services
from interview_sim.session.draw import fitting, unknown_names
from interview_sim.session.plan import Mode, Plan, Prefer
from interview_sim.session.planning import changed_plan, for_drawing, shipped_plans

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _complete_plans(_ctx: click.Context, _param: click.Parameter, so_far: str) -> list[str]:
    return [plan.name for plan in shipped_plans() if plan.name.startswith(so_far)]


def _repeated(name: str, keyword: str, metavar: str, help_: str) -> _Decorator:
    return click.option(
        name, keyword, multiple=True, metavar=metavar, help=f"{help_}; may be repeated."
    )


_POOL_OPTIONS = (
    click.option(
        "--plan",
        metavar="NAME|FILE",
        shell_complete=_complete_plans,
        help="The name of a plan, or a plan file. Default: the one used last.",
    ),
    _repeated("--bank", "banks", "ID|PATH", "Draw from this bank"),
    _repeated("--topic", "topics", "T", "Only this topic and its subtopics"),
    click.option(
        "--level",
        "levels",
        multiple=True,
        type=click.Choice([*map(str, Level)]),
        help="Only this level; may be repeated.",
    ),
    _repeated("--role", "roles", "R", "Only questions for this role"),
)
_SITTING_OPTIONS = (
    click.option(
        "--questions", type=click.IntRange(1, 500), metavar="N", help="How many questions."
    ),
    click.option("--minutes", type=RealRange(0.1, 1440), metavar="M", help="Minutes in total."),
    click.option(
        "--mode",
        type=click.Choice([*map(str, Mode)]),
        help="interview: strict clocks. practice: pauses, hints, clocks run over.",
    ),
    click.option(
        "--follow-ups",
        type=click.IntRange(0, 10),
        metavar="N",
        help="At most N follow-ups per question.",
    ),
)
_PREFER_OPTION = click.option(
    "--prefer",
    type=click.Choice([*map(str, Prefer)]),
    help="Which questions come first: fresh, weak, due again, due and then weak (review), or any. "
    "A seed overrides it.",
)
_CHOICES = ("topics", "levels", "roles", "questions", "minutes", "mode", "follow_ups", "prefer")


def plan_request(*, whole: bool, prefer: bool = False) -> _Decorator:
    """Adds the options that choose a plan; the command gets a `request` made of them.

    Args:
        whole: Whether with the options that change a plan for one run; else only with those that
            say which questions may be drawn.
        prefer: Whether with `--prefer`, for commands that look at the history.
    """
    options = _POOL_OPTIONS + (_SITTING_OPTIONS if whole else ())
    if prefer:
        options += (_PREFER_OPTION,)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_request(**given: Any) -> Any:
            choices = {name: given.pop(name) for name in _CHOICES if name in given}
            request = PlanRequest(given.pop("plan"), given.pop("banks"), choices)
            context = click.get_current_context().ensure_object(CommandContext)
            context.banks = tuple(Path(name) for name in request.banks if looks_like_path(name))
            return command(request=request, **given)

        decorated: Callable[..., Any] = with_request
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


@dataclass(frozen=True)
class PlanRequest:
    """What the command line says about the interview."""

    plan: str | None
    banks: tuple[str, ...]
    choices: dict[str, Any]

    @property
    def bank_ids(self) -> tuple[str, ...]:
        """The banks that are named by their id."""
        return tuple(name for name in self.banks if not looks_like_path(name))

    @property
    def changes(self) -> dict[str, Any]:
        """What is different from the plan, apart from the banks."""
        return {key: value for key, value in self.choices.items() if value not in (None, ())}


def chosen_plan(services: Services, request: PlanRequest) -> Plan:
    """The plan named, that of the one bank named, or the last one; changed as the options say.

    Raises:
        NotFoundError: There is no such plan or bank.
        PlanError: The plan file cannot be used.
        UsageError: A path that was named has no usable bank, or no question fits.
    """
    changes = request.changes
    if request.plan is not None:
        plan = services.plan(request.plan)
    elif len(request.banks) == 1 and request.bank_ids:
        plan = services.bank_plan(request.banks[0])
    else:
        plan = services.last_plan
    if request.banks and request.banks != plan.banks:
        changes["banks"] = tuple(_bank_ids(services, request.banks))
    plan = changed_plan(plan, changes)
    if changes or request.plan is not None:
        # What cannot be asked, or is misspelt, is refused before a screen opens on it.
        with progress("Reading banks") as report:
            catalogue = services.load_catalogue(report)
        outlines = [loaded.outline for loaded in catalogue.banks]
        named = plan if request.plan is not None else Plan(topics=changes.get("topics", ()))
        named = msgspec.structs.replace(named, roles=changes.get("roles", ()))
        if unknown := unknown_names(named, outlines):
            raise UsageError("\n".join(unknown))
        fitting(for_drawing(plan, services.settings), outlines)
    return plan


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
