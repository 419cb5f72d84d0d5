"""The setup screen's values: what may be chosen, how a key changes it, and the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from interview_sim.bank.model import Bank, Kind, Level
from interview_sim.bank.terms import topic_words
from interview_sim.session.draw import expected_seconds, pool, unknown_names
from interview_sim.session.plan import Mode, Plan, Prefer, Rate, Style
from interview_sim.tui.present import about_minutes, duration, many, minutes, number, one_line
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
_SHORT_TIMES: tuple[float | None, ...] = (None, 30.0, 45.0, 60.0, 75.0, 90.0, 120.0, 180.0)
_PREFER = {
    Prefer.ANY: "any",
    Prefer.FRESH: "fresh ones",
    Prefer.WEAK: "weak ones",
    Prefer.DUE: "due ones",
}
_RATE = {Rate.EACH: "after each answer", Rate.END: "at the end"}
_REVEAL = {Rate.EACH: "after each question", Rate.END: "at the end"}
_STYLE = {
    Style.KIND: "kind",
    Style.NEUTRAL: "neutral",
    Style.TOUGH: "tough, pushes back",
}


def _or_none(value: float, words: str) -> str:
    return words.format(number(value)) if value else "none"


def _answer_time(seconds: float | None) -> str:
    return "as the banks say" if seconds is None else duration(seconds)


def _roles(banks: Sequence[Bank]) -> list[tuple[str, ...]]:
    found = {role for bank in banks for question in bank.questions for role in question.roles}
    return [(), *((role,) for role in sorted(found))]


def _kinds(banks: Sequence[Bank]) -> list[tuple[Kind, ...]]:
    found = {question.kind for bank in banks for question in bank.questions}
    return [(), *((kind,) for kind in Kind if kind in found)]


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
    "follow_up_time": Value(
        "follow-up time", lambda p: _answer_time(p.follow_up_time), lambda _: _SHORT_TIMES
    ),
    "style": Value("interviewer", lambda p: _STYLE[p.style], lambda _: tuple(Style)),
    "levels": Value("level", lambda p: " + ".join(p.levels) or "any", lambda _: _LEVELS),
    "roles": Value("role", lambda p: one_line(", ".join(p.roles)), _roles),
    "banks": Value(
        "banks",
        lambda p: one_line(", ".join(p.banks)) or "all",
        lambda banks: [(), *((bank.id,) for bank in banks)],
    ),
    "kinds": Value("kind", lambda p: " + ".join(p.kinds) or "any", _kinds),
    "rate": Value(
        "rate yourself",
        # What is revealed is rated before.
        lambda p: _RATE[Rate.EACH if p.reveal is Rate.EACH else p.rate],
        lambda _: tuple(Rate),
    ),
    "reveal": Value("model answers", lambda p: _REVEAL[p.reveal], lambda _: tuple(Rate)),
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
        listed.append(Row(TOPIC + topic, f"{sign} {one_line(topic_words(topic))}", words))
    return listed


def stepped(plan: Plan, field: str, by: int, banks: Sequence[Bank]) -> Plan:
    """The plan with one value changed to its neighbour."""
    if field.startswith(TOPIC):
        return _own(plan, topics=_toggled(plan, field.removeprefix(TOPIC), banks))
    value, now = VALUES[field], getattr(plan, field)
    if field == "rate" and plan.reveal is Rate.EACH:
        return _own(plan, rate=Rate.END, reveal=Rate.END)
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
    unknown = unknown_names(plan, banks)
    if not candidates:
        why = (
            unknown[0] if unknown else "Nothing matches: widen topics, level, role, kind or banks."
        )
        return Outlook(False, f"0 of {many(total, 'question')} match", why)
    seconds = expected_seconds(plan, candidates)
    words = (
        f"{len(candidates)} of {many(total, 'question')} match · {_length(plan, seconds)} · {seed}"
    )
    return Outlook(True, words, " ".join((*unknown[:1], *_doubts(plan, len(candidates), seconds))))


def _length(plan: Plan, seconds: float) -> str:
    """About how long it takes; where the session's clock is strict, of how long it may take."""
    if plan.mode is Mode.PRACTICE:
        return about_minutes(seconds)
    most = minutes(plan.total_seconds / 60)
    if seconds >= plan.total_seconds:
        return f"all of the {most}"
    return f"about {max(1, round(seconds / 60))} of {most}"


def _doubts(plan: Plan, matching: int, seconds: float) -> Iterator[str]:
    if matching < plan.questions:
        only = "only 1 question matches" if matching == 1 else f"only {matching} questions match"
        yield f"You want {plan.questions}, but {only}: no question comes twice."
    elif plan.mode is Mode.INTERVIEW and seconds > plan.total_seconds:
        full = minutes(round(seconds / 60))
        yield f"Full answers take {full}; time may run out before the last question."
