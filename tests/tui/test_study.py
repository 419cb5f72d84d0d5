"""The screen to study on."""

from __future__ import annotations

from datetime import UTC, datetime

from frames import frame, lines_with, until
from scripted import sit

from interview_sim.bank.model import Bank, Question
from interview_sim.progress.studying import Entry, PastAnswer, entries, read_stars
from interview_sim.services import Services
from interview_sim.session.state import Turn
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import OpeningScreen
from interview_sim.tui.study.screen import StudyScreen
from interview_sim.tui.study.words import lines_of, page


async def test_a_question_is_found_read_starred_and_drilled(services: Services) -> None:
    """From the list to the page with one's own words, to a star, to a drill of what is shown."""
    sit(services).close()
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.flow.study()
        await until(pilot, lambda: isinstance(app.screen, StudyScreen) and "random" in frame(app))
        total = frame(app).splitlines()[0].split()[-2:]
        await pilot.press("slash", *"tiny better")
        await until(pilot, lambda: f"1 of {' '.join(total)}" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Enter read" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(lines_with(app, "Points")))
        assert "Enter read" not in frame(app)
        await pilot.press("end")
        await until(pilot, lambda: bool(lines_with(app, "Your answers")))
        assert lines_with(app, "reduces variance.")
        assert lines_with(app, "How do extremely randomised trees differ?")
        await pilot.press("asterisk")
        await until(pilot, lambda: read_stars(services.paths.stars) == {"tiny:forests"})
        await pilot.press("escape")
        assert lines_with(app, "★ ")
        await pilot.press("f", "down", "enter")
        await until(pilot, lambda: "Starred" in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: f"1 of {' '.join(total)} · Starred" in frame(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        assert app.flow.sitting is not None
        drawn = app.flow.sitting.engine.state.header.questions
        assert [question.ref for question in drawn] == ["tiny:forests"]
        services.clock.advance(1)  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert app.flow.sitting is None


async def test_a_wide_screen_shows_list_and_page_and_says_where_nothing_fits(
    app: InterviewSimApp, services: Services
) -> None:
    """The page follows the cursor; where nothing fits there are words, and nothing can be done."""
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        app.flow.study()
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))
        await until(pilot, lambda: "You have not been asked this yet." in frame(app))
        await pilot.press("slash", *"elbow")
        await until(pilot, lambda: bool(lines_with(app, "The bend marks the k")))
        await pilot.press("x")
        await until(pilot, lambda: "No question matches “elbowx”." in frame(app))
        await pilot.press("enter", "asterisk", "D", "escape")
        await until(pilot, lambda: bool(lines_with(app, "Points")))
        assert isinstance(app.screen, StudyScreen)
        assert read_stars(services.paths.stars) == frozenset()


def test_a_banks_only_subject_is_not_named_beside_its_title() -> None:
    """“Cases · case” says the same twice; of several, each heading names its own."""

    def headings(*topics: str) -> list[str]:
        asked = tuple(Question(id=f"q{n}", prompt="?", topic=t) for n, t in enumerate(topics))
        bank = Bank(id="b", title="Cases", questions=asked)
        return [line.heading for line in lines_of(entries([bank])) if line.heading]

    assert headings("case/churn", "case/ads") == ["Cases"]
    assert headings("case/churn", "trees") == ["Cases · case", "Cases · trees"]


def test_a_past_answer_stands_below_the_words_it_was_asked_in() -> None:
    """Where they were another wording's; those of the prompt are on the page already."""
    question = Question(id="q", prompt="Why forests?", sister=("Why not one tree?",))
    entry = Entry(Bank(id="b", title="B", questions=(question,)), question, "", "q")

    def shown(ask: str) -> str:
        turn = Turn(question=0, ask=ask, asked_at=0, budget=1, text="They average.")
        past = PastAnswer("2026-01-05T09:00:00Z", None, (turn,), "")
        return page(entry, [past], datetime(2026, 1, 6, tzinfo=UTC)).plain

    first, other = shown("Why forests?"), shown("Why not one tree?")
    assert first.count("Why not one tree?") == 1
    assert "Why not one tree?\nThey average." in other
    assert first.replace("\nThey", "\nWhy not one tree?\nThey") == other
