"""The verdict on one point or claim, with its reason: the best of all ways to look for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interview_sim.matching.entries import CompiledPoint, Entry
from interview_sim.matching.evidence import Cluster, Match, best, clusters, judged, set_aside
from interview_sim.matching.model import Claim, PointCoverage, Span, Verdict
from interview_sim.matching.polarity import is_negator, reports
from interview_sim.matching.reading import Hit, Reading
from interview_sim.matching.text import Text, merged
from interview_sim.matching.tuning import Tuning

_MOST_NAMED = 2
_PARTS = frozenset({"but", "whereas", "although", "though", "however", "yet", "unlike"})
"""Words between two statements of which one limits the other."""

_CLOSE = 3
_PAIR = 2


def judge_points(targets: Sequence[CompiledPoint], reading: Reading) -> dict[str, PointCoverage]:
    """What an answer makes of plain points, by their ids."""
    findings = {target.id: find(target, reading) for target in targets}
    for name in _swapped(findings, reading):
        strength = reading.tuning.doubtful_strength
        findings[name] = replace(
            findings[name], verdict=Verdict.PARTLY, strength=strength, swapped=True
        )
    return {name: _coverage(name, finding, reading) for name, finding in findings.items()}


def judge_point(name: str, targets: Sequence[CompiledPoint], reading: Reading) -> PointCoverage:
    """What `judge_points` says of one of them; the others matter where two may be swapped."""
    finding = find(next(target for target in targets if target.id == name), reading)
    if _pair_of(finding, reading) is not None:
        return judge_points(targets, reading)[name]
    return _coverage(name, finding, reading)


def _coverage(name: str, finding: Finding, reading: Reading) -> PointCoverage:
    is_shown = finding.verdict is not Verdict.MISSED or finding.is_denial
    return PointCoverage(
        id=name,
        verdict=finding.verdict,
        strength=round(finding.strength, 4),
        reason=_reason(finding, reading),
        evidence=_evidence(finding.match, reading.text) if is_shown else (),
    )


def _swapped(findings: dict[str, Finding], reading: Reading) -> set[str]:
    """Points whose two terms stand crosswise with those of another in one sentence.

    "High bias means overfitting and high variance underfitting" holds both terms of "high bias
    underfits" and of "high variance overfits", each nearer to a term of the other.
    """
    pairs: list[tuple[str, int, Hit, Hit]] = []
    for name, finding in findings.items():
        pair = _pair_of(finding, reading)
        if pair is not None:
            pairs.append((name, *pair))
    found: set[str] = set()
    for at, (name, sentence, a, b) in enumerate(pairs):
        for other, their_sentence, c, d in pairs[at + 1 :]:
            if sentence == their_sentence and _crossed((a, b), (c, d), reading.text):
                found |= {name, other}
    return found


def _pair_of(finding: Finding, reading: Reading) -> tuple[int, Hit, Hit] | None:
    """The sentence and the two terms of a point that comes down to two terms in one sentence."""
    match = finding.match
    if finding.verdict is not Verdict.COVERED or match is None or not match.is_whole:
        return None
    hits = [hit for unit, hit in match.found if not unit.sign]
    sentences = {reading.text.sentences[hit.first] for hit in hits}
    if len(hits) != _PAIR or len(sentences) != 1:
        return None
    return sentences.pop(), hits[0], hits[1]


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


def judge_claim(target: CompiledPoint, reading: Reading) -> Claim | None:
    """The claim, where the answer states it plainly and as its own."""
    entries = target.entries or (target.statement,)
    least = 1.0 if target.entries else reading.tuning.claim_words
    for entry in entries:
        for cluster in clusters(entry, reading):
            if cluster.share < least:
                break
            match = judged(entry, reading, cluster)
            if _is_stated(match, reading):
                return Claim(
                    id=target.id,
                    strength=round(match.share, 4),
                    reason=f"You said {_quoted(match, reading.text)}.",
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
    if _is_parted(match, text):
        return False
    sentence = sentences.pop()
    said = [word for at, word in enumerate(text.words) if text.sentences[at] == sentence]
    return sentence not in text.questions and not reports(said)


def _is_parted(match: Match, text: Text) -> bool:
    """Whether the words stand on both sides of a contrast: a claim is made on one of them."""
    taken = {at for _, hit in match.found for at in range(hit.first, hit.last + 1)}
    return any(
        text.words[at] in _PARTS and text.words[at - 1] != "nothing"
        for at in range(min(taken), max(taken))
        if at not in taken
    )


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
    return f"“{' … '.join(pieces)}”"


def _reason(finding: Finding, reading: Reading) -> str:
    """One plain sentence about the words, to whoever wrote them."""
    match = finding.match
    if match is None or finding.strength < reading.tuning.least_told:
        return "You said nothing about this."
    quoted = _quoted(match, reading.text)
    if finding.beside is not None:
        word = reading.text.surface(finding.beside.first, finding.beside.last)
        return f"You said {quoted}, but “{word}” in that sentence makes it something else."
    doubt = _doubt(finding, match)
    if doubt:
        return doubt.replace("{}", quoted)
    if match.is_whole:
        return f"You said {quoted}."
    return f"You said {quoted}; nothing about {_missing(match)}."


def _doubt(finding: Finding, match: Match) -> str:
    if finding.both_ways:
        return "You said {}, but also the opposite."
    if finding.swapped:
        return "You said {}, but it looks the wrong way round."
    if finding.is_opposite:
        return "You seem to say the opposite: {}."
    if match.is_whole and match.off_topic:
        return "You said {}, but about something else in the question."
    if match.soup:
        return "You only listed it as keywords: {}."
    if match.mixed and finding.verdict is Verdict.PARTLY:
        return "You said {}, but denied part of it."
    if match.is_whole and finding.verdict is not Verdict.COVERED and match.is_apart:
        return "You said {}, but not as one statement."
    return ""


def _missing(match: Match) -> str:
    units = sorted(match.missing, key=lambda unit: -unit.weight)[:_MOST_NAMED]
    return " or ".join(f"“{unit.shown}”" for unit in units)


# What each way of looking for a point finds: by its entries, by its own words


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
    enough: bool = False
    """Whether as much of a point's own words is there as can be denied; an entry must be whole."""
    beside: Hit | None = None
    """What makes it something else, where all of it is there: a term of `unless`."""

    @property
    def rank(self) -> tuple[float, float]:
        """What makes one finding better than another."""
        return self.verdict.value_share, self.strength

    @property
    def is_denial(self) -> bool:
        """Whether all of it is there and the answer seems to say the opposite."""
        return self.match is not None and self.match.opposed and self.match.is_whole

    @property
    def is_opposite(self) -> bool:
        """Whether the answer seems to say the opposite.

        A lesser part of an entry that is denied says nothing of the point. Of a word for a
        direction that is missing the other one stands there.
        """
        if self.match is None or not self.match.opposed:
            return False
        return self.enough or all(unit.sign for unit in self.match.missing)


NOTHING = Finding(Verdict.MISSED, 0.0)


def find(target: CompiledPoint, reading: Reading) -> Finding:
    """The best of all ways to look for a point; of several misses the most informative one.

    Entries decide where there are any: a point's own words can be turned round, and nothing that
    an author writes would reach them.
    """
    findings: list[Finding] = []
    for entry in target.entries:
        finding = _by_entry(entry, reading)
        if finding.verdict is Verdict.COVERED and finding.strength >= 1.0:
            return finding
        findings.append(finding)
    if not target.entries:
        findings.append(_by_statement(target.statement, reading))
    found = max(findings, key=lambda finding: finding.rank)
    if found.verdict is not Verdict.MISSED:
        return found
    found = max(findings, key=lambda finding: (finding.is_denial, finding.strength))
    return found if found.is_denial else _set_aside(target, reading) or found


def _set_aside(target: CompiledPoint, reading: Reading) -> Finding | None:
    """Missed although all of an entry is there, because of what stands beside it."""
    for entry in target.entries:
        aside = set_aside(entry, reading)
        if aside is not None:
            match, word = aside
            return Finding(Verdict.MISSED, reading.tuning.astray_strength, match, beside=word)
    return None


def _by_entry(entry: Entry, reading: Reading) -> Finding:
    tuning = reading.tuning
    match = best(entry, reading)
    if match is None:
        return NOTHING
    if not match.is_whole:
        return _partial(entry, match, tuning)
    if match.opposed:
        return Finding(Verdict.MISSED, tuning.opposed_strength, match)
    if match.astray or match.off_topic:
        return Finding(Verdict.MISSED, tuning.astray_strength, match)
    if match.soup and reading.is_list:
        return Finding(Verdict.MISSED, tuning.listed_strength, match)
    if match.soup or match.loose or match.mixed or (entry.spread and match.far):
        return Finding(Verdict.PARTLY, tuning.doubtful_strength, match)
    quality = min(hit.quality for _, hit in match.found)
    return Finding(Verdict.COVERED, 0.8 + 0.2 * quality, match)


def _partial(entry: Entry, match: Match, tuning: Tuning) -> Finding:
    """Some of an entry: a long phrase may lack a little; else what is not mentioned was not said.

    How much there was only decides which of several misses is told of.
    """
    strength = 0.75 * match.worth
    if not match.is_clean or len(match.found) < 2:
        return Finding(Verdict.MISSED, strength, match)
    turned = any(unit.sign for unit in match.missing)
    long_phrase = not entry.spread and len(entry.units) >= tuning.long_phrase
    if long_phrase and not turned and match.share >= tuning.entry_covered:
        return Finding(Verdict.COVERED, match.share, match)
    return Finding(Verdict.MISSED, strength, match)


def _holds_denial(entry: Entry, match: Match, reading: Reading) -> bool:
    """Whether something beside the words found is denied, where the statement denies nothing."""
    if any(unit.denied for unit in entry.units):
        return False
    return any(
        reading.meant.is_denied(at) or is_negator(reading.text.words[at])
        for first, last in _stretches(match)
        for at in range(first, last + 1)
    )


def _unsaid(entry: Entry, said: Match, reading: Reading, found: list[Cluster]) -> bool:
    """Whether another place has all the words that were found and denies some of them."""
    words = {unit.forms for unit, _ in said.found}
    matches = (judged(entry, reading, each) for each in found if len(each.chosen) >= len(words))
    return any(
        words <= {unit.forms for unit, _ in match.found}
        and (match.opposed or match.mixed or _holds_denial(entry, match, reading))
        for match in matches
    )


def _by_statement(entry: Entry, reading: Reading) -> Finding:
    """How much of the point's own words stand together in the answer."""
    tuning = reading.tuning
    found = clusters(entry, reading)
    match = best(entry, reading, found)
    if match is None:
        return NOTHING
    extra = tuning.words_short_extra / max(1, len(entry.units))
    covered, partly = tuning.words_covered + extra, tuning.words_partly + extra
    share = match.share
    enough = len(match.found) > 1 or len(entry.units) == 1
    if match.opposed or match.astray or match.off_topic or (match.soup and reading.is_list):
        return Finding(Verdict.MISSED, 0.3 * share, match, enough=enough and share >= partly)
    if enough and share >= covered:
        short = len(entry.units) <= tuning.long_phrase
        plain = match.is_clean and not match.mixed and not _holds_denial(entry, match, reading)
        if plain and not (short and match.far):
            if _unsaid(entry, match, reading, found):
                return Finding(
                    Verdict.PARTLY, tuning.doubtful_strength * share, match, both_ways=True
                )
            return Finding(Verdict.COVERED, share, match)
        return Finding(Verdict.PARTLY, tuning.doubtful_strength * share, match)
    if enough and share >= partly and match.is_clean:
        return Finding(Verdict.PARTLY, 0.7 * share, match)
    return Finding(Verdict.MISSED, 0.7 * match.worth, match)
