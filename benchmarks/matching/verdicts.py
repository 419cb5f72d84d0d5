"""How the matcher's verdicts agree with the labels: counts, and the figures made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.matching.labelled_set import Labelled, LabelledSet
from interview_sim.bank.model import Question
from interview_sim.matching.examples import Reader
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import Claim, PointCoverage, Verdict
from interview_sim.matching.notice import Glossary
from interview_sim.matching.tuning import DEFAULT, Tuning

ORDER = (Verdict.COVERED, Verdict.PARTLY, Verdict.MISSED)


class Judged(NamedTuple):
    """One point of one answer: the label, and what the matcher says."""

    question: Question
    answer: Labelled
    label: Verdict
    found: PointCoverage


class JudgedClaims(NamedTuple):
    """The misconceptions of one answer: those labelled, and those the matcher names."""

    question: Question
    answer: Labelled
    labelled: frozenset[str]
    found: dict[str, Claim]


@dataclass
class Outcome:
    """What the matcher makes of a labelled set."""

    points: list[Judged] = field(default_factory=list)
    claims: list[JudgedClaims] = field(default_factory=list)


def outcome(
    given: LabelledSet,
    *,
    tuning: Tuning = DEFAULT,
    glossary: bool = True,
    reader: Callable[[Glossary], Reader] | None = None,
) -> Outcome:
    """Read every labelled answer as the app does: with the glossary of its question's bank."""
    found = Outcome()
    for one in given.questions:
        terms = one.glossary if glossary else ()
        matcher = reader(terms) if reader else Matcher(terms, tuning=tuning)
        for answer in one.answers:
            coverage = matcher.cover(one.question, answer.answer)
            for name, leaf in coverage.leaves().items():
                label = answer.labels[name]
                found.points.append(Judged(one.question, answer, label, leaf))
            claims = {claim.id: claim for claim in coverage.claims}
            found.claims.append(
                JudgedClaims(one.question, answer, frozenset(answer.claims), claims)
            )
    return found


class Rates(NamedTuple):
    """Precision and recall with their harmonic mean; each 0 where it is not defined."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Counts = Counter[tuple[Verdict, Verdict]]
"""How often a label met a verdict."""


def counted(points: Iterable[Judged]) -> Counts:
    """How often each label met each verdict."""
    return Counter((point.label, point.found.verdict) for point in points)


def of_verdict(counts: Counts, verdict: Verdict) -> Rates:
    """Precision and recall of one verdict among the three; any other verdict is wrong.

    So of "covered" the precision is strict: a point labelled `partly` counts against it.
    """
    right = counts[verdict, verdict]
    said = sum(counts[label, verdict] for label in ORDER)
    meant = sum(counts[verdict, found] for found in ORDER)
    return Rates(_share(right, said), _share(right, meant))


def covered_against_missed(counts: Counts) -> Rates:
    """The question "was it said?" where the label answers it: `partly` labels are left out.

    A verdict of `partly` is not "covered": it loses a point labelled `covered`, and does no harm
    to one labelled `missed`.
    """
    right = counts[Verdict.COVERED, Verdict.COVERED]
    wrong = counts[Verdict.MISSED, Verdict.COVERED]
    meant = sum(counts[Verdict.COVERED, found] for found in ORDER)
    return Rates(_share(right, right + wrong), _share(right, meant))


def clear_cases(counts: Counts) -> Rates:
    """The same where neither side says `partly`: kinder, for it forgives every doubt."""
    right = counts[Verdict.COVERED, Verdict.COVERED]
    wrong = counts[Verdict.MISSED, Verdict.COVERED]
    lost = counts[Verdict.COVERED, Verdict.MISSED]
    return Rates(_share(right, right + wrong), _share(right, right + lost))


def of_claims(claims: Iterable[JudgedClaims]) -> Rates:
    """Precision and recall of the misconceptions named."""
    right = said = meant = 0
    for one in claims:
        right += len(one.labelled & one.found.keys())
        said += len(one.found)
        meant += len(one.labelled)
    return Rates(_share(right, said), _share(right, meant))


def worst_first(points: Iterable[Judged]) -> list[Judged]:
    """Where label and verdict differ: by how far, "covered" that was missed by people first."""
    wrong = [point for point in points if point.label is not point.found.verdict]
    return sorted(wrong, key=_badness)


def _badness(point: Judged) -> tuple[float, bool, float, str, str]:
    over = point.found.verdict.value_share - point.label.value_share
    strength = point.found.strength if over > 0 else -point.found.strength
    return -abs(over), over < 0, -strength, point.answer.id, point.found.id


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
