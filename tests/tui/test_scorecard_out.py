"""From the scorecard to a file, and to another attempt."""

from __future__ import annotations

import json

import pytest
from frames import lines_with, opened, press, settled
from scripted import at, sit

from interview_sim.assessment.marking import Marking, RowKind
from interview_sim.clock import ManualClock
from interview_sim.matching import Verdict
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.scorecard.screen import ScorecardScreen

pytestmark = pytest.mark.thorough

SIZE = (80, 24)


def _sat(services: Services, *, forests: bool = False) -> str:
    """A session that is over; the forests perhaps marked as covered throughout."""
    sitting = sit(services)
    marking = Marking(sitting.engine)
    for index, step in enumerate(marking.steps):
        if forests and step.question == at(sitting, "forests"):
            for row in marking.page(index).rows:
                if row.kind in {RowKind.POINT, RowKind.MEMBER}:
                    marking.mark(step, row, Verdict.COVERED)
    sitting.engine.complete()
    sitting.close()
    return sitting.id


async def test_a_session_is_written_beside_the_transcripts_and_nothing_is_replaced(
    app: InterviewSimApp, services: Services
) -> None:
    """X asks for the format; a second file gets another name; where it is is said."""
    ref = _sat(services)
    folder = services.store.folder
    async with opened(app, ScorecardScreen(services, ref), SIZE) as pilot:
        await pilot.press("x", "n")
        await settled(app, pilot)
        for _ in range(2):
            await pilot.press("x", "3")
            await settled(app, pilot)
        assert lines_with(app, f"{ref}-2.json")
    assert sorted(path.name for path in folder.glob("*.json")) == [f"{ref}-2.json", f"{ref}.json"]
    assert json.loads((folder / f"{ref}.json").read_bytes())["id"] == ref


async def test_what_cannot_be_done_is_told(app: InterviewSimApp, services: Services) -> None:
    """With nothing to compare there are words instead of an empty table; no file, no export."""
    ref = _sat(services)
    async with opened(app, ScorecardScreen(services, ref), SIZE) as pilot:
        await pilot.press("c")
        await settled(app, pilot)
        assert lines_with(app, "No other saved session")
        await pilot.press("escape")
        (services.store.folder / f"{ref}.jsonl").unlink()
        await pilot.press("x", "1")
        await settled(app, pilot)
        assert lines_with(app, "Nothing was exported")


async def test_another_attempt_is_laid_beside_it(
    app: InterviewSimApp, services: Services, clock: ManualClock
) -> None:
    """Question by question, with the difference and how many it rests on; hostile text literal."""
    _sat(services)
    clock.advance(86_400)
    ref = _sat(services, forests=True)
    async with opened(app, ScorecardScreen(services, ref), SIZE) as pilot:
        await pilot.press("c")
        await settled(app, pilot)
        assert lines_with(app, "Why are random forests")[0].split()[-3:] == ["100", "64", "+36"]
        assert lines_with(app, "[@click=app.quit]x[/] [/nope ␛[31mred")
        assert lines_with(app, "12 better on average (3")
        await press(pilot, "escape")
        assert isinstance(app.screen, ScorecardScreen)
