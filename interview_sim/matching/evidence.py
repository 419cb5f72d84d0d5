"""The best place in an answer for one entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_sim.matching.compiled import Denial, Entry, Unit
from interview_sim.matching.polarity import Mark
from interview_sim.matching.reading import Hit, Reading

_SPREAD_SENTENCES = 1
_SPREAD_WORDS = 60
_FEW_SIGNS = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of an entry in one place."""

    share: float
    """Weight found over weight asked, 0..1."""
    found: tuple[tuple[Unit, Hit], ...]
    missing: tuple[Unit, ...]
    opposed: bool
    """Whether it is denied, set apart, or said of the other direction."""
    soup: bool
    """Whether it stands in a mere list of keywords."""

    @property
    def is_whole(self) -> bool:
        """Whether every unit was found."""
        return not self.missing

    @property
    def width(self) -> int:
        """How many tokens it spreads over."""
        if not self.found:
            return 0
        return max(h.last for _, h in self.found) - min(h.first for _, h in self.found)

    @property
    def rank(self) -> tuple[bool, float, int]:
        """What makes one place better than another: unopposed, fuller, closer together."""
        clean = not (self.opposed or self.soup)
        return clean and self.is_whole, self.share * (1.0 if clean else 0.5), -self.width


def matches(entry: Entry, reading: Reading) -> Iterator[Match]:
    """Every place that holds some of an entry's units."""
    events = (
        sorted(
            (hit.first, hit.last, number, hit)
            for number, unit in enumerate(entry.units)
            for hit in reading.of(unit)
        )
        if entry.whole > 0
        else []
    )
    for start in range(len(events)):
        chosen = _from(entry, reading, events, start)
        yield _match(entry, reading, chosen)


def best(entry: Entry, reading: Reading) -> Match | None:
    """The best place for an entry, None where nothing of it was found."""
    return max(matches(entry, reading), key=lambda match: match.rank, default=None)


def _from(
    entry: Entry,
    reading: Reading,
    events: list[tuple[int, int, int, Hit]],
    start: int,
) -> dict[int, Hit]:
    """The first hit of each unit from one on, as far as the entry may reach."""
    sentences = reading.text.sentences
    first = events[start][0]
    sentence = sentences[first]
    if entry.spread:
        reach, last_sentence = _SPREAD_WORDS, sentence + _SPREAD_SENTENCES
    else:
        reach, last_sentence = len(entry.units) * 2 + reading.tuning.phrase_slack, sentence
    chosen: dict[int, Hit] = {}
    for at in range(start, len(events)):
        position, last, number, hit = events[at]
        if last - first > reach or sentences[position] > last_sentence:
            break
        chosen.setdefault(number, hit)
        if len(chosen) == len(entry.units):
            break
    return chosen


def _match(entry: Entry, reading: Reading, chosen: dict[int, Hit]) -> Match:
    found = tuple((entry.units[number], chosen[number]) for number in sorted(chosen))
    missing = tuple(u for number, u in enumerate(entry.units) if number not in chosen)
    weight = sum(unit.weight * hit.quality for unit, hit in found)
    if not missing:
        weight = entry.whole
    return Match(
        share=weight / entry.whole,
        found=found,
        missing=missing,
        opposed=_opposed(entry, reading, found),
        soup=_is_soup(reading, found),
    )


def _is_soup(reading: Reading, found: tuple[tuple[Unit, Hit], ...]) -> bool:
    return all(reading.soup[hit.first] for _, hit in found)


def _opposed(entry: Entry, reading: Reading, found: tuple[tuple[Unit, Hit], ...]) -> bool:
    for unit, hit in found:
        if unit.bound and reading.direction(hit.last) * unit.bound < 0:
            return True
    if entry.denial is Denial.EITHER:
        return False
    denied = [reading.marks[hit.last] is not Mark.PLAIN for _, hit in found]
    if entry.denial is Denial.SOME:
        return not any(denied)
    wrong = 0
    for (unit, _), is_denied in zip(found, denied, strict=True):
        if is_denied != unit.denied:
            if unit.sign:
                return True
            wrong += 1
    return wrong > 0 and wrong * 2 >= len(found)
