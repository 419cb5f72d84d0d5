"""The verdict on one point or claim, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interview_sim.matching.entries import Target
from interview_sim.matching.evidence import Match, judged, places
from interview_sim.matching.findings import Finding, find
from interview_sim.matching.model import Claim, PointCoverage, Span, Verdict
from interview_sim.matching.polarity import is_reported
from interview_sim.matching.reading import Hit, Reading
from interview_sim.matching.text import Text, merged

_MOST_NAMED = 4
_CLOSE = 3
_PAIR = 2


def judge_points(targets: Sequence[Target], reading: Reading) -> dict[str, PointCoverage]:
    """What an answer makes of plain points, by their ids."""
    findings = {target.id: find(target, reading) for target in targets}
    for name in _swapped(findings, reading):
        strength = reading.tuning.doubtful_strength
        findings[name] = replace(
            findings[name], verdict=Verdict.PARTLY, strength=strength, swapped=True
        )
    return {name: _coverage(name, finding, reading) for name, finding in findings.items()}


def _coverage(name: str, finding: Finding, reading: Reading) -> PointCoverage:
    tells = finding.verdict is not Verdict.MISSED or finding.is_denial
    return PointCoverage(
        id=name,
        verdict=finding.verdict,
        strength=round(finding.strength, 4),
        reason=_reason(finding, reading),
        evidence=_evidence(finding.match, reading.text) if tells else (),
    )


def _swapped(findings: dict[str, Finding], reading: Reading) -> set[str]:
    """Points whose two terms stand crosswise with those of another in one sentence.

    "High bias means overfitting and high variance underfitting" holds both terms of "high bias
    underfits" and of "high variance overfits", each nearer to a term of the other.
    """
    pairs: list[tuple[str, int, Hit, Hit]] = []
    for name, finding in findings.items():
        match = finding.match
        if finding.verdict is not Verdict.COVERED or match is None or not match.is_whole:
            continue
        hits = [hit for unit, hit in match.found if not unit.sign]
        if len(hits) == _PAIR:
            sentences = {reading.text.sentences[hit.first] for hit in hits}
            if len(sentences) == 1:
                pairs.append((name, sentences.pop(), hits[0], hits[1]))
    found: set[str] = set()
    for at, (name, sentence, a, b) in enumerate(pairs):
        for other, their_sentence, c, d in pairs[at + 1 :]:
            if sentence == their_sentence and _crossed((a, b), (c, d), reading.text):
                found |= {name, other}
    return found


def _crossed(one: tuple[Hit, Hit], other: tuple[Hit, Hit], text: Text) -> bool:
    """Whether each point's two terms stand with a term of the other point, not together."""
    a, b = (hit.first for hit in one)
    c, d = (hit.first for hit in other)
    if len({a, b, c, d}) < 2 * _PAIR:
        return False
    clauses = text.clauses
    if clauses[a] != clauses[b] and clauses[c] != clauses[d]:
        return (clauses[a], clauses[b]) == (clauses[d], clauses[c])
    return max(abs(a - d), abs(c - b)) < min(abs(a - b), abs(c - d))


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
    if not match.is_clean or match.mixed:
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


def _reason(finding: Finding, reading: Reading) -> str:
    match = finding.match
    if match is None or finding.strength < reading.tuning.least_told:
        return "nothing found" if match is None else f"{_missing(match)} not mentioned"
    quoted = _quoted(match, reading.text)
    doubt = _doubt(finding, match)
    if doubt:
        return doubt.format(quoted)
    if match.is_whole:
        return f"found {quoted}"
    return f"found {quoted}; {_missing(match)} not mentioned"


def _doubt(finding: Finding, match: Match) -> str:
    if finding.both_ways:
        return "found {}, but the answer also denies it"
    if finding.swapped:
        return "found {}, but seems to pair it the other way round"
    if match.opposed:
        return "seems to say the opposite: {}"
    if match.is_whole and match.elsewhere:
        return "found {}, but said of something else that the question compares"
    if match.soup:
        return "only listed as keywords: {}"
    if match.mixed and finding.verdict is Verdict.PARTLY:
        return "found {}, part of it denied"
    if match.is_whole and finding.verdict is not Verdict.COVERED and match.is_apart:
        return "found {}, but apart"
    return ""


def _missing(match: Match) -> str:
    units = sorted(match.missing, key=lambda unit: -unit.weight)[:_MOST_NAMED]
    return ", ".join(f'"{unit.shown}"' for unit in units)
