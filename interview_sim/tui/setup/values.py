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
_MAX_SEED = 999_999_999


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would come of a plan."""

    can_start: bool
    words: str
    doubts: str = ""
    """What is likely not meant, or why nothing can start."""


def fields(plan: Plan, banks: Sequence[Bank], *, role_from: str = "") -> list[Row]:
    """All values of a plan that can be changed, topics last.

    Args:
        plan: The plan as it would be used.
        banks: The banks that questions are drawn from.
        role_from: Where the role comes from, if not from the plan.
    """
    by_time = "as the banks say" if plan.question_time is None else duration(plan.question_time)
    rated = "after each" if plan.rate is Rate.EACH else "at the end"
    listed = [
        Row("questions", "questions", str(plan.questions)),
        Row("minutes", "minutes", number(plan.minutes)),
        Row("follow_ups", "follow-ups", _up_to(plan.follow_ups)),
        Row("mode", "mode", _MODE_WORDS[plan.mode]),
        Row("reading", "reading time", f"{number(plan.reading)} s" if plan.reading else "none"),
        Row("question_time", "answer time", by_time),
        Row("levels", "level", " + ".join(plan.levels) or "any"),
        Row("roles", "role", f"{one_line(', '.join(plan.roles))}{role_from}" or "any"),
        Row("banks", "banks", one_line(", ".join(plan.banks)) or "all"),
        Row("rate", "rate yourself", rated),
        Row("prefer", "draw first", _prefer_words(plan)),
        Row("seed", "seed", "new each time" if plan.seed is None else str(plan.seed)),
    ]
    return listed + _topic_fields(plan, banks)


_MODE_WORDS = {Mode.INTERVIEW: "interview", Mode.PRACTICE: "practice"}
_PREFER_WORDS = {
    Prefer.ANY: "any",
    Prefer.FRESH: "fresh ones",
    Prefer.WEAK: "weak ones",
    Prefer.DUE: "due ones",
}


def _prefer_words(plan: Plan) -> str:
    words = _PREFER_WORDS[plan.prefer]
    return words if plan.seed is None else f"{words} (not with a seed)"


def _up_to(count: int) -> str:
    return f"up to {count} each" if count else "none"


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
    step = _STEPS.get(field)
    return _own(plan, **step(plan, by, banks)) if step else plan


def typed(plan: Plan, field: str, digits: str) -> Plan:
    """The plan with one value as typed; what is out of range is brought to the nearest."""
    limits = _LIMITS.get(field)
    if limits is None:
        return plan
    if not digits:
        return _own(plan, seed=None) if field == "seed" else plan
    return _own(plan, **{field: max(limits[0], min(limits[1], int(digits)))})


_LIMITS = {
    "questions": (1, 500),
    "minutes": (1, 1440),
    "follow_ups": (0, 10),
    "reading": (0, 600),
    "seed": (0, _MAX_SEED),
}


def _own(plan: Plan, **changes: object) -> Plan:
    """A changed plan is no longer the one whose name it had."""
    changed: Plan = replace(plan, **changes)
    if changed == plan or set(changes) == {"seed"}:
        return changed
    return replace(changed, name="custom", title="Your own choice", description="")


Step = Callable[[Plan, int, Sequence[Bank]], dict[str, object]]


def _number(field: str, size: int) -> Step:
    low, high = _LIMITS[field]

    def step(plan: Plan, by: int, _banks: Sequence[Bank]) -> dict[str, object]:
        return {field: max(low, min(high, getattr(plan, field) + by * size))}

    return step


def _one_of(field: str, choices: Callable[[Sequence[Bank]], Sequence[object]]) -> Step:
    def step(plan: Plan, by: int, banks: Sequence[Bank]) -> dict[str, object]:
        return {field: neighbour(getattr(plan, field), choices(banks), by)}

    return step


def _roles(banks: Sequence[Bank]) -> list[tuple[str, ...]]:
    found = {role for bank in banks for question in bank.questions for role in question.roles}
    return [(), *((role,) for role in sorted(found))]


def _banks(banks: Sequence[Bank]) -> list[tuple[str, ...]]:
    return [(), *((bank.id,) for bank in banks)]


def _seed(plan: Plan, by: int, _banks: Sequence[Bank]) -> dict[str, object]:
    return {"seed": max(0, min(_MAX_SEED, (plan.seed or 0) + by))}


_STEPS: dict[str, Step] = {
    "questions": _number("questions", 1),
    "minutes": _number("minutes", 5),
    "follow_ups": _number("follow_ups", 1),
    "reading": _number("reading", 5),
    "mode": _one_of("mode", lambda _: tuple(Mode)),
    "rate": _one_of("rate", lambda _: tuple(Rate)),
    "question_time": _one_of("question_time", lambda _: _TIMES),
    "levels": _one_of("levels", lambda _: _LEVELS),
    "roles": _one_of("roles", _roles),
    "banks": _one_of("banks", _banks),
    "prefer": _one_of("prefer", lambda _: tuple(Prefer)),
    "seed": _seed,
}


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
