"""How far two markings of the same answers agree, and how far that is more than chance.

Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and
Psychological Measurement 20, 1960) sets the agreement that was found against the one that two
people would reach who give verdicts as often as these two do, but without looking. Weighted kappa
(Cohen, Psychological Bulletin 70, 1968), here with linear weights, counts `partly` against
`covered` as half a disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from msgspec import Struct

from interview_sim.errors import UsageError
from interview_sim.figures import counted
from interview_sim.matching.model import VERDICTS, Verdict
from interview_sim.together.marking import AnswerMarks

ENOUGH = 30
"""Points marked by both before kappa is put into words: below, one point moves it by too much."""

_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
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
    def distance(self) -> int:
        """0 for the same verdict, 2 for missed against covered."""
        return abs(_RANK[self.a] - _RANK[self.b])


class Overlap(Struct, frozen=True, kw_only=True):
    """The points that two markings have in common, and what could not be compared."""

    pairs: tuple[DoubleMark, ...]
    other_question: int = 0
    """Answers to a question of the same name that says something else."""
    other_answer: int = 0
    """Answers to the same question in other words: not the same thing to mark."""
    only_one: int = 0
    """Points that only one of the two gave a verdict on."""


class Agreement(Struct, frozen=True):
    """How far the two agree, by the table of their verdicts."""

    table: Table
    names: tuple[str, str] = ("A", "B")

    @property
    def n(self) -> int:
        """Points that both marked."""
        return self._sum(lambda _a, _b: True)

    @property
    def agreed(self) -> int:
        """Points with the same verdict from both."""
        return self._sum(lambda a, b: a == b)

    @property
    def a_milder(self) -> int:
        """Points on which the first one's verdict is the better one."""
        return self._sum(lambda a, b: a > b)

    @property
    def b_milder(self) -> int:
        """Points on which the second one's verdict is the better one."""
        return self._sum(lambda a, b: a < b)

    @property
    def far_apart(self) -> int:
        """Points that one calls covered and the other missed."""
        return self._sum(lambda a, b: abs(a - b) == _FAR)

    def _sum(self, counts: Callable[[int, int], bool]) -> int:
        size = range(len(self.table))
        return sum(self.table[a][b] for a in size for b in size if counts(a, b))

    @property
    def rate(self) -> float:
        """The share they agree on."""
        return self.agreed / self.n

    @property
    def chance(self) -> float:
        """The rate expected by chance."""
        _, expected, whole = _agreements(self.table, is_weighted=False)
        return expected / whole

    @property
    def kappa(self) -> float | None:
        """Unweighted; None where both gave one and the same verdict throughout."""
        return kappa(self.table)

    @property
    def weighted(self) -> float | None:
        """With linear weights."""
        return kappa(self.table, is_weighted=True)

    @property
    def words(self) -> tuple[str, ...]:
        """A plain reading, sentence by sentence."""
        points = counted(self.n, "point")
        words = [f"The same verdict on {self.agreed} of {points} ({self.rate:.0%})."]
        if self.n < ENOUGH:
            words.append(
                f"Too early to tell more: {points} marked by both, and it takes {ENOUGH} before "
                "kappa means much."
            )
        elif self.kappa is None:
            words.append(
                "Both gave one and the same verdict throughout, so agreement cannot be told from "
                "chance: kappa is not defined."
            )
        else:
            words += self._kappa_words(self.kappa)
        return (*words, *self._difference_words())

    def _kappa_words(self, value: float) -> Iterator[str]:
        yield (
            f"Giving verdicts as often but without looking, it would be {self.chance:.0%}; kappa "
            f"sets the two against each other: {two_decimals(value)}, where 1 is always and 0 is "
            f"chance. Landis and Koch (1977) call that “{label_of(value)}”, with bounds that they "
            "call arbitrary themselves."
        )
        if self.rate >= _HIGH_RATE and value < _LOW_KAPPA:
            yield (
                "Kappa is low although you mostly agree, because nearly all verdicts are of one "
                "kind: it says little here."
            )

    def _difference_words(self) -> Iterator[str]:
        a, b = self.names
        if self.agreed < self.n:
            yield f"Where you differ, {a} is milder on {self.a_milder} and {b} on {self.b_milder}."
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
    other_question = other_answer = only_one = met = 0
    for mine in a:
        theirs = others.get(mine.key)
        if theirs is None:
            continue
        met += 1
        if mine.asked != theirs.asked:
            other_question += 1
        elif mine.answer != theirs.answer:
            other_answer += 1
        else:
            pairs += [
                DoubleMark(
                    ref=mine.ref, part=mine.part, answer=mine.answer, point=point,
                    a=verdict, b=theirs.points[point],
                )
                for point, verdict in mine.points.items()
                if point in theirs.points
            ]  # fmt: skip
            only_one += len(mine.points.keys() ^ theirs.points.keys())
    found = Overlap(
        pairs=tuple(pairs),
        other_question=other_question,
        other_answer=other_answer,
        only_one=only_one,
    )
    if not pairs:
        raise UsageError(_why_nothing(found, met))
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
    size = range(len(table))
    n = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(row[j] for row in table) for j in size]
    far = len(table) - 1

    def worth(i: int, j: int) -> int:
        return far - abs(i - j) if is_weighted else far * (i == j)

    observed = sum(worth(i, j) * table[i][j] for i in size for j in size)
    expected = sum(worth(i, j) * rows[i] * columns[j] for i in size for j in size)
    return n * observed, expected, far * n * n


def agreement(pairs: Sequence[DoubleMark], names: tuple[str, str] = ("A", "B")) -> Agreement:
    """How far two people, called by these names, agree on these points.

    Raises:
        ValueError: There are no points.
    """
    if not pairs:
        raise ValueError("nothing was marked by both")
    return Agreement(table_of(pairs), names)


def disagreements(pairs: Iterable[DoubleMark]) -> tuple[DoubleMark, ...]:
    """The pairs that differ, those furthest apart first."""
    differing = [pair for pair in pairs if pair.distance]
    return tuple(sorted(differing, key=lambda pair: -pair.distance))


def two_decimals(value: float) -> str:
    """The value as it is shown, without a minus before nothing."""
    return f"{round(value, 2) + 0.0:.2f}"


def label_of(value: float) -> str:
    """The word of Landis and Koch for a kappa, by the two decimals that are shown."""
    shown = round(value, 2)
    word = "poor"
    for start, name in LANDIS_KOCH:
        if shown >= start:
            word = name
    return word
