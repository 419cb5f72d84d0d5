"""What each way of looking for a point finds: by its entries, by its own words."""

from __future__ import annotations

from dataclasses import dataclass

from interview_sim.matching.entries import Entry, Target
from interview_sim.matching.evidence import Match, Place, best, places, whole
from interview_sim.matching.model import Verdict
from interview_sim.matching.reading import Reading
from interview_sim.matching.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of looking for a point gave."""

    verdict: Verdict
    strength: float
    match: Match | None = None
    both_ways: bool = False
    """Whether the answer says it and denies it."""
    swapped: bool = False
    """Whether the answer seems to pair it with what belongs to another point."""

    @property
    def rank(self) -> tuple[float, float]:
        """What makes one finding better than another."""
        return self.verdict.value_share, self.strength

    @property
    def is_denial(self) -> bool:
        """Whether all of it is there and the answer seems to say the opposite."""
        return self.match is not None and self.match.opposed and self.match.is_whole


NOTHING = Finding(Verdict.MISSED, 0.0)


def find(target: Target, reading: Reading) -> Finding:
    """The best of all ways to look for a point; of several misses the one that tells most."""
    findings: list[Finding] = []
    for entry in target.entries:
        finding = _by_entry(entry, reading)
        if finding.verdict is Verdict.COVERED and finding.strength >= 1.0:
            return finding
        findings.append(finding)
    findings.append(_by_statement(target, reading))
    found = max(findings, key=lambda finding: finding.rank)
    if found.verdict is Verdict.MISSED:
        return max(findings, key=lambda finding: (finding.is_denial, finding.strength))
    return found


def _by_entry(entry: Entry, reading: Reading) -> Finding:
    tuning = reading.tuning
    found = places(entry, reading)
    match = best(entry, reading, found)
    if match is None:
        return NOTHING
    if not match.is_whole:
        return _partial(entry, match, tuning)
    if match.opposed:
        return Finding(Verdict.MISSED, tuning.opposed_strength, match)
    if match.astray or match.elsewhere:
        return Finding(Verdict.MISSED, tuning.astray_strength, match)
    if match.soup and reading.is_list:
        return Finding(Verdict.MISSED, tuning.listed_strength, match)
    if match.soup or match.loose or match.mixed or (entry.spread and match.far):
        return Finding(Verdict.PARTLY, tuning.doubtful_strength, match)
    if _contradicted(entry, match, reading, found):
        return Finding(Verdict.PARTLY, tuning.doubtful_strength, match, both_ways=True)
    quality = min(hit.quality for _, hit in match.found)
    return Finding(Verdict.COVERED, 0.8 + 0.2 * quality, match)


def _partial(entry: Entry, match: Match, tuning: Tuning) -> Finding:
    """Some of an entry: worth something only where several telling words were found."""
    strength = 0.75 * match.worth
    if not match.is_clean or len(match.found) < 2:
        return Finding(Verdict.MISSED, strength, match)
    turned = any(unit.sign for unit in match.missing)
    long_phrase = not entry.spread and len(entry.units) >= tuning.long_phrase
    if long_phrase and not turned and match.share >= tuning.entry_covered:
        return Finding(Verdict.COVERED, match.share, match)
    if match.share >= tuning.entry_partly and _tells(match, tuning):
        return Finding(Verdict.PARTLY, strength, match)
    return Finding(Verdict.MISSED, strength, match)


def _tells(match: Match, tuning: Tuning) -> bool:
    """Whether what was found stands close together and holds the most telling term."""
    found = max(unit.weight * hit.quality for unit, hit in match.found)
    missing = max(unit.weight for unit in match.missing)
    return match.width <= tuning.partial_width and found > missing * tuning.partial_margin


def _contradicted(entry: Entry, clean: Match, reading: Reading, found: list[Place]) -> bool:
    """Whether the answer also denies it outright, of nothing but the same things."""
    sentences = reading.text.sentences
    said = {sentences[hit.first] for _, hit in clean.found}
    for other in whole(entry, reading, found):
        denied = {sentences[hit.first] for _, hit in other.found}
        if not other.opposed or len(denied) > 1 or denied & said:
            continue
        if _same_matter(denied.pop(), said, reading):
            return True
    return False


def _same_matter(denied: int, said: set[int], reading: Reading) -> bool:
    text = reading.text
    theirs = {
        s
        for s, t, n in zip(text.stems, text.telling, text.sentences, strict=True)
        if t and n == denied
    }
    ours = {s for s, n in zip(text.stems, text.sentences, strict=True) if n in said}
    return theirs <= ours


def _by_statement(target: Target, reading: Reading) -> Finding:
    """How much of the point's own words stand together in the answer."""
    tuning = reading.tuning
    entry = target.statement
    match = best(entry, reading)
    if match is None:
        return NOTHING
    covered, partly = tuning.backed_covered, tuning.backed_partly
    if not target.entries:
        extra = tuning.words_short_extra / max(1, len(entry.units))
        covered, partly = tuning.words_covered + extra, tuning.words_partly + extra
    share = match.share
    enough = len(match.found) > 1 or len(entry.units) == 1
    if match.opposed or match.astray or match.elsewhere or (match.soup and reading.is_list):
        return Finding(Verdict.MISSED, 0.3 * share, match)
    if enough and share >= covered:
        short = len(entry.units) <= tuning.long_phrase
        if match.is_clean and not match.mixed and not (short and match.far):
            return Finding(Verdict.COVERED, share, match)
        return Finding(Verdict.PARTLY, tuning.doubtful_strength * share, match)
    if enough and share >= partly and match.is_clean:
        return Finding(Verdict.PARTLY, 0.7 * share, match)
    return Finding(Verdict.MISSED, 0.7 * match.worth, match)
