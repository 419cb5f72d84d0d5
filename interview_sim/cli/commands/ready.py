"""`interview-sim ready`: how far you are with the topics of a plan."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
from msgspec import structs

from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.plans import PlanRequest, chosen_plan, plan_request
from interview_sim.cli.printing import note, print_json, print_table
from interview_sim.clock import stamp
from interview_sim.figures import counted
from interview_sim.literal import visible
from interview_sim.progress.history import ENOUGH
from interview_sim.progress.readiness import TopicReadiness, readiness
from interview_sim.progress.schedule import Schedule
from interview_sim.session.plan import Plan
from interview_sim.session.planning import for_drawing


@click.command(name="ready")
@plan_request(whole=False)
@json_option
@with_context
def command(context: CommandContext, *, request: PlanRequest, as_json: bool) -> None:
    """Show how well you know each topic of a plan, and what to do next."""
    services = context.services()
    plan = for_drawing(chosen_plan(services, request), services.settings)
    now = services.clock.now()
    outlines = [loaded.outline for loaded in services.catalogue.banks]
    topics = readiness(plan, outlines, Schedule.of(services.history()), now)
    if as_json:
        print_json(_report(plan, topics, now))
        return
    _print(topics)
    _explain(plan, topics, request)


def _report(plan: Plan, topics: Sequence[TopicReadiness], now: datetime) -> dict[str, Any]:
    rows = [
        {
            **structs.asdict(topic),
            "next_due": topic.next_due and stamp(topic.next_due),
            "enough": topic.is_enough,
            "next": topic.next_step,
        }
        for topic in topics
    ]
    return {
        "plan": plan.name,
        "title": plan.title,
        "at": stamp(now),
        "enough": ENOUGH,
        "topics": rows,
    }


def _print(topics: Sequence[TopicReadiness]) -> None:
    heads = ("topic", "questions", "answers", "score", "kept", "today", "due", "next")
    rows = (
        (
            topic.topic or "(none)",
            f"{topic.answered} of {topic.questions}",
            str(topic.answers),
            *_numbers(topic),
            str(topic.due),
            topic.next_step,
        )
        for topic in topics
    )
    print_table(rows, heads, right=heads[1:7], plain_heads=True)


def _numbers(topic: TopicReadiness) -> tuple[str, str, str]:
    if topic.score is None or topic.retention is None or topic.today is None:
        return "–", "–", "–"
    if not topic.is_enough:
        return "too early", "–", "–"
    return f"{topic.score:.0f}", f"{topic.retention:.0%}", f"{topic.today:.0f}"


def _explain(plan: Plan, topics: Sequence[TopicReadiness], request: PlanRequest) -> None:
    note(f"{plan.title}: {counted(sum(topic.questions for topic in topics), 'question')}.")
    note(
        "score: your latest answers. kept: the chance that you still know them, by FSRS. "
        "today: both together."
    )
    note(f"With fewer than {ENOUGH} answers on a topic it is too early to tell.")
    prefer = next((p for p in ("due", "fresh") if any(getattr(t, p) for t in topics)), None)
    if prefer is None:
        return
    # The command that draws from the same questions.
    arguments = [] if request.plan is None else ["--plan", request.plan]
    chosen = {
        "--bank": request.banks,
        "--topic": request.choices["topics"],
        "--level": request.choices["levels"],
        "--role": request.choices["roles"],
    }
    for option, values in chosen.items():
        for value in values:
            arguments += [option, value]
    words = shlex.join(["interview-sim", "start", *arguments, "--prefer", prefer])
    click.echo(f"Next: {visible(words, newlines=False)}", err=True)
