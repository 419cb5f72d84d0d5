"""Three months of one made-up person: `python -m benchmarks.person FOLDER [--sessions 200]`.

Look at it from any other folder than a checkout: `INTERVIEW_SIM_HOME=FOLDER interview-sim`.
It writes real transcripts, sat with the real engine and judge on a simulated clock. What the person
knows of a point grows each time it was studied and fades in between, some days are bad, and what
they expect of themselves lies above what comes, less so later on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path

from interview_sim.bank.model import Question
from interview_sim.clock import ManualClock
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Verdict
from interview_sim.services import Options, Services, build_services
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Plan, Prefer
from interview_sim.sitting import Sitting

DAYS = 90
_FIRST = datetime(2026, 8, 3, 17, 30, tzinfo=UTC)
_HALF_LIFE = 20.0
"""Days in which half of what was studied once is forgotten; each time again it doubles."""
_BAD_DAY = 0.15


@dataclass
class Memory:
    """What is left of one question."""

    strength: float
    """0..1 when it was last studied."""
    times: int = 0
    seen: float = 0.0
    """Day on which it was last studied."""

    def at(self, day: float) -> float:
        """The chance that a point of it comes to mind on that day."""
        life = _HALF_LIFE * 2**self.times
        return max(0.15, self.strength * exp(-0.693 * (day - self.seen) / life))

    def study(self, day: float) -> None:
        """The reveal was read."""
        self.strength = min(0.95, self.at(day) + 0.35)
        self.times = min(4, self.times + 1)
        self.seen = day


@dataclass
class Person:
    """Who sits the interviews."""

    rng: random.Random
    known: dict[str, Memory] = field(default_factory=dict)
    talents: dict[str, float] = field(default_factory=dict)
    """By topic: where they start."""

    def memory(self, ref: str, topic: str) -> Memory:
        """What is left of that question."""
        root = topic.split("/", 1)[0]
        talent = self.talents.setdefault(root, self.rng.uniform(0.35, 0.8))
        return self.known.setdefault(ref, Memory(talent))


def write_history(folder: Path, sessions: int = 200, seed: int = 3) -> None:
    """Write so many sessions into `folder`, spread over the days as people practise."""
    rng = random.Random(seed)
    person = Person(rng)
    folder.mkdir(parents=True, exist_ok=True)
    days = sorted(_evening(rng) for _ in range(sessions))
    for number, day in enumerate(days):
        clock = ManualClock(_FIRST + timedelta(days=day))
        environment = {"INTERVIEW_SIM_HOME": str(folder)}
        services = build_services(folder, environment, clock, Options())
        _sit(services, clock, person, day, number)


def _evening(rng: random.Random) -> float:
    """A day with its hour; weekends and the last weeks have more."""
    while True:
        day = rng.uniform(0, DAYS)
        weight = (0.35 + 0.65 * day / DAYS) * (1.0 if int(day) % 7 in {5, 6} else 0.6)
        if rng.random() < weight:
            return int(day) + rng.uniform(0, 0.15)


def _sit(services: Services, clock: ManualClock, person: Person, day: float, number: int) -> None:
    rng = person.rng
    plan = Plan(
        questions=rng.choice((2, 3, 3, 5)),
        minutes=60.0,
        reading=5.0,
        follow_ups=1,
        prefer=Prefer.DUE if number % 3 else Prefer.FRESH,
    )
    sitting = services.start(plan, 1000 + number, remember=False)
    sitting.desk.is_inline = True
    mood = 0.55 if rng.random() < _BAD_DAY else 1.0
    engine = sitting.engine
    engine.start()
    while not engine.state.is_over:
        turn = engine.state.turn
        if turn is None:
            break
        drawn = engine.state.drawn(turn.question)
        memory = person.memory(drawn.ref, drawn.question.topic)
        text = _answer(drawn.question, turn.part, memory.at(day) * mood, rng)
        clock.advance(rng.uniform(2, 9))
        engine.begin()
        words = text.split()
        step = max(1, len(words) // 4)
        for end in range(step, len(words) + step, step):
            clock.advance(step / 40 * 60 * rng.uniform(0.7, 1.6))
            engine.draft(" ".join(words[:end]))
            engine.tick()
        if words:
            engine.submit()
        else:
            engine.skip()
        sitting.wait()
    _assess(sitting, person, day, number)
    sitting.close()


def _answer(question: Question, part: str, chance: float, rng: random.Random) -> str:
    """Sentences of the model answer that come to mind, or nothing."""
    follow_ups = {follow_up.id: follow_up.model_answer for follow_up in question.follow_ups}
    whole = follow_ups.get(part) or question.model_answer
    sentences = whole.replace("\n", " ").split(". ")
    kept = [sentence for sentence in sentences if rng.random() < chance]
    return ". ".join(kept if part == MAIN or kept else ["I am not sure"])


def _assess(sitting: Sitting, person: Person, day: float, number: int) -> None:
    engine, rng = sitting.engine, person.rng
    if engine.state.phase is not Phase.ASSESSING or rng.random() < 0.05:
        return  # left unmarked, as happens
    for index in engine.state.asked:
        judgement = engine.state.judgement(index)
        share = 0.0
        if judgement and judgement.points:
            share = sum(p.verdict is Verdict.COVERED for p in judgement.points)
            share /= len(judgement.points)
        hope = share + max(0.05, 0.3 - day / 300) + rng.gauss(0, 0.12)
        rating = 1 + round(3 * min(1.0, max(0.0, hope)))
        engine.predict(index, {"coverage": rating}, rng.choice((0.5, 0.7, 0.9)))
        engine.reveal(index)
        for point in judgement.points if judgement else ():
            verdict = point.verdict if rng.random() < 0.85 else rng.choice(list(Verdict))
            engine.mark(index, point.id, verdict)
        drawn = engine.state.drawn(index)
        person.memory(drawn.ref, drawn.question.topic).study(day)
    engine.complete()


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the history."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.person", description=__doc__)
    parser.add_argument("folder", type=Path, help="where INTERVIEW_SIM_HOME will point")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=3)
    chosen = parser.parse_args(arguments)
    write_history(chosen.folder, chosen.sessions, chosen.seed)


if __name__ == "__main__":
    main()
