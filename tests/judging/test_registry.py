"""Judges are found by entry point: ours, and anybody's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from judging_kit import QUESTION, install
from session_kit import hand_in

from interview_sim.clock import ManualClock
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.judging.desk import Desk
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.protocol import Judge, Request, Task
from interview_sim.judging.registry import find_judge, judge_names
from interview_sim.matching.model import Verdict
from interview_sim.services import build_services
from interview_sim.session.plan import Plan


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package with one judge that works and two that do not."""
    entries = {
        "everything": "outside_judges:Everything",
        "broken": "outside_judges:Missing",
        "shapeless": "builtins:object",
    }
    monkeypatch.syspath_prepend(str(install(tmp_path / "site", **entries)))


def test_our_own_judge_comes_through_the_same_door() -> None:
    """`lexical` is an entry point like any other."""
    assert "lexical" in judge_names()
    judge = find_judge("lexical")
    assert isinstance(judge, LexicalJudge)
    assert isinstance(judge, Judge)


def test_the_judge_in_docs_works() -> None:
    """docs/judges.md shows a judge of one's own; it is run as it is there."""
    page = (Path(__file__).parents[2] / "docs" / "judges.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    known: dict[str, Any] = {}
    exec(source, known)
    desk = Desk(known["Longwinded"]())
    for words, verdict in ((3, Verdict.MISSED), (101, Verdict.COVERED)):
        task = Task(question=QUESTION, answer="word " * words)
        judgement = desk.decide(Request(task=task))
        assert judgement.label == "longwinded 1"
        assert {point.verdict for point in judgement.by_id.values()} == {verdict}


@pytest.mark.usefixtures("outside")
def test_what_cannot_be_a_judge_is_said_with_its_name() -> None:
    """Unknown, not loadable, or no judge at all."""
    assert {"everything", "broken", "lexical"} <= set(judge_names())
    with pytest.raises(NotFoundError, match="no judge called “nobody”"):
        find_judge("nobody")
    with pytest.raises(UsageError, match=r"“broken” \(outside_judges:Missing\) cannot be loaded"):
        find_judge("broken")
    with pytest.raises(UsageError, match="is not a Judge: it has no name, version, prepare, judge"):
        find_judge("shapeless")


@pytest.mark.usefixtures("outside")
def test_an_interview_is_sat_with_a_judge_from_outside(home: Path) -> None:
    """Follow-ups, record and scorecard go by it; later the lexical one is asked as well."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    services.change_settings(judge="everything")
    plan = Plan(questions=1, banks=("ml-fundamentals",), reading=0, follow_ups=1)
    sitting = services.start(plan, 7)
    engine = sitting.engine
    hand_in(sitting, "Nothing to the point at all.", clock, 5)
    while not engine.state.is_over:
        engine.skip()
    judgement = engine.state.judgement(0)
    assert judgement is not None
    assert judgement.label == "everything 3"
    assert {point.verdict for point in judgement.points} == {Verdict.COVERED}
    assert sitting.scorecard().questions[0].coverage == 100
    assert all(turn.kind != "probe" for turn in engine.state.turns), "nothing is missing"
    name = sitting.id
    sitting.close()
    assert services.scorecard(name).judge.name == "everything"

    told: list[tuple[int, int]] = []
    fresh = services.judge_again(name, "lexical", progress=lambda *far: told.append(far))
    assert told == [(0, 1)]
    assert [(opinion.question, opinion.after.judge) for opinion in fresh] == [(0, "lexical")]
    assert fresh[0].changed, "the lexical judge found nothing of it"
    state = services.read(name).state
    assert [j.judge for j in state.judgements[0, ""]] == ["everything", "lexical"]
    assert services.scorecard(name).questions[0].coverage == 0
