"""Readiness counts what there is, topic by topic, and says where that is too little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_kit import history, session

from interview_sim.bank.model import Bank, Question
from interview_sim.errors import UsageError
from interview_sim.progress.readiness import TopicReadiness, readiness
from interview_sim.progress.schedule import Schedule
from interview_sim.session.plan import Plan

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOPICS = {
    "forest": "trees", "boosting": "trees", "recall": "metrics", "auc": "metrics/ranking",
    "kmeans": "clustering",
}  # fmt: skip
BANK = Bank(
    id="b",
    title="B",
    questions=tuple(
        Question(id=q, prompt="?", topic=topic, roles=("ds",) if q != "kmeans" else ("mle",))
        for q, topic in TOPICS.items()
    ),
)
SATS = (
    session(MONDAY, {"forest": 40, "recall": 90, "auc": 90}),
    session(MONDAY + 2 * DAY, {"forest": 80, "boosting": 50, "gone": 100}),
)


def stand(now: datetime, plan: Plan | None = None) -> dict[str, TopicReadiness]:
    """The topics by name, in their order."""
    found = readiness(plan or Plan(), [BANK], Schedule.of(history(*SATS)), now)
    return {topic.topic: topic for topic in found}


def local(at: datetime) -> str:
    """The day as the calendar on this machine has it."""
    return f"{at.astimezone().day} {at.astimezone():%b %Y}"


def test_a_topic_counts_its_questions_answers_and_latest_scores() -> None:
    """By hand: two questions, three answers, the latest 80 and 50; questions now gone are out."""
    trees = stand(MONDAY + 2 * DAY)["trees"]
    assert (trees.questions, trees.answered, trees.answers, trees.fresh) == (2, 2, 3, 0)
    assert (trees.score, trees.retention, trees.today) == (65, 1, 65)
    assert (trees.due, trees.next_due) == (0, MONDAY + 3 * DAY)
    assert trees.is_enough


def test_scores_are_decayed_by_the_chance_that_they_are_kept() -> None:
    """Each latest score counts with its own question's retention."""
    now = MONDAY + 20 * DAY
    schedule = Schedule.of(history(*SATS))
    forest, boosting = (schedule.retention(f"b:{q}", now) for q in ("forest", "boosting"))
    trees = stand(now)["trees"]
    assert trees.retention == pytest.approx((forest + boosting) / 2)
    assert trees.today == pytest.approx((80 * forest + 50 * boosting) / 2)
    assert trees.today < 65
    assert trees.due == 2
    assert trees.next_due is None


def test_few_answers_are_said_to_be_few() -> None:
    """One answer is too few whatever it came to, and none is none."""
    topics = stand(MONDAY + 2 * DAY)
    assert list(topics) == ["trees", "metrics", "metrics/ranking", "clustering"]
    assert not topics["metrics"].is_enough
    assert topics["metrics"].score == 90
    assert topics["clustering"].score is topics["clustering"].today is None


def test_what_is_next_depends_on_what_is_due_fresh_and_weak() -> None:
    """First what is due, then what is fresh, then when to come back."""
    soon, late = stand(MONDAY + 2 * DAY), stand(MONDAY + 20 * DAY)
    assert late["trees"].next_step == "answer 2 questions again"
    assert late["metrics"].next_step == "answer 1 question again"
    assert soon["clustering"].next_step == "answer 1 fresh question"
    assert soon["metrics"].next_step == f"answer again from {local(MONDAY + 8 * DAY)}"
    assert soon["trees"].next_step == f"nothing until {local(MONDAY + 3 * DAY)}"
    weak = history(session(MONDAY, {"kmeans": 30}), session(MONDAY + DAY, {"kmeans": 30}))
    (found,) = readiness(Plan(topics=("clustering",)), [BANK], Schedule.of(weak), MONDAY + DAY)
    assert found.next_step == f"read up, then again from {local(MONDAY + 2 * DAY)}"


def test_only_the_plans_questions_count() -> None:
    """Roles, topics and banks narrow the pool; an empty pool or a missing bank is said."""
    assert "clustering" not in stand(MONDAY, Plan(roles=("ds",)))
    assert list(stand(MONDAY, Plan(topics=("metrics",)))) == ["metrics", "metrics/ranking"]
    with pytest.raises(UsageError, match="Widen"):
        stand(MONDAY, Plan(topics=("nothing",)))
    with pytest.raises(UsageError, match="not loaded"):
        stand(MONDAY, Plan(banks=("other",)))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.dictionaries(st.sampled_from(sorted(TOPICS)), st.floats(0, 100), min_size=1),
        ),
        max_size=8,
    ),
    st.integers(0, 200),
)
def test_the_counts_add_up(results, day) -> None:
    """Whatever was answered: nothing is counted twice, and time never adds to a score."""
    sessions = [session(MONDAY + days * DAY, scores) for days, scores in results]
    now = MONDAY + day * DAY
    topics = readiness(Plan(), [BANK], Schedule.of(history(*sessions)), now)
    assert sum(topic.questions for topic in topics) == len(TOPICS)
    asked = {question.ref for one in sessions for question in one.questions}
    assert sum(topic.answered for topic in topics) == len(asked)
    for topic in topics:
        assert 0 <= topic.due <= topic.answered <= min(topic.questions, topic.answers)
        assert (topic.next_due is None) == (topic.due == topic.answered)
        assert topic.next_step
        if topic.answered:
            assert 0 <= topic.today <= topic.score + 1e-9
