"""The verdict on one point or claim, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from interview_sim.matching.compiled import Entry, Target
from interview_sim.matching.evidence import Match, Place, best, judged, places, whole
from interview_sim.matching.model import Claim, PointCoverage, Span, Verdict
from interview_sim.matching.polarity import is_reported
from interview_sim.matching.reading import Reading
from interview_sim.matching.text import Text, merged
from interview_sim.matching.tuning import Tuning

_MOST_NAMED = 4
_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of looking for a point gave."""

    verdict: Verdict
    strength: float
    match: Match | None = None
    both_ways: bool = False

    @property
    def rank(self) -> tuple[float, float]:
        """What makes one finding better than another."""
        return self.verdict.value_share, self.strength


NOTHING = Finding(Verdict.MISSED, 0.0)


def judge_point(target: Target, reading: Reading) -> PointCoverage:
    """What an answer makes of one plain point."""
    finding = _finding(target, reading)
    return PointCoverage(
        id=target.id,
        verdict=finding.verdict,
        strength=round(finding.strength, 4),
        reason=_reason(finding, reading.text),
        evidence=_evidence(finding.match, reading.text),
    )


def _finding(target: Target, reading: Reading) -> Finding:
    """The best of all ways to look for a point; of several misses the one that tells most."""
    findings: list[Finding] = []
    for entry in target.entries:
        finding = _entry_finding(entry, reading)
        if finding.verdict is Verdict.COVERED and finding.strength >= 1.0:
            return finding
        findings.append(finding)
    findings.append(_statement_finding(target, reading))
    best_finding = max(findings, key=lambda f: f.rank)
    if best_finding.verdict is Verdict.MISSED:
        return max(findings, key=lambda f: (_is_denial(f), f.strength))
    return best_finding


def _is_denial(finding: Finding) -> bool:
    return bool(finding.match and finding.match.opposed and finding.match.is_whole)


def _entry_finding(entry: Entry, reading: Reading) -> Finding:
    tuning = reading.tuning
    found = places(entry, reading)
    match = best(entry, reading, found)
    if match is None:
        return NOTHING
    if not match.is_whole:
        return _partial(entry, match, tuning)
    if match.opposed:
        return Finding(Verdict.MISSED, 0.2, match)
    if match.soup or match.loose:
        return Finding(Verdict.PARTLY, 0.5, match)
    if _contradicted(entry, match, reading, found):
        return Finding(Verdict.PARTLY, 0.5, match, both_ways=True)
    return Finding(Verdict.COVERED, _quality(match), match)


def _quality(match: Match) -> float:
    return 0.8 + 0.2 * min(hit.quality for _, hit in match.found)


def _partial(entry: Entry, match: Match, tuning: Tuning) -> Finding:
    """Some of an entry: worth something only where several telling words were found."""
    strength = 0.75 * match.share * (0.5 if match.opposed or match.soup else 1.0)
    if match.opposed or match.soup or len(match.found) < 2:
        return Finding(Verdict.MISSED, strength, match)
    if not entry.spread and len(entry.units) >= 4 and match.share >= tuning.entry_covered:
        return Finding(Verdict.COVERED, match.share, match)
    if match.share >= tuning.entry_partly:
        return Finding(Verdict.PARTLY, strength, match)
    return Finding(Verdict.MISSED, strength, match)


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


def _statement_finding(target: Target, reading: Reading) -> Finding:
    """How much of the point's own words stand together in the answer."""
    tuning = reading.tuning
    entry = target.statement
    match = best(entry, reading)
    if match is None:
        return NOTHING
    if target.entries:
        covered, partly = tuning.backed_covered, tuning.backed_partly
    else:
        extra = tuning.words_short_extra / max(1, len(entry.units))
        covered, partly = tuning.words_covered + extra, tuning.words_partly + extra
    strength = min(1.0, match.share)
    if match.opposed:
        return Finding(Verdict.MISSED, 0.3 * strength, match)
    if match.share >= covered and (len(match.found) > 1 or len(entry.units) == 1):
        if match.soup or match.loose:
            return Finding(Verdict.PARTLY, 0.5 * strength, match)
        return Finding(Verdict.COVERED, strength, match)
    if match.share >= partly and len(match.found) > 1:
        if match.soup:
            return Finding(Verdict.MISSED, 0.5 * strength, match)
        return Finding(Verdict.PARTLY, 0.7 * strength, match)
    return Finding(Verdict.MISSED, 0.7 * strength, match)


def judge_claim(target: Target, reading: Reading) -> Claim | None:
    """The claim, where the answer states it plainly and as its own."""
    entries = target.entries or (target.statement,)
    least = 1.0 if target.entries else reading.tuning.claim_words
    for entry in entries:
        for place in places(entry, reading):
            if place.share < least:
                break
            match = judged(entry, reading, place)
            if _is_stated(match, reading):
                return Claim(
                    id=target.id,
                    strength=round(match.share, 4),
                    reason=f"says {_quoted(match, reading.text)}",
                    evidence=_evidence(match, reading.text),
                )
    return None


def _is_stated(match: Match, reading: Reading) -> bool:
    text = reading.text
    if not match.is_clean:
        return False
    sentences = {text.sentences[hit.first] for _, hit in match.found}
    if len(sentences) != 1:
        return False
    if any(text.quoted[hit.first] for _, hit in match.found):
        return False
    sentence = sentences.pop()
    return sentence not in text.questions and not is_reported(text, sentence)


def _evidence(match: Match | None, text: Text) -> tuple[Span, ...]:
    if match is None:
        return ()
    return merged(text.span(first, last) for first, last in _stretches(match))


def _stretches(match: Match) -> list[tuple[int, int]]:
    """The places found, those a few words apart made one."""
    result: list[tuple[int, int]] = []
    for hit in sorted((hit for _, hit in match.found), key=lambda h: (h.first, h.last)):
        if result and hit.first - result[-1][1] <= _CLOSE:
            result[-1] = (result[-1][0], max(result[-1][1], hit.last))
        else:
            result.append((hit.first, hit.last))
    return result


def _quoted(match: Match, text: Text) -> str:
    pieces = [text.surface(first, last) for first, last in _stretches(match)]
    return '"' + " … ".join(pieces) + '"'


def _reason(finding: Finding, text: Text) -> str:
    match = finding.match
    if match is None:
        return "nothing found"
    quoted = _quoted(match, text)
    if finding.both_ways:
        return f"found {quoted}, but the answer also denies it"
    if match.opposed:
        return f"seems to say the opposite: {quoted}"
    if match.soup:
        return f"only listed as keywords: {quoted}"
    if match.loose and match.is_whole:
        return f"found {quoted}, but apart"
    if match.is_whole:
        return f"found {quoted}"
    return f"found {quoted}; {_missing(match)} not mentioned"


def _missing(match: Match) -> str:
    units = sorted(match.missing, key=lambda unit: -unit.weight)[:_MOST_NAMED]
    return ", ".join(f'"{unit.shown}"' for unit in units)
