"""A small session to test with, and a grader whose verdicts a test can foresee."""

from __future__ import annotations

from interview_sim.bank.model import AllOf, FollowUp, Misconception, Point, Question, When
from interview_sim.bank.terms import Need
from interview_sim.clock import ManualClock
from interview_sim.matching import Claim, Coverage, PointCoverage, Verdict
from interview_sim.session.engine import Engine
from interview_sim.session.events import DrawnQuestion, Event, Header
from interview_sim.session.grading import Grader, gradable
from interview_sim.session.plan import Plan

QUESTION = Question(
    id="forests",
    prompt="Why do forests work?",
    topic="ensembles",
    rubric=(
        Point(id="variance", point="Lowers variance.", weight=2, probe="What of the spread?"),
        Point(id="crowd", point="Wisdom of the crowd.", probe="What is the idea behind it?"),
        Point(id="speed", point="Trains in parallel.", need=Need.SHOULD),
    ),
    misconceptions=(
        Misconception(
            id="never-overfits",
            claim="It cannot overfit.",
            match=(AllOf(all=("cannot", "overfit")),),
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
    hints=("Think of a crowd.",),
)
OTHER = Question(id="metrics", prompt="What is recall?", model_answer="Found of all positives.")


class WordGrader(Grader):
    """Covers a point when its id stands in the answer; `~id` covers it partly; `!id` claims."""

    def cover(self, index: int, part: str, answer: str) -> Coverage:
        asked = gradable(self._header.questions[index].question, part)
        words = answer.lower().split()
        points = tuple(_judge(item, words) for item in asked.rubric)
        claims = tuple(
            Claim(id=m.id, strength=1.0) for m in asked.misconceptions if f"!{m.id}" in words
        )
        hit = sum(p.verdict is Verdict.COVERED for p in points)
        score = hit / len(points) if points else 0.0
        return Coverage(score=score, points=points, claims=claims, version="words-1")


class NothingGivenAway:
    """Stands for the matcher that checks whether a wording gives a point away."""

    def __init__(self, giving: tuple[str, ...] = ()) -> None:
        self.giving = giving

    def cover(self, question: Question, text: str) -> Coverage:
        verdict = Verdict.COVERED if text in self.giving else Verdict.MISSED
        points = tuple(PointCoverage(id=p.id, verdict=verdict, strength=0) for p in question.rubric)
        return Coverage(score=0, points=points)


class QuietGrader(WordGrader):
    """A `WordGrader` for which no wording gives anything away but those in `giving`."""

    giving: tuple[str, ...] = ()

    def matcher_for(self, index: int) -> NothingGivenAway:  # type: ignore[override]
        return NothingGivenAway(self.giving)


def _judge(point: Point, words: list[str]) -> PointCoverage:
    if point.id in words:
        return PointCoverage(id=point.id, verdict=Verdict.COVERED, strength=1.0)
    if f"~{point.id}" in words:
        return PointCoverage(id=point.id, verdict=Verdict.PARTLY, strength=0.5)
    return PointCoverage(id=point.id, verdict=Verdict.MISSED, strength=0.0)


def make_header(plan: Plan | None = None, questions: tuple[Question, ...] = (QUESTION, OTHER)):
    """A header with a minute a question and half a minute a follow-up."""
    return Header(
        seq=0,
        t=0,
        at="2026-01-05T09:00:00.000Z",
        id="s1",
        plan=plan or Plan(questions=2, minutes=10, reading=0, follow_ups=2),
        seed=7,
        questions=tuple(
            DrawnQuestion(bank="b", question=q, budget=60, follow_up_budget=30) for q in questions
        ),
    )


class Sat:
    """An engine on a manual clock, with what it recorded."""

    def __init__(self, plan: Plan | None = None, **more: object) -> None:
        self.clock = ManualClock()
        self.header = make_header(plan, **more)  # type: ignore[arg-type]
        self.events: list[Event] = [self.header]
        from interview_sim.session.fold import begin

        self.engine = Engine(
            begin(self.header), self.clock, self.events.append, QuietGrader(self.header)
        )

    def wait(self, seconds: float) -> tuple[Event, ...]:
        """Let time pass in ticks of a quarter second, as the screen does."""
        made: list[Event] = []
        for _ in range(round(seconds * 4)):
            self.clock.advance(0.25)
            made.extend(self.engine.tick())
        return tuple(made)

    def answer(self, text: str, seconds: float = 5) -> tuple[Event, ...]:
        """Type `text` at once, let `seconds` pass, and hand it in."""
        self.engine.draft(text)
        self.wait(seconds)
        return self.engine.submit()

    def kinds(self) -> list[str]:
        """The types of all events so far, heartbeats left out."""
        names = [str(event.__struct_config__.tag) for event in self.events]
        return [name for name in names if name != "heartbeat"]
