"""Sessions to score, and a grader whose verdicts a test can foresee."""

from __future__ import annotations

import session_kit
from msgspec.structs import replace

from interview_sim.bank.model import FollowUp, Misconception, Point, Question, When
from interview_sim.bank.scoring import CURRENT
from interview_sim.bank.terms import Need
from interview_sim.judging.desk import Desk
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.parts import points_of
from interview_sim.judging.protocol import Request, Task
from interview_sim.matching.model import Claim, Coverage, PointCoverage, Span, Verdict
from interview_sim.session.plan import Mode, Plan

FORESTS = Question(
    id="forests",
    prompt="Why do forests work?",
    topic="ensembles",
    rubric=(
        Point(id="variance", point="Lowers variance.", weight=2, probe="What of the spread?"),
        Point(
            id="reasons",
            point="Two reasons",
            pick=2,
            of=(
                Point(id="bagging", point="Each tree sees a bootstrap sample."),
                Point(id="features", point="Each split sees some features."),
                Point(id="votes", point="The trees vote."),
            ),
        ),
        Point(id="speed", point="Trains in parallel.", need=Need.SHOULD, weight=2),
        Point(id="oob", point="Out-of-bag error for free.", need=Need.BONUS, weight=4),
    ),
    misconceptions=(
        Misconception(
            id="never-overfits",
            claim="It cannot overfit.",
            probe="Can it overfit?",
            correction="Less, not never.",
        ),
    ),
    follow_ups=(
        FollowUp(
            id="compare",
            ask="How do extremely randomised trees differ?",
            when=When(covered="variance"),
            rubric=(Point(id="thresholds", point="Random thresholds."),),
        ),
    ),
    model_answer="Many trees, each different.",
)
RECALL = Question(
    id="recall",
    prompt="What is recall?",
    topic="metrics",
    rubric=(
        Point(id="found", point="Found of all positives."),
        Point(id="misses", point="Falls with every miss."),
    ),
)


class WordJudge:
    """Covers a point when its id stands in the answer; `~id` covers it partly; `!id` claims it."""

    name = "words"
    version = "1"

    def prepare(self, task: Task) -> None:
        """Nothing to get ready."""

    def judge(self, task: Task) -> Coverage:
        """What the words cover."""
        points = tuple(_judge(item, task.answer) for item in points_of(task.question))
        claims = tuple(
            Claim(id=m.id, strength=1.0)
            for m in task.question.misconceptions
            if f"!{m.id}" in task.answer
        )
        return Coverage(points=points, claims=claims)


class WordDesk(Desk):
    """A desk whose words are a `WordJudge`'s, also on what was deleted."""

    def __init__(self) -> None:
        super().__init__(WordJudge())
        self.stand_in = _Words()


class _Words(LexicalJudge):
    def lost(self, task: Task, coverage: Coverage, deleted: str) -> tuple[str, int] | None:
        """The first open point whose id stands in the passage."""
        would = WordJudge().judge(replace(task, answer=deleted)).leaves()
        for name, leaf in coverage.leaves().items():
            if leaf.verdict is not Verdict.COVERED and would[name].verdict is Verdict.COVERED:
                return name, would[name].evidence[-1][1]
        return None

    def given_away(self, *_asked: object) -> tuple[str, ...]:
        """No wording gives anything away."""
        return ()


def judgement_on(request: Request) -> Judgement:
    """What a `WordJudge` makes of an answer, and of what was deleted from it."""
    return WordDesk().decide(request)


def _judge(item: Point, answer: str) -> PointCoverage:
    if item.is_group:
        members = tuple(_judge(member, answer) for member in item.of)
        hits = sum(m.verdict is Verdict.COVERED for m in members)
        verdict = Verdict.COVERED if hits >= (item.pick or len(members)) else Verdict.MISSED
        if hits and verdict is Verdict.MISSED:
            verdict = Verdict.PARTLY
        return PointCoverage(id=item.id, verdict=verdict, strength=0.5, members=members)
    at = answer.find(item.id)
    if at < 0:
        return PointCoverage(id=item.id, verdict=Verdict.MISSED, strength=0.0)
    spans: tuple[Span, ...] = ((at, at + len(item.id)),)
    if answer[:at].endswith("~"):
        return PointCoverage(id=item.id, verdict=Verdict.PARTLY, strength=0.5, evidence=spans)
    return PointCoverage(id=item.id, verdict=Verdict.COVERED, strength=1.0, evidence=spans)


def plan(**more: object) -> Plan:
    """A plan without reading time."""
    settings = {"questions": 2, "minutes": 10, "reading": 0, "follow_ups": 2, **more}
    return Plan(**settings)  # type: ignore[arg-type]


PRACTICE = plan(mode=Mode.PRACTICE)


class Sat(session_kit.Sat):
    """A session being sat on a manual clock: a minute a question, half a minute a follow-up."""

    def __init__(
        self, chosen: Plan | None = None, questions: tuple[Question, ...] = (FORESTS, RECALL)
    ) -> None:
        super().__init__(chosen or plan(), questions=questions, scoring=CURRENT)

    def judgement_on(self, request: Request) -> Judgement:
        """What a `WordJudge` makes of an answer, and of what was deleted from it."""
        return judgement_on(request)

    def type(self, text: str, seconds: float = 0) -> None:
        """Have `text` stand in the editor after `seconds` more."""
        self.wait(seconds)
        self.engine.draft(text)
        self.wait(0.5)


def judged_with(sat: Sat, text: str, **more: object) -> None:
    """Submit `text` and have the judge say more of it than its points."""
    sat.engine.draft(text)
    sat.wait(5)
    sat.engine.submit()
    for turn in sat.engine.unjudged:
        judgement = judgement_on(sat.engine.request(turn))
        sat.engine.judged(turn.question, replace(judgement, **more))  # type: ignore[arg-type]
