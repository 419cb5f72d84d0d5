"""What is looked for in an answer: terms, and the entries they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from interview_sim.matching.polarity import NOT, is_negator
from interview_sim.matching.stems import stem
from interview_sim.matching.text import read
from interview_sim.matching.topics import NO_TOPIC, Form

_EXTREMES = frozenset(map(stem, ("maximise", "minimise")))
"""Words for a direction that no other such word stands for."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One term of an entry: met by any of its forms."""

    forms: tuple[Form, ...]
    shown: str
    weight: float
    sign: int = 0
    """The direction it expresses itself."""
    bound: int = 0
    """The direction that the entry says it goes."""
    denied: bool = False
    strict: bool = False
    """Whether an author listed the alternatives, so that no synonyms are to be added."""
    any_word: bool = False
    """Whether any word for the same direction will do, if it is said of the same quantity."""
    begins: frozenset[str] = field(init=False, repr=False, compare=False)
    """The stems that its forms begin with: where an answer has none of them, it has no form."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "begins", frozenset(form[0] for form in self.forms))


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence to look for."""

    units: tuple[Unit, ...]
    spread: bool
    """Whether the units may stand in neighbouring sentences."""
    whole: float = 0.0
    """The weight of all units."""
    unless: tuple[Form, ...] = ()
    """Terms beside which, in the same sentence, it means something else."""
    topic: int = NO_TOPIC
    """Which of the things compared in the question it is about."""


@dataclass(frozen=True, slots=True)
class CompiledPoint:
    """A point or a claim made ready."""

    id: str
    entries: tuple[Entry, ...]
    statement: Entry
    """The words of the statement itself, spread."""


@lru_cache(maxsize=16_384)
def term_of(term: str) -> Form:
    """The stems of a term as it is written, in order and without articles.

    A "not" in it stands for any word that denies; a negator by itself only for itself.
    """
    text = read(term)
    kept = [at for at in range(len(text)) if not text.is_article(at)] or range(len(text))
    if len(kept) == 1:
        return (text.stems[kept[0]],)
    return tuple(NOT if is_negator(text.words[at]) else text.stems[at] for at in kept)


def entry_of(units: Sequence[Unit], *, spread: bool) -> Entry:
    """The entry that units make."""
    return Entry(units=tuple(units), spread=spread, whole=sum(unit.weight for unit in units))


def directions_of(statement: Entry) -> dict[Form, int]:
    """Where a statement says that its quantities go, by their terms."""
    return {form: unit.bound for unit in statement.units if unit.bound for form in unit.forms}


def inheriting(entry: Entry, directions: dict[Form, int]) -> Entry:
    """An entry that names no direction means that of the statement.

    "average … variance" stands for "averaging lowers variance", so "averaging raises
    variance" is not evidence for it.
    """
    if any(unit.sign or unit.bound for unit in entry.units):
        return entry
    units = tuple(
        replace(unit, bound=next((directions[f] for f in unit.forms if f in directions), 0))
        for unit in entry.units
    )
    return replace(entry, units=units)


def bound(units: list[Unit]) -> list[Unit]:
    """Bind each quantity of a list to the direction beside it: [low, bias, high, variance]."""
    if not units:
        return units
    before_first = units[0].sign != 0
    order = (-1, 1) if before_first else (1, -1)
    result: list[Unit] = []
    for at, unit in enumerate(units):
        bound = 0
        if not unit.sign:
            near = [units[at + d].sign for d in order if 0 <= at + d < len(units)]
            bound = next((sign for sign in near if sign), 0)
        result.append(replace(unit, bound=bound))
    return result


def opened(units: list[Unit]) -> list[Unit]:
    """Leave the word for a direction open where the entry says of what quantity it is."""
    signs = {unit.bound for unit in units} - {0}
    return [
        replace(unit, any_word=True)
        if unit.sign in signs and unit.forms[0][0] not in _EXTREMES
        else unit
        for unit in units
    ]
