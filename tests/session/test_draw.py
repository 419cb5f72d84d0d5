"""The draw is fair, deterministic, and never repeats before it must."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.model import Bank, Kind, Level, Question
from interview_sim.errors import UsageError
from interview_sim.session.draw import DrawHistory, draw, expected_seconds, pool, unknown_names
from interview_sim.session.drill import on_topic
from interview_sim.session.plan import Plan, Prefer

TOPICS = ("ensembles", "metrics", "metrics/ranking", "data")


def _bank(count: int = 12) -> Bank:
    return Bank(
        id="b",
        title="B",
        questions=tuple(
            Question(
                id=f"q{i}",
                prompt="?",
                model_answer="!",
                topic=TOPICS[i % 4],
                level=list(Level)[i % 3],
                roles=("ml-engineer",) if i % 2 else (),
                kind=Kind.CASE if i == 5 else Kind.CONCEPTUAL,
            )
            for i in range(count)
        ),
    )


BANK = _bank()


def _ids(drawn) -> list[str]:
    return [d.question.id for d in drawn]


@given(st.integers(), st.integers(1, 15))
def test_same_seed_same_paper_and_no_question_twice(seed: int, count: int) -> None:
    """Whatever the seed and number."""
    plan = Plan(questions=count)
    first, second = draw(plan, [BANK], seed), draw(plan, [BANK], seed)
    assert first == second
    assert len(set(_ids(first))) == len(first) == min(count, 12)


def test_other_seeds_give_other_papers() -> None:
    """Ten seeds do not all draw the same."""
    assert len({tuple(_ids(draw(Plan(questions=4), [BANK], seed))) for seed in range(10)}) > 5


@given(st.integers())
def test_the_draw_spreads_over_topics(seed: int) -> None:
    """Three questions of three topics are one of each; nested topics count as their root."""
    drawn = draw(Plan(questions=3), [BANK], seed)
    roots = Counter(d.question.topic.split("/")[0] for d in drawn)
    assert set(roots.values()) == {1}


def test_easier_questions_come_first() -> None:
    """An interview warms up."""
    levels = [d.question.level for d in draw(Plan(questions=9), [BANK], 3)]
    assert levels == sorted(levels, key=list(Level).index)


@pytest.mark.parametrize("prefer", [Prefer.ANY, Prefer.FRESH, Prefer.DUE])
def test_an_interview_opens_easily_and_goes_deep(prefer: Prefer) -> None:
    """From three questions on there is one of each level, as far as any is left.

    What was asked before is no exception: it comes back only for a level of which none is fresh.
    """
    for seed in range(20):
        drawn = draw(Plan(questions=3, prefer=prefer), [BANK], seed)
        assert [one.question.level for one in drawn] == list(Level)
        seen = {f"b:q{i}": 1 for i in range(12) if i % 3 == 2}  # the advanced ones
        drawn = draw(Plan(questions=4, prefer=prefer), [BANK], seed, DrawHistory(seen=seen))
        has_advanced = any(d.question.level is Level.ADVANCED for d in drawn)
        assert has_advanced is (prefer is Prefer.ANY)


def test_filters_and_nested_topics() -> None:
    """A topic includes what is below it; a question without roles is for everyone."""
    assert {c.question.topic for c in pool(Plan(topics=("metrics",)), [BANK])} == {
        "metrics",
        "metrics/ranking",
    }
    assert {c.question.level for c in pool(Plan(levels=(Level.CORE,)), [BANK])} == {Level.CORE}
    assert len(pool(Plan(roles=("data-scientist",)), [BANK])) == 6
    assert [c.question.id for c in pool(Plan(kinds=(Kind.CASE,)), [BANK])] == ["q5"]
    assert pool(Plan(banks=("other",)), [BANK]) == ()


def test_an_empty_pool_is_an_error_in_words() -> None:
    """The message says what to widen."""
    with pytest.raises(UsageError, match="Widen"):
        draw(Plan(topics=("nope",)), [BANK], 1)


def test_a_name_that_no_question_has_is_told_with_what_was_meant() -> None:
    """Also where others of the plan are right; a topic above known ones is one."""
    plan = Plan(topics=("metrics", "ensemble"), roles=("ml-engineer", "pilot"))
    assert unknown_names(plan, [BANK]) == (
        "No question has the topic `ensemble`; did you mean ensembles?",
        "No question has the role `pilot`; there are ml-engineer",
    )
    assert unknown_names(Plan(), []) == ()


def test_nothing_repeats_until_the_pool_is_used_up() -> None:
    """Sessions in a row with fresh questions first go through the whole bank before any repeat."""
    seen: Counter[str] = Counter()
    for seed in range(3):
        drawn = draw(Plan(questions=4), [BANK], seed, DrawHistory(seen=dict(seen)))
        seen.update(d.ref for d in drawn)
    assert set(seen.values()) == {1}
    assert len(seen) == 12


def test_weak_questions_come_first_when_asked_to() -> None:
    """Within each topic the lowest score is drawn before the others."""
    scores = {f"b:q{i}": 90.0 for i in range(12)} | {"b:q0": 10.0, "b:q1": 20.0, "b:q3": 5.0}
    plan = Plan(questions=3, prefer=Prefer.WEAK)
    drawn = _ids(draw(plan, [BANK], 1, DrawHistory(scores=scores)))
    assert set(drawn) == {"q0", "q1", "q3"}


def test_due_questions_come_first_the_longest_overdue_before_others() -> None:
    """Whole days go before the spread over topics; then come fresh ones, then the rest."""
    plan = Plan(questions=4, prefer=Prefer.DUE)
    seen = {f"b:q{i}": 1 for i in range(12) if i != 2}
    due = {"b:q0": 9.5, "b:q4": 7.2, "b:q8": 7.9}  # all of one topic
    for seed in range(5):
        drawn = _ids(draw(plan, [BANK], seed, DrawHistory(seen=seen, due=due)))
        assert set(drawn) == {"q0", "q4", "q8", "q2"}
        fewer = _ids(
            draw(
                Plan(questions=1, prefer=Prefer.DUE), [BANK], seed, DrawHistory(seen=seen, due=due)
            )
        )
        assert fewer == ["q0"]


def test_a_review_asks_what_is_due_and_then_what_was_weak() -> None:
    """Due questions go before all others, and among either the lowest score of each topic."""
    plan = Plan(questions=4, prefer=Prefer.REVIEW)
    scores = {f"b:q{i}": 90.0 for i in range(12)} | {"b:q1": 5.0, "b:q3": 20.0}
    due = {"b:q0": 0.5, "b:q8": 9.0}
    for seed in range(5):
        drawn = _ids(draw(plan, [BANK], seed, DrawHistory(scores=scores, due=due)))
        assert {"q0", "q8", "q1", "q3"} == set(drawn)


def test_what_one_was_sure_of_and_had_not_comes_first() -> None:
    """Before what is due and what went worse, in a review and, within a topic, among weak ones."""
    scores = {f"b:q{i}": 60.0 for i in range(12)} | {"b:q1": 5.0, "b:q4": 20.0}
    past = DrawHistory(scores=scores, due={"b:q2": 9.0}, sure=frozenset({"b:q6", "b:q9"}))
    for seed in range(5):
        review = draw(Plan(questions=3, prefer=Prefer.REVIEW), [BANK], seed, past)
        assert {"q6", "q9", "q2"} == set(_ids(review))
        topic = Plan(questions=2, prefer=Prefer.WEAK, topics=("metrics",))
        assert "q9" in _ids(draw(topic, [BANK], seed, past))
    assert on_topic("ensembles", [BANK], past) == ("b:q4", "b:q0", "b:q8")
    assert on_topic("metrics", [BANK], past)[:2] == ("b:q6", "b:q9")
    assert on_topic("nothing", [BANK], past) == ()


def test_what_is_due_since_the_same_day_spreads_over_topics() -> None:
    """Questions of one evening are drawn one of each topic."""
    due = {f"b:q{i}": 3.2 if i % 4 else 3.9 for i in range(12)}
    drawn = draw(Plan(questions=3, prefer=Prefer.DUE), [BANK], 4, DrawHistory(due=due))
    assert len({d.question.topic.split("/")[0] for d in drawn}) == 3


REFS = st.sampled_from([f"b:q{i}" for i in range(12)])


@given(
    st.integers(), st.integers(1, 15), st.dictionaries(REFS, st.integers(1, 5)),
    st.dictionaries(REFS, st.floats(0, 1000)),
)  # fmt: skip
def test_a_draw_of_what_is_due_is_fixed_by_seed_and_history(seed, count, seen, due) -> None:
    """No question twice, and none that is not due while one that is stays behind."""
    plan = Plan(questions=count, prefer=Prefer.DUE)
    past = DrawHistory(seen=seen, due=due)
    drawn = draw(plan, [BANK], seed, past)
    assert drawn == draw(plan, [BANK], seed, past)
    refs = {d.ref for d in drawn}
    assert len(refs) == len(drawn) == min(count, 12)
    assert len(refs & due.keys()) == min(count, len(due))
    behind = [due[ref] for ref in due.keys() - refs]
    assert not behind or min(due[ref] for ref in refs) // 1 >= max(behind) // 1


def test_times_come_from_question_plan_or_bank_with_extra_time_on_top() -> None:
    """The plan's time beats the question's, which beats the bank's."""
    bank = Bank(
        id="b", title="B", questions=(Question(id="a", prompt="?", model_answer="!", time=100),)
    )
    assert draw(Plan(extra_time=1.5), [bank], 1)[0].budget == 150
    assert draw(Plan(question_time=30), [bank], 1)[0].budget == 30
    plan = Plan(questions=1, follow_ups=2, reading=10)
    assert expected_seconds(plan, pool(plan, [bank])) == 100 + 2 * 90 + 10
