"""The home screen: what can be done now, and what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from frames import frame, lines_with, press, until
from msgspec import structs
from scripted import HOSTILE, PLAN, sit
from textual.pilot import Pilot

from interview_sim.assessment.marking import Marking
from interview_sim.clock import ManualClock
from interview_sim.progress.agenda import Agenda
from interview_sim.progress.history import TopicTrend
from interview_sim.services import Options, Services, build_services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.home.desk import DeskList
from interview_sim.tui.home.rows import (
    HomeFacts,
    home_rows,
    past_words,
    problem_words,
    wide_words,
)
from interview_sim.tui.home.screen import HomeScreen


async def _settle(app: InterviewSimApp, pilot: Pilot[None]) -> str:
    """The screen once everything it reads is there; reading begins after the first frame."""
    await until(pilot, lambda: "transcripts are saved in" in frame(app))
    return frame(app)


async def test_the_first_start_says_what_enter_does(app: InterviewSimApp) -> None:
    """With nothing saved there are no empty rows, and one sentence says what will happen.

    → goes along a row of several, and a click does what it is on.
    """
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        shown = await _settle(app, pilot)
        assert "▸ Start an interview" in shown
        assert "Enter opens your first interview: 6 questions in 45 minutes." in shown
        for empty in ("Go on", "Mark your answers", "Due today"):
            assert empty not in shown
        assert "transcripts are saved in ./home/data/transcripts" in shown
        for keys in ("   Enter", "c 5 u", "h b", ", ?"):
            assert lines_with(app, f" {keys}"), shown
        rows = app.screen.query_one(DeskList)
        await pilot.press("down", "right")
        assert rows.thing is not None
        assert rows.thing.id == "quick"
        await pilot.click("#rows", offset=(5, 1))
        await pilot.pause()
        assert "Set up an interview" in frame(app)


async def test_what_waits_is_first_and_no_row_moves_when_it_becomes_known(
    services: Services, clock: ManualClock
) -> None:
    """Rows of the past are there, dimmed, before anything is read; then the newest is chosen.

    Until then there is no cursor, so that an early Enter begins nothing. What a session that
    broke off says: when, which question, how much time is left; not while it is open in another
    window. A key of a row with nothing behind it says so, and so does one that starts before the
    banks are read.
    """
    sit(services).close()
    clock.advance(3_600)
    sitting = services.start(PLAN)
    sitting.engine.start()
    sitting.engine.draft("It")
    clock.advance(63)
    sitting.tick()
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        early = [row.ids for row in home_rows(HomeFacts(has_past=True))]
        shown = await _settle(app, pilot)
        assert [row.ids for row in home.rows.items] == early
        assert "▸ Mark your answers    3 questions wait: A tiny interview" in shown
        assert "Go on                no interview is open" in shown
        await press(pilot, "up", "up", "r")
        assert "▸ Mark your answers" in frame(app)
        assert "No interview is open." in frame(app)
        sitting.close()
        clock.advance(86_400)
        home.reload()
        await until(pilot, lambda: "▸ Go on" in frame(app))
        (line,) = lines_with(app, "Go on")
        assert "yesterday 10:11, question 1 of 3, 13:57 left" in line
        assert "Your scores appear here once you have marked an interview." in frame(app)
        await pilot.press("down")
        home.reload()
        assert "▸ Mark your answers" in await _settle(app, pilot)
        services.store.delete("last")
        services.store.delete("last")
        home.reload()
        await until(pilot, lambda: "▸ Start an interview" in frame(app))
        home._facts = HomeFacts(has_past=True)
        await press(pilot, "5")
        assert "The question banks are still being read." in frame(app)
        assert app.screen is home


def test_before_anything_is_read_no_row_can_be_chosen_that_nobody_knows() -> None:
    """The rows are those that will be there, and none of the unknown ones is open."""
    late = [row for row in home_rows(HomeFacts(has_past=True)) if not row.is_open]
    assert [row.ids for row in late] == [("resume",), ("mark",), ("due",), ("weakest",)]
    assert {row.detail for row in late} == {"…"}


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


def test_scores_stand_beside_their_bars_and_the_weakest_with_their_counts() -> None:
    """Numbers are there for who cannot read bars, and the count behind a mean is told."""
    agenda = Agenda(
        scores=(90.0, 58.2, 61.0, 64.0, 64.0, 71.4),
        weakest=(TopicTrend("clustering", 41.2, 2), TopicTrend(HOSTILE, 48, 3)),
        sittings={date(2026, 2, 28): 2, date(2026, 3, 2): 12},
    )
    facts = HomeFacts(has_past=True, now=datetime(2026, 3, 2, tzinfo=UTC), agenda=agenda)
    scores, weakest = past_words(facts).splitlines()
    assert scores == "last five   ▅▅▅▅▆  58 61 64 64 71"
    assert weakest.startswith("weakest     clustering 41 (2) · [@click=app.quit]x[/]")
    one = replace(facts, agenda=Agenda(scores=(71.0,)))
    assert past_words(one) == "last score  71\nweakest     too early to tell"
    none = past_words(replace(facts, agenda=Agenda(is_unanswered=True)))
    assert none == "Nothing was answered so far, so there is no score to show."
    # On a wide screen: the trend from 0 to 100, and sixteen weeks of which today ends the last.
    wide = wide_words(facts).plain
    assert "last scores · 58 61 64 64 71\n100 ▃" in wide
    assert wide.endswith("Sat" + " ·" * 14 + " 2\nSun" + " ·" * 15)
    assert "Mon" + " ·" * 15 + " +\n" in wide


def test_due_questions_are_told_with_the_time_they_take() -> None:
    """Some of many where a sitting cannot take them all; the day of the next where none is due."""
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def due(**known: object) -> str:
        facts = HomeFacts(has_past=True, now=now, agenda=Agenda(**known))
        return next(row.detail for row in home_rows(facts) if row.ids == ("due",))

    refs = tuple(f"b:q{n}" for n in range(11))
    assert due(due=refs[:1], due_minutes=1) == "1 question, about 1 minute"
    assert due(due=refs, due_minutes=36) == "8 of 11 questions, about 36 minutes"
    assert due() == "nothing"
    assert due(next_due=now + timedelta(days=1)) == "nothing yet, next tomorrow"
    assert due(next_due=now + timedelta(days=5)) == "nothing yet, next Saturday"
    assert due(next_due=now + timedelta(days=9)) == "nothing yet, next 11 Mar"


def test_nothing_to_ask_is_told() -> None:
    """Without a single question the screen says so."""
    assert problem_words(HomeFacts(questions=0)) == [
        "no question could be loaded, so there is nothing to ask · b to see"
    ]


async def test_d_drills_exactly_what_is_due(services: Services, clock: ManualClock) -> None:
    """Weeks later the questions of loaded banks are due, and d asks them.

    The plan that was used last stays the one to start with.
    """
    sit(services).close()
    services.remember_plan(structs.replace(PLAN, banks=()))
    clock.advance(30 * 86_400)
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "Due today            3 questions, about" in await _settle(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: app.flow.sitting is not None)
        assert app.flow.sitting is not None
        header = app.flow.sitting.engine.state.header
        assert {drawn.bank for drawn in header.questions} == {"tiny"}
        assert len(header.questions) == 3
        assert services.last_plan.name == PLAN.name


async def test_the_rows_are_in_full_view_at_eighty_columns(services: Services) -> None:
    """What waits for its assessment is told without being cut, and one minute is one.

    The title of the last plan cannot act on the terminal or the app.
    """
    sit(services).close()
    services.remember_plan(structs.replace(PLAN, banks=(), name="custom", minutes=1))
    app = InterviewSimApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        shown = await _settle(app, pilot)
        assert "3 questions, 1 minute (last used)" in shown
        assert re.search(r"3 questions wait: A tiny interview, today +Enter\n", shown)
        services.remember_plan(structs.replace(PLAN, banks=(), title=HOSTILE))
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
        assert "Mark your answers    nothing" in await _settle(app, pilot)
        clock.advance(4 * 86_400)
        app.screen.reload()
        await _settle(app, pilot)
        (line,) = lines_with(app, "Mark your answers")
        assert "5 points to mark once more, from 5 Jan, 09:11" in line
        await pilot.press("m")
        assert "interview-sim mark --again" in await _settle(app, pilot)
