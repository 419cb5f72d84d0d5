"""The schedule follows from the results alone, and only time makes more of it due."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_kit import history, session

from interview_sim.progress.schedule import (
    LONGEST,
    MOST_RESULTS,
    Recall,
    Schedule,
    history_for_draw,
    recall_of,
)
from interview_sim.session.phases import Phase

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "progress.md"


def next_due(schedule: Schedule, ref: str) -> datetime | None:
    """When a question is due again; None where it has no result."""
    standing = schedule.standing(ref)
    return None if standing is None else standing.due_at


@pytest.mark.parametrize(
    ("score", "recall"),
    [
        (0, Recall.AGAIN), (44.9, Recall.AGAIN), (45, Recall.HARD), (64.9, Recall.HARD),
        (65, Recall.GOOD), (84.9, Recall.GOOD), (85, Recall.EASY), (100, Recall.EASY),
    ],
)  # fmt: skip
def test_scores_become_the_four_steps(score: float, recall: Recall) -> None:
    """Each limit belongs to the step above it."""
    assert recall_of(score) is recall


@pytest.mark.parametrize(("score", "days"), [(90, 8), (70, 2), (50, 1), (10, 1)])
def test_a_first_answer_comes_back_after_the_days_that_the_page_says(score: int, days: int) -> None:
    """The initial stabilities of FSRS, in whole days; docs/progress.md has the same table."""
    schedule = Schedule.of(history(session(MONDAY, {"q": score})))
    assert next_due(schedule, "b:q") == MONDAY + days * DAY
    step = recall_of(score).name.capitalize()
    (said,) = re.findall(rf"\| {step} +\| (\d+) days? \|", PAGE.read_text())
    assert int(said) == days


def test_good_answers_move_a_question_away_and_a_bad_one_brings_it_back() -> None:
    """Each interval after a success is longer than the one before; after a failure it is short."""
    sessions = [session(MONDAY, {"q": 75})]
    gaps = []
    for _ in range(4):
        due = next_due(Schedule.of(history(*sessions)), "b:q")
        assert due is not None
        gaps.append(due - datetime.fromisoformat(sessions[-1].at))
        sessions.append(session(due, {"q": 75}))
    assert gaps == [2 * DAY, 11 * DAY, 46 * DAY, 163 * DAY]
    assert "after 2, 11, 46 and 163 days" in PAGE.read_text()
    failed = sessions[-1]
    after = Schedule.of(history(*sessions[:-1], session(failed.at, {"q": 10})))
    due = next_due(after, "b:q")
    assert due is not None
    assert due - datetime.fromisoformat(failed.at) < gaps[-1] / 10


def test_what_is_due_is_told_longest_first_with_its_days() -> None:
    """A question is due from the very moment on, and not before."""
    schedule = Schedule.of(
        history(session(MONDAY + DAY, {"late": 70}), session(MONDAY, {"early": 50, "easy": 95}))
    )
    assert schedule.overdue(MONDAY + DAY - timedelta(seconds=1)) == {}
    assert schedule.overdue(MONDAY + DAY) == {"b:early": 0}
    assert set(schedule.overdue(MONDAY + 4 * DAY)) == {"b:early", "b:late"}
    assert schedule.overdue(MONDAY + 4 * DAY) == {"b:early": 3, "b:late": 1}


def test_retention_falls_with_the_days_and_is_about_ninety_percent_when_due() -> None:
    """By hand: after a first "good", 2.3065 days of stability at FSRS 6's default decay."""
    schedule = Schedule.of(history(session(MONDAY, {"q": 75})))
    kept = [schedule.retention("b:q", MONDAY + days * DAY) for days in (0, 2, 30)]
    factor = 0.9 ** (1 / -0.1542) - 1
    assert kept == pytest.approx([(1 + factor * d / 2.3065) ** -0.1542 for d in (0, 2, 30)])
    assert kept[1] == pytest.approx(0.9, abs=0.02)
    assert schedule.retention("b:other", MONDAY) is None
    assert next_due(schedule, "b:other") is None


def test_only_scored_answers_of_sessions_that_are_over_count() -> None:
    """What broke off, what has no score, and what has no time that can be read is left out."""
    schedule = Schedule.of(
        history(
            session(MONDAY, {"running": 80}, phase=Phase.ANSWERING),
            session(MONDAY, {"unscored": None, "zero": 0}),
            session("yesterday", {"undated": 80}),
            session("2026-01-05T09:00:00", {"nowhere": 80}),
            session("9999-12-31T23:00:00Z", {"last-day": 80}),
            session("0001-01-01T00:00:00+14:00", {"first-day": 80}),
            session(MONDAY, {"open": 80}, phase=Phase.ASSESSING),
        )
    )
    assert set(schedule.overdue(MONDAY + 99 * DAY)) == {"b:zero", "b:open"}


def test_times_of_any_zone_are_the_same_instants() -> None:
    """A stamp with an offset, as a transcript of another program may have, is understood."""
    zoned = MONDAY.astimezone(timezone(timedelta(hours=-5))).isoformat()
    assert next_due(Schedule.of(history(session(zoned, {"q": 70}))), "b:q") == MONDAY + 2 * DAY


def test_a_copied_transcript_changes_nothing() -> None:
    """Results of one moment count once, the lower one, and so does their number."""
    twice = Schedule.of(history(session(MONDAY, {"q": 90}), session(MONDAY, {"q": 50})))
    assert twice.standing("b:q") == Schedule.of(history(session(MONDAY, {"q": 50}))).standing("b:q")


def test_long_histories_are_cut_to_their_latest_results() -> None:
    """The number of answers still counts them all, and nothing waits longer than a year."""
    sessions = [session(MONDAY + 30 * n * DAY, {"q": 95}) for n in range(MOST_RESULTS + 5)]
    schedule = Schedule.of(history(*reversed(sessions)))
    standing = schedule.standing("b:q")
    assert standing is not None
    assert standing.answers == MOST_RESULTS + 5
    assert standing.due_at - standing.answered_at == LONGEST
    latest = Schedule.of(history(*sessions[-MOST_RESULTS:]))
    assert next_due(latest, "b:q") == standing.due_at


RESULTS = st.lists(
    st.tuples(
        st.integers(0, 400), st.dictionaries(st.sampled_from("abc"), st.floats(0, 100), min_size=1)
    ),
    max_size=12,
)


@given(RESULTS, st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_are_listed_is_irrelevant(results, random) -> None:
    """Equal times included: the same results give the same schedule."""
    sessions = [session(MONDAY + hours * DAY / 24, scores) for hours, scores in results]
    shuffled = random.sample(sessions, len(sessions))
    one, other = Schedule.of(history(*sessions)), Schedule.of(history(*shuffled))
    for ref in ("b:a", "b:b", "b:c"):
        assert one.standing(ref) == other.standing(ref)
        assert one.retention(ref, MONDAY + 30 * DAY) == other.retention(ref, MONDAY + 30 * DAY)


@given(RESULTS, st.floats(0, 800), st.floats(0, 800))
def test_with_time_alone_more_comes_due_and_less_is_kept(results, first, second) -> None:
    """Without a new answer nothing stops being due, and days overdue only grow."""
    schedule = Schedule.of(
        history(*(session(MONDAY + hours * DAY / 24, scores) for hours, scores in results))
    )
    before, after = (MONDAY + days * DAY for days in sorted((first, second)))
    early, late = schedule.overdue(before), schedule.overdue(after)
    assert early.keys() <= late.keys()
    assert all(early[ref] <= late[ref] for ref in early)
    assert set(schedule.overdue(after)) == late.keys()
    for ref in late:
        kept = schedule.retention(ref, before), schedule.retention(ref, after)
        assert 0 <= kept[1] <= kept[0] <= 1


def test_a_draw_is_told_what_is_due_and_how_often_and_how_well_it_was_answered() -> None:
    """Of what is due, for how many days."""
    past = history(session(MONDAY, {"q": 50}))
    told = history_for_draw(past, MONDAY + 3 * DAY)
    assert (told.due, told.seen, told.scores) == ({"b:q": 2}, {"b:q": 1}, {"b:q": 50})
    assert history_for_draw(past, MONDAY).due == {}
