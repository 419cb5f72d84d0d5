"""A question that is known comes back in other words, and stays the same question."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from session_kit import sit_through

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank
from interview_sim.bank.resume import Project, Resume
from interview_sim.bank.writing import write_bank
from interview_sim.clock import ManualClock
from interview_sim.matching.audit import audit
from interview_sim.matching.findings import Finding
from interview_sim.progress.schedule import Schedule
from interview_sim.services import Options, Services, build_services
from interview_sim.session.draw import DrawHistory, draw, prepare
from interview_sim.session.events import DrawnQuestion
from interview_sim.session.personal import impersonal
from interview_sim.session.plan import Plan
from interview_sim.together.paper import check_against, make_paper

FIRST = "Why do people grow whole forests?"
SECOND = "A single oak was felled for a wood. Why?"
THIRD = "Why not one oak?"
RUBRIC = "[{id: v, point: They lower the variance., probe: And then?}]"
TEXT = f"""\
format: interview-sim/bank@1
id: ml
title: Trees
questions:
  - id: forests
    title: Forests
    prompt: {FIRST}
    sister:
      - {SECOND}
      - {THIRD}
    rubric: {RUBRIC}
    model_answer: They lower the variance.
"""
PLAN = Plan(banks=("ml",), questions=1, follow_ups=0, reading=0)
GOOD, BAD = "They lower the variance.", "I once planted one, on a hill."


def bank_of(text: str) -> Bank:
    """A bank that has nothing wrong."""
    result = parse_bank(text)
    assert result.problems == ()
    assert result.bank is not None
    return result.bank


def asked(history: DrawHistory | None, text: str = TEXT, seed: int = 1) -> str:
    """What is asked with that past."""
    return draw(PLAN, [bank_of(text)], seed, history)[0].question.prompt


def test_it_is_worded_otherwise_once_it_is_known_and_not_before() -> None:
    """Known is what was answered well or is due; after the last wording comes the first again."""
    ref = "ml:forests"
    assert asked(None) == asked(DrawHistory()) == FIRST
    assert asked(DrawHistory(seen={ref: 1}, scores={ref: 64.9})) == FIRST
    assert asked(DrawHistory(seen={ref: 1}, scores={ref: 65.0})) == SECOND
    assert asked(DrawHistory(seen={ref: 1}, scores={ref: 20.0}, due={ref: 0.0})) == SECOND
    assert asked(DrawHistory(scores={ref: 20.0}, wordings={ref: 1})) == SECOND
    assert asked(DrawHistory(scores={ref: 90.0}, wordings={ref: 1})) == THIRD
    assert asked(DrawHistory(scores={ref: 90.0}, wordings={ref: 2})) == FIRST
    fewer = TEXT.replace(f"      - {THIRD}\n", "")
    assert asked(DrawHistory(scores={ref: 90.0}, wordings={ref: 2}), fewer) in {FIRST, SECOND}
    for seed in range(5):
        assert asked(DrawHistory(scores={ref: 90.0}), seed=seed) == SECOND


def _opened(home: Path, clock: ManualClock) -> Services:
    folder = Path.cwd() / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "ml.yaml").write_text(TEXT)
    env = {"INTERVIEW_SIM_HOME": str(home)}
    return build_services(Path.cwd(), env, clock, Options(banks=(folder,)))


def _sat(services: Services, clock: ManualClock, answer: str, *, drill: bool) -> str:
    """Sit it and mark it; the id of the session."""
    sitting = services.start_drill(["ml:forests"]) if drill else services.start(PLAN)
    sit_through(sitting, answer, clock)
    sitting.engine.complete()
    sitting.close()
    clock.advance(600)
    return sitting.id


@pytest.mark.parametrize("drill", [False, True])
def test_the_words_that_were_asked_are_those_on_record(home: Path, *, drill: bool) -> None:
    """In the transcript, its replay, and the scorecard; to the schedule it is one question."""
    clock = ManualClock()
    services = _opened(home, clock)
    ids = [_sat(services, clock, answer, drill=drill) for answer in (BAD, GOOD, GOOD, GOOD, GOOD)]
    words = (FIRST, SECOND, THIRD)
    for session, number in zip(ids, (0, 0, 1, 2, 0), strict=True):
        state = services.read(session).state
        drawn = state.header.questions[0]
        assert drawn.question.prompt == state.turns[0].ask == words[number]
        assert services.scorecard(session).questions[0].prompt == words[number]
        assert (drawn.wording, drawn.question.sister) == (number, ())
    standing = Schedule.of(services.history()).standing("ml:forests")
    assert standing is not None
    assert standing.answers == len(ids)
    fixed = services.start(PLAN, seed=7)
    assert fixed.engine.state.header.questions[0].question.prompt == FIRST
    fixed.close()


def test_a_paper_asks_the_prompt_and_does_not_mind_new_sisters() -> None:
    """A paper from before there were any is still the same interview."""
    with_sisters = bank_of(TEXT)
    without = replace(
        with_sisters, questions=tuple(replace(q, sister=()) for q in with_sisters.questions)
    )
    paper = make_paper(PLAN, [without], 3, app_version="1")
    assert paper.id == make_paper(PLAN, [with_sisters], 3, app_version="1").id
    check = check_against(paper, [with_sisters], app_version="1")
    assert check.obstacles == ()
    assert [drawn.question.prompt for drawn in check.drawn(PLAN)] == [FIRST]


def _findings(sister: str) -> list[Finding]:
    bank = bank_of(TEXT.replace(THIRD, sister))
    return [found for found in audit(bank) if found.key == "sister"]


def test_the_audit_holds_a_sister_to_what_it_holds_the_prompt_to() -> None:
    """Nothing is found of a sound one; one that says a point is reported at its own place."""
    assert _findings(THIRD) == []
    given_away = _findings("Would you say that they lower the variance?")
    assert {found.item for found in given_away} == {1}
    assert {found.about for found in given_away} == {"v"}


def test_what_is_wrong_with_sisters_is_told() -> None:
    """The same words twice, an empty one, one text where a list belongs, and those of a case."""

    def told(text: str) -> list[str]:
        return [problem.message for problem in parse_bank(text).problems]

    assert told(TEXT.replace(SECOND, FIRST.upper())) == [
        f"this is asked already: `{FIRST.upper()}`"
    ]
    assert told(TEXT.replace(SECOND, "''")) == ["an item of `sister` is empty"]
    one = TEXT.replace(f"\n      - {SECOND}\n      - {THIRD}", f" {SECOND}")
    assert told(one) == [f"`sister` must be a list, not `{SECOND}`"]
    case = TEXT.replace(f"rubric: {RUBRIC}", "kind: case").replace(
        "model_answer: They lower the variance.",
        "stages: [{id: a, prompt: And now?, model_answer: This.}]",
    )
    assert told(case) == ["a case has its facts, and so one wording"]


def test_a_bank_is_written_with_its_sisters() -> None:
    """What is written is read back the same, long and short."""
    bank = bank_of(TEXT.replace(THIRD, f"{THIRD} " + "And what would you give up for it? " * 4))
    assert parse_bank(write_bank(bank)).bank == bank


def test_a_sister_about_the_candidates_own_work_is_filled_from_the_resume() -> None:
    """Of a question with holes the chosen wording is filled, and put back for others."""
    text = TEXT.replace(FIRST, '"What was {project|a project} for?"').replace(
        SECOND, '"Sell me {project|a project}."'
    )
    bank = bank_of(text.replace("    title: Forests\n", "    kind: resume\n"))
    header = prepare(
        PLAN,
        [bank],
        session_id="s",
        seed=1,
        clock=ManualClock(),
        history=DrawHistory(scores={"ml:forests": 80.0}),
        resume=lambda: Resume(projects=(Project(name="Router"),)),
    )
    drawn: DrawnQuestion = header.questions[0]
    assert drawn.question.prompt == "Sell me “Router”."
    bare = impersonal((header,))[0]
    assert bare.questions[0].question.prompt == "Sell me a project."  # type: ignore[attr-defined]
