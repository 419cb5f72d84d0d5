"""The setup screen's values: what may be chosen, how a key changes it, and the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from interview_sim.bank.model import Bank, Level
from interview_sim.session.draw import expected_seconds, pool
from interview_sim.session.plan import Mode, Plan, Prefer, Rate
from interview_sim.tui.present import about_minutes, duration, many, number, one_line
from interview_sim.tui.widgets.lists import Row, neighbour

TOPIC = "topic:"
"""Prefix of the ids of topic fields."""

_LEVELS: tuple[tuple[Level, ...], ...] = (
    (),
    (Level.CORE,),
    (Level.INTERMEDIATE,),
    (Level.ADVANCED,),
    (Level.CORE, Level.INTERMEDIATE),
    (Level.INTERMEDIATE, Level.ADVANCED),
)
_TIMES: tuple[float | None, ...] = (None, 60.0, 90.0, 120.0, 180.0, 240.0, 300.0, 420.0, 600.0)
_PREFER = {
    Prefer.ANY: "any",
    Prefer.FRESH: "fresh ones",
    Prefer.WEAK: "weak ones",
    Prefer.DUE: "due ones",
}
_RATE = {Rate.EACH: "after each", Rate.END: "at the end"}


def _or_none(value: float, words: str) -> str:
    return words.format(number(value)) if value else "none"


def _answer_time(seconds: float | None) -> str:
    return "as the banks say" if seconds is None else duration(seconds)


def _roles(banks: Sequence[Bank]) -> list[tuple[str, ...]]:
    found = {role for bank in banks for question in bank.questions for role in question.roles}
    return [(), *((role,) for role in sorted(found))]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would come of a plan."""

    can_start: bool
    words: str
    doubts: str = ""
    """What is likely not meant, or why nothing can start."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a plan: a number between its limits, or one of some options."""

    title: str
    words: Callable[[Plan], str]
    options: Callable[[Sequence[Bank]], Sequence[object]] | None = None
    low: int = 0
    high: int = 0
    step: int = 1
    """By which an arrow changes a number."""


VALUES = {
    "questions": Value("questions", lambda p: str(p.questions), low=1, high=500),
    "minutes": Value("minutes", lambda p: number(p.minutes), low=1, high=1440, step=5),
    "follow_ups": Value("follow-ups", lambda p: _or_none(p.follow_ups, "up to {} each"), high=10),
    "mode": Value("mode", lambda p: p.mode.value, lambda _: tuple(Mode)),
    "reading": Value("reading time", lambda p: _or_none(p.reading, "{} s"), high=600, step=5),
    "question_time": Value(
        "answer time", lambda p: _answer_time(p.question_time), lambda _: _TIMES
    ),
    "levels": Value("level", lambda p: " + ".join(p.levels) or "any", lambda _: _LEVELS),
    "roles": Value("role", lambda p: one_line(", ".join(p.roles)), _roles),
    "banks": Value(
        "banks",
        lambda p: one_line(", ".join(p.banks)) or "all",
        lambda banks: [(), *((bank.id,) for bank in banks)],
    ),
    "rate": Value("rate yourself", lambda p: _RATE[p.rate], lambda _: tuple(Rate)),
    "prefer": Value(
        "draw first",
        lambda p: _PREFER[p.prefer] + ("" if p.seed is None else " (not with a seed)"),
        lambda _: tuple(Prefer),
    ),
    "seed": Value(
        "seed", lambda p: "new each time" if p.seed is None else str(p.seed), high=999_999_999
    ),
}


def fields(plan: Plan, banks: Sequence[Bank], *, role_from: str = "") -> list[Row]:
    """All values of a plan that can be changed, topics last.

    Args:
        plan: The plan as it would be used.
        banks: The banks that questions are drawn from.
        role_from: Where the role comes from, if not from the plan.
    """
    words = {name: value.words(plan) for name, value in VALUES.items()}
    words["roles"] = f"{words['roles']}{role_from}" or "any"
    rows = [Row(name, value.title, words[name]) for name, value in VALUES.items()]
    return rows + _topic_fields(plan, banks)


def _topic_fields(plan: Plan, banks: Sequence[Bank]) -> list[Row]:
    """Every topic with how many questions it has once the other values are met."""
    counts = Counter(c.question.topic for c in pool(replace(plan, topics=()), banks))
    for topic in plan.topics:
        counts.setdefault(topic, 0)
    listed = []
    for topic in sorted(counts):
        sign = "[x]" if not plan.topics or topic in plan.topics else "[ ]"
        words = many(counts[topic], "question")
        listed.append(Row(TOPIC + topic, f"{sign} {one_line(topic)}", words))
    return listed


def stepped(plan: Plan, field: str, by: int, banks: Sequence[Bank]) -> Plan:
    """The plan with one value changed to its neighbour."""
    if field.startswith(TOPIC):
        return _own(plan, topics=_toggled(plan, field.removeprefix(TOPIC), banks))
    value, now = VALUES[field], getattr(plan, field)
    if value.options is not None:
        return _own(plan, **{field: neighbour(now, value.options(banks), by)})
    return _own(plan, **{field: _within(value, (now or 0) + by * value.step)})


def typed(plan: Plan, field: str, digits: str) -> Plan:
    """The plan with one value as typed; what is out of range is brought to the nearest."""
    value = VALUES.get(field)
    if value is None or not value.high:
        return plan
    if not digits:
        return _own(plan, seed=None) if field == "seed" else plan
    return _own(plan, **{field: _within(value, int(digits))})


def _within(value: Value, number: float) -> float:
    return max(value.low, min(value.high, number))


def _own(plan: Plan, **changes: object) -> Plan:
    """A changed plan is no longer the one whose name it had."""
    changed: Plan = replace(plan, **changes)
    if changed == plan or set(changes) == {"seed"}:
        return changed
    return replace(changed, name="custom", title="Your own choice", description="")


def _toggled(plan: Plan, topic: str, banks: Sequence[Bank]) -> tuple[str, ...]:
    """The topics with one switched; no restriction at all is kept as an empty tuple."""
    everything = [
        field.id.removeprefix(TOPIC) for field in _topic_fields(replace(plan, topics=()), banks)
    ]
    chosen = set(plan.topics)
    if not plan.topics:
        # From "all", the first key press picks this one out, which is what is meant most often.
        return (topic,)
    chosen ^= {topic}
    return () if chosen.issuperset(everything) else tuple(sorted(chosen))


def outlook(plan: Plan, banks: Sequence[Bank]) -> Outlook:
    """How many questions match, how long it takes, and what is wrong with that."""
    candidates = pool(plan, banks)
    total = sum(len(bank.questions) for bank in banks)
    seed = "a new seed" if plan.seed is None else f"seed {plan.seed}"
    if not candidates:
        return Outlook(
            False,
            f"0 of {many(total, 'question')} match",
            "Nothing to ask: widen topics, level, role or banks.",
        )
    seconds = expected_seconds(plan, candidates)
    words = (
        f"{len(candidates)} of {many(total, 'question')} match · {about_minutes(seconds)} · {seed}"
    )
    return Outlook(True, words, _doubts(plan, len(candidates), seconds))


def _doubts(plan: Plan, matching: int, seconds: float) -> str:
    if matching < plan.questions:
        only = "only 1 question matches" if matching == 1 else f"only {matching} questions match"
        return f"You want {plan.questions}, but {only}: no question comes twice."
    if plan.mode is Mode.INTERVIEW and seconds > plan.total_seconds * 1.15:
        return (
            f"If every answer takes its full time, the session ends at {number(plan.minutes)} "
            "minutes, before the last question."
        )
    return ""
