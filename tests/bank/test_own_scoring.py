"""A bank may bring its own rubric, checked with places, and sessions on it are weighed by it."""

from __future__ import annotations

from interview_sim.assessment.score import answer_score
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.scoring import load_scoring, scoring_for
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.writing import write_bank
from interview_sim.clock import ManualClock
from interview_sim.session.draw import prepare
from interview_sim.session.engine import Engine
from interview_sim.session.fold import begin
from interview_sim.session.plan import Plan

BANK = """\
format: interview-sim/bank@1
id: own
title: Weighed its own way
scoring:
  id: coverage-only
  version: 2
  title: Coverage and nothing else
  needs: {must: 1, should: 1, bonus: 0}
  partly: 0.25
  time: {timed_out: 0, zero_when_over: 1}
  dimensions:
    - id: coverage
      title: What was said
      weight: 1
      asks: How much did you say?
      anchors: [Nothing., A little., Most., All.]
  bands:
    - {at_least: 50, title: good, words: Enough.}
    - {at_least: 0, title: not yet, words: More is needed.}
questions:
  - id: q
    prompt: Why?
    rubric:
      - {id: a, point: Alpha beta gamma., need: must, match: [alpha], probe: And?}
      - {id: b, point: Delta epsilon., need: should, match: [delta]}
  - {id: r, prompt: What?, model_answer: Because of zeta.}
"""


def _sat(banks, answer: str):
    clock = ManualClock()
    plan = Plan(questions=1, banks=("own",), reading=0, follow_ups=0, topics=())
    header = prepare(plan, banks, session_id="s", seed=1, clock=clock)
    engine = Engine(begin(header), clock, lambda _event: None, score=answer_score)
    engine.start()
    clock.advance(5)
    engine.draft(answer)
    engine.submit()
    return engine.state


def test_a_session_on_that_bank_is_weighed_by_it_and_keeps_a_copy() -> None:
    """The scorecard names the bank's rubric, its dimensions and its bands."""
    bank = parse_bank(BANK).bank
    assert bank is not None
    state = _sat([bank], "alpha")
    assert scoring_for(state.header) == bank.scoring
    card = build_scorecard(state)
    assert card.rubric == "coverage-only 2"
    assert [d.title for d in card.dimensions] == ["What was said"]
    assert card.band in {"good", "not yet"}


def test_other_banks_are_weighed_as_ever() -> None:
    """Without a rubric of its own a bank gets the one that ships."""
    plain = parse_bank(BANK[: BANK.index("scoring:")] + BANK[BANK.index("questions:") :]).bank
    assert plain is not None
    assert scoring_for(_sat([plain], "alpha").header) == load_scoring()


def test_it_is_written_and_read_back() -> None:
    """A bank with scoring survives being written as YAML."""
    bank = parse_bank(BANK).bank
    assert bank is not None
    assert parse_bank(write_bank(bank)).bank == bank


def test_what_is_wrong_in_it_has_its_place() -> None:
    """Anchors must be four and bands go down to zero."""
    broken = BANK.replace("[Nothing., A little., Most., All.]", "[Nothing.]")
    result = parse_bank(broken.replace("at_least: 0", "at_least: 10"), "own.yaml")
    assert result.bank is None
    text = "\n".join(map(str, result.problems))
    assert "own.yaml:12:7: `coverage` has 1 anchors" in text
    assert "own.yaml:18:7: `bands` go from the highest" in text
