"""The matcher: what an answer covers of a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.compiled import Compiled, Compiler, Glossary, rubric_of
from interview_sim.matching.entries import Entry, Unit
from interview_sim.matching.evidence import best
from interview_sim.matching.model import Claim, Coverage, PointCoverage, Verdict
from interview_sim.matching.reading import Reading, read_answer
from interview_sim.matching.signals import look_for
from interview_sim.matching.text import merged
from interview_sim.matching.tuning import DEFAULT, VERSION, Tuning
from interview_sim.matching.verdicts import judge_claim, judge_point, judge_points

__all__ = ["VERSION", "Matcher", "rubric_of"]

_MOST_COMPILED = 512


def is_english(language: str) -> bool:
    """Whether a language tag, such as `en-GB`, is one of English."""
    return language.lower().partition("-")[0] == "en"


class Matcher:
    """Says what answers cover; pure, and cheap to use with many questions."""

    def __init__(
        self,
        glossary: Iterable[Sequence[str]] = (),
        *,
        language: str = "en",
        tuning: Tuning = DEFAULT,
    ) -> None:
        """Make a matcher for one bank.

        Args:
            glossary: Sets of terms that count as the same, as in a bank.
            language: What questions and answers are written in, as a language tag. What is known
                of English, such as denial, is applied to English only.
            tuning: Thresholds and weights.
        """
        self._tuning = tuning
        self._is_english = is_english(language)
        self._compiler = Compiler(Glossary(glossary), tuning, is_english=self._is_english)
        self._compiled: dict[Question, Compiled] = {}

    def cover(self, question: Question, answer: str) -> Coverage:
        """What an answer covers of a question: verdicts with evidence, claims, and a score."""
        compiled = self._ready(question)
        reading = read_answer(answer, compiled, self._tuning)
        if not any(map(str.isalnum, answer)):
            return self._nothing(compiled)
        leaves = judge_points(tuple(compiled.wanted.values()), reading)
        for leaf in question.leaves():
            if leaf.signal is not None:
                leaves[leaf.id] = look_for(
                    leaf, answer, question.prompt, is_english=self._is_english
                )
        points = tuple(of_item(item, leaves) for item in compiled.rubric)
        claims = (judge_claim(claim, reading) for claim in compiled.claims)
        return Coverage(
            score=self._score(compiled, points, reading),
            points=points,
            claims=tuple(claim for claim in claims if claim is not None),
            derived=compiled.derived,
            version=self._tuning.label,
        )

    def point(self, question: Question, answer: str, name: str) -> PointCoverage:
        """What `cover` says of the point of that id, without looking for others in vain."""
        wanted = self._ready(question).wanted
        is_signal = any(leaf.id == name and leaf.signal is not None for leaf in question.leaves())
        if is_signal or name not in wanted or not any(map(str.isalnum, answer)):
            return self.cover(question, answer).leaves()[name]
        reading = read_answer(answer, self._ready(question), self._tuning)
        return judge_point(name, tuple(wanted.values()), reading)

    def claim(self, question: Question, answer: str, name: str) -> Claim | None:
        """What `cover` says of the misconception of that id; None where it is not stated."""
        compiled = self._ready(question)
        if not any(map(str.isalnum, answer)):
            return None
        target = next(claim for claim in compiled.claims if claim.id == name)
        return judge_claim(target, read_answer(answer, compiled, self._tuning))

    def _ready(self, question: Question) -> Compiled:
        compiled = self._compiled.get(question)
        if compiled is None:
            if len(self._compiled) >= _MOST_COMPILED:
                self._compiled.clear()
            compiled = self._compiler.compile(question)
            self._compiled[question] = compiled
        return compiled

    def _nothing(self, compiled: Compiled) -> Coverage:
        return Coverage(
            score=0.0,
            points=tuple(_missed(item) for item in compiled.rubric),
            derived=compiled.derived,
            version=self._tuning.label,
        )

    def _score(
        self, compiled: Compiled, points: Sequence[PointCoverage], reading: Reading
    ) -> float:
        if compiled.derived:
            return round(_derived_score(compiled, reading), 6)
        return self._weighted(compiled.rubric, points)

    def _weighted(self, rubric: Sequence[Point], points: Sequence[PointCoverage]) -> float:
        by_need = {
            Need.MUST: self._tuning.must,
            Need.SHOULD: self._tuning.should,
            Need.BONUS: self._tuning.bonus,
        }
        asked = gained = extra = 0.0
        for item, coverage in zip(rubric, points, strict=True):
            weight = item.weight * by_need[item.need]
            worth = weight * _worth(item, coverage)
            if item.need is Need.BONUS:
                extra += worth
            else:
                asked += weight
                gained += worth
        if asked == 0:
            asked = sum(item.weight * self._tuning.bonus for item in rubric)
        return round(min(1.0, (gained + extra) / asked), 6) if asked else 0.0


def _worth(item: Point, coverage: PointCoverage) -> float:
    if not item.is_group:
        return coverage.verdict.value_share
    pick = item.enough
    shares = sorted((m.verdict.value_share for m in coverage.members), reverse=True)
    return sum(shares[:pick]) / pick


def of_item(item: Point, leaves: Mapping[str, PointCoverage]) -> PointCoverage:
    """What an answer makes of a rubric item, by what it makes of the points."""
    if not item.is_group:
        return leaves[item.id]
    return _group(item, tuple(leaves[leaf.id] for leaf in item.of))


def _group_reason(members: tuple[PointCoverage, ...], pick: int) -> str:
    covered = min(pick, sum(m.verdict is Verdict.COVERED for m in members))
    partly = min(pick - covered, sum(m.verdict is Verdict.PARTLY for m in members))
    if partly and not covered:
        return f"You made {partly} of the {pick} asked for, in part."
    more = f", and {partly} more in part" if partly else ""
    return f"You made {covered} of the {pick} asked for{more}."


def _group(item: Point, members: tuple[PointCoverage, ...]) -> PointCoverage:
    pick = item.enough
    covered = sum(m.verdict is Verdict.COVERED for m in members)
    any_found = any(m.verdict is not Verdict.MISSED for m in members)
    if covered >= pick:
        verdict = Verdict.COVERED
    else:
        verdict = Verdict.PARTLY if any_found else Verdict.MISSED
    strengths = sorted((m.strength for m in members), reverse=True)
    return PointCoverage(
        id=item.id,
        verdict=verdict,
        strength=round(sum(strengths[:pick]) / pick, 4),
        reason=_group_reason(members, pick),
        evidence=merged(
            span for m in members if m.verdict is not Verdict.MISSED for span in m.evidence
        ),
        members=members,
    )


def _missed(item: Point) -> PointCoverage:
    reason = "There is no answer."
    return PointCoverage(
        id=item.id,
        verdict=Verdict.MISSED,
        strength=0.0,
        reason=reason,
        members=tuple(
            PointCoverage(id=leaf.id, verdict=Verdict.MISSED, strength=0.0, reason=reason)
            for leaf in item.of
        ),
    )


# The score of an answer to a question that has a model answer and no rubric.
#
# Whoever writes a model answer says more than an answer needs, and in words of their own. So the
# score asks how much of each statement comes up somewhere together, whether the words are put
# together in the same way, and, for a small part, whether the answer goes on about the matter.
# Only sentences about it count. So nothing rises by repeating, by reading out the
# question or by sentences on something else.


Qualities = Mapping[str, float]
"""How well each stem of the vocabulary is met."""


def _derived_score(compiled: Compiled, reading: Reading) -> float:
    """How good an answer is by its model answer alone, 0..1."""
    tuning = reading.tuning
    said = _about_it(compiled, reading)
    parts = (
        (tuning.derived_statements, _statements(compiled, reading, said)),
        (tuning.derived_pairs * bool(compiled.pairs), _pairs(compiled, reading, said) ** 0.5),
        (tuning.derived_fullness, _fullness(compiled, reading, said)),
    )
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return score * (1.0 - _listed(reading) * (1.0 - tuning.soup_worth))


def _listed(reading: Reading) -> float:
    """The share of the words found that stand in mere lists of keywords and nowhere else."""
    found = [hits for hits in reading.hits.values() if hits]
    listed = sum(all(reading.soup[hit.first] for hit in hits) for hits in found)
    return listed / len(found) if found else 0.0


def _about_it(compiled: Compiled, reading: Reading) -> dict[int, Qualities]:
    """The sentences about the matter, each with how well it meets which words.

    The first one counts whatever it says. The one that says most has to hold a word or two of
    the model answer, and any other more, and they have to stand together there, in two
    neighbouring statements. Words of the question, and words that merely look alike, are half a
    word.
    """
    tuning = reading.tuning
    asked = frozenset(compiled.prompt.stems)
    exact = _by_sentence(reading, _places(reading))
    like = _by_sentence(reading, reading.near(compiled))
    most = max(exact, key=lambda n: (_share(compiled.words, exact[n]), -n), default=None)
    found: dict[int, Qualities] = {}
    for number in exact.keys() | like.keys():
        words, alike = exact.get(number, {}), like.get(number, {})
        weight = max((_weight(words, alike, asked, part) for part in compiled.passages), default=0)
        least = tuning.matter_least if number == most else tuning.matter_words
        if number == reading.text.sentences[0] or weight >= min(least, len(compiled.words)):
            found[number] = _union((words, alike))
    return found


def _weight(
    words: Qualities, alike: Qualities, asked: frozenset[str], passage: frozenset[str]
) -> float:
    """How many words of a passage there are."""
    met, like = words.keys() & passage, alike.keys() & passage
    half = len(met & asked) + len(like - asked - words.keys())
    return len(met - asked) + half / 2


def _places(reading: Reading) -> Iterable[tuple[int, tuple[tuple[str, float], ...]]]:
    for stemmed, hits in reading.hits.items():
        for hit in hits:
            yield hit.first, ((stemmed, hit.quality),)


def _by_sentence(
    reading: Reading, places: Iterable[tuple[int, tuple[tuple[str, float], ...]]]
) -> dict[int, dict[str, float]]:
    """For each sentence, how well it meets which words."""
    found: dict[int, dict[str, float]] = {}
    for at, words in places:
        met = found.setdefault(reading.text.sentences[at], {})
        for stemmed, quality in words:
            met[stemmed] = max(met.get(stemmed, 0.0), quality)
    return found


def _union(many: Iterable[Qualities]) -> dict[str, float]:
    result: dict[str, float] = defaultdict(float)
    for qualities in many:
        for stemmed, quality in qualities.items():
            result[stemmed] = max(result[stemmed], quality)
    return result


def _share(units: Iterable[Unit], met: Qualities) -> float:
    whole = got = 0.0
    for unit in units:
        whole += unit.weight
        got += unit.weight * max(min(met.get(s, 0.0) for s in form) for form in unit.forms)
    return got / whole if whole else 0.0


def _statements(compiled: Compiled, reading: Reading, said: Mapping[int, Qualities]) -> float:
    windows = [_union((met, said.get(number + 1, {}))) for number, met in said.items()]
    shares = [
        max((_share(target.statement.units, window) for window in windows), default=0.0)
        * _sense(target.statement, reading)
        for target in compiled.wanted.values()
    ]
    full = reading.tuning.statement_full
    return sum(min(1.0, share / full) for share in shares) / len(shares) if shares else 0.0


def _sense(statement: Entry, reading: Reading) -> float:
    """Less than 1 where the answer seems to say the opposite of a statement."""
    match = best(statement, reading)
    if match is None or not match.opposed or match.share < reading.tuning.opposed_share:
        return 1.0
    return reading.tuning.opposed_worth


def _pairs(compiled: Compiled, reading: Reading, said: Mapping[int, Qualities]) -> float:
    """Of the words that stand side by side in the model answer, how many do in the answer."""
    if not compiled.pairs:
        return 0.0
    text = reading.text
    found = {
        (text.stems[at], text.stems[at + 1])
        for at in range(len(text) - 1)
        if not reading.parroted[at] and text.sentences[at] in said
    }
    return len(compiled.pairs & found) / len(compiled.pairs)


def _fullness(compiled: Compiled, reading: Reading, said: Mapping[int, Qualities]) -> float:
    """How many words of its own it spends on the matter, for each that the model answer has."""
    wanted = {stemmed for unit in compiled.words for form in unit.forms for stemmed in form}
    asked = frozenset(compiled.prompt.stems)
    text = reading.text
    spent = {
        stemmed
        for at, stemmed in enumerate(text.stems)
        if text.sentences[at] in said
        and (text.content[at] or stemmed in compiled.vocabulary)
        and not reading.soup[at]
        and not reading.parroted[at]
    }
    return min(1.0, len(spent - asked) / max(1, len(wanted - asked)))
