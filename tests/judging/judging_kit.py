"""Judges for tests: one from another package, and some that misbehave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.protocol import Request, Task
from interview_sim.matching.model import Coverage, PointCoverage, Verdict

QUESTION = Question(
    id="forests",
    prompt="Why do forests work?",
    rubric=(
        Point(id="variance", point="Lowers variance.", match=("lower variance",)),
        Point(
            id="reasons",
            point="Two reasons",
            pick=1,
            of=(
                Point(id="rows", point="Bootstrap samples.", match=("bootstrap sample",)),
                Point(id="columns", point="Random features.", match=("random features",)),
            ),
        ),
    ),
    misconceptions=(
        Misconception(id="never", claim="It never overfits.", match=("never overfits",)),
    ),
)

OUTSIDE = '''
from interview_sim.matching.model import Coverage, PointCoverage, Verdict


class Everything:
    """Covers every point, whatever is said."""

    name = "everything"
    version = "3"

    def prepare(self, task):
        pass

    def judge(self, task):
        said = ((0, len(task.answer)),) if task.answer else ()
        return Coverage(points=tuple(
            PointCoverage(id=item.id, verdict=Verdict.COVERED, strength=1.0, reason="as you say",
                          evidence=said)
            for item in task.question.rubric
        ))
'''


def install(folder: Path, **entries: str) -> Path:
    """Another package with judges of its own, as pip would lay it out; put it on `sys.path`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outside_judges.py").write_text(OUTSIDE, encoding="utf-8")
    info = folder / "outside_judges-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside-judges\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in entries.items()]
    (info / "entry_points.txt").write_text("\n".join(["[interview_sim.judges]", *lines, ""]))
    return folder


def request(answer: str, **more: object) -> Request:
    """A request to judge an answer to the question above."""
    task = Task(question=QUESTION, answer=answer)
    return Request(task=task, **more)  # type: ignore[arg-type]


class Odd:
    """A judge that does what it is told in place of judging."""

    name = "odd"
    version = "1"

    def __init__(self, act: Callable[[Task], object]) -> None:
        self._act = act

    def prepare(self, task: Task) -> None:
        """Nothing to get ready."""

    def judge(self, task: Task) -> Coverage:
        """Do it."""
        return self._act(task)  # type: ignore[return-value]


class Slow(LexicalJudge):
    """The lexical judge, once it may go on."""

    name = "slow"

    def __init__(self) -> None:
        super().__init__()
        self.may_go = Event()

    def judge(self, task: Task) -> Coverage:
        """Wait, then judge by words."""
        assert self.may_go.wait(30)
        return super().judge(task)


def covering(*ids: str, evidence: tuple[tuple[int, int], ...] = ()) -> Coverage:
    """A coverage of these points, and nothing said of the others."""
    return Coverage(
        points=tuple(
            PointCoverage(id=i, verdict=Verdict.COVERED, strength=1.0, evidence=evidence)
            for i in ids
        ),
    )
