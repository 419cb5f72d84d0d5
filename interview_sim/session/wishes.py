"""What the settings add to a plan: they hold wherever the plan says nothing itself."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.config import Settings
from interview_sim.session.plan import Plan


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
