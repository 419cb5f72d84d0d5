"""A sealed paper starts in full screen like any interview, or is refused in its own words."""

from __future__ import annotations

from frames import begin, frame
from msgspec.structs import replace
from scripted import PLAN

from interview_sim.services import Services
from interview_sim.together.paper import Paper, make_paper
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.interview.screen import InterviewScreen


def paper_of(services: Services) -> Paper:
    """A paper from the banks that are there."""
    banks = [loaded.bank for loaded in services.catalogue.banks]
    return make_paper(PLAN, banks, 7, app_version="0.1.0")


async def test_its_questions_are_asked(services: Services) -> None:
    """The first question is on the screen, and the transcript says which paper it was."""
    paper = paper_of(services)
    app = InterviewSimApp(services, lambda flow: flow.start_paper(paper))
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        assert isinstance(app.screen, InterviewScreen)
        header = app.flow.sitting.engine.state.header
        assert [drawn.ref for drawn in header.questions] == [item.ref for item in paper.questions]
        assert header.paper == paper.id


async def test_a_paper_that_is_not_the_same_here_is_refused(services: Services) -> None:
    """The sentence names the question, and home stays; with force it starts."""
    paper = paper_of(services)
    other = replace(paper.questions[0], hash="0" * 16)
    changed = replace(paper, questions=(other, *paper.questions[1:]))
    app = InterviewSimApp(services, lambda flow: flow.start_paper(changed))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ConfirmModal)
        assert "Changed in wording or points" in " ".join(frame(app).split())
        await pilot.press("enter")
        app.flow.start_paper(changed, force=True)
        await begin(app, pilot)
        assert isinstance(app.screen, InterviewScreen)
        assert app.flow.sitting.engine.state.header.paper == ""
