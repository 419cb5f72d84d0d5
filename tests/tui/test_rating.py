"""The blind rating, from its first key to the reveal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from frames import frame, lines_with, opened, press, settled, until
from msgspec.structs import replace
from scripted import PLAN, at, sit
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from test_interview_screen import sitting_of

from interview_sim.assessment.scoring import load_scoring
from interview_sim.services import Services
from interview_sim.session.state import Prediction
from interview_sim.sitting import Sitting
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import EndingScreen
from interview_sim.tui.rating.screen import RatingScreen
from interview_sim.tui.reveal.screen import RevealScreen

SIZE = (80, 24)


@pytest.fixture
def sitting(services: Services) -> Iterator[Sitting]:
    """A sitting of which nothing is rated."""
    sat = sit(services)
    yield sat
    sat.close()


async def test_every_anchor_is_in_full_view_and_nothing_is_given_away(
    app: InterviewSimApp, services: Services, sitting: Sitting, svg_snapshot: SnapshotAssertion
) -> None:
    """At 80×24 the answer and all four sentences are seen, and no point or model answer is."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = RatingScreen(sitting, at(sitting, "forests"))
        await app.push_screen(screen)
        await pilot.pause()
        shown = " ".join(frame(app).split())
        for anchor in load_scoring().dimensions[0].anchors:
            assert anchor in shown
        assert "their mean reduces variance" in shown
        assert "steadier" not in shown
        assert "de-correlated" not in shown
        assert svg_snapshot == svg(app)


async def test_keys_rate_each_dimension_and_then_confidence(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """One key each: what is said is recorded, can be gone back to, and ends in the reveal."""
    forests, hostile = at(sitting, "forests"), at(sitting, "hostile")
    async with opened(app, RatingScreen(sitting), SIZE) as pilot:
        assert lines_with(app, "[/nope ␛[31mred ⟨U+202E⟩abc שלום 🎲")
        await pilot.press("4", "left", "3", "2", "2", "5")
        await press(pilot, "2", "down", "enter", "s")
        assert isinstance(app.screen, RevealScreen)
    predictions = sitting.engine.state.predictions
    assert predictions[hostile] == Prediction(
        ratings={"coverage": 3, "judgement": 2, "clarity": 2}, confidence=0.9
    )
    assert forests not in predictions
    assert at(sitting, "elbow") not in predictions


async def test_digits_that_are_not_offered_do_nothing(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """A 5 is an answer to how sure one is, and to nothing else."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RatingScreen(sitting))
        await pilot.press("5")
        assert lines_with(app, "1 of 4")
        await pilot.press("right", "right", "right")
        assert lines_with(app, "How sure are you of these ratings?")
        await pilot.press("5")
        assert sitting.engine.state.predictions[0] == Prediction(ratings={}, confidence=0.9)


@pytest.mark.thorough
async def test_words_meant_for_the_answer_that_was_cut_off_rate_nothing(
    services: Services,
) -> None:
    """Typed on past the last time-out, keys rate nothing; after a quiet moment they count."""
    async with sitting_of(services, replace(PLAN, questions=1)) as sat:
        await sat.type("It is")
        await sat.wait(241)
        await settled(sat.app, sat.pilot)
        for key in ("a", "s", "space", "1", "enter", "right", "left", "s"):
            sat.clock.advance(0.4)
            await sat.press(key)
        assert isinstance(sat.app.screen, EndingScreen)
        sat.clock.advance(2)
        await sat.press("enter")
        await until(sat.pilot, lambda: isinstance(sat.app.screen, RatingScreen))
        assert lines_with(sat.app, "1 of 4")
        await sat.press("4", "4", "4", "4")
        assert isinstance(sat.app.screen, RevealScreen)
        assert sat.state.predictions[0].ratings == {
            "coverage": 4, "judgement": 4, "clarity": 4,
        }  # fmt: skip
