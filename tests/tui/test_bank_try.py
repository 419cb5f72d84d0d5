"""Trying an answer on a question of a bank."""

from __future__ import annotations

import pytest
from frames import lines_with, opened, press, settled
from scripted import FORESTS, HOSTILE
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import TextArea

from interview_sim.bank.model import Bank, Question
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks.screen import BanksScreen
from interview_sim.tui.banks.trying import TryScreen

pytestmark = pytest.mark.thorough

SIZE = (80, 24)


@pytest.fixture
def bank(services: Services) -> Bank:
    """The tiny bank."""
    return services.catalogue.bank("tiny").bank


def _question(bank: Bank, name: str) -> Question:
    found = bank.question(name)
    assert found is not None
    return found


async def _typed(app: InterviewSimApp, pilot: Pilot[None], text: str) -> str:
    screen = app.screen
    assert isinstance(screen, TryScreen)
    screen.query_one(TextArea).insert(text)
    await pilot.pause()
    screen.look()
    return await settled(app, pilot)


async def test_what_becomes_of_an_answer_is_shown_while_it_is_typed(
    app: InterviewSimApp, bank: Bank, svg_snapshot: SnapshotAssertion
) -> None:
    """Points with signs, wrong claims, follow-ups, and the words for what changed last."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(TryScreen(bank, _question(bank, "forests")))
        shown = await _typed(app, pilot, "")
        assert "✗ must   ×2 Averaging many" in shown
        assert "0 · 0 of 5 points" in shown
        shown = await _typed(app, pilot, FORESTS)
        assert "✓ must   ×2 Averaging many" in shown
        assert "? claimed “A random forest" in shown
        assert "Then the interviewer would ask" in shown
        assert lines_with(app, "▸reduces variance◂")
        assert svg_snapshot == svg(app)


async def test_a_point_selects_its_words_and_typing_on_replaces_nothing(
    app: InterviewSimApp, bank: Bank
) -> None:
    """Tab goes to the findings; back in the answer nothing is selected."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(TryScreen(bank, _question(bank, "forests")))
        await _typed(app, pilot, FORESTS)
        editor = app.screen.query_one(TextArea)
        await press(pilot, "tab", "home")
        assert "reduces variance" in editor.selected_text
        await press(pilot, "escape", "!")
        assert editor.text.replace("!", "") == FORESTS
        assert editor.selected_text == ""


async def test_hostile_text_stays_literal(app: InterviewSimApp, bank: Bank) -> None:
    """In the question, in the answer's excerpt and in the points.

    A question without a rubric says that its points are the statements of the model answer.
    """
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await app.push_screen(TryScreen(bank, _question(bank, "hostile")))
        shown = await _typed(app, pilot, f"It [/nope stays {HOSTILE[:40]}")
        assert "[@click=app.quit]x[/] [/nope ␛[31mred" in shown
        assert "▸stays◂ [@click" in shown
        assert "[@click=app.quit]x[/] stays as it is" in shown
        await app.push_screen(TryScreen(bank, _question(bank, "elbow")))
        assert "from the model answer" in await _typed(app, pilot, "")


async def test_what_was_tried_is_there_again_after_a_warning_once(
    app: InterviewSimApp, services: Services
) -> None:
    """T asks before points are shown; the answer is kept while the banks are open."""
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await press(pilot, "t", "n")
        assert isinstance(app.screen, BanksScreen)
        await press(pilot, "t", "y")
        await _typed(app, pilot, "half an answer")
        await press(pilot, "escape")
        await pilot.press("t")
        await settled(app, pilot)
        assert lines_with(app, "half an answer")
