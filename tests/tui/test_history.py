"""The list of kept sessions."""

from __future__ import annotations

import pytest
from frames import frame, lines_with, opened, press, until
from scripted import PLAN, sit
from textual.app import App, ComposeResult
from textual.content import Content

from interview_sim.clock import ManualClock
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.history.screen import HistoryScreen, found, gather
from interview_sim.tui.replay.screen import ReplayScreen
from interview_sim.tui.reveal.screen import RevealScreen
from interview_sim.tui.scorecard.screen import ScorecardScreen
from interview_sim.tui.widgets.lists import LongList

SIZE = (80, 24)


@pytest.fixture
def kept(services: Services, clock: ManualClock) -> None:
    """A finished session, one to assess, one that broke off, and a file that is none."""
    finished = sit(services, rate=True)
    finished.engine.complete()
    finished.close()
    clock.advance(3_600)
    sit(services, rate=True).close()
    clock.advance(86_400)
    broken = services.start(PLAN)
    broken.engine.start()
    broken.engine.draft("It")
    clock.advance(65)
    broken.tick()
    broken.close()
    (services.store.folder / "2026-01-01-0000-none.jsonl").write_text("[/nope\n")


async def test_sessions_are_listed_newest_first_with_their_state(
    app: InterviewSimApp, services: Services, kept: None
) -> None:
    """When, what, how many, the result; a file that cannot be read is told quietly.

    No score before the assessment is closed: a number at home or in the list would give away what
    the blind rating is to be blind of.
    """
    assert len(services.history().last_scores(5)) == 1
    async with opened(app, HistoryScreen(services), SIZE) as pilot:
        rows = [line for line in frame(app).splitlines() if "A tiny interview" in line]
        assert [row.split("   ")[-1].strip() for row in rows] == [
            "stopped, 13:55 left",
            "to mark",
            "no band",
        ]
        assert lines_with(app, "to mark")[0].split()[-4:] == ["3/3", "–", "to", "mark"]
        await pilot.press("end", "home", "down", "down", "down")
        assert lines_with(app, "not a transcript")


@pytest.mark.thorough
async def test_enter_goes_on_with_what_is_open_and_looks_at_what_is_not(
    app: InterviewSimApp, services: Services, kept: None
) -> None:
    """An assessment is taken up again; a finished session shows its scorecard."""
    async with opened(app, HistoryScreen(services), SIZE) as pilot:
        await press(pilot, "down", "down", "enter")
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, ScorecardScreen)
        await press(pilot, "escape")
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, HistoryScreen)
        await press(pilot, "up", "enter")
        assert isinstance(app.screen, RevealScreen)
    app.flow.close_sitting()


async def test_an_empty_history_says_what_to_do(app: InterviewSimApp, services: Services) -> None:
    """Nobody is left before an empty table."""
    async with opened(app, HistoryScreen(services), SIZE):
        assert lines_with(app, "Esc goes home; Enter there starts one.")


async def test_ten_thousand_rows_cost_no_more_than_the_ones_seen() -> None:
    """Rows are drawn when they are looked at, and only then."""
    drawn: set[int] = set()

    def draw(index: int, _width: int) -> Content:
        drawn.add(index)
        return Content(f"row {index}")

    class Rows(App[None]):
        def compose(self) -> ComposeResult:
            yield LongList()

    app = Rows()
    async with app.run_test(size=SIZE) as pilot:
        app.query_one(LongList).set_rows(range(10_000), draw)
        await press(pilot, "end")
        assert lines_with(app, "row 9999")
        assert len(drawn) < 200


def test_a_search_holds_all_words_and_keeps_headings_only_above_something(
    services: Services, kept: None
) -> None:
    """In titles, topics, questions and notes, in any order and case; files by their name."""
    services.store.rename(services.history().sessions[1].id, "Tuesday's second try")
    lines = gather(services)
    assert len(found(lines, " ", {})) == len(lines)
    (line,) = found(lines, "TRY ensembles second", {})
    assert line.summary is not None
    assert line.summary.title == "Tuesday's second try"
    assert [one.file for one in found(lines, "none.json", {})] == ["2026-01-01-0000-none.jsonl"]
    assert found(lines, "tuesday nothing-of-the-kind", {}) == ()
    sample = found(lines, "sample", {})
    assert all(one.is_sample or one.heading for one in sample)


async def test_deleting_can_be_undone_and_a_session_found_renamed_and_exported(
    app: InterviewSimApp, services: Services, kept: None
) -> None:
    """Delete, undo, search, rename and export, one after the other; the list follows each."""
    async with opened(app, HistoryScreen(services), SIZE) as pilot:
        await until(pilot, lambda: "3 sessions" in frame(app))
        await pilot.press("delete")
        await until(pilot, lambda: "2 sessions" in frame(app))
        assert "^Z brings it back" in frame(app)
        await pilot.press("end", "ctrl+z")
        await until(pilot, lambda: "3 sessions" in frame(app))
        broken = services.history().sessions[0]
        assert lines_with(app, broken.file)
        with services.store.open(broken.id):
            await pilot.press("delete")
            await until(pilot, lambda: "open in another window" in frame(app))
        assert len(services.history().sessions) == 3

        await pilot.press("t", *(["backspace"] * len(broken.title)), *"Mine", "enter")
        await until(pilot, lambda: bool(lines_with(app, "Mine")))
        assert services.history().sessions[0].title == "Mine"
        await pilot.press("slash", *"mine")
        await until(pilot, lambda: "1 of 3 sessions" in frame(app))
        await pilot.press("enter", "x")
        await until(pilot, lambda: "Export this session" in frame(app))
        await pilot.press("1")
        await until(pilot, lambda: len(list(services.store.folder.glob("*.md"))) == 1)
        await pilot.press("slash", "z")
        await until(pilot, lambda: "No session matches “z”." in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: bool(lines_with(app, "3 sessions")))
        assert isinstance(app.screen, HistoryScreen)


async def test_p_then_enter_replays(app: InterviewSimApp, services: Services, kept: None) -> None:
    """Opened to choose a replay, Enter replays, also what could be gone on with."""
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.flow.choose_replay()
        await until(pilot, lambda: "Choose a session to replay" in frame(app))
        await until(pilot, lambda: "3 sessions" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen))
