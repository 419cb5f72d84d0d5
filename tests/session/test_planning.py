"""Plans that ship can be used, and a plan file with mistakes says where they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.model import Bank, Level, Question
from interview_sim.errors import NotFoundError
from interview_sim.session.draw import expected_seconds, pool
from interview_sim.session.plan import Mode, Plan, Rate
from interview_sim.session.planning import (
    PlanError,
    bank_plan,
    find_plan,
    read_plan,
    shipped_plans,
)
from interview_sim.transcript.reader import read_transcript

BANKS = Path(__file__).parents[2] / "banks"
GONE = Path(__file__).parents[1] / "data" / "banks"
"""Copies of two banks that shipped once."""


@cache
def shipped() -> Catalogue:
    """The banks that ship, read once: it takes seconds."""
    return Catalogue.load([BANKS])


@pytest.mark.parametrize("plan", shipped_plans(), ids=lambda plan: plan.name)
def test_every_shipped_plan_fits_its_time_and_the_shipped_banks(plan) -> None:
    """There are questions enough, and even answers at their full time end within the minutes.

    Practice shows points and model answers after each question.
    """
    banks = [loaded.bank for loaded in shipped().banks]
    candidates = pool(plan, banks)
    assert len(candidates) >= plan.questions
    assert expected_seconds(plan, candidates) <= plan.total_seconds
    assert (plan.mode is Mode.PRACTICE) == (plan.reveal is Rate.EACH)


def test_the_warm_up_asks_for_basics() -> None:
    """Nothing of business, and nothing about the candidate; all of it core."""
    banks = [loaded.bank for loaded in shipped().banks]
    asked = pool(find_plan("warm-up", shipped_plans()), banks)
    assert {candidate.question.level for candidate in asked} == {Level.CORE}
    beyond = {"experimentation", "responsibility", "case", "own-work"}
    assert [each.ref for each in asked if each.question.topic.split("/")[0] in beyond] == []


def test_banks_that_shipped_once_go_on_being_meant() -> None:
    """By old plans and the history; who names one is told where its questions are."""
    catalogue = shipped()
    banks = [loaded.bank for loaded in catalogue.banks]
    for old in Catalogue.load([GONE]).banks:
        names = {question.id: f"{old.id}:{question.id}" for question in old.bank.questions}
        found = [catalogue.find(name) for name in names.values()]
        assert [one.question.id for one in found] == list(names)
        homes = {one.bank.id for one in found}
        assert old.id not in homes
        assert {one.ref for one in pool(Plan(banks=(old.id,)), banks)} == {f.name for f in found}
        with pytest.raises(NotFoundError) as told:
            catalogue.bank(old.id)
        assert str(told.value).endswith(f" are now in {', '.join(sorted(homes))}")
        # A bank of one's own by that name is meant alone, where there is one.
        own = pool(Plan(banks=(old.id,)), [*banks, old.bank])
        assert [one.ref for one in own] == list(names.values())
    for sample in (BANKS.parent / "transcripts").glob("sample-*.jsonl"):
        for drawn in read_transcript(sample).state.header.questions:
            assert catalogue.find(drawn.ref).question.id == drawn.question.id


def test_every_bank_has_a_plan_of_its_own() -> None:
    """Named after it and full: as much of it as fits in about half an hour."""
    for loaded in shipped().banks:
        plan = bank_plan(loaded.outline)
        assert (plan.name, plan.title, plan.banks) == (
            loaded.id,
            loaded.outline.title,
            (loaded.id,),
        )
        candidates = pool(plan, [loaded.bank])
        assert len(candidates) >= plan.questions
        assert expected_seconds(plan, candidates) <= plan.total_seconds <= 3600
    small = Bank(id="b", title="B", questions=(Question(id="q", prompt="?", model_answer="!"),))
    assert (bank_plan(small).questions, bank_plan(small).minutes) == (1, 10)


def test_a_plan_file_is_read_and_found_by_its_path(tmp_path: Path) -> None:
    """Durations may be written as people write them."""
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\nquestions: 3\nminutes: 20\nreading: 1m30s\nlevels: [core]\n")
    plan = find_plan(str(path), shipped_plans())
    assert (plan.name, plan.reading) == ("mine", 90)
    assert read_plan(path) == plan


def test_mistakes_are_told_all_at_once_with_their_places() -> None:
    """Line, column, and the key that was meant."""
    with pytest.raises(PlanError) as wrong:
        read_plan(b"nme: x\nquestions: 0\nmode: strict\n", "p.yaml")
    text = str(wrong.value)
    assert "p.yaml:1:1" in text
    assert "did you mean `name`?" in text
    assert "p.yaml:2:12" in text
    assert "p.yaml:3:7" in text


def test_an_unknown_plan_is_an_error_that_lists_the_known_ones() -> None:
    """The remedy is in the message."""
    with pytest.raises(NotFoundError, match="warm-up, quick-five, fundamentals, statistics"):
        find_plan("nope", shipped_plans())
