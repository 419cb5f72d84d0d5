"""The home screen: what can be done now, and what is wrong."""

from __future__ import annotations

from pathlib import Path

from frames import frame, lines_with, until
from msgspec.structs import replace
from scripted import HOSTILE, PLAN, sit
from textual.pilot import Pilot

from interview_sim.assessment.marking import Marking
from interview_sim.clock import ManualClock
from interview_sim.services import Options, Services, build_services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.home.rows import HomeFacts, history_words, home_rows, problem_words


async def _settle(app: InterviewSimApp, pilot: Pilot[None]) -> str:
    """The screen once everything it reads is there; reading begins after the first frame."""
    await until(pilot, lambda: "transcripts are saved in" in frame(app))
    return frame(app)


async def test_the_first_start_says_what_enter_does(app: InterviewSimApp) -> None:
    """With nothing saved there are no empty rows, and one sentence says what will happen.

    A click on a row does what its key does.
    """
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        shown = await _settle(app, pilot)
        assert "Enter starts right away: 6 questions in 45 minutes." in shown
        assert "Resume" not in shown
        assert "History" not in shown
        assert "transcripts are saved in ./home/data/transcripts" in shown
        await pilot.click("#rows", offset=(5, 1))
        await pilot.pause()
        assert "Set up an interview" in frame(app)


async def test_a_session_that_broke_off_is_offered_with_its_time(
    services: Services, clock: ManualClock
) -> None:
    """Resume says when, which question and how much time is left.

    Not while the session is open in another window: only one can go on with it.
    """
    sitting = services.start(PLAN)
    sitting.engine.start()
    sitting.engine.draft("It")
    clock.advance(63)
    sitting.tick()
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "Resume" not in await _settle(app, pilot)
        sitting.close()
        clock.advance(86_400)
        app.screen.reload()
        await until(pilot, lambda: "Resume" in frame(app))
        (line,) = lines_with(app, "Resume")
        assert "yesterday 09:01, question 1 of 3, 13:57 left" in line


async def test_broken_bank_files_are_a_quiet_line(clock: ManualClock) -> None:
    """A broken bank does not stop the others and is told in one line."""
    bad = Path.cwd() / "bad.yaml"
    bad.write_text("id: [", encoding="utf-8")
    services = build_services(
        Path.cwd(), {"INTERVIEW_SIM_HOME": str(Path.cwd())}, clock, Options(banks=(bad,))
    )
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "1 bank file has problems · b to see" in await _settle(app, pilot)


def test_scores_stand_beside_their_bars_and_the_weakest_with_its_count() -> None:
    """Numbers are there for who cannot read bars, and the count behind a mean is told."""
    facts = HomeFacts(
        sessions=12,
        plan=PLAN,
        scores=(58.2, 61.0, 64.0, 64.0, 71.4),
        weakest="clustering (2 answers)",
    )
    words = history_words(facts)
    assert "last five" in words
    assert "58 61 64 64 71" in words
    assert "weakest: clustering (2 answers)" in words
    (history,) = [row for row in home_rows(facts) if row.id == "history"]
    assert history.detail == "12 sessions, last 71"


def test_nothing_to_ask_is_told() -> None:
    """Without a single question the screen says so."""
    assert problem_words(HomeFacts(questions=0)) == [
        "no question could be loaded, so there is nothing to ask · b to see"
    ]


async def test_what_is_due_again_is_a_quiet_line(services: Services, clock: ManualClock) -> None:
    """Nothing is said on the same day; later the questions of loaded banks are counted."""
    sit(services).close()
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "due again" not in await _settle(app, pilot)
        clock.advance(30 * 86_400)
        app.screen.reload()
        assert "3 questions are due again · c to choose" in await _settle(app, pilot)


def test_one_question_that_is_due_is_one() -> None:
    """The line is right in the singular, and stands below the scores."""
    words = history_words(HomeFacts(sessions=1, scores=(71.0,), due=1))
    assert words == "last score   71\n1 question is due again · c to choose"


async def test_the_rows_are_in_full_view_at_eighty_columns(services: Services) -> None:
    """What waits for its assessment is told without being cut, and one minute is one.

    The title of the last plan cannot act on the terminal or the app.
    """
    sit(services).close()
    services.remember_plan(replace(PLAN, name="custom", minutes=1))
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        shown = await _settle(app, pilot)
        assert "3 questions, 1 minute (last used)" in shown
        assert "all answered, not assessed yet  " in shown
        services.remember_plan(replace(PLAN, title=HOSTILE))
        app.screen.reload()
        await pilot.resize_terminal(120, 30)
        hostile = "[@click=app.quit]x[/] [/nope ␛[31mred"
        await until(pilot, lambda: hostile in frame(app))
        assert hostile in frame(app)
        assert app.is_running


async def test_an_old_answer_is_offered_for_marking_again(
    services: Services, clock: ManualClock
) -> None:
    """From three days on; where no other program can be started, m names the command."""
    sitting = sit(services, rate=True)
    marking = Marking(sitting.engine)
    for index, step in enumerate(marking.steps):
        marking.agree(step, marking.page(index).rows)
    sitting.engine.complete()
    sitting.close()
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "Mark an old answer again" not in await _settle(app, pilot)
        clock.advance(4 * 86_400)
        app.screen.reload()
        await _settle(app, pilot)
        (line,) = lines_with(app, "Mark an old answer again")
        assert "points, blind" in line
        await pilot.press("m")
        assert "interview-sim mark --again" in await _settle(app, pilot)
