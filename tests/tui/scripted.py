"""A small sitting that was really sat through the engine, for the screens that follow it."""

from __future__ import annotations

from pathlib import Path

from interview_sim.clock import ManualClock
from interview_sim.services import Options, Services, build_services
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Mode, Plan
from interview_sim.sitting import Sitting

HOSTILE = "[@click=app.quit]x[/] [/nope \x1b[31mred \u202eabc שלום 🎲"

BANK = """\
format: interview-sim/bank@1
id: tiny
title: A tiny bank
questions:
  - id: forests
    prompt: Why are random forests better than a single decision tree? Give two reasons.
    topic: ensembles
    rubric:
      - id: lower-variance
        point: Averaging many de-correlated trees lowers variance without much added bias.
        need: must
        weight: 2
        match: [reduces variance, lowers variance]
        probe: Why does averaging help at all?
      - id: two-reasons
        point: reasons
        pick: 2
        of:
          - {id: robust, point: They are robust against outliers., match: [robust]}
          - {id: few-knobs, point: They need little tuning., match: [little tuning]}
          - {id: parallel, point: Trees are grown in parallel., match: [in parallel]}
      - id: oob
        point: Out-of-bag samples give an error estimate for free.
        need: bonus
        match: [out-of-bag]
    misconceptions:
      - id: never-overfits
        claim: A random forest cannot overfit.
        match: [cannot overfit]
        correction: It overfits less, not never.
    follow_ups:
      - id: extra-trees
        ask: How do extremely randomised trees differ?
        rubric:
          - {id: random-cuts, point: They draw the cut at random., match: [random cut]}
        model_answer: They draw the **cut points** at random.
    model_answer: |
      ## In short
      The mean of many trees is **steadier** than one tree:

      - each tree sees a *bootstrap* sample
      - errors that are not correlated cancel
    sources: [breiman]
  - id: elbow
    prompt: How does the elbow method choose k?
    topic: clustering
    model_answer: >
      It plots the within-cluster sum of squares against k. The bend marks the k after which more
      clusters help little.
  - id: hostile
    prompt: "%s"
    topic: "[/nope"
    rubric:
      - {id: literal, point: "[@click=app.quit]x[/] stays as it is", match: [stays]}
    model_answer: "[/nope and [bold]this[/]"
sources:
  - {id: breiman, title: Random forests, author: Leo Breiman, url: "https://example.org/[/forests]"}
""" % HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")  # noqa: UP031

FORESTS = (
    "Many trees see different samples, and their mean reduces variance.\n"
    "They are robust, they can be grown in parallel, and a forest cannot overfit."
)

PLAN = Plan(
    name="tiny",
    title="A tiny interview",
    banks=("tiny",),
    questions=3,
    minutes=15,
    follow_ups=1,
    mode=Mode.INTERVIEW,
    reading=0,
    seed=7,
)


def tiny_services(folder: Path, clock: ManualClock | None = None) -> Services:
    """Services over an empty home with the tiny bank."""
    bank = folder / "tiny.yaml"
    bank.write_text(BANK, encoding="utf-8")
    services = build_services(
        folder,
        {"INTERVIEW_SIM_HOME": str(folder / "home"), "TZ": "UTC"},
        clock or ManualClock(),
        Options(banks=(bank,)),
    )
    # Nothing waits for a thread here; tests/tui/test_thinking.py is about the time it takes.
    services.judges_inline = True
    return services


def sit(services: Services, *, rate: bool = False, forests: str = FORESTS) -> Sitting:
    """A sitting of which all questions are answered and nothing is assessed.

    The forests are answered well, with a follow-up skipped; the elbow is skipped; the last
    question runs out of time.
    """
    clock = services.clock
    assert isinstance(clock, ManualClock)
    sitting = services.start(PLAN)
    engine = sitting.engine
    engine.start()
    while engine.state.phase is Phase.ANSWERING:
        turn = engine.state.turn
        assert turn is not None
        question = engine.state.drawn(turn.question).question.id
        if question == "forests" and turn.is_main:
            type_in(sitting, clock, forests)
            engine.submit()
            sitting.wait()
        elif question == "hostile":
            type_in(sitting, clock, f"It stays {HOSTILE}")
            clock.advance(600)
            engine.tick()
        else:
            clock.advance(20)
            engine.skip()
    if rate:
        for index in engine.state.asked:
            engine.predict(index, {"coverage": 3, "clarity": 2}, 0.7)
    return sitting


def type_in(sitting: Sitting, clock: ManualClock, text: str) -> None:
    """Type a text, a word every second."""
    typed = ""
    for word in text.split(" "):
        typed = f"{typed} {word}" if typed else word
        clock.advance(1)
        sitting.engine.draft(typed)
    sitting.tick()


def at(sitting: Sitting, question: str) -> int:
    """The index of a question of the tiny bank."""
    state = sitting.engine.state
    return next(i for i in state.asked if state.drawn(i).question.id == question)
