"""Plans as small YAML files, those that ship and anyone's own; and what settings add to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert, to_builtins
from msgspec.structs import replace

from interview_sim.bank.loading import read_record
from interview_sim.bank.model import Bank, Kind
from interview_sim.config import Settings
from interview_sim.errors import InterviewSimError, NotFoundError, UsageError
from interview_sim.session.draw import expected_seconds, pool
from interview_sim.session.plan import PLAN_FORMAT, Plan

if TYPE_CHECKING:
    from interview_sim.bank.nodes import Origins
    from interview_sim.bank.problems import Problems

_ON_ONE_BANK = 4
"""Questions of an interview on one bank."""

_SHIPPED = Path(__file__).parent / "plans"
_CHANGED = ", changed"
_SUFFIXES = {".yaml", ".yml"}


class PlanError(InterviewSimError):
    """A plan file cannot be used; the text lists what is wrong, with places."""


@cache
def shipped_plans() -> tuple[Plan, ...]:
    """The plans that ship, shortest first."""
    return tuple(read_plan(path) for path in sorted(_SHIPPED.glob("*.yaml")))


def read_plan(source: Path | bytes, name: str = "plan.yaml") -> Plan:
    """The plan in a file or in its content, which problems call `name`.

    Raises:
        PlanError: It cannot be read or used; every problem is reported with its place.
    """
    plan = read_record(source, Plan, "the plan", refused=PlanError, name=name, check=_check)
    if not plan.rounds:
        return plan
    return replace(
        plan,
        questions=sum(part.questions for part in plan.rounds),
        minutes=sum(part.minutes for part in plan.rounds),
    )


def _check(plan: Plan, problems: Problems, origins: Origins) -> None:
    """Refuse a plan of another format."""
    if plan.format != PLAN_FORMAT:
        place = origins.mapping(plan)
        if place is not None:
            message = f"this is not a plan we know: write `format: {PLAN_FORMAT}`"
            problems.error(place, message)


def find_plan(name: str, plans: Iterable[Plan]) -> Plan:
    """The plan called `name`, or the one in the file of that name.

    Raises:
        NotFoundError: There is no such plan and no such file.
        PlanError: The file cannot be used.
    """
    known = {plan.name: plan for plan in plans}
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix.lower() in _SUFFIXES or path.exists():
        return read_plan(path)
    raise NotFoundError(f"There is no plan “{name}”. There are: {', '.join(known)}.")


def bank_plan(bank: Bank) -> Plan:
    """A plan on one bank alone, named after it: about half an hour, or one case.

    Args:
        bank: Its outline will do.
    """
    is_case = all(question.stages for question in bank.questions)
    plan = Plan(
        name=bank.id,
        title=bank.title,
        description=bank.description,
        banks=(bank.id,),
        kinds=(Kind.CASE,) if is_case else (),
        questions=1 if is_case else min(_ON_ONE_BANK, len(bank.questions)),
        follow_ups=1 if is_case else 2,
        follow_up_time=45,
        reading=20,
    )
    # Whole steps of five minutes, in which full answers fit.
    steps = ceil(expected_seconds(plan, pool(plan, [bank])) / 300)
    return replace(plan, minutes=5.0 * max(1, steps))


def changed_plan(plan: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with other values for some of its fields.

    Raises:
        UsageError: It is in rounds, which say how many questions and minutes there are.
        ValidationError: A value cannot be.
    """
    if plan.rounds and ({"questions", "minutes"} & changes.keys()):
        raise UsageError(
            f"“{plan.title}” is in rounds, each with its own questions and minutes: leave out "
            "the number of questions and the minutes, or choose another plan."
        )
    if not changes:
        return plan
    title = f"{plan.title.removesuffix(_CHANGED)}{_CHANGED}"
    return convert({**to_builtins(plan), **changes, "name": "custom", "title": title}, Plan)


def with_settings(plan: Plan, settings: Settings) -> Plan:
    """The plan with extra time and a hidden clock as they are set."""
    return replace(
        plan,
        extra_time=settings.extra_time if plan.extra_time == 1 else plan.extra_time,
        hide_clock=plan.hide_clock or settings.hidden_clock,
    )


def for_drawing(plan: Plan, settings: Settings) -> Plan:
    """The plan as questions are drawn for it: with the role that is set, too.

    Where a seed is fixed the role is left out: that is to give everyone the same questions.
    """
    wanted = with_settings(plan, settings)
    if not settings.role or plan.roles or plan.seed is not None:
        return wanted
    return replace(wanted, roles=(settings.role,))
