"""The setup screen's values: what may be chosen, how a key changes it, and the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from interview_sim.bank.model import Bank, Kind, Level
from interview_sim.bank.terms import topic_words
from interview_sim.session.draw import expected_seconds, in_topic, pool, unknown_names
from interview_sim.session.plan import Mode, Plan, Prefer, Rate, Style
from interview_sim.tui.present import about_minutes, duration, many, minutes, number, one_line
from interview_sim.tui.widgets.lists import Row, neighbour

TOPIC = "topic:"
BANK = "bank:"
"""Prefixes of the ids of what is ticked."""

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
    Prefer.REVIEW: "due, then weak ones",
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
    "banks": Value("banks", lambda _: ""),
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
        lambda p: _PREFER[p.prefer] if p.seed is None else "any, with a seed",
        lambda _: tuple(Prefer),
    ),
    "seed": Value(
        "seed", lambda p: "new each time" if p.seed is None else str(p.seed), high=999_999_999
    ),
}


_ROUNDS = "rounds"
_OF_A_ROUND = {"questions", "minutes", "kinds"}
"""What each round of a plan in rounds has of its own; only its file changes that."""


def fields(plan: Plan, banks: Sequence[Bank], *, role_from: str = "") -> list[Row]:
    """All values of a plan that can be changed; banks and topics, which are ticked, last.

    Args:
        plan: The plan as it would be used.
        banks: The banks that questions are drawn from.
        role_from: Where the role comes from, if not from the plan.
    """
    return _rows(plan, banks, role_from) + _ticks(plan, banks)


def room(plans: Iterable[Plan], banks: Sequence[Bank]) -> list[Row]:
    """Rows at least as wide as those of these plans and of one on any bank alone.

    What each of them draws is not looked at.
    """
    every = Counter(question.topic for bank in banks for question in bank.questions)
    rows = [_tick("", "", True, 0)]
    for bank in banks:
        rows.append(Row("banks", VALUES["banks"].title, one_line(bank.title)))
        rows.append(_tick(BANK + bank.id, bank.title, True, len(bank.questions)))
    rows += [_tick(TOPIC + topic, topic_words(topic), True, n) for topic, n in every.items()]
    for plan in plans:
        rows += _rows(plan, banks)
        rows += [_nowhere(topic) for topic in plan.topics if topic not in every]
    return rows


def _rows(plan: Plan, banks: Sequence[Bank], role_from: str = "") -> list[Row]:
    words = {name: value.words(plan) for name, value in VALUES.items()}
    words["roles"] = f"{words['roles']}{role_from}" or "any"
    words["banks"] = _bank_words(plan, banks)
    rows = [Row(name, value.title, words[name]) for name, value in VALUES.items()]
    if plan.rounds:
        rows = [row for row in rows if row.id not in _OF_A_ROUND]
        rows.insert(0, Row(_ROUNDS, "rounds", f"{len(plan.rounds)}, with breaks"))
    return rows


def _bank_words(plan: Plan, banks: Sequence[Bank]) -> str:
    if not plan.banks:
        return "all"
    if len(plan.banks) > 1:
        return f"{len(plan.banks)} of {len(banks)}"
    titles = {bank.id: bank.title for bank in banks}
    return one_line(titles.get(plan.banks[0], plan.banks[0]))


def _ticks(plan: Plan, banks: Sequence[Bank]) -> list[Row]:
    """Every bank with how many of its questions fit, and the topics of those that were picked.

    So the list stays short however many banks there are, and a topic stands below its bank.
    """
    listed = []
    of_banks = Counter(c.bank.id for c in pool(replace(plan, banks=()), banks))
    topics = _topics(plan, banks)
    for bank in banks:
        is_on = not plan.banks or bank.id in plan.banks
        listed.append(_tick(BANK + bank.id, bank.title, is_on, of_banks[bank.id]))
        for topic, (count, first) in topics.items():
            if first == bank.id:
                is_on = not plan.topics or topic in plan.topics
                listed.append(_tick(TOPIC + topic, topic_words(topic), is_on, count))
    known = {bank.id for bank in banks}
    return listed + [_nowhere(topic) for topic, (_, at) in topics.items() if at not in known]


def _tick(name: str, title: str, is_on: bool, count: int) -> Row:
    indent = "    " if name.startswith(TOPIC) else ""
    sign = "[x]" if is_on else "[ ]"
    words = many(count, "question")
    return Row(name, f"{indent}{sign} {one_line(title)}", words, is_wide=True)


def _nowhere(topic: str) -> Row:
    return Row(TOPIC + topic, f"[x] {one_line(topic)}", many(0, "question"))


def _topics(plan: Plan, banks: Sequence[Bank]) -> dict[str, tuple[int, str]]:
    """The topics to be ticked, each with how many questions fit, and its first bank.

    They are those of the banks that were picked, or of the only one, and those that were ticked.
    """
    picked = plan.banks or (tuple(bank.id for bank in banks) if len(banks) == 1 else ())
    found: dict[str, tuple[int, str]] = {}
    for candidate in pool(replace(plan, topics=()), banks):
        topic, bank = candidate.question.topic, candidate.bank.id
        if bank in picked or topic in plan.topics:
            count, first = found.get(topic, (0, bank))
            found[topic] = (count + 1, first)
    for topic in plan.topics:
        found.setdefault(topic, (0, ""))
    return dict(sorted(found.items()))


def stepped(plan: Plan, field: str, by: int, banks: Sequence[Bank]) -> Plan:
    """The plan with one value changed to its neighbour."""
    if field.startswith(TOPIC):
        topic = field.removeprefix(TOPIC)
        return _own(plan, topics=_toggled(plan.topics, topic, _topics(plan, banks)))
    if field.startswith(BANK):
        ids = [bank.id for bank in banks]
        return _of_banks(plan, _toggled(plan.banks, field.removeprefix(BANK), ids), banks)
    if field == _ROUNDS:
        return plan
    value, now = VALUES[field], getattr(plan, field)
    if field == "rate" and plan.reveal is Rate.EACH:
        return _own(plan, rate=Rate.END, reveal=Rate.END)
    if field == "banks":
        return _of_banks(plan, neighbour(plan.banks, [(), *((b.id,) for b in banks)], by), banks)
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


def _toggled(ticked: Sequence[str], one: str, all_of_them: Iterable[str]) -> tuple[str, ...]:
    """What is ticked with one switched; no restriction at all is kept as an empty tuple."""
    if not ticked:
        # From "all", the first key press picks this one out, which is what is meant most often.
        return (one,)
    chosen = {*ticked} ^ {one}
    return () if chosen.issuperset(all_of_them) else tuple(sorted(chosen))


def _of_banks(plan: Plan, chosen: tuple[str, ...], banks: Sequence[Bank]) -> Plan:
    """The plan with these banks, and with those of its topics that they have."""
    has = [q.topic for b in banks if not chosen or b.id in chosen for q in b.questions]
    topics = (wanted for wanted in plan.topics if any(in_topic(topic, wanted) for topic in has))
    return _own(plan, banks=chosen, topics=tuple(topics))


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
