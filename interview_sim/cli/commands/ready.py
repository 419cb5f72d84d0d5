"""`interview-sim ready`: how far one is with the topics of a plan."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import structs

from interview_sim.cli.choosing import Wish, chosen_plan, pool_options
from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.literal import visible

if TYPE_CHECKING:
    from datetime import datetime

    from interview_sim.progress.readiness import TopicReadiness
    from interview_sim.session.plan import Plan

_NUMBERS = 22
"""Cells of the columns `score`, `kept` and `today` together."""


@click.command(name="ready")
@pool_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    /,
    *,
    plan_name: str | None,
    banks: tuple[str, ...],
    as_json: bool,
    **choices: Any,
) -> None:
    """Say how far you are with each topic of a plan, and what to do next."""
    from interview_sim.progress.readiness import readiness
    from interview_sim.progress.schedule import Schedule
    from interview_sim.session.wishes import for_drawing

    wish = Wish(plan_name, banks, choices)
    context.banks = wish.bank_paths
    services = context.services()
    plan = for_drawing(chosen_plan(services, wish), services.settings)
    now = services.clock.now()
    outlines = [loaded.outline for loaded in services.catalogue.banks]
    topics = readiness(plan, outlines, Schedule.of(services.history()), now)
    if as_json:
        report = _report(plan, topics, now)
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2))
        return
    for line in _table(topics):
        click.echo(line)
    for line in _words(plan, topics, wish):
        click.echo(line, err=True)


def _report(plan: Plan, topics: Sequence[TopicReadiness], now: datetime) -> dict[str, Any]:
    from interview_sim.progress.readiness import ENOUGH
    from interview_sim.session.stamp import stamp

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


def _table(topics: Sequence[TopicReadiness]) -> Iterator[str]:
    from interview_sim.wrapping import cells

    names = [visible(topic.topic, newlines=False) or "(none)" for topic in topics]
    wide = max(map(cells, ["topic", *names]))
    yield (
        f"{'topic':{wide}}  {'questions':>9}  answers  {'score':>6}  {'kept':>6}  {'today':>6}"
        "  due  next"
    )
    for name, topic in zip(names, topics, strict=True):
        answered = f"{topic.answered} of {topic.questions}"
        yield (
            f"{name}{' ' * (wide - cells(name))}  {answered:>9}  {topic.answers:>7}"
            f"  {_numbers(topic)}  {topic.due:>3}  {topic.next_step}"
        )


def _numbers(topic: TopicReadiness) -> str:
    if topic.score is None or topic.retention is None or topic.today is None:
        return f"{'not answered yet':>{_NUMBERS}}"
    if not topic.is_enough:
        return f"{'too early to tell':>{_NUMBERS}}"
    kept = f"{topic.retention:.0%}"
    return f"{topic.score:>6.0f}  {kept:>6}  {topic.today:>6.0f}"


def _words(plan: Plan, topics: Sequence[TopicReadiness], wish: Wish) -> Iterator[str]:
    from interview_sim.progress.readiness import ENOUGH

    count = sum(topic.questions for topic in topics)
    noun = "question" if count == 1 else "questions"
    yield f"{visible(plan.title, newlines=False)}: {count} {noun}."
    yield (
        f"score: the latest answers. kept: the chance that they are still there, by FSRS. "
        f"today: both together.\nBelow {ENOUGH} answers on a topic it is too early to tell."
    )
    if any(topic.due for topic in topics):
        yield f"Next: {_start(wish, 'due')}"
    elif any(topic.fresh for topic in topics):
        yield f"Next: {_start(wish, 'fresh')}"


def _start(wish: Wish, prefer: str) -> str:
    """The command that draws from the same questions."""
    arguments = [] if wish.plan is None else ["--plan", wish.plan]
    chosen = {
        "--bank": wish.banks,
        "--topic": wish.choices["topics"],
        "--level": wish.choices["levels"],
        "--role": wish.choices["roles"],
    }
    for option, values in chosen.items():
        for value in values:
            arguments += [option, value]
    words = shlex.join(["interview-sim", "start", *arguments, "--prefer", prefer])
    return visible(words, newlines=False)
