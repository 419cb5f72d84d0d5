"""A drill asks exactly the questions that were chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.clock import ManualClock
from interview_sim.errors import UsageError
from interview_sim.services import Services, build_services
from interview_sim.session.drill import MOST
from interview_sim.session.plan import Mode


@pytest.fixture
def services(home: Path) -> Services:
    """The shipped banks, nothing saved."""
    return build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock())


def test_a_drill_asks_the_chosen_questions_in_their_order_each_once(services: Services) -> None:
    """What is gone from the banks is left out; the last plan and its values stay as they were."""
    bank = services.catalogue.banks[0].bank
    first, second = (f"{bank.id}:{question.id}" for question in bank.questions[:2])
    before = services.last_plan
    sitting = services.start_drill([second, "no-bank:gone", first, f"{bank.id}:gone", second])
    header = services.read(sitting.id).state.header
    sitting.close()

    assert [drawn.ref for drawn in header.questions] == [second, first]
    assert header.plan.mode is Mode.PRACTICE
    assert header.plan.questions == len(header.questions)
    assert [copy.id for copy in header.banks] == [bank.id]
    assert services.last_plan == before


def test_a_drill_gives_the_settings_extra_time_and_ends_with_an_evening(services: Services) -> None:
    """Extra time counts here too, and a whole bank makes a drill of a bearable length."""
    services.change_settings(extra_time=2.0)
    refs = [f"{b.id}:{q.id}" for b in services.catalogue.banks for q in b.bank.questions]
    sitting = services.start_drill(refs)
    header = sitting.engine.state.header
    sitting.close()

    assert [drawn.ref for drawn in header.questions] == refs[:MOST]
    assert header.plan.extra_time == 2
    clocks = sum(d.budget + header.plan.follow_ups * d.follow_up_budget for d in header.questions)
    assert header.plan.total_seconds == pytest.approx(clocks, abs=60)


def test_without_a_question_that_is_still_there_nothing_is_written(services: Services) -> None:
    """It says so, and no empty transcript is left behind."""
    with pytest.raises(UsageError, match="any more"):
        services.start_drill(["no-bank:gone"])
    with pytest.raises(UsageError, match="no question"):
        services.start_drill([])
    assert services.store.paths() == ()
