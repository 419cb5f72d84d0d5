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
