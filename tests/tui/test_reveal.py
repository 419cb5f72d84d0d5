"""The reveal: marking point by point, with evidence, undo and claims."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest
from frames import frame, lines_with, opened, press
from msgspec.structs import replace
from scripted import FORESTS, HOSTILE, at, sit
from snapshot import svg
from syrupy.assertion import SnapshotAssertion
from textual.widgets import TextArea

from interview_sim.assessment.marking import Page, Row, RowKind
from interview_sim.bank.model import Anchors
from interview_sim.judging.judgement import Judgement
from interview_sim.matching import Verdict
from interview_sim.services import Services
from interview_sim.session.events import PointMarked
from interview_sim.session.phases import Phase
from interview_sim.session.state import Turn
from interview_sim.sitting import Sitting
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.reveal import words
from interview_sim.tui.reveal.screen import RevealScreen
from interview_sim.tui.scorecard.screen import ScorecardScreen

SIZE = (80, 24)


async def test_the_evidence_of_the_point_at_hand_is_lit(
    app: InterviewSimApp, services: Services, sitting: Sitting, svg_snapshot: SnapshotAssertion
) -> None:
    """Signs stand around the words that count; they move with the cursor."""
    async with opened(app, RevealScreen(sitting, at(sitting, "forests")), SIZE) as pilot:
        assert lines_with(app, "▸reduces variance◂")
        assert lines_with(app, "expected 67 · suggested 64")
        assert svg_snapshot == svg(app)
        await press(pilot, "down", "down")
        assert lines_with(app, "▸robust◂")
        assert not lines_with(app, "▸reduces variance◂")


async def test_keys_mark_and_undo_takes_back(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """The candidate's word counts at once, beside the suggestion, and u takes it back."""
    forests = at(sitting, "forests")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RevealScreen(sitting, forests))
        await pilot.press("n")
        mark = sitting.engine.state.marks[forests, "", "lower-variance"]
        assert (mark.verdict, mark.suggested) == (Verdict.MISSED, Verdict.COVERED)
        await pilot.pause()
        assert lines_with(app, "marked 21")
        await pilot.press("u")
        assert not sitting.engine.state.marks
        await pilot.pause()
        assert not lines_with(app, "marked ")
        await pilot.press("enter")
        assert sitting.engine.state.marks[forests, "", "lower-variance"].verdict is Verdict.COVERED


async def test_words_pointed_at_become_evidence(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """Selected words are kept with the mark, and marking so means covered."""
    forests = at(sitting, "forests")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RevealScreen(sitting, forests))
        await pilot.press("down", "down", "down", "e")
        picker = app.screen.query_one(TextArea)
        assert app.focused is picker
        picker.move_cursor((1, 5))
        picker.move_cursor((1, 15), select=True)
        await pilot.press("enter")
        mark = sitting.engine.state.marks[forests, "", "few-knobs"]
        start = FORESTS.index("are robust")
        assert mark.verdict is Verdict.COVERED
        assert mark.evidence == ((start, start + len("are robust")),)
        assert app.focused is app.screen.query_one("#reveal-points")
        await pilot.press("e", "escape")
        assert len(sitting.engine.state.marks) == 1


async def test_all_points_done_brings_the_next_and_the_scorecard_at_last(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """A claim wants a yes or no; with nothing open the walk goes on by itself.

    So does Enter where nothing was said; on an answer that is marked, it says how to go on.
    """
    forests = at(sitting, "forests")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RevealScreen(sitting, forests))
        await press(pilot, "a")
        assert lines_with(app, "Correct: It overfits")
        await pilot.press("enter")
        assert not sitting.engine.state.claims
        await press(pilot, "y")
        assert sitting.engine.state.claims == {(forests, "", "never-overfits"): True}
        assert lines_with(app, "follow-up 1 of 1")
        assert lines_with(app, "You skipped this.")
        assert lines_with(app, "nothing to mark · Enter goes on")
        assert lines_with(app, "✗")
        assert not lines_with(app, "✗?")
        await press(pilot, "left", "enter", "a", "enter")
        assert not lines_with(app, "You skipped this.")
        assert "Nothing is open here. → goes on." in frame(app)
        await press(pilot, "right", "enter")
        assert isinstance(app.screen, ScorecardScreen)
        assert sitting.engine.state.phase is Phase.FINISHED


async def test_a_missed_point_is_put_in_own_words_before_it_is_shown(
    app: InterviewSimApp, services: Services
) -> None:
    """One line, typed with any letters; then the points, and what was said beside its point."""
    sitting = sit(services, rate=True, forests="They are robust.")
    forests = at(sitting, "forests")
    async with opened(app, RevealScreen(sitting, forests), SIZE) as pilot:
        assert lines_with(app, "Why does averaging help at all?")
        assert "lowers variance without much" not in frame(app)
        assert "bootstrap" not in frame(app)
        await press(pilot, *"yank", "enter")
        assert lines_with(app, "Your own words: yank")
        assert not sitting.engine.state.marks
        await pilot.press("y", "home", "enter")
        assert sitting.engine.state.marks[forests, "", "lower-variance"].verdict is Verdict.COVERED
        [said] = [notice.message for notice in app._notifications]
        assert said.startswith("You have marked this one.")
    sitting.close()


async def test_leaving_keeps_the_marks_and_coming_back_goes_on(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """What was said is in the transcript, and the walk begins where something is open."""
    async with opened(app, RevealScreen(sitting), SIZE) as pilot:
        assert lines_with(app, "[@click=app.quit]x[/] stays")
        await press(pilot, "y", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert "Your marks are saved" in frame(app)
    events = services.read(sitting.id).events
    assert [event.point for event in events if isinstance(event, PointMarked)] == ["literal"]
    sitting.close()
    again = services.resume(sitting.id)
    app = type(app)(services)
    async with opened(app, RevealScreen(again), (120, 40)) as pilot:
        assert lines_with(app, "Q3 of 3")
    again.close()


async def test_a_slow_fresh_opinion_is_announced(
    app: InterviewSimApp, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a judge takes its time over a question once more, the list of points says so."""
    forests, may_go = at(sitting, "forests"), Event()
    judge_again = sitting.judge_again

    def slowly(turn: Turn) -> Judgement:
        assert may_go.wait(30)
        return judge_again(turn)

    monkeypatch.setattr(sitting, "judge_again", slowly)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RevealScreen(sitting, forests))
        await press(pilot, "o")
        assert lines_with(app, "judging again …")
        may_go.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not lines_with(app, "judging again …")


async def test_a_fresh_opinion_is_added_and_marks_stand(
    app: InterviewSimApp, services: Services, sitting: Sitting
) -> None:
    """`o` has the question judged once more; what was marked stays as it is."""
    forests = at(sitting, "forests")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await app.push_screen(RevealScreen(sitting, forests))
        await pilot.press("n", "o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        state = sitting.engine.state
        assert len(state.judgements[forests, ""]) == 2
        assert state.marks[forests, "", "lower-variance"].verdict is Verdict.MISSED
        (said,) = [notice.message for notice in app._notifications]
        assert said.startswith("A second opinion by lexical")
        assert said.endswith("0 suggestions changed. Your marks are unchanged.")
        assert isinstance(app.screen, RevealScreen)


async def test_a_second_opinion_that_comes_late_is_shown_and_leaves_the_cursor_on_its_point(
    app: InterviewSimApp, sitting: Sitting
) -> None:
    """The point on which it differs comes first, both reasons with it, every word as it is."""
    forests = at(sitting, "forests")
    counts = sitting.engine.state.judgement(forests)
    assert counts is not None
    points = tuple(
        replace(item, verdict=Verdict.COVERED, reason=f"{HOSTILE}.") if item.id == "oob" else item
        for item in counts.points
    )
    second = replace(counts, judge="llm", points=points, beside=True)
    future: Future[Judgement] = Future()
    sitting._asked.append((sitting.engine.state.turns_of(forests)[0], future))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = RevealScreen(sitting, forests)
        await app.push_screen(screen)
        await pilot.pause()
        assert not lines_with(app, "judges disagree")
        future.set_result(second)
        screen._look()
        await pilot.pause()
        assert lines_with(app, "judges disagree on 1")
        page, row = screen._page, screen._row
        assert page is not None
        assert row is not None
        assert (page.rows[0].id, row.id) == ("oob", "lower-variance")
        await press(pilot, "home")
        assert lines_with(app, "lexical: missed")
        assert lines_with(app, "llm: covered")
        assert lines_with(app, "[@click=app.quit]x[/]")


def test_what_to_judge_a_point_by_stands_below_its_reason() -> None:
    """Whether or not it is marked, and literally."""
    row = Row(
        kind=RowKind.POINT,
        id="p",
        text="Gives a figure.",
        reason="No number was found.",
        anchors=Anchors(weak="[red]Better.[/]", strong="From 24 to 17."),
    )
    page = cast(Page, SimpleNamespace(derived=False))
    for each in (row, replace(row, is_marked=True, verdict=Verdict.COVERED)):
        shown = words.reason(page, each).plain
        assert shown.endswith("Weak: “[red]Better.[/]”\nStrong: “From 24 to 17.”")
