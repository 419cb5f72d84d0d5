"""The bank list with its questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from frames import frame, lines_with, opened, press, settled
from snapshot import svg
from syrupy.assertion import SnapshotAssertion

from interview_sim.paths import BankSource
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks.screen import BanksScreen

SIZE = (80, 24)


async def test_a_question_is_shown_as_the_candidate_will_see_it(
    app: InterviewSimApp, services: Services, svg_snapshot: SnapshotAssertion
) -> None:
    """Prompt, topic, level and time, literally; no point and no model answer."""
    # Only this bank, so that the picture does not change with the banks that ship.
    only = (BankSource(Path.cwd() / "tiny.yaml"),)
    services.paths = replace(services.paths, bank_sources=only)
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await press(pilot, "enter", "end")
        assert lines_with(app, "[@click=app.quit]x[/] [/nope ␛[31mred")
        assert lines_with(app, "[/nope · core · 4:00")
        assert "stays as it is" not in frame(app)
        await press(pilot, "home")
        assert svg_snapshot == svg(app)


@pytest.mark.thorough
async def test_the_answers_are_shown_after_a_warning_only(
    app: InterviewSimApp, services: Services
) -> None:
    """A asks first; n leaves it, y shows points and probes."""
    async with opened(app, BanksScreen(services), (100, 40)) as pilot:
        await press(pilot, "enter", "a")
        assert lines_with(app, "gives the answers away")
        await press(pilot, "n")
        assert "lowers variance" not in frame(app)
        await press(pilot, "a", "y")
        assert lines_with(app, "follow-up: Why does averaging help at all?")


async def test_a_broken_file_tells_every_problem_with_its_place(
    app: InterviewSimApp, services: Services
) -> None:
    """The other banks are there, and after mending r reads it anew."""
    bank = Path.cwd() / "tiny.yaml"
    whole = bank.read_text(encoding="utf-8")
    bank.write_text("format: interview-sim/bank@1\nid: tiny\ntitel: '[/nope'\n", encoding="utf-8")
    async with opened(app, BanksScreen(services), SIZE) as pilot:
        await press(pilot, "end")
        assert lines_with(app, "✗ tiny.yaml:3:1: a bank has no key")
        assert lines_with(app, "Machine-learning")
        bank.write_text(whole, encoding="utf-8")
        await pilot.press("f5")
        await settled(app, pilot)
        assert not lines_with(app, "✗ tiny.yaml")
        assert lines_with(app, "A tiny bank")


@pytest.mark.thorough
async def test_a_changed_file_is_picked_up_at_the_same_question(
    app: InterviewSimApp, services: Services
) -> None:
    """No key is needed; a file that becomes wrong tells it, and one that is gone goes."""
    bank = Path.cwd() / "tiny.yaml"
    whole = bank.read_text(encoding="utf-8")
    screen = BanksScreen(services)
    async with opened(app, screen, SIZE) as pilot:
        await press(pilot, "enter", "down")
        assert lines_with(app, "How does the elbow method choose k?")

        async def look() -> str:
            screen.poll()
            return await settled(app, pilot)

        assert "have changed" not in await look()
        longer = whole.replace("  - id: forests", "  - id: first\n    prompt: One more?\n"
                               "    model_answer: Yes.\n  - id: forests")  # fmt: skip
        bank.write_text(longer.replace("choose k?", "choose [/k]?"), encoding="utf-8")
        shown = await look()
        assert "The banks changed and were read again." in shown
        assert "One more?" in shown
        assert lines_with(app, "│ How does the elbow method choose [/k]?")
        bank.write_text(whole.replace("prompt:", "promt:"), encoding="utf-8")
        assert "tiny.yaml:6:5" in await look()
        bank.write_text(whole, encoding="utf-8")
        await look()
        bank.unlink()
        assert "A tiny bank" not in await look()


async def test_home_tells_of_a_file_that_changed_meanwhile(
    app: InterviewSimApp, services: Services
) -> None:
    """Coming back to it is enough."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(app, pilot)
        before = frame(app).splitlines()[0]
        await pilot.press("comma")
        (Path.cwd() / "tiny.yaml").write_text("id: tiny\n", encoding="utf-8")
        await pilot.press("escape")
        await settled(app, pilot)
        assert frame(app).splitlines()[0] != before
        assert lines_with(app, "1 bank file has problems")
