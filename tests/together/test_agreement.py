"""Agreement: figures held against others worked out by hand, and words that fit them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from interview_sim.errors import UsageError
from interview_sim.matching.model import VERDICTS, Verdict
from interview_sim.together.agreement import (
    ENOUGH,
    DoubleMark,
    agreement,
    compare,
    disagreements,
    kappa,
    label_of,
    table_of,
    two_decimals,
)
from interview_sim.together.marking import AnswerMarks

MISSED, PARTLY, COVERED = VERDICTS

tables = st.tuples(*[st.tuples(*[st.integers(0, 40)] * 3)] * 3).filter(lambda t: sum(map(sum, t)))


def pairs_of(table: tuple[tuple[int, ...], ...]) -> list[DoubleMark]:
    """Points whose verdicts make this table."""
    verdicts = [
        (a, b)
        for i, a in enumerate(VERDICTS)
        for j, b in enumerate(VERDICTS)
        for _ in range(table[i][j])
    ]
    return [
        DoubleMark(ref="b:q", part="", answer="x", point=f"p{n}", a=a, b=b)
        for n, (a, b) in enumerate(verdicts)
    ]


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    """A hundred points.

    Same: 75 of 100. By chance: (25·30 + 30·25 + 45·45) / 10000 = 0.3525.
    kappa = (0.75 − 0.3525) / (1 − 0.3525) = 0.3975 / 0.6475.
    Weighted: 0.75 + ½ · 0.25 = 0.875 against
    0.3525 + ½ · (25·25 + 30·30 + 30·45 + 45·25) / 10000 = 0.5525, so 0.3225 / 0.4475.
    """
    table = ((20, 5, 0), (10, 15, 5), (0, 5, 40))
    assert kappa(table) == pytest.approx(0.3975 / 0.6475)
    assert kappa(table, is_weighted=True) == pytest.approx(0.3225 / 0.4475)
    found = agreement(pairs_of(table))
    assert (found.n, found.agreed, found.table) == (100, 75, table)
    assert found.rate == pytest.approx(0.75)
    assert found.chance == pytest.approx(0.3525)
    assert (found.a_milder, found.b_milder, found.far_apart) == (15, 10, 0)


def test_kappa_of_two_verdicts_is_that_of_the_textbook() -> None:
    """Fifty grant proposals, two readers, yes or no: 0.7 found, 0.5 by chance, so 0.4."""
    table = ((15, 0, 10), (0, 0, 0), (5, 0, 20))
    assert kappa(table) == pytest.approx(0.4)
    assert kappa(table, is_weighted=True) == pytest.approx(0.4)


def test_kappa_is_not_defined_where_only_one_verdict_occurs() -> None:
    """Always the same verdict: nothing can be told from chance."""
    table = ((0, 0, 0), (0, 0, 0), (0, 0, 40))
    assert kappa(table) is None
    assert kappa(table, is_weighted=True) is None
    assert "undefined" in " ".join(agreement(pairs_of(table)).words)


@given(table=tables, is_weighted=st.booleans())
def test_kappa_does_not_care_who_is_who_and_stays_in_its_bounds(table, is_weighted: bool) -> None:
    """Swapping the two changes nothing, and it lies between −1 and 1."""
    turned = tuple(zip(*table, strict=True))
    value = kappa(table, is_weighted=is_weighted)
    assert value == kappa(turned, is_weighted=is_weighted)
    assert value is None or -1 <= value <= 1


@given(counts=st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_perfect_agreement_is_1(counts: list[int]) -> None:
    """Where more than one verdict occurs."""
    assume(sum(count > 0 for count in counts) > 1)
    table = tuple(tuple(counts[i] if i == j else 0 for j in range(3)) for i in range(3))
    assert kappa(table) == kappa(table, is_weighted=True) == 1


@given(rows=st.lists(st.integers(0, 9), min_size=3, max_size=3), columns=st.permutations([1, 2, 5]))
def test_verdicts_given_without_looking_are_0(rows: list[int], columns: list[int]) -> None:
    """A table that is the product of its margins has no agreement beyond chance."""
    assume(sum(rows))
    table = tuple(tuple(row * column for column in columns) for row in rows)
    assert kappa(table) == kappa(table, is_weighted=True) == 0


@given(table=tables)
def test_weighted_kappa_is_one_minus_the_disagreement_ratio(table) -> None:
    """The other way of writing it, with disagreements of 0, 1 and 2 steps (Cohen 1968)."""
    n = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    cells = list(product(range(3), range(3)))
    expected = sum(abs(i - j) * rows[i] * columns[j] for i, j in cells) / n
    value = kappa(table, is_weighted=True)
    if not expected:
        assert value is None
        return
    assert value == pytest.approx(1 - sum(abs(i - j) * table[i][j] for i, j in cells) / expected)


@given(table=tables)
def test_the_counts_add_up(table) -> None:
    """Every point is in the table once, and agreed, milder for one or milder for the other."""
    pairs = pairs_of(table)
    found = agreement(pairs)
    assert table_of(pairs) == table
    assert found.agreed + found.a_milder + found.b_milder == found.n == len(pairs)
    assert len(disagreements(pairs)) == found.n - found.agreed
    distances = [abs(pair.gap) for pair in disagreements(pairs)]
    assert distances == sorted(distances, reverse=True)


def test_too_few_points_are_not_read_into() -> None:
    """One short of enough: no word for kappa; with enough, a word and its caveat."""
    few = pairs_of(((10, 0, 0), (0, 0, 0), (0, 4, ENOUGH - 15)))
    assert len(few) == ENOUGH - 1
    words = " ".join(agreement(few).words)
    assert "Too early to tell" in words
    assert str(ENOUGH) in words
    assert "Landis" not in words
    enough = " ".join(agreement(pairs_of(((10, 0, 0), (0, 0, 0), (0, 4, ENOUGH - 14)))).words)
    assert "Landis and Koch" in enough
    assert "arbitrary" in enough


def test_a_low_kappa_with_one_kind_of_verdict_is_explained() -> None:
    """38 of 40 alike and yet a kappa below 0: the reading says why."""
    words = " ".join(agreement(pairs_of(((0, 0, 1), (0, 0, 0), (1, 0, 38)))).words)
    assert "95%" in words
    assert "nearly all verdicts are of one kind" in words


def test_the_reading_says_who_is_milder_and_what_to_talk_about() -> None:
    """By name, and with the points that are furthest apart."""
    found = agreement(pairs_of(((1, 0, 2), (0, 1, 0), (0, 1, 1))), ("Ada", "Bo"))
    words = " ".join(found.words)
    assert "Ada is more lenient on 1 and Bo on 2" in words
    assert "2 points are covered for one and missed for the other" in words


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (-0.1, "poor"), (-0.004, "slight"), (0, "slight"), (0.2, "slight"), (0.204, "slight"),
        (0.21, "fair"), (0.4, "fair"), (0.41, "moderate"), (0.6, "moderate"),
        (0.61, "substantial"), (0.804, "substantial"), (0.81, "almost perfect"),
        (1, "almost perfect"),
    ],
)  # fmt: skip
def test_words_change_where_landis_and_koch_change_them(value: float, label: str) -> None:
    """By the two decimals that are shown beside the word."""
    assert label_of(value) == label


def test_no_minus_stands_before_nothing() -> None:
    """−0.001 is shown as 0.00."""
    assert two_decimals(-0.001) == "0.00"


# What is put side by side


def marks(ref: str = "b:q", asked: str = "q", answer: str = "a", **points: Verdict) -> AnswerMarks:
    """Verdicts on one answer."""
    return AnswerMarks(ref=ref, asked=asked, answer=answer, points=points)


def test_only_points_with_a_verdict_from_both_are_compared() -> None:
    """The others are counted, not guessed."""
    found = compare([marks(x=COVERED, y=MISSED)], [marks(y=PARTLY, z=COVERED)])
    assert [(pair.point, pair.a, pair.b) for pair in found.pairs] == [("y", MISSED, PARTLY)]
    assert found.only_one == 2


def test_answers_that_differ_are_left_out_and_counted() -> None:
    """Two answers to one question are two things to mark; so are two questions of one name."""
    found = compare(
        [marks(x=COVERED), marks("b:r", answer="a1", x=COVERED), marks("b:s", asked="q1")],
        [marks(x=COVERED), marks("b:r", answer="a2", x=COVERED), marks("b:s", asked="q2")],
    )
    assert (len(found.pairs), found.other_answer, found.other_question) == (1, 1, 1)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (marks("b:q", x=COVERED), marks("b:r", x=COVERED), "different sessions"),
        (marks(x=COVERED), marks(answer="other", x=COVERED), "different answers"),
        (marks(x=COVERED), marks(asked="other", x=COVERED), "say different things"),
        (marks(x=COVERED), marks(y=COVERED), "No point has a verdict from both"),
        (marks(), marks(), "Neither has given a verdict"),
    ],
)
def test_nothing_in_common_is_refused_with_the_reason(
    a: AnswerMarks, b: AnswerMarks, words: str
) -> None:
    """Each reason has its own sentence."""
    with pytest.raises(UsageError, match=words):
        compare([a], [b])
