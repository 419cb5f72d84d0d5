"""What a run leaves behind for the next one: the plan that `Enter` starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_kit import Runner
from msgspec.structs import replace

from interview_sim.cli.plans import PlanRequest, chosen_plan
from interview_sim.clock import ManualClock
from interview_sim.services import Options, Services, build_services
from interview_sim.session.plan import Plan

BANK = """\
format: interview-sim/bank@1
id: one
title: One question
questions:
  - id: averaging
    prompt: Why does averaging help?
    model_answer: It lowers variance.
"""


@pytest.fixture
def bank() -> Path:
    """A bank file that is in no folder that is looked through."""
    path = Path.cwd() / "one.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


def _services(*banks: Path) -> Services:
    return build_services(Path.cwd(), os.environ, ManualClock(), Options(banks=banks))


def test_a_plan_changed_again_and_again_is_called_changed_once() -> None:
    """The title of the last plan does not grow with every start that changes something."""
    services = _services()
    for questions in (2, 3, 4):
        plan = chosen_plan(services, PlanRequest(None, (), {"questions": questions}))
        services.start(plan, 1).close()
    assert services.last_plan.questions == 4
    assert services.last_plan.title == "45-minute data scientist, changed"


def test_a_bank_named_for_one_run_is_not_asked_for_in_the_next(bank: Path) -> None:
    """The next start without `--bank` must not fail for a bank that it was not told of."""
    services = _services()
    services.start(replace(services.plan("quick-five"), questions=3), 1).close()
    _services(bank).start(Plan(banks=("one",)), 1).close()
    again = _services()
    assert again.last_plan.questions == 3
    again.start(again.last_plan).close()


def test_what_a_file_answers_changes_nothing_about_the_next_start(run: Runner) -> None:
    """A program that runs interviews unattended leaves the user's own last plan alone."""
    answers = Path.cwd() / "answers.yaml"
    answers.write_text("{}", encoding="utf-8")
    assert run("start", "--plain", "--plan", "quick-five", "--answers", answers).code == 0
    assert _services().last_plan.name == "data-scientist"
