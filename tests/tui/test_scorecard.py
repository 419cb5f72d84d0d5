"""The scorecard of an open session and of a saved one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from frames import frame, lines_with, opened, press, settled
from scripted import at, sit
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Static, TextArea

from interview_sim.assessment.marking import Marking
from interview_sim.clock import ManualClock
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.sitting import Sitting
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.interview.pages import OpeningScreen
from interview_sim.tui.reveal.screen import RevealScreen
from interview_sim.tui.scorecard.detail import DetailScreen
from interview_sim.tui.scorecard.screen import ScorecardScreen

SIZE = (80, 24)


def assessed(services: Services) -> Sitting:
    """A sitting with every suggestion agreed to, but those on the forests."""
    sitting = sit(services, rate=True)
    marking = Marking(sitting.engine)
    for index, step in enumerate(marking.steps):
        page = marking.page(index)
        if step.question != at(sitting, "forests"):
            marking.agree(step, page.rows)
    return sitting


@pytest.fixture
def sitting(services: Services) -> Iterator[Sitting]:
    """A sitting with every suggestion agreed to, but those on the forests."""
    sat = assessed(services)
    yield sat
    sat.close()


async def test_it_shows_the_number_and_where_it_comes_from(
    app: InterviewSimApp, services: Services, sitting: Sitting, svg_snapshot: SnapshotAssertion
) -> None:
    """Band, dimensions with their counts, questions, study list; showing it closes the session."""
    async with opened(app, ScorecardScreen(services, sitting), SIZE) as pilot:
        assert sitting.engine.state.phase is Phase.FINISHED
        shown = frame(app)
        assert "so far" in shown
        assert lines_with(app, "Coverage  ")[0].endswith("67  from 3 questions")
        elbow = lines_with(app, "How does the elbow method")[0]
        assert elbow.split()[-4:] == ["0", "0/2", "skipped", "–"]
        assert svg_snapshot == svg(app)
        await pilot.press("pagedown", "pagedown")
        assert lines_with(app, "[/nope 100")
        assert lines_with(app, "You marked 3 of 9 points; the rest are suggestions.")


async def test_a_question_opens_in_full_and_can_be_marked_again(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """Enter shows answer and points; m goes over the points again."""
    app.flow._sitting = sitting
    async with opened(app, ScorecardScreen(services, sitting), SIZE) as pilot:
        await pilot.press("home", "down", "down", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DetailScreen)
        shown = str(app.screen.query_one("#detail-text", Static).content)
        assert "✗ missed – Out-of-bag samples give an error estimate for free. (bonus)" in shown
        assert "You said nothing about this." in shown
        assert "Model answer\nIn short" in shown
        assert "How you said it\nPace: 24 words" in shown, "last, as it counts for nothing"
        await press(pilot, "v")
        assert isinstance(app.screen, RevealScreen)
        assert lines_with(app, "Q3 of 3")


async def test_a_saved_session_takes_a_note(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """A note is kept in the transcript and shown, as it was written; deleting asks first."""
    sitting.close()
    async with opened(app, ScorecardScreen(services, sitting.id), SIZE) as pilot:
        await pilot.press("w")
        app.screen.query_one(TextArea).insert("look at [/nope again")
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.press("pagedown", "pagedown")
        assert lines_with(app, "look at [/nope again")
        assert services.read(sitting.id).state.notes == {None: "look at [/nope again"}
        await pilot.press("delete", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, ScorecardScreen)
        assert services.store.paths()
        await pilot.press("delete", "down", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        assert not services.store.paths()


async def test_a_session_that_is_not_there_is_told_calmly(
    app: InterviewSimApp, services: Services
) -> None:
    """Words instead of a crash, and Esc leads back."""
    async with opened(app, ScorecardScreen(services, "20260101-000000-zz"), SIZE) as pilot:
        assert lines_with(app, "Esc goes back.")
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_what_to_study_opens_with_the_model_answer_its_sources_and_own_words(
    app: InterviewSimApp, services: Services, clock: ManualClock, svg_snapshot: SnapshotAssertion
) -> None:
    """Enter on a row of the list; → is the next one, and d asks its question again."""
    first = assessed(services)
    first.engine.complete()
    first.close()
    clock.advance(86_400)
    sitting = sit(services, forests="They are robust.")
    marking = Marking(sitting.engine, at(sitting, "forests"))
    cue = marking.cue(0)
    assert cue is not None
    marking.say(cue, "[/nope errors cancel")
    sitting.save_now()
    async with opened(app, ScorecardScreen(services, sitting), (160, 50)) as pilot:
        assert lines_with(app, "Averaging many de-correlated trees lowers variance without much")
        assert lines_with(app, "You had it on 5 Jan 2026.")
        assert svg_snapshot == svg(app)
        await pilot.press(*["down"] * 3, "enter")
        await settled(app, pilot)
        [both] = lines_with(app, "Your words")
        assert "Model answer" in both
        assert lines_with(app, "They are robust.")
        assert lines_with(app, "[/nope errors cancel")
        assert lines_with(app, "The mean of many trees is steadier")
        assert lines_with(app, "• Leo Breiman: Random forests")
        assert lines_with(app, "https://example.org/[/forests]")
        await pilot.press("right")
        assert lines_with(app, "2 of 4")
        await pilot.press("left", "d")
        await settled(app, pilot)
        assert isinstance(app.screen, OpeningScreen)
        assert app.flow.sitting is not None
        drawn = app.flow.sitting.engine.state.header.questions
        assert [one.question.id for one in drawn] == ["forests"]
    sitting.close()


async def test_pages_and_ends_go_on_beyond_the_questions(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """From the last question, Page Down and End go on to what to study; Home comes back."""
    async with opened(app, ScorecardScreen(services, sitting), (80, 16)) as pilot:
        last = "You marked 3 of 9 points; the rest are suggestions."
        assert not lines_with(app, last)
        await pilot.press("end", "end")
        assert lines_with(app, last)
        await pilot.press("home", "home")
        assert lines_with(app, "so far")
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert lines_with(app, last)
