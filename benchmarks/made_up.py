"""Banks and sessions that nobody wrote, in any number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Point, Question
from interview_sim.clock import ManualClock
from interview_sim.judging.judgement import Judgement
from interview_sim.library import start
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Ended,
    Event,
    Header,
    Judged,
    Started,
    Submitted,
)
from interview_sim.session.phases import EndReason
from interview_sim.session.plan import Plan
from interview_sim.transcript.codec import encode_line

_BANK = Path(__file__).parents[1] / "banks" / "trees-ensembles.yaml"
_WORDS = """
bagging variance bias forest tree sample bootstrap feature split threshold average noise depth leaf
gain entropy impurity boosting gradient residual shrinkage penalty coefficient sparse correlated
validation fold leakage recall precision calibration margin kernel
""".split()  # noqa: SIM905 - a list of them would be a page long
_NEEDS = ("must", "should", "bonus")
_LEVELS = ("core", "intermediate", "advanced")


def _say(count: int, seed: int) -> str:
    """So many words, always the same for a seed."""
    return " ".join(_WORDS[(seed * 7 + i * 13 + i * i) % len(_WORDS)] for i in range(count))


def _point(number: int, seed: int) -> str:
    """One rubric point."""
    return f"""\
      - id: point-{number}
        point: {_say(11, seed)}.
        need: {_NEEDS[number % 3]}
        match:
          - {_say(3, seed + 1)}
          - all: [[{_say(1, seed)}, {_say(1, seed + 5)}], {_say(1, seed + 9)}]
          - {_say(4, seed + 2)}
        probe: {_say(9, seed)}?
"""


def _question(number: int, seed: int) -> str:
    """One question as people write them."""
    return f"""\
  - id: question-{number}
    prompt: >
      {_say(14, seed)}.
      {_say(12, seed + 3)}?
    topic: topic-{number % 12}/part-{number % 5}
    level: {_LEVELS[number % 3]}
    roles: [data-scientist, ml-engineer]
    time: {2 + number % 4}m
    tags: [{_say(1, seed)}, {_say(1, seed + 1)}]
    rubric:
{"".join(_point(index, seed + index) for index in range(5))}\
    misconceptions:
      - id: wrong
        claim: {_say(8, seed)}.
        match: [{_say(3, seed)}, {_say(2, seed + 1)}]
        correction: {_say(9, seed + 1)}.
    follow_ups:
      - id: more
        ask: {_say(10, seed)}?
        when: {{covered: point-0}}
        rubric:
          - {{id: then, point: {_say(8, seed + 4)}}}
        model_answer: {_say(14, seed + 4)}.
    hints: [{_say(6, seed)}]
    model_answer: |
      {_say(30, seed)}.
      {_say(30, seed + 1)}.
      {_say(20, seed + 2)}.
"""


def write_banks(folder: Path, files: int, questions: int) -> int:
    """Write the banks; how many bytes they are."""
    folder.mkdir()
    size = 0
    for file in range(files):
        head = f"format: interview-sim/bank@1\nid: bank-{file}\ntitle: Bank {file}\nquestions:\n"
        text = head + "".join(_question(n, file * questions + n) for n in range(questions))
        size += (folder / f"bank-{file:04}.yaml").write_text(text)
    return size


QUESTIONS = 20
TWO_HOURS = 7_200_000
SPOKEN = (
    "averaging", "many", "trees", "lowers", "variance", "because", "their", "errors", "are",
    "weakly", "correlated", "and", "bias", "hardly", "grows", "so", "the", "mean", "is", "steadier",
)  # fmt: skip


def session(edits: int) -> Iterator[Event]:
    """Two hours of typing in which every twentieth edit takes something out again."""
    rng = random.Random(7)
    step = TWO_HOURS // (edits + 4 * QUESTIONS)
    points = tuple(
        Point(id=f"point-{n}", point=f"{a} {b} {c}", match=(f"{a} {b}",))
        for n, (a, b, c) in enumerate(zip(SPOKEN[::3], SPOKEN[1::3], SPOKEN[2::3], strict=False))
    )
    drawn = tuple(
        DrawnQuestion(
            bank="made-up",
            question=Question(id=f"q{n}", prompt="Why average?", rubric=points),
            budget=360.0,
            follow_up_budget=90.0,
        )
        for n in range(QUESTIONS)
    )
    numbers = iter(range(10**9))

    def stamp() -> dict[str, Any]:
        seq = next(numbers)
        return {"seq": seq, "t": seq * step, "at": "2026-01-05T09:00:00.000Z"}

    yield Header(**stamp(), id="benchmark", plan=Plan(minutes=180.0), seed=1, questions=drawn)
    yield Started(**stamp())
    for index in range(QUESTIONS):
        yield Asked(**stamp(), question=index, reading=1_000, budget=360_000)
        began = stamp()
        yield Began(**began)
        length = 0
        for count in range(edits // QUESTIONS):
            if count % 20 == 19:
                gone = min(length, rng.randint(1, 24))
                yield Edit(**stamp(), at_char=length - gone, delete=gone)
                length -= gone
            else:
                ins = rng.choice(SPOKEN)[: rng.randint(1, 4)] + (" " if rng.random() < 0.3 else "")
                yield Edit(**stamp(), at_char=length, ins=ins)
                length += len(ins)
        yield Submitted(**stamp())
        yield Judged(**stamp(), question=index, judgement=_judgement(points, began))
    yield Ended(**stamp(), reason=EndReason.COMPLETED)


def _judgement(points: tuple[Point, ...], began: dict[str, Any]) -> Judgement:
    """Every point covered by the first words, as soon as the answer began."""
    found = tuple(
        PointCoverage(id=point.id, verdict=Verdict.COVERED, strength=1.0, evidence=((0, 9),))
        for point in points
    )
    return Judgement(
        judge="made-up",
        version="1",
        points=found,
        covered_at={point.id: began["t"] + 5_000 for point in points},
    )


def write_interview(folder: Path) -> Path:
    """Sit an interview of the usual size on the shipped bank, with follow-ups; its transcript."""
    clock = ManualClock()
    plan = Plan(questions=5, minutes=60.0, reading=0.0, follow_ups=1)
    sitting = start(plan, [load_bank(_BANK)], folder, clock=clock, seed=7)
    engine = sitting.engine
    engine.start()
    while (turn := engine.state.turn) is not None and not engine.state.is_over:
        text = engine.state.drawn(turn.question).question.model_answer
        text = text if turn.is_main else f"Because {text[-120:]}"
        for end in range(7, len(text) + 7, 7):
            clock.advance(0.7)
            engine.draft(text[:end])
        engine.submit()
        sitting.tick()
    for index in engine.state.asked:
        engine.reveal(index)
    engine.complete()
    sitting.close()
    return sitting.path


def write_session(path: Path, edits: int) -> int:
    """Write a session of two hours; how many bytes it has."""
    return path.write_bytes(b"".join(encode_line(event) for event in session(edits)))
