"""A sitting has every answer judged once, whoever is in a hurry."""

from __future__ import annotations

import threading
from pathlib import Path

from interview_sim.clock import ManualClock
from interview_sim.judging.desk import LATE
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Coverage
from interview_sim.services import build_services
from interview_sim.session.plan import Plan


class Slow(LexicalJudge):
    """The lexical judge, once it may go on."""

    name = "slow"

    def __init__(self) -> None:
        self.may_go = threading.Event()

    def judge(self, task: Task) -> Coverage:
        """Wait, then judge by words."""
        assert self.may_go.wait(30)
        return super().judge(task)


def test_what_is_settled_in_a_hurry_is_not_judged_again_when_the_judge_answers(
    home: Path,
) -> None:
    """Several answers may wait for a slow judge; words stand in for all of them, and that's it."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    services.change_settings(judge_seconds=120)
    plan = Plan(questions=3, banks=("ml-fundamentals",), reading=0, question_time=30)
    sitting = services.start(plan, 7)
    judge = sitting.desk.judge = Slow()
    engine = sitting.engine
    engine.start()
    for _ in range(3):  # a clock that ran out does not wait for the interviewer
        engine.draft("It lowers the variance.")
        clock.advance(31)
        sitting.tick()
    assert engine.state.is_over
    assert len(engine.unjudged) == 3
    sitting.settle()
    judge.may_go.set()
    for _ in range(3):
        clock.advance(10)
        sitting.tick()
    sitting.close()

    judgements = list(engine.state.judgements.values())
    assert [len(of) for of in judgements] == [1, 1, 1]
    assert {of[0].because for of in judgements} == {LATE}


def test_a_session_that_was_opened_and_left_is_not_kept(home: Path) -> None:
    """Neither before the first question nor at it; one word, a pass or a flag is enough to keep it.

    Also where it is found after a kill: it is neither listed nor offered.
    """
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=3, banks=("ml-fundamentals",), reading=0)
    services.start(plan).close()
    left = services.start(plan)
    left.engine.start()
    clock.advance(20)
    left.tick()
    assert services.unfinished() is None
    killed = left.path.read_bytes()
    left.close()
    assert services.store.paths() == ()

    left.path.write_bytes(killed)
    history = services.history()
    assert (history.sessions, history.unreadable) == ((), ())
    assert services.unfinished() is None

    for touch in (
        lambda engine: engine.draft("One"),
        lambda engine: engine.skip(),
        lambda engine: engine.flag(),
        lambda engine: engine.finish(),
    ):
        clock.advance(60)
        sitting = services.start(plan)
        sitting.engine.start()
        touch(sitting.engine)
        clock.advance(2)
        sitting.tick()
        sitting.close()
        assert services.history().sessions[0].id == sitting.id


def test_a_question_that_nobody_was_asked_is_still_a_fresh_one(home: Path) -> None:
    """Drawn is not asked: what a session did not come to stays first in the next draw."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=5, banks=("ml-fundamentals",), reading=0)
    asked = set()
    for _ in range(2):
        services.start(plan).close()
        sitting = services.start(plan)
        sitting.engine.start()
        sitting.engine.draft("One")
        clock.advance(2)
        sitting.tick()
        sitting.close()
        first, *later = (drawn.ref for drawn in sitting.engine.state.header.questions)
        assert asked.isdisjoint({first, *later})
        asked.add(first)
    assert services.history().draw_history().seen.keys() == asked


def test_an_older_session_is_never_offered_before_a_newer_one(home: Path) -> None:
    """Questions and marks count alike; what another window has open does not count."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=2, banks=("ml-fundamentals",), reading=0)
    names = []
    for is_broken in (True, False, True):
        clock.advance(3600)
        sitting = services.start(plan)
        sitting.engine.start()
        sitting.engine.draft("One")
        clock.advance(2)
        sitting.tick()
        if not is_broken:
            sitting.engine.finish()
        sitting.close()
        names.append(sitting.id)
    oldest, to_mark, newest = names

    def offered() -> str:
        found = services.unfinished()
        assert found is not None
        return found.id

    assert [summary.id for summary in services.waiting()] == [newest, to_mark, oldest]
    assert offered() == newest
    with services.store.open(newest):
        assert offered() == to_mark
    services.store.delete(newest)
    assert offered() == to_mark
