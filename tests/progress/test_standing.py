"""Where one stands: figures with what they rest on, a trend once there is one, a calibration."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from progress_kit import history, session

from interview_sim.bank.model import Level
from interview_sim.clock import stamp
from interview_sim.progress.drawing import ledger_lines, strip_lines, trend_lines
from interview_sim.progress.history import LATEST
from interview_sim.progress.standing import ENOUGH_POINTS, standing
from interview_sim.progress.summary import (
    QuestionDetail,
    QuestionSummary,
    SessionSummary,
    pack_details,
    pack_questions,
)
from interview_sim.session.phases import Phase

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
PLAIN = QuestionDetail(
    level=Level.CORE,
    is_answered=True,
    coverage=50.0,
    depth=None,
    judgement=None,
    time=100.0,
    musts=(1, 2),
    expected=None,
    own=(0, 0, 0),
    judged=(0, 0, 0),
    missed=(),
)


def _sat(
    day: int,
    score: float | None,
    topic: str = "trees/one",
    *,
    phase: Phase = Phase.FINISHED,
    **detail: object,
) -> SessionSummary:
    question = QuestionSummary(f"b:{topic}", topic, "Why trees?", score)
    whole = replace(session(stamp(NOON + timedelta(days=day)), {}, phase=phase), score=score)
    return replace(
        whole,
        packed_questions=pack_questions([question]),
        packed_details=pack_details([replace(PLAIN, **detail)]),
    )


def test_each_figure_says_how_many_answers_it_rests_on() -> None:
    """By topic, the weakest first and what is too early to tell last; by level; in all."""
    found = standing(
        history(
            _sat(3, 40, "trees/one", judgement=80.0),
            _sat(2, 60, "trees/two", musts=(2, 2)),
            _sat(1, 90, "metrics", level=Level.ADVANCED),
            _sat(1, 10, "bayes"),
            _sat(1, 20, "bayes"),
            _sat(0, 99, "trees", phase=Phase.ASSESSING),
        )
    )
    assert (found.sessions, found.answers) == (5, 5)
    assert [part.name for part in found.topics] == ["bayes", "trees", "metrics"]
    trees = found.topics[1]
    assert (trees.score.value, trees.score.n) == (50, 2)
    assert (trees.musts.value, trees.judgement.n, trees.depth.value) == (75, 1, None)
    assert not trees.judgement.is_enough
    assert not found.topics[2].score.is_enough
    assert [(part.name, part.score.n) for part in found.levels] == [("core", 4), ("advanced", 1)]
    assert found.whole.score.value == pytest.approx(44)
    assert standing(history(_sat(3, 40), _sat(1, 90)), since=date(2026, 3, 4)).answers == 1


def test_home_and_where_you_stand_say_the_same_of_a_topic() -> None:
    """One mean, of the same latest answers, in the same order, however many there are."""
    sat = [_sat(day, 30 + day, "trees") for day in range(LATEST + 5)]
    sat += [_sat(day, 50 - day, "metrics") for day in range(4)]
    newest_first = history(*sorted(sat, key=lambda one: one.at, reverse=True))
    topics = [part for part in standing(newest_first).topics if part.score.is_enough]
    assert [(part.name, part.score.value, part.score.n) for part in topics] == [
        (trend.topic, trend.score, trend.n) for trend in newest_first.weakest
    ]
    assert {part.name: part.score.n for part in topics} == {"trees": LATEST, "metrics": 4}


def test_a_trend_is_by_day_and_from_three_weeks_on_by_week() -> None:
    """With the mean and the number of answers; on fewer than three days there is none."""
    short = standing(history(_sat(2, 70), _sat(1, 40), _sat(1, 60), _sat(0, 10)))
    assert [(p.first.day, p.days, p.score, p.n) for p in short.trend] == [
        (2, 1, 10, 1),
        (3, 1, 50, 2),
        (4, 1, 70, 1),
    ]
    assert short.has_trend
    assert not standing(history(_sat(1, 40), _sat(0, 10))).has_trend
    long = standing(history(_sat(30, 70), _sat(29, 50), _sat(1, 40)))
    assert [(p.first.day, p.days, p.score) for p in long.trend] == [(2, 7, 40), (30, 7, 60)]
    for width in (70, 100):
        lines = trend_lines(short.trend, width, 10)
        assert len(lines) == 10
        assert all(len(line) <= width for line in lines)
        assert "\x1b" not in "".join(lines)
        assert sum(line.count("●") for line in lines) == 3


def test_the_ledger_sets_what_was_expected_beside_the_marks_of_both() -> None:
    """Bias, Brier score and bins only from thirty points on; the judge beside one's own word."""
    sure = {"expected": 0.9, "own": (6, 2, 12), "judged": (12, 0, 8), "missed": ("crowd", "bias")}
    unsure = {"expected": 0.1, "own": (0, 0, 10), "judged": (0, 0, 10)}
    few = standing(history(_sat(1, 50, "a", **sure))).ledger
    assert (few.points, few.is_enough) == (20, False)
    assert "too early to tell" in ledger_lines(few)[0]

    ledger = standing(
        history(_sat(2, 50, "a", **sure), _sat(1, 0, "c", **unsure), _sat(0, 50, "a", **sure))
    ).ledger
    assert ledger.points == 50 > ENOUGH_POINTS
    assert ledger.bias == pytest.approx(100 * (36 + 1 - 14) / 50)
    squares = 2 * (6 * 0.01 + 2 * 0.16 + 12 * 0.81) + 10 * 0.01
    assert ledger.brier == pytest.approx(squares / 50)
    assert ledger.judge_bias == pytest.approx(100 * 10 / 50)
    assert [each.n for each in ledger.bins] == [10, 0, 0, 0, 40]
    assert ledger.bins[4].covered == pytest.approx(0.35)
    assert [(miss.point, miss.day) for miss in ledger.misses] == [
        ("crowd", date(2026, 3, 4)),
        ("bias", date(2026, 3, 4)),
    ], "the latest answer counts"
    said = "\n".join(ledger_lines(ledger))
    assert "You expected 46 points more than came" in said
    assert "kinder than your marks" in said
    assert strip_lines(ledger.bins)[1].endswith("no points")


_COUNTS = st.tuples(*[st.integers(0, 9)] * 3)


@given(st.lists(st.tuples(st.floats(0, 1), _COUNTS), max_size=8))
def test_no_point_is_lost_between_the_bins(rated: list[tuple[float, tuple[int, int, int]]]) -> None:
    """However sure: the bins hold all points, and both figures stay in their range."""
    sat = (_sat(n, 50, expected=c, own=own, judged=own) for n, (c, own) in enumerate(rated))
    ledger = standing(history(*sat)).ledger
    assert sum(each.n for each in ledger.bins) == ledger.points == sum(sum(o) for _, o in rated)
    if ledger.points:
        assert ledger.bias is not None
        assert ledger.brier is not None
        assert -100 <= ledger.bias <= 100
        assert 0 <= ledger.brier <= 1
        assert ledger.judge_bias == 0
