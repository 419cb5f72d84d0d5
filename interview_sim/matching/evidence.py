"""The best place in an answer for one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_sim.matching.entries import Entry, Unit
from interview_sim.matching.lexicon import POINTERS
from interview_sim.matching.reading import Hit, Reading
from interview_sim.matching.text import Text
from interview_sim.matching.topics import NO_TOPIC

_SPREAD_SENTENCES = 1
_SPREAD_WORDS = 60
_LEAST_STATED = 4
"""Words of a clause that may be a statement of its own."""
_BEFORE_SUBJECTS = frozenset({"and", "while", "whereas", "the", "a", "an"})

Found = tuple[tuple[Unit, Hit], ...]
Event = tuple[int, int, int, Hit]
"""First token, last token, number of the unit, and the hit itself."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some of an entry's units close enough together, not yet judged."""

    share: float
    """Weight found over weight asked, 0..1."""
    width: int
    """How many tokens it spreads over."""
    chosen: dict[int, Hit]
    """The hit of each unit that was found, by its number."""
    far: bool = False
    """Whether it takes more than one sentence, or a long stretch of one."""

    @property
    def order(self) -> tuple[float, bool, int]:
        """Fuller first, then in one sentence, then closer together."""
        return -self.share, self.far, self.width


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of an entry in one cluster."""

    share: float
    width: int
    found: Found
    missing: tuple[Unit, ...]
    opposed: bool
    """Whether it is denied, set apart, or said of the other direction."""
    mixed: bool
    """Whether a lesser part of it is denied."""
    loose: bool
    """Whether the word for the direction is there, and said of something else."""
    astray: bool
    """Whether some other word for the direction is there, and said of something else."""
    soup: bool
    """Whether it stands in a mere list of keywords."""
    off_topic: bool = False
    """Whether it is said of another of the things that the question compares."""
    far: bool = False
    """Whether it takes more than one sentence, or a long stretch of one."""

    @property
    def is_whole(self) -> bool:
        """Whether every unit was found."""
        return not self.missing

    @property
    def is_apart(self) -> bool:
        """Whether the words are there and do not stand together."""
        return self.loose or self.astray or self.far

    @property
    def is_clean(self) -> bool:
        """Whether it is said plainly."""
        return not (self.opposed or self.soup or self.loose or self.astray or self.off_topic)

    @property
    def worth(self) -> float:
        """The share, less where it is not said plainly."""
        return self.share if self.is_clean else 0.5 * self.share


def clusters(entry: Entry, reading: Reading) -> list[Cluster]:
    """Where some of an entry's units stand together, best first."""
    found = _everywhere(entry, reading)
    others = _unless(entry, reading) if found else []
    if others:
        found = [each for each in found if _beside(entry, reading, each, others) is None]
    return found


def _unless(entry: Entry, reading: Reading) -> list[Hit]:
    """Where an answer has what makes an entry something else."""
    return [hit for form in entry.unless for hit in reading.plain(form)]


def set_aside(entry: Entry, reading: Reading) -> tuple[Match, Hit] | None:
    """Where all of an entry stands beside a word that makes it something else, with that word."""
    others = _unless(entry, reading)
    if not others or not all(reading.of(unit) for unit in entry.units):
        return None
    for cluster in _everywhere(entry, reading):
        if len(cluster.chosen) < len(entry.units):
            break
        word = _beside(entry, reading, cluster, others)
        match = judged(entry, reading, cluster)
        # What is denied is no less there; what is scattered, listed or said of another thing is.
        if word is not None and (match.is_clean or match.opposed):
            return match, word
    return None


def _everywhere(entry: Entry, reading: Reading) -> list[Cluster]:
    """Where some of an entry's units stand together, whatever stands beside them; best first."""
    if entry.whole <= 0:
        return []
    events = [
        (hit.first, hit.last, number, hit)
        for number, unit in enumerate(entry.units)
        for hit in reading.of(unit)
        if not hit.is_bare or _governs(hit, number, entry, reading)
    ]
    # Of terms that begin at one word the shortest comes last, for it makes the closest start.
    events.sort(key=lambda event: (event[0], -event[1], event[2]))
    found = [
        _cluster(entry, reading, events, start)
        for start in range(len(events))
        # The same unit again, with nothing in between, makes a closer start.
        if len(entry.units) == 1
        or start + 1 == len(events)
        or events[start + 1][2] != events[start][2]
    ]
    return sorted(found, key=lambda cluster: cluster.order)


def _governs(negator: Hit, number: int, entry: Entry, reading: Reading) -> bool:
    """Whether a negator that is a term by itself denies another term of its entry."""
    return any(
        negator.first in reading.meant.governors[hit.first : hit.last + 1]
        for other, unit in enumerate(entry.units)
        if other != number
        for hit in reading.of(unit)
    )


def _beside(entry: Entry, reading: Reading, cluster: Cluster, others: Sequence[Hit]) -> Hit | None:
    """Which of the others, in its sentence and up to a semicolon, makes it something else."""
    text = reading.text
    hits = cluster.chosen.values()
    said = {text.sentences[hit.first] for hit in hits}
    first, last = min(hit.first for hit in hits), max(hit.last for hit in hits)
    asked = {at for hit in hits for at in hit.negators}
    clauses = {text.clauses[hit.last] for hit in hits}
    governed = {by for hit in hits for by in reading.meant.governors[hit.first : hit.last + 1]}
    for hit in others:
        if text.sentences[hit.first] not in said:
            continue
        elsewhere = text.clauses[hit.first] not in clauses
        if hit.is_bare and (hit.first in asked or (hit.first not in governed and elsewhere)):
            continue
        if elsewhere and entry.topic == NO_TOPIC and _is_apart(hit.first, first, last, text):
            continue
        if elsewhere and reading.off_topic((hit,), entry.topic):
            continue  # said of another of the things compared
        between = text.raw[text.ends[last] : text.starts[hit.first]]
        between += text.raw[text.ends[hit.last] : text.starts[first]]
        if ";" not in between:
            return hit
    return None


def _is_apart(at: int, first: int, last: int, text: Text) -> bool:
    """Whether a word is in a statement of its own beside those words: "A does this, B does that".

    A comma parts the two, and neither clause begins with a word that ties it to the other, as
    "so", "with" and "it" do.
    """
    if first <= at <= last:
        return False
    one, other = sorted((text.clause_from(at), text.clause_from(first)))
    gap = text.raw[text.ends[other - 1] : text.starts[other]]
    whole = text.clauses.count(text.clauses[other])
    return "," in gap and whole >= _LEAST_STATED and _begins(one, text) and _begins(other, text)


def _begins(at: int, text: Text) -> bool:
    """Whether a clause that begins there begins a statement, if only after "and"."""
    while at + 1 < len(text) and text.words[at] in _BEFORE_SUBJECTS:
        at += 1
    return text.content[at]


def _cluster(entry: Entry, reading: Reading, events: list[Event], start: int) -> Cluster:
    """The first hit of each unit from one on, as far as the entry may reach."""
    sentences = reading.text.sentences
    units = entry.units
    first, end, number, hit = events[start]
    last_sentence = sentences[first] + (_SPREAD_SENTENCES if entry.spread else 0)
    reach = _SPREAD_WORDS if entry.spread else len(units) * 2 + reading.tuning.phrase_slack
    chosen = {number: hit}
    weight = units[number].weight * hit.quality
    for at in range(start + 1, len(events)):
        if len(chosen) == len(units):
            break
        position, last, number, hit = events[at]
        if last - first > reach or sentences[position] > last_sentence:
            break
        if number in chosen:
            if _is_said_better(chosen[number], hit, reading):
                chosen[number] = hit
                end = max(end, last)
        else:
            chosen[number] = hit
            weight += units[number].weight * hit.quality
            end = max(end, last)
    share = 1.0 if len(chosen) == len(units) else weight / entry.whole
    far = _is_far(reading, first, end)
    return Cluster(share, end - first, chosen, far)


def _is_said_better(negator: Hit, hit: Hit, reading: Reading) -> bool:
    """Whether a term need not be met by a mere "not": "… but poorly" for [poor, not]."""
    is_governed = reading.meant.governors[hit.last] == negator.first
    return negator.is_bare and not hit.is_bare and not is_governed


def _is_far(reading: Reading, first: int, last: int) -> bool:
    """Whether terms stand too far apart to be one statement.

    They are one within a stretch of a sentence, or where the next sentence points back:
    "Look at the variance. Averaging will reduce it."
    """
    sentences, tuning = reading.text.sentences, reading.tuning
    if sentences[first] == sentences[last]:
        return last - first > tuning.spread_words
    if last - first > tuning.pointed_words:
        return True
    following = [at for at in range(first, last + 1) if sentences[at] == sentences[last]]
    return POINTERS.isdisjoint(reading.text.words[following[0] : following[-1] + 3])


def judged(entry: Entry, reading: Reading, cluster: Cluster) -> Match:
    """A place with what it is worth as evidence."""
    found = tuple(
        (entry.units[number], cluster.chosen[number]) for number in sorted(cluster.chosen)
    )
    missing = tuple(u for number, u in enumerate(entry.units) if number not in cluster.chosen)
    opposed, mixed = _denied(reading, found, missing)
    loose, astray = _apart(reading, found)
    return Match(
        share=cluster.share,
        width=cluster.width,
        found=found,
        missing=missing,
        opposed=opposed,
        mixed=mixed,
        loose=loose,
        astray=astray,
        soup=all(reading.soup[hit.first] for _, hit in found),
        far=cluster.far,
        off_topic=reading.off_topic((hit for _, hit in found), entry.topic),
    )


def best(entry: Entry, reading: Reading, found: list[Cluster] | None = None) -> Match | None:
    """The best place for an entry, None where nothing of it was found.

    A place that says all of it plainly comes before any other; a place that says less plainly
    comes before one that says twice as much and is denied.
    """
    result: Match | None = None
    for cluster in clusters(entry, reading) if found is None else found:
        if result is not None and cluster.share <= result.worth:
            return result
        match = judged(entry, reading, cluster)
        if match.is_clean and match.is_whole:
            return match
        if result is None or match.worth > result.worth:
            result = match
    return result


def _denied(reading: Reading, found: Found, missing: Sequence[Unit]) -> tuple[bool, bool]:
    """Whether the answer seems to say the opposite, and whether it denies a lesser part."""
    if any(unit.bound and reading.direction(hit.last) * unit.bound < 0 for unit, hit in found):
        return True, False
    # A "not" that the entry asks for denies nothing of what it stands beside.
    asked = {at for _, hit in found for at in hit.negators}
    # Where "less correlated" is asked for, "not correlated" is no denial.
    unsaid = {unit.sign for unit in missing} - {0}
    wrong = 0
    for unit, hit in found:
        if reading.meant.is_denied(hit.last, asked) == unit.denied:
            continue
        if unit.sign:
            return True, False
        if unit.bound < 0 and unit.bound in unsaid and not reading.direction(hit.last):
            continue
        wrong += 1
    opposed = wrong > 0 and wrong * 2 >= len(found)
    return opposed, wrong > 0 and not opposed


def _apart(reading: Reading, found: Found) -> tuple[bool, bool]:
    """Whether a direction is not said of the quantity: "regularisation … lowers variance".

    Two answers: for the word that the author gave, and for some other word of that direction.
    """
    loose = astray = False
    for unit, said in [(unit, hit) for unit, hit in found if unit.sign]:
        bound = [hit for other, hit in found if other.bound == unit.sign]
        agreeing = any(reading.direction(hit.last) == unit.sign for hit in bound)
        if said.quality <= reading.tuning.direction_quality:
            astray = astray or not agreeing
        elif bound and not agreeing:
            aim = reading.object_of(said.last)
            loose = loose or (
                aim is not None and not any(hit.first <= aim <= hit.last for hit in bound)
            )
    return loose, astray
