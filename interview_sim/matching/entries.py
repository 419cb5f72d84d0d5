"""What is looked for in an answer: terms, and the entries they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from interview_sim.matching.lexicon import BARE_WORDS, PHRASE_WORDS
from interview_sim.matching.polarity import NOT, is_negator
from interview_sim.matching.stems import stem
from interview_sim.matching.text import read
from interview_sim.matching.topics import NO_TOPIC, Form

_EXTREMES = frozenset(map(stem, ("maximise", "minimise")))
"""Words for a direction that no other such word stands for."""


class Denial(Enum):
    """How an entry wants its units to be meant."""

    AS_MARKED = "as marked"
    """Each unit as in the entry itself."""
    SOME = "some"
    """At least one of them denied."""
    EITHER = "either"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence to look for."""

    units: tuple[Unit, ...]
    spread: bool
    """Whether the units may stand in neighbouring sentences."""
    denial: Denial = Denial.AS_MARKED
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
    """The stems of a term of a list, with the "not" and the small words that matter in it."""
    text = read(term)
    if not any(text.content):
        return tuple(text.stems)
    words = list(zip(text.words, text.stems, text.content, strict=True))
    kept = [word for word in words if word[2] or word[0] in PHRASE_WORDS or is_negator(word[0])]
    if len(kept) == 1:
        # "other loss" must not come down to "loss".
        kept = [word for word in words if word[2] or word[0] not in BARE_WORDS]
    return tuple(NOT if is_negator(word) else stemmed for word, stemmed, _ in kept)


def words_of(term: str) -> Form:
    """All the words of a term, small ones too."""
    text = read(term)
    words = zip(text.words, text.stems, strict=True)
    return tuple(NOT if is_negator(word) else stemmed for word, stemmed in words)


def entry_of(units: Sequence[Unit], *, spread: bool, denial: Denial) -> Entry:
    """The entry that units make."""
    return Entry(
        units=tuple(units),
        spread=spread,
        denial=denial,
        whole=sum(unit.weight for unit in units),
    )


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
