"""A small session to test with, and a grader whose verdicts a test can foresee."""

from __future__ import annotations

from itertools import zip_longest
from typing import Self

from interview_sim.assessment.score import answer_score
from interview_sim.bank.model import AllOf, FollowUp, Misconception, Point, Question, When
from interview_sim.bank.terms import Need
from interview_sim.clock import ManualClock
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.protocol import Request, Task
from interview_sim.matching import Claim, Coverage, PointCoverage, Verdict
from interview_sim.session.engine import Engine
from interview_sim.session.events import DrawnQuestion, Event, Header
from interview_sim.session.fold import begin
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Plan
from interview_sim.sitting import Sitting

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


class WordJudge:
    """Covers a point when its id stands in the answer; `~id` covers it partly; `!id` claims.

    `?else` is about something else, `?unknown` an honest “I don't know”, `?plan` one with a plan.
    """

    name = "words"
    version = "1"

    def prepare(self, task: Task) -> None:
        """Nothing to get ready."""

    def judge(self, task: Task) -> Coverage:
        words = task.answer.lower().split()
        points = tuple(_judge(item, words) for item in task.question.rubric)
        claims = tuple(
            Claim(id=m.id, strength=1.0)
            for m in task.question.misconceptions
            if f"!{m.id}" in words
        )
        candour = next((word[1:] for word in ("?unknown", "?plan") if word in words), "")
        return Coverage(points=points, claims=claims, off_topic="?else" in words, candour=candour)


def judgement_on(request: Request, giving: tuple[str, ...] = ()) -> Judgement:
    """What a `WordJudge` makes of it, where only the wordings in `giving` give all points away."""
    found = WordJudge().judge(request.task)
    every = tuple(point.id for point in request.task.question.rubric)
    return Judgement(
        part=request.part,
        judge=WordJudge.name,
        version=WordJudge.version,
        points=found.points,
        claims=found.claims,
        off_topic=found.off_topic,
        candour=found.candour,
        gives_away={name: every for name, ask in request.wordings if ask in giving},
        answered=tuple(
            ask.id
            for ask in request.asks
            if all(point.id in request.task.answer.split() for point in ask.rubric)
        ),
    )


def _judge(point: Point, words: list[str]) -> PointCoverage:
    if point.id in words:
        return PointCoverage(id=point.id, verdict=Verdict.COVERED, strength=1.0)
    if f"~{point.id}" in words:
        return PointCoverage(id=point.id, verdict=Verdict.PARTLY, strength=0.5)
    return PointCoverage(id=point.id, verdict=Verdict.MISSED, strength=0.0)


def make_header(
    plan: Plan | None = None,
    questions: tuple[Question, ...] = (QUESTION, OTHER),
    rounds: tuple[int, ...] = (),
    scoring: str = "",
):
    """A header with a minute a question and half a minute a follow-up."""
    return Header(
        seq=0,
        t=0,
        at="2026-01-05T09:00:00.000Z",
        id="s1",
        plan=plan or Plan(questions=2, minutes=10, reading=0, follow_ups=2),
        seed=7,
        scoring=scoring,
        questions=tuple(
            DrawnQuestion(bank="b", question=q, budget=60, follow_up_budget=30, round=number)
            for q, number in zip_longest(questions, rounds, fillvalue=0)
        ),
    )


class Sat:
    """An engine on a manual clock, with what it recorded."""

    def __init__(self, plan: Plan | None = None, **more: object) -> None:
        self.clock = ManualClock()
        self.header = make_header(plan, **more)  # type: ignore[arg-type]
        self.events: list[Event] = [self.header]
        self.giving: tuple[str, ...] = ()
        self.engine = Engine(begin(self.header), self.clock, self.events.append, score=answer_score)

    @property
    def state(self):  # type: ignore[no-untyped-def]
        """The session as it stands."""
        return self.engine.state

    def judgement_on(self, request: Request) -> Judgement:
        """What its judge makes of an answer."""
        return judgement_on(request, self.giving)

    def judge(self) -> tuple[Event, ...]:
        """Have everything judged that waits for it."""
        made: list[Event] = []
        for turn in self.engine.unjudged:
            judgement = self.judgement_on(self.engine.request(turn))
            made.extend(self.engine.judged(turn.question, judgement))
        return tuple(made)

    def wait(self, seconds: float) -> tuple[Event, ...]:
        """Let time pass in ticks of a quarter second, as the screen does."""
        made: list[Event] = []
        for _ in range(round(seconds * 4)):
            self.clock.advance(0.25)
            made.extend((*self.engine.tick(), *self.judge()))
        return tuple(made)

    def start(self, *answers: str) -> Self:
        """Begin, and hand in these answers."""
        self.engine.start()
        for text in answers:
            self.answer(text)
        return self

    def answer(self, text: str, seconds: float = 5) -> tuple[Event, ...]:
        """Type `text` at once, let `seconds` pass, and hand it in."""
        self.engine.draft(text)
        self.wait(seconds)
        return (*self.engine.submit(), *self.judge())

    def kinds(self) -> list[str]:
        """The types of all events so far, heartbeats left out."""
        names = [str(event.__struct_config__.tag) for event in self.events]
        return [name for name in names if name != "heartbeat"]


def hand_in(
    sitting: Sitting, text: str, clock: ManualClock | None = None, seconds: float = 0
) -> None:
    """Begin, where that is not done, and hand in an answer that was typed `seconds` ago."""
    engine = sitting.engine
    if engine.state.phase is Phase.PLANNED:
        engine.start()
    engine.draft(text)
    if clock is not None:
        clock.advance(seconds)
    engine.submit()
    sitting.wait()


def sit_through(sitting: Sitting, text: str, clock: ManualClock) -> None:
    """Give this answer to all that is asked, half a minute each; reveals in between are passed."""
    engine = sitting.engine
    while not engine.state.is_over:
        if engine.awaits_rating:
            engine.next_question()
        else:
            hand_in(sitting, text, clock, 30)
