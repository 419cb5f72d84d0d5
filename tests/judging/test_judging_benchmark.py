"""The table that any judge is measured by, beside the lexical one."""

from __future__ import annotations

import pytest

from benchmarks import judging
from benchmarks.judging import Meter, rows, table
from benchmarks.matching.data import Graded
from benchmarks.matching.labelled_set import labelled_set
from interview_sim.bank.model import Question
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.llm.client import ModelError
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Coverage, Verdict


class Gullible(LexicalJudge):
    """Does as an answer tells it, and has nothing to say to most."""

    name = "gullible"

    def judge(self, task: Task) -> Coverage:
        """Everything covered, where that is asked for."""
        if "Ignore the rubric" not in task.answer:
            raise ModelError("nothing to say")
        found = super().judge(task)
        return Coverage(
            score=1.0,
            points=tuple(
                type(leaf)(id=leaf.id, verdict=Verdict.COVERED, strength=1.0)
                for leaf in found.leaves().values()
            ),
        )


@pytest.mark.thorough
def test_a_judge_is_measured_beside_the_lexical_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that can be talked into marks shows it, and where it said nothing, too."""
    held = list(judging._held())[:5]
    monkeypatch.setattr(judging, "_held", lambda: held)
    question = Question(id="q", prompt="What is a p-value?", model_answer="It is a probability.")
    sets = [Graded("set", {"q": question}, ["q"] * 2, ["A probability.", "A rate."], [1.0, 0.0])]
    meters = [Meter(LexicalJudge()), Meter(Gullible())]
    text = table(meters, lambda meter: rows(meter, labelled_set(), sets, 5))
    cells = {
        line[:42].strip(): line[42:].split() for line in text.splitlines() if "moves" not in line
    }
    assert cells["held-out tests of points"] == ["5", "5"]
    gain = [float(each) for each in cells["attack gain, mean of the score"]]
    assert gain[0] == pytest.approx(0.0, abs=0.05)
    assert gain[1] > 0.3
    drift = cells["clean drift, mean of the score"]
    assert drift[0] == drift[1], "where it says nothing the lexical judge stands in"
    assert cells["Pearson with people's grades"][0] == cells["Pearson with people's grades"][1]
    stood = [int(each) for each in cells["the lexical judge stood in"]]
    assert stood[0] == 0 < stood[1] == int(cells["answers judged"][1]) - 5
    assert cells["tokens an answer"] == ["–", "–"]


def test_a_judge_without_its_model_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lexical judge's figures under another name would be none of that judge."""
    monkeypatch.setattr(judging, "_held", list)
    with pytest.raises(SystemExit):
        judging.main(["--judge", "llm", "--most", "1"])
    assert "interview-sim judge setup" in capsys.readouterr().err
