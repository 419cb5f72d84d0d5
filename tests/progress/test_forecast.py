"""The day of the interview: a forecast with its range, and sittings that raise the weakest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_kit import history, session

from interview_sim.bank.model import Bank, CaseFact, Kind, Question
from interview_sim.config import Settings, interview_day
from interview_sim.progress.drawing import days_words, forecast_lines, sitting_lines
from interview_sim.progress.forecast import A_SITTING, forecast, sittings
from interview_sim.progress.schedule import Schedule

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = NOW.astimezone().date()
NAMES = [f"t{n}" for n in range(6)] + [f"m{n}" for n in range(3)] + ["one"]
BANK = Bank(
    id="b",
    title="B",
    questions=tuple(
        Question(id=name, prompt="?", topic={"t": "trees/x", "m": "metrics"}.get(name[0], "rare"))
        for name in NAMES
    ),
)


def _schedule(scores: dict[str, float]) -> Schedule:
    return Schedule.of(history(session(NOW - timedelta(days=1), scores)))


def test_a_topic_is_forecast_with_a_range_that_says_how_sure_it_is() -> None:
    """Lower on a later day; wider where answers differ; nothing on fewer than three."""
    scores = {"t0": 80.0, "t1": 60.0, "t2": 70.0, "m0": 10.0, "m1": 90.0, "m2": 50.0, "one": 99.0}
    schedule = _schedule(scores)
    soon = forecast([BANK], schedule, TODAY + timedelta(days=1), NOW)
    late = forecast([BANK], schedule, TODAY + timedelta(days=60), NOW)
    assert [each.topic for each in soon] == ["metrics", "trees", "rare"]
    metrics, trees, rare = soon
    assert (trees.answered, trees.questions) == (3, 6)
    for each in (metrics, trees):
        assert each.then is not None
        assert each.low is not None
        assert each.high is not None
        assert 0 <= each.low < each.then < each.high <= 100
    assert metrics.high - metrics.low > trees.high - trees.low  # type: ignore[operator]
    # By hand: t of 80 % with two degrees of freedom is 1.886, and the spread about 10.
    assert trees.high - trees.then == pytest.approx(1.886 * 10 * (2 / 3) ** 0.5, rel=0.1)  # type: ignore[operator]
    assert rare.then is None
    assert all(b.then < a.then for a, b in zip(soon, late, strict=True) if a.then)  # type: ignore[operator]
    lines = forecast_lines(soon)
    assert "(3 of 6 answered)" in lines[1]
    assert lines[2].endswith("too early to tell (1 of 1 answered)")


def test_sittings_take_what_is_due_and_then_the_weakest_and_spread() -> None:
    """One an evening, no question twice in three days, no topic more than twice, no case."""
    scores = {name: 90.0 - 10 * n for n, name in enumerate(NAMES)}
    plan = sittings([BANK], _schedule(scores), TODAY + timedelta(days=5), NOW)
    assert [each.day for each in plan] == [TODAY + timedelta(days=n) for n in range(len(plan))]
    assert plan[0].refs[0] == "b:one", "the weakest of what is due first"
    assert set(plan[0].topics) == {"trees", "metrics", "rare"}
    lines = sitting_lines(plan, 40)
    assert lines[0].startswith(f"{TODAY:%a} {TODAY.day:>2} {TODAY:%b}  5 questions: ")
    assert lines[1].startswith(" " * 12), "what does not fit hangs below the questions"
    assert max(map(len, lines)) <= 40
    assert sittings([BANK], _schedule({}), TODAY + timedelta(days=5), NOW) == ()
    assert sittings([BANK], _schedule(scores), TODAY, NOW) == ()
    stage = Question(id="s", prompt="?", topic="case/x", kind=Kind.CASE)
    case = Question(
        id="c",
        prompt="?",
        topic="case/x",
        kind=Kind.CASE,
        stages=(stage,),
        facts=(CaseFact(id="f", tell="T."),),
    )
    asked = case.asked[0].id
    cases = Bank(id="b", title="B", questions=(case,))
    assert sittings([cases], _schedule({asked: 5.0}), TODAY + timedelta(days=3), NOW) == ()


@given(
    st.dictionaries(st.sampled_from(NAMES), st.floats(0, 100), max_size=10),
    st.integers(0, 40),
)
def test_no_plan_overloads_an_evening(scores: dict[str, float], days: int) -> None:
    """Whatever was answered: few questions an evening, spread, and none again too soon."""
    plan = sittings([BANK], _schedule(scores), TODAY + timedelta(days=days), NOW)
    topic = {f"b:{q.id}": q.topic.split("/")[0] for q in BANK.questions}
    last: dict[str, date] = {}
    for each in plan:
        assert 1 <= len(each.refs) <= A_SITTING
        assert each.day < TODAY + timedelta(days=days)
        named = [topic[ref] for ref in each.refs]
        assert all(named.count(one) <= 2 for one in named)
        for ref in each.refs:
            assert ref not in last or (each.day - last[ref]).days >= 3
            last[ref] = each.day


def test_the_day_is_one_that_is_to_come() -> None:
    """What is past, or no day, counts as none."""
    assert interview_day(Settings(interview_day="2026-01-05"), TODAY) == date(2026, 1, 5)
    assert interview_day(Settings(interview_day="2026-01-04"), TODAY) is None
    assert interview_day(Settings(interview_day="2026-13-45"), TODAY) is None
    assert interview_day(Settings(), TODAY) is None
    assert days_words(date(2026, 1, 6), TODAY) == "tomorrow"
    assert days_words(date(2026, 1, 14), TODAY) == "in 9 days"
