"""What waits for the candidate: the newest first, and nothing that is open in another window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from progress_kit import history, session

from interview_sim.bank.model import Bank, Question
from interview_sim.progress.agenda import A_SITTING, Agenda, agenda
from interview_sim.progress.summary import QuestionDetail, SessionSummary, pack_details
from interview_sim.session.phases import Phase

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BANKS = [
    Bank(
        id="b",
        title="B",
        questions=tuple(Question(id=f"q{n}", prompt="?", model_answer="!") for n in range(20)),
    )
]


def _made(name: str, phase: Phase, days_ago: int, **scores: float) -> SessionSummary:
    made = session(NOW - timedelta(days=days_ago), scores, phase=phase, name=name)
    return replace(made, score=50.0 if phase is Phase.FINISHED else None)


def _agenda(*sessions: SessionSummary, running: str = "") -> Agenda:
    waiting = (found for found in sessions if found.is_waiting and found.id != running)
    return agenda(history(*sessions), waiting, BANKS, NOW)


def test_the_newest_that_waits_stands_first_whatever_it_waits_for() -> None:
    """Neither a session that broke off nor an open assessment goes before a newer one of either.

    A session that is open in another window does not wait; one that was never begun does not
    either.
    """
    broken, unmarked = (
        _made("broken", Phase.ANSWERING, 3),
        _made("unmarked", Phase.ASSESSING, 1),
    )
    both = _agenda(unmarked, broken)
    assert (both.go_on, both.mark) == (broken, unmarked)
    assert both.first == "mark"
    assert both.newest is unmarked
    newer = _made("newer", Phase.PAUSED, 0)
    assert _agenda(newer, unmarked, broken).go_on is newer
    assert _agenda(newer, unmarked, broken).first == "resume"
    elsewhere = _agenda(newer, unmarked, broken, running="newer")
    assert (elsewhere.go_on, elsewhere.first) == (broken, "mark")
    assert _agenda(_made("drawn", Phase.PLANNED, 0)).first == "start"


def test_what_is_due_stands_first_only_where_no_session_waits() -> None:
    """Due questions of banks that are here, the longest overdue first, so many as fit a sitting."""
    old = _made("old", Phase.FINISHED, 60, **{f"q{n}": 20.0 for n in range(12)}, gone=20.0)
    newer = _made("newer", Phase.FINISHED, 30, q0=20.0)
    due = _agenda(newer, old)
    assert due.first == "due"
    assert len(due.due) == 12
    assert due.due[-1] == "b:q0"
    assert due.due_now == due.due[:A_SITTING]
    assert due.due_minutes > A_SITTING
    assert due.next_due is None
    assert _agenda(_made("broken", Phase.READING, 90), newer, old).first == "resume"


def test_the_weakest_topic_is_offered_as_a_drill_and_sure_misses_come_first() -> None:
    """The weakest questions of a topic that is here, from two answers on; what is due likewise."""
    other = Bank(
        id="b",
        title="B",
        questions=tuple(
            Question(id=f"q{n}", prompt="?", model_answer="!", topic="trees/deep") for n in range(8)
        ),
    )
    made = _made("old", Phase.FINISHED, 40, **{f"q{n}": 20.0 + n for n in range(4)})
    missed = QuestionDetail(
        level="core", is_answered=True, coverage=20, depth=None, judgement=None, time=None,
        musts=(1, 2), expected=0.9, own=(1, 0, 1), judged=(1, 0, 1), missed=("p",),
    )  # fmt: skip
    details = [missed if n == 3 else replace(missed, expected=0.5) for n in range(4)]
    sessions = history(replace(made, packed_details=pack_details(details)))
    found = agenda(sessions, (), [other], NOW)
    assert found.weak_topic == "trees"
    assert found.weak == ("b:q3", "b:q0", "b:q1", "b:q2", "b:q4")
    assert found.weak_minutes > 0
    assert found.due == ("b:q3", "b:q0", "b:q1", "b:q2")
    good = pack_details([replace(missed, musts=(2, 2))])
    newer = replace(_made("new", Phase.FINISHED, 39, q3=95.0), packed_details=good)
    again = history(newer, *sessions.sessions)
    assert agenda(again, (), [other], NOW).weak[0] == "b:q0"
    assert _agenda(made).weak == ()


def test_the_next_day_is_told_where_nothing_is_due_yet() -> None:
    """Fresh results come back later; without results there is no such day."""
    fresh = _agenda(_made("today", Phase.FINISHED, 0, q1=90.0, gone=10.0))
    assert (fresh.due, fresh.first) == ((), "start")
    assert fresh.next_due is not None
    assert fresh.next_due > NOW + timedelta(days=1)
    assert _agenda().next_due is None


def test_a_session_without_an_answer_has_no_score_to_show() -> None:
    """All was skipped: that is no zero among the last scores, and alone it is told."""
    skipped = replace(_made("skipped", Phase.FINISHED, 0, q1=0.0), score=0.0, answered=0)
    alone = _agenda(skipped)
    assert (alone.scores, alone.is_unanswered) == ((), True)
    both = _agenda(skipped, _made("old", Phase.FINISHED, 9, q1=50.0))
    assert (both.scores, both.is_unanswered) == ((50.0,), False)
    assert not _agenda().is_unanswered


def test_the_past_in_short() -> None:
    """Scores oldest first, topics with answers enough, and how often one sat on which day.

    What is not marked yet says nothing of a topic: that would give the reveal away.
    """
    past = _agenda(
        _made("unmarked", Phase.ASSESSING, 1, q3=0.0),
        _made("b", Phase.FINISHED, 1, q1=70.0),
        _made("a", Phase.FINISHED, 1, q2=30.0),
        _made("broken", Phase.ANSWERING, 8),
    )
    assert past.scores == (50.0, 50.0)
    assert [(topic.topic, topic.score, topic.n) for topic in past.weakest] == [("trees", 50, 2)]
    assert sorted(past.sittings.values()) == [1, 3]
