"""How far two markings of the same answers agree, and how far that is more than chance.

Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and
Psychological Measurement 20, 1960) sets the agreement that was found against the one that two
people would reach who give verdicts as often as these two do, but without looking. Weighted kappa
(Cohen, Psychological Bulletin 70, 1968), here with linear weights, counts `partly` against
`covered` as half a disagreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec import Struct

from interview_sim.errors import UsageError
from interview_sim.figures import counted
from interview_sim.matching.model import VERDICTS, Verdict
from interview_sim.together.marking import AnswerMarks

ENOUGH = 30
"""Points marked by both before kappa is put into words: below, one point moves it by too much."""

_FAR = len(VERDICTS) - 1
_HIGH_RATE, _LOW_KAPPA = 0.8, 0.4

LANDIS_KOCH = (
    (0.0, "slight"),
    (0.21, "fair"),
    (0.41, "moderate"),
    (0.61, "substantial"),
    (0.81, "almost perfect"),
)
"""From what kappa on which word is used by J. R. Landis and G. G. Koch (Biometrics 33, 1977)."""

Table = tuple[tuple[int, ...], ...]
"""How often each pair of verdicts occurred: rows the first marker's, columns the second's."""


class DoubleMark(Struct, frozen=True, kw_only=True):
    """One point that both gave a verdict on."""

    ref: str
    part: str
    answer: str
    """Digest of the answer."""
    point: str
    a: Verdict
    b: Verdict

    @property
    def gap(self) -> int:
        """By how many steps the first verdict is the better one; below 0 where it is the worse."""
        return VERDICTS.index(self.a) - VERDICTS.index(self.b)


class Overlap(Struct, frozen=True, kw_only=True):
    """The points that two markings have in common, and what could not be compared."""

    pairs: tuple[DoubleMark, ...]
    other_question: int = 0
    """Answers to a question of the same name that says something else."""
    other_answer: int = 0
    """Answers to the same question in other words: not the same thing to mark."""
    only_one: int = 0
    """Points that only one of the two gave a verdict on."""


class Agreement(Struct, frozen=True, kw_only=True):
    """How far two people agree."""

    names: tuple[str, str]
    table: Table
    n: int
    """Points that both marked."""
    agreed: int
    """Points with the same verdict from both."""
    a_milder: int
    """Points on which the first one's verdict is the better one."""
    b_milder: int
    """Points on which the second one's verdict is the better one."""
    far_apart: int
    """Points that one calls covered and the other missed."""
    chance: float
    """The rate expected by chance."""
    kappa: float | None
    """Unweighted; None where both gave one and the same verdict throughout."""
    weighted: float | None
    """With linear weights."""

    @property
    def rate(self) -> float:
        """The share they agree on."""
        return self.agreed / self.n

    @property
    def words(self) -> tuple[str, ...]:
        """A plain reading, sentence by sentence."""
        return (*self._agreement_words(), *self._difference_words())

    def _agreement_words(self) -> Iterator[str]:
        points = counted(self.n, "point")
        yield f"The same verdict on {self.agreed} of {points} ({self.rate:.0%})."
        if self.n < ENOUGH:
            yield (
                f"Too early to tell more: {points} marked by both, and it takes {ENOUGH} before "
                "kappa means much."
            )
        elif self.kappa is None:
            yield (
                "Both gave the same verdict throughout, so agreement cannot be distinguished from "
                "chance: kappa is undefined."
            )
        else:
            yield (
                f"By chance it would be {self.chance:.0%}; kappa compares the two: "
                f"{two_decimals(self.kappa)}, where 1 is always and 0 is chance. "
                f"Landis and Koch (1977) call that "
                f"“{label_of(self.kappa)}”, with bounds that they call arbitrary themselves."
            )
            if self.rate >= _HIGH_RATE and self.kappa < _LOW_KAPPA:
                yield (
                    "Kappa is low although you mostly agree, because nearly all verdicts are of "
                    "one kind: it says little here."
                )

    def _difference_words(self) -> Iterator[str]:
        a, b = self.names
        if self.agreed < self.n:
            yield (
                f"Where you differ, {a} is more lenient on {self.a_milder} and {b} on "
                f"{self.b_milder}."
            )
        if self.far_apart:
            what = counted(self.far_apart, "point is", "points are")
            yield f"{what} covered for one and missed for the other: talk about these first."


def compare(a: Iterable[AnswerMarks], b: Iterable[AnswerMarks]) -> Overlap:
    """Put two markings side by side where they are about the same answer to the same question.

    Raises:
        UsageError: They have no point in common.
    """
    others = {marks.key: marks for marks in b}
    pairs: list[DoubleMark] = []
    left_out: Counter[str] = Counter()
    both = [(mine, others[mine.key]) for mine in a if mine.key in others]
    for mine, theirs in both:
        if mine.asked != theirs.asked:
            left_out["other_question"] += 1
        elif mine.answer != theirs.answer:
            left_out["other_answer"] += 1
        else:
            left_out["only_one"] += len(mine.points.keys() ^ theirs.points.keys())
            pairs += [
                DoubleMark(
                    ref=mine.ref, part=mine.part, answer=mine.answer, point=point,
                    a=verdict, b=theirs.points[point],
                )
                for point, verdict in mine.points.items()
                if point in theirs.points
            ]  # fmt: skip
    found = Overlap(pairs=tuple(pairs), **left_out)
    if not pairs:
        raise UsageError(_why_nothing(found, len(both)))
    return found


def _why_nothing(found: Overlap, met: int) -> str:
    if not met:
        return "These are markings of different sessions: they have no answer in common."
    if found.only_one:
        return "No point has a verdict from both yet, so there is nothing to compare."
    if found.other_answer:
        return (
            "These are markings of different answers to the same questions. Agreement is about "
            "two people marking the same answer."
        )
    if found.other_question:
        return "The questions have the same names but say different things."
    return "Neither has given a verdict on an answer that both could have marked."


def table_of(pairs: Iterable[DoubleMark]) -> Table:
    """How often each pair of verdicts occurs, from missed to covered."""
    counts = dict.fromkeys(product(VERDICTS, VERDICTS), 0)
    for pair in pairs:
        counts[pair.a, pair.b] += 1
    return tuple(tuple(counts[a, b] for b in VERDICTS) for a in VERDICTS)


def kappa(table: Table, *, is_weighted: bool = False) -> float | None:
    """Cohen's kappa; weighted, one step apart counts as half agreed.

    None where chance alone would agree always: both gave one and the same verdict throughout.
    """
    observed, expected, whole = _agreements(table, is_weighted=is_weighted)
    return None if whole == expected else (observed - expected) / (whole - expected)


def _agreements(table: Table, *, is_weighted: bool) -> tuple[int, int, int]:
    """Observed, expected and perfect agreement, all times n² so that they are whole numbers."""
    n = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    observed = expected = 0
    for i, j in product(range(len(table)), repeat=2):
        worth = _FAR - abs(i - j) if is_weighted else _FAR * (i == j)
        observed += worth * table[i][j]
        expected += worth * rows[i] * columns[j]
    return n * observed, expected, _FAR * n * n


def agreement(pairs: Sequence[DoubleMark], names: tuple[str, str] = ("A", "B")) -> Agreement:
    """How far two people, called by these names, agree on these points.

    Raises:
        ValueError: There are no points.
    """
    if not pairs:
        raise ValueError("nothing was marked by both")
    table = table_of(pairs)
    _, expected, whole = _agreements(table, is_weighted=False)
    gaps = [pair.gap for pair in pairs]
    return Agreement(
        names=names,
        table=table,
        n=len(gaps),
        agreed=gaps.count(0),
        a_milder=sum(gap > 0 for gap in gaps),
        b_milder=sum(gap < 0 for gap in gaps),
        far_apart=sum(abs(gap) == _FAR for gap in gaps),
        chance=expected / whole,
        kappa=kappa(table),
        weighted=kappa(table, is_weighted=True),
    )


def disagreements(pairs: Iterable[DoubleMark]) -> tuple[DoubleMark, ...]:
    """The pairs that differ, those furthest apart first."""
    differing = [pair for pair in pairs if pair.gap]
    return tuple(sorted(differing, key=lambda pair: -abs(pair.gap)))


def two_decimals(value: float) -> str:
    """The value as it is shown, without a minus before nothing."""
    return f"{round(value, 2) + 0.0:.2f}"


def label_of(value: float) -> str:
    """The word of Landis and Koch for a kappa, by the two decimals that are shown."""
    shown = round(value, 2)
    return next((word for start, word in reversed(LANDIS_KOCH) if shown >= start), "poor")
