"""Adding a question with a form."""

from __future__ import annotations

from pathlib import Path

import pytest
from frames import lines_with, opened, press, settled
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from interview_sim.bank.loading import load_bank
from interview_sim.bank.terms import Need
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks.question_form import QuestionForm
from interview_sim.tui.banks.screen import BanksScreen

pytestmark = pytest.mark.thorough

SIZE = (80, 24)


async def _open(app: InterviewSimApp, pilot: Pilot[None], services: Services) -> None:
    await app.push_screen(BanksScreen(services))
    await settled(app, pilot)
    await press(pilot, "n")


def _fill(app: InterviewSimApp, **texts: str) -> None:
    for name, text in texts.items():
        field = app.screen.query_one(f"#form-{name}")
        if isinstance(field, TextArea):
            field.text = text
        elif isinstance(field, Input):
            field.value = text


async def _add(app: InterviewSimApp, pilot: Pilot[None]) -> str:
    await pilot.press("ctrl+s")
    return await settled(app, pilot)


async def test_a_question_is_checked_added_and_shown(
    app: InterviewSimApp, services: Services
) -> None:
    """What is wrong stands in the form, which keeps everything; then the cursor is on it."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _open(app, pilot, services)
        _fill(app, prompt="What do [/nope trees vote on?", time="soon", topic="ensembles")
        _fill(app, title="Votes")
        assert "✗ Write at least one point of a full answer" in await _add(app, pilot)
        await pilot.press(*["tab"] * 3, "enter", "down", "enter")  # the level
        await pilot.press("tab", "tab", "A", "tab", "tab", "W", "h", "y", "enter")
        app.post_message(events.Paste("- [bold]Each[/] with one vote.\n\n* And so on"))
        await pilot.pause()
        await pilot.press("tab", "enter", "down", "down", "enter")  # the blank line is no matter
        assert "✗ Time: `soon` is not a time" in await _add(app, pilot)
        _fill(app, time="90s")
        shown = await _add(app, pilot)
        assert "The question was added to tiny.yaml." in shown
        assert lines_with(app, "│ What do [/nope trees vote on?")
        assert lines_with(app, "ensembles · intermediate · 1:30")
    bank = load_bank(Path("tiny.yaml"))
    added = bank.questions[-1]
    assert (added.id, added.title) == ("votes", "Votes")
    assert [(point.point, point.need, point.probe) for point in added.rubric] == [
        ("A", Need.MUST, "Why"),
        ("[bold]Each[/] with one vote.", Need.MUST, None),
        ("And so on", Need.MUST, None),
    ]
    assert len(bank.questions) == 4


async def test_leaving_asks_where_something_was_written(
    app: InterviewSimApp, services: Services
) -> None:
    """An empty form closes at once; a written one goes on unless it is dropped."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _open(app, pilot, services)
        await press(pilot, "escape")
        assert isinstance(app.screen, BanksScreen)
        await press(pilot, "n")
        _fill(app, prompt="What is bagging?")
        await press(pilot, "ctrl+q", "enter")
        assert isinstance(app.screen, QuestionForm)
        assert lines_with(app, "What is bagging?")
        await press(pilot, "escape", "d")
        assert isinstance(app.screen, BanksScreen)
    assert len(load_bank(Path("tiny.yaml")).questions) == 3


@pytest.mark.thorough
async def test_a_shipped_bank_offers_ones_own_a_new_one_and_a_copy(
    app: InterviewSimApp, services: Services
) -> None:
    """Nothing that ships is written to; the copy has the question and takes its place."""
    shipped = services.catalogue.bank("ml-fundamentals")
    before = shipped.path.read_bytes()
    own = services.paths.user_banks
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await press(pilot, "end", "n")
        assert lines_with(app, "Into “A tiny bank”")
        await press(pilot, "down", "enter")
        assert lines_with(app, "Add a question · a new bank of your own")
        _fill(app, prompt="What is bagging?", model="Trees on bootstrap samples.")
        assert "The question was added to my-questions.yaml" in await _add(app, pilot)
        await press(pilot, "escape", "end", "n", "end", "up", "enter")
        assert lines_with(app, "Add a question · a copy of")
        _fill(app, prompt="What is boosting?", model="Trees on what is left over.")
        name = shipped.path.name
        assert f"The question was added to {name}" in await _add(app, pilot)
    assert load_bank(own / "my-questions.yaml").questions[0].id == "bagging"
    assert load_bank(own / name).questions[-1].id == "boosting"
    assert services.fresh_catalogue().bank("ml-fundamentals").path == own / name
    assert shipped.path.read_bytes() == before
