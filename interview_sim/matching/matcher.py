"""The matcher: what an answer covers of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.compiled import Compiled, Compiler, Glossary
from interview_sim.matching.derived import derived_score
from interview_sim.matching.model import Coverage, PointCoverage, Verdict
from interview_sim.matching.reading import Reading, read_answer
from interview_sim.matching.statements import rubric_of
from interview_sim.matching.text import merged
from interview_sim.matching.tuning import DEFAULT, VERSION, Tuning
from interview_sim.matching.verdicts import judge_claim, judge_points
from interview_sim.matching.weights import Weights

__all__ = ["VERSION", "Matcher", "rubric_of"]

_MOST_COMPILED = 512


class Matcher:
    """Says what answers cover; pure, and cheap to use with many questions."""

    def __init__(
        self,
        glossary: Iterable[Sequence[str]] = (),
        *,
        questions: Iterable[Question] = (),
        tuning: Tuning = DEFAULT,
    ) -> None:
        """Make a matcher for one bank.

        Args:
            glossary: Sets of terms that count as the same, as in a bank.
            questions: The questions of the bank, where the rarity of its words should count.
            tuning: Thresholds and weights.
        """
        self._tuning = tuning
        self._compiler = Compiler(Glossary(glossary), Weights(tuning, questions), tuning)
        self._compiled: dict[Question, Compiled] = {}

    def cover(self, question: Question, answer: str) -> Coverage:
        """What an answer covers of a question: verdicts with evidence, claims, and a score."""
        compiled = self._ready(question)
        reading = read_answer(answer, compiled, self._tuning)
        if _words(answer) < self._tuning.least_words:
            return self._nothing(compiled)
        leaves = judge_points(tuple(compiled.targets.values()), reading)
        points = tuple(_judge(item, leaves) for item in compiled.rubric)
        claims = (judge_claim(claim, reading) for claim in compiled.claims)
        return Coverage(
            score=self._score(compiled, points, reading),
            points=points,
            claims=tuple(claim for claim in claims if claim is not None),
            derived=compiled.derived,
            version=self._tuning.label,
        )

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
            return round(derived_score(compiled, reading), 6)
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


def _words(answer: str) -> int:
    """How many words an answer has, as someone who counts them would say."""
    return sum(any(map(str.isalnum, piece)) for piece in answer.split())


def _worth(item: Point, coverage: PointCoverage) -> float:
    if not item.is_group:
        return coverage.verdict.value_share
    pick = _pick(item)
    shares = sorted((m.verdict.value_share for m in coverage.members), reverse=True)
    return sum(shares[:pick]) / pick


def _pick(item: Point) -> int:
    return min(item.pick or len(item.of), len(item.of))


def _judge(item: Point, leaves: Mapping[str, PointCoverage]) -> PointCoverage:
    if not item.is_group:
        return leaves[item.id]
    return _group(item, tuple(leaves[leaf.id] for leaf in item.of))


def _group(item: Point, members: tuple[PointCoverage, ...]) -> PointCoverage:
    pick = _pick(item)
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
        reason=f"{covered} of {pick} asked found",
        evidence=merged(
            span for m in members if m.verdict is not Verdict.MISSED for span in m.evidence
        ),
        members=members,
    )


def _missed(item: Point) -> PointCoverage:
    reason = "no answer"
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
