"""The interview screen: what the candidate does, and what the clock does meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from frames import begin, frame, lines_with, until
from msgspec.structs import replace
from scripted import FORESTS, HOSTILE, PLAN
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from interview_sim.clock import ManualClock
from interview_sim.services import Options, Services, build_services
from interview_sim.session.phases import Outcome, Phase
from interview_sim.session.plan import Mode, Plan, Rate
from interview_sim.session.state import State
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.flow import Flow
from interview_sim.tui.home.screen import HomeScreen
from interview_sim.tui.interview.pages import OpeningScreen
from interview_sim.tui.interview.screen import InterviewScreen
from interview_sim.tui.rating.screen import RatingScreen

READING = replace(PLAN, reading=30)
PRACTICE = replace(PLAN, mode=Mode.PRACTICE)


class Sat:
    """An interview on the screen, with the clock in hand."""

    def __init__(self, app: InterviewSimApp, pilot: Pilot[None], clock: ManualClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        self.screen = screen
        sitting = app.flow.sitting
        assert sitting is not None
        self.sitting = sitting

    @property
    def state(self) -> State:
        return self.sitting.engine.state

    @property
    def frame(self) -> str:
        return frame(self.app)

    async def type(self, text: str) -> None:
        self.screen.answer.insert(text)
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.screen.poll()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def sitting_of(
    services: Services, plan: Plan, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Sat]:
    """An interview that has just begun."""
    clock = services.clock
    assert isinstance(clock, ManualClock)
    app = InterviewSimApp(services, lambda flow: flow.start(plan))
    async with app.run_test(size=size, notifications=True) as pilot:
        await begin(app, pilot)
        yield Sat(app, pilot, clock)


async def test_the_opening_starts_no_clock_and_leaves_nothing_behind(services: Services) -> None:
    """It says how much and how long; Esc keeps nothing, and Enter starts the clocks.

    Nor does Esc make the plan the one that was used last.
    """
    clock = services.clock
    assert isinstance(clock, ManualClock)
    plan = replace(PLAN, banks=())
    app = InterviewSimApp(services, lambda flow: flow.start(plan))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        for key in ("escape", "enter"):
            await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
            assert isinstance(app.screen, OpeningScreen)
            said = " ".join(frame(app).split())
            assert "3 questions" in said
            assert "15 minutes" in said
            assert "Enter begin" in said
            # In sight also in a small window, where the rest scrolls.
            assert "Press Enter when you are ready" in said
            assert "60×20" not in said
            sitting = app.flow.sitting
            assert sitting is not None
            clock.advance(90)
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, OpeningScreen))
            if key == "escape":
                assert app.flow.sitting is None
                assert not list(services.store.folder.iterdir())
                assert services.last_plan.name == "data-scientist"
                app.flow.start(plan)
        assert isinstance(app.screen, InterviewScreen)
        assert lines_with(app, "15:00")
        assert sitting.path.exists()
        assert services.last_plan.name == plan.name


async def test_an_answer_goes_from_the_editor_through_the_journal_to_a_follow_up(
    services: Services,
) -> None:
    """What is typed is submitted by ^S, is in the file, and the follow-up is below it."""
    async with sitting_of(services, replace(PLAN, seed=2)) as sat:
        while sat.state.drawn(sat.state.question_index).question.id != "forests":
            await sat.press("ctrl+n")
        await sat.type(FORESTS)
        await sat.wait(60)
        await sat.press("ctrl+s")
        assert sat.state.turns[-2].outcome is Outcome.SUBMITTED
        assert sat.state.turns[-2].text == FORESTS
        assert not sat.state.turns[-1].is_main
        assert sat.screen.answer.text == ""
        assert "follow-up 1 of 1" in sat.frame
        (line,) = sat.state.said_before(len(sat.state.turns) - 1)
        assert lines_with(sat.app, line)
        saved = services.read(sat.sitting.id).state
        assert saved.turns[-2].text == FORESTS


async def test_what_was_said_stays_readable_at_a_follow_up(services: Services) -> None:
    """Above the editor it scrolls; beside it, where there is room, it is the whole conversation.

    The question is brought back by one key, and the editor keeps its room.
    """
    long = f"First of all, a word on trees. {'They are cut into many small parts. ' * 40}{FORESTS}"
    async with sitting_of(services, replace(PLAN, seed=2)) as sat:
        while sat.state.drawn(sat.state.question_index).question.id != "forests":
            await sat.press("ctrl+n")
        await sat.type(long)
        await sat.press("ctrl+s")
        await sat.type("my second answer")
        turn = sat.state.turn
        assert turn is not None
        assert not turn.is_main
        now = " ".join(turn.ask.split())
        for seen in ("cannot overfit.", now, "my second answer", "Why are random forests"):
            await until(sat.pilot, lambda seen=seen: seen in " ".join(sat.frame.split()))
        await until(sat.pilot, lambda: "First of all" not in sat.frame)
        assert sat.screen.answer.size.height >= 6
        for key in ("ctrl+l", "home"):  # in one go
            sat.app.simulate_key(key)
        await until(sat.pilot, lambda: "First of all" in sat.frame)
        assert now in " ".join(sat.frame.split())
        await sat.press("ctrl+l")
        assert sat.screen.answer.has_focus

        await sat.pilot.resize_terminal(160, 60)
        opening = sat.state.said[0].text[:20]
        seen = (opening, "Q1. Why", "First of all", "cannot overfit.", now)
        await until(sat.pilot, lambda: all(lines_with(sat.app, text) for text in seen))
        beside = [lines_with(sat.app, text) for text in seen]
        assert all(lines and lines[0][-1] in "│╮" for lines in beside), sat.frame
        await sat.press("ctrl+o")
        await until(sat.pilot, lambda: "First of all" not in sat.frame)
        assert "Why are random forests" in sat.frame


async def test_reading_ends_with_enter_or_with_the_first_letter(services: Services) -> None:
    """While reading, Enter begins and breaks no line; typing begins as well."""
    async with sitting_of(services, READING) as sat:
        assert "0:30 to read · Enter to begin" in sat.frame
        await sat.wait(5.2)
        assert "0:25 to read" in sat.frame
        await sat.press("enter")
        assert sat.state.phase is Phase.ANSWERING
        assert sat.screen.answer.text == ""
        assert "to read" not in sat.frame
        await sat.press("ctrl+n")
        assert sat.state.phase is Phase.READING
        await sat.press("a")
        assert sat.state.phase is Phase.ANSWERING
        assert sat.screen.answer.text == "a"


async def test_at_zero_the_answer_is_handed_in_as_it_stands(services: Services) -> None:
    """A time-out keeps what was typed, empties the editor, and drops the keys meant for before."""
    async with sitting_of(services, READING) as sat:
        await sat.press("enter")
        await sat.type("half an answer")
        await sat.type(" and more")
        await sat.wait(240.1)
        first = sat.state.turns[0]
        assert first.outcome is Outcome.TIMED_OUT
        assert first.text == "half an answer and more"
        assert "Time. Your answer was submitted as it was." in sat.frame
        assert sat.screen.answer.text == ""
        await sat.press("x")
        assert sat.state.phase is Phase.READING
        assert sat.screen.answer.text == ""
        await sat.wait(2)
        await sat.press("y")
        assert sat.state.phase is Phase.ANSWERING
        await sat.press("backspace")
        await sat.wait(240.1)
        assert "Time. Nothing was typed." in sat.frame


async def test_someone_who_types_on_blindly_does_not_begin_the_next_question(
    services: Services,
) -> None:
    """Keys that come one after another past zero neither begin, fill nor submit what follows."""
    async with sitting_of(services, READING) as sat:
        await sat.press("enter")
        await sat.type("half an answer")
        await sat.wait(240.1)
        for key in ("a", "b", "enter", "c", "ctrl+s", "ctrl+n", "d"):
            await sat.press(key)
            await sat.wait(1.2)
        assert sat.state.phase is Phase.READING
        assert (sat.state.question_index, sat.screen.answer.text) == (1, "")
        await sat.wait(1.6)
        await sat.press("y")
        assert sat.screen.answer.text == "y"


async def test_the_clock_says_by_sign_and_word_how_little_is_left(services: Services) -> None:
    """A third left and the last 30 seconds have a sign each, and the border says which.

    Where the mode does not allow something, its key is not shown, and says why it does nothing.
    """
    async with sitting_of(services, PLAN) as sat:
        await sat.press("ctrl+r", "ctrl+t")
        assert sat.state.phase is Phase.ANSWERING
        keys = sat.frame.splitlines()[-1]
        assert "pause" not in keys
        assert "hint" not in keys
        assert lines_with(sat.app, "4:00")
        await sat.wait(165)
        assert lines_with(sat.app, "◔ 1:15")
        assert sat.screen.question_clock.has_class("-third")
        await sat.wait(47)
        assert lines_with(sat.app, "● 0:28")
        assert sat.screen.question_clock.has_class("-last")
        assert "your answer · last 30 s" in sat.frame


async def test_practice_runs_over_and_pauses_and_hints(services: Services) -> None:
    """In practice the clock runs over, a pause covers question and editor, hints are shown."""
    async with sitting_of(services, PRACTICE) as sat:
        await sat.press("ctrl+n")
        await sat.type("some words")
        await sat.wait(252)
        assert lines_with(sat.app, "+0:12 over")
        await sat.press("ctrl+r")
        prompt = sat.state.drawn(sat.state.question_index).question.prompt
        assert sat.state.phase is Phase.PAUSED
        assert "some words" not in sat.frame
        assert prompt[:20] not in sat.frame
        assert "hidden until you go on" in sat.frame
        await sat.wait(600)
        await sat.press("enter")
        assert lines_with(sat.app, "+0:12 over")
        assert "some words" in sat.frame
        assert sat.screen.answer.has_focus


async def test_finishing_asks_once_and_says_what_is_kept(services: Services) -> None:
    """^Q names what is kept; Esc goes on; leaving closes the file so that it can be resumed."""
    async with sitting_of(services, PLAN) as sat:
        await sat.type("three little words")
        await sat.press("ctrl+q")
        assert isinstance(sat.app.screen, ConfirmModal)
        assert "(3 words)" in sat.frame
        await sat.press("escape")
        assert sat.app.screen is sat.screen
        await sat.press("ctrl+q", "l")
        await until(sat.pilot, lambda: "▸ Go on" in sat.frame)
        assert sat.app.flow.sitting is None
        assert not services.store.is_running(sat.sitting.path)
        await sat.press("r")
        await until(sat.pilot, lambda: "You left this today 09:00" in sat.frame)
        await sat.press("enter")
        await until(sat.pilot, lambda: "three little words" in sat.frame)


async def test_a_question_about_skipping_is_dropped_when_time_runs_out(
    services: Services,
) -> None:
    """Skipping asks where something was typed, and never hits the question after it."""
    async with sitting_of(services, PLAN) as sat:
        await sat.type("words")
        await sat.press("ctrl+n")
        assert isinstance(sat.app.screen, ConfirmModal)
        await sat.wait(240.5)
        assert sat.app.screen is sat.screen
        assert sat.state.turns[0].outcome is Outcome.TIMED_OUT
        assert len(sat.state.turns) == 2
        assert sat.state.turns[1].is_open


async def test_hidden_clock_shows_no_numbers_but_warns(services: Services) -> None:
    """With the clock hidden there are no numbers, and the warnings come in words."""
    async with sitting_of(services, replace(PLAN, hide_clock=True)) as sat:
        assert not lines_with(sat.app, "4:00")
        assert not lines_with(sat.app, "15:00")
        await sat.wait(165)
        assert "A third of the time left for this answer." in sat.frame
        assert "question: a third left" in sat.frame


async def test_text_that_looks_like_markup_or_escapes_is_shown_as_written(
    services: Services,
) -> None:
    """Prompt, topic, answer and conversation of a hostile bank are literal."""
    async with sitting_of(services, PLAN) as sat:
        while sat.state.drawn(sat.state.question_index).question.id != "hostile":
            await sat.press("ctrl+n")
        shown = "[@click=app.quit]x[/] [/nope ␛[31mred ⟨U+202E⟩abc"
        assert shown in sat.frame
        assert "· [/nope" in sat.frame
        await sat.type(HOSTILE)
        await sat.press("ctrl+l")
        await sat.press("ctrl+o")
        await sat.press("ctrl+s")
        assert sat.app.is_running


async def test_a_full_disk_is_told_in_plain_words_and_typing_goes_on(
    services: Services,
) -> None:
    """When the journal cannot write, the head says so and the answer is not lost."""
    async with sitting_of(services, PLAN) as sat:
        problem = "The disk is full. What you type is kept in memory."
        sat.sitting.__class__ = type("Full", (type(sat.sitting),), {"problem": problem})
        await sat.wait(0.3)
        assert "✗ not saved" in sat.frame
        assert problem in sat.frame
        await sat.type("goes on")
        assert "goes on" in sat.frame


@pytest.mark.thorough
async def test_resizing_and_small_terminals_never_crash(services: Services) -> None:
    """A small terminal keeps the keys that matter and says what is needed; no size crashes."""
    async with sitting_of(services, PRACTICE, (60, 20)) as sat:
        for size, words in (
            ((60, 20), ("^S submit", "^N skip", "F1 help", "^Q finish", "4:00")),
            ((40, 12), ("^S submit", "F1 help", "^Q finish", "your answer")),
            ((30, 6), ("needs 80×24, this is 30×6",)),
            ((10, 3), ()),
            ((160, 50), ("^S submit", "^Q finish")),
            ((80, 24), ("^S submit", "^R pause", "^Q finish")),
        ):
            await sat.pilot.resize_terminal(*size)
            await sat.pilot.pause()
            assert [word for word in words if word not in sat.frame] == []


async def test_a_long_question_scrolls_and_is_brought_in_full_by_one_key(
    services: Services,
) -> None:
    """A question longer than its place leaves the editor its room, and ^O gives it the screen."""
    long = "\n".join(f"      line {number}" for number in range(1, 41))
    bank = Path.cwd() / "long.yaml"
    bank.write_text(
        "format: interview-sim/bank@1\nid: long\ntitle: Long\nquestions:\n"
        f"  - id: one\n    model_answer: Yes.\n    prompt: |\n{long}\n",
        encoding="utf-8",
    )
    options = Options(banks=(bank,))
    home = {"INTERVIEW_SIM_HOME": str(Path.cwd() / "home")}
    with_long = build_services(Path.cwd(), home, services.clock, options)
    async with sitting_of(with_long, replace(PLAN, banks=("long",))) as sat:
        await sat.wait(0.3)
        assert sat.screen.answer.size.height >= 8
        assert "^O question" in sat.frame
        before = len(lines_with(sat.app, "line"))
        await sat.press("ctrl+o", "end")
        assert len(lines_with(sat.app, "line")) > before
        assert "line 40" in sat.frame
        await sat.press("a")
        assert sat.screen.answer.text == "a"
        assert len(lines_with(sat.app, "line")) == before
        await sat.pilot.resize_terminal(160, 30)
        await sat.wait(0.3)
        assert "line 1 " in sat.frame
        assert "line 40" not in sat.frame
        await sat.press("ctrl+o", "end")
        await until(sat.pilot, lambda: "line 40" in sat.frame)
        assert "line 40" in sat.frame


async def test_a_session_left_during_a_rating_goes_on_with_that_rating(
    services: Services,
) -> None:
    """Between two questions the rating is asked for again after resuming."""
    plan = replace(PLAN, rate=Rate.EACH, follow_ups=0)
    async with sitting_of(services, plan) as sat:
        await sat.type("an answer")
        await sat.press("ctrl+s")
        await sat.pilot.pause()
        sat.app.flow.home()
        await until(sat.pilot, lambda: "▸ Go on" in sat.frame)
        await sat.press("r")
        await until(sat.pilot, lambda: isinstance(sat.app.screen, RatingScreen))


async def test_home_offers_what_was_just_left_however_early_it_looked(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screens go before the file is closed, and home reads at once: it reads once more."""
    back_to = Flow._back_to

    async def looked_at_once(flow: Flow, height: int) -> None:
        await back_to(flow, height)
        if isinstance(home := flow.app.screen, HomeScreen):
            home.reload()
        while flow.app.workers:
            with suppress(WorkerCancelled):
                await flow.app.workers.wait_for_complete()

    async with sitting_of(services, PLAN) as sat:
        await sat.type("an answer")
        monkeypatch.setattr(Flow, "_back_to", looked_at_once)
        sat.app.flow.leave_sitting()
        await until(sat.pilot, lambda: "▸ Go on" in sat.frame)


@pytest.mark.thorough
async def test_finishing_says_what_is_kept_and_what_counts_as_passed(services: Services) -> None:
    """Words that were passed on are no answer, and a question in view counts even if left blank."""
    async with sitting_of(services, replace(PLAN, follow_ups=0), (60, 20)) as sat:
        await sat.type("some words")
        await sat.press("ctrl+n", "s")
        await sat.press("ctrl+q")
        words = " ".join(sat.frame.replace("│", " ").split())
        assert "then rate yourself" in words
        assert "…" not in words
        assert "in and will be kept" not in words
        assert "Nothing is typed here, so this question counts as skipped." in words
        assert "1 question was not asked yet and will not count." in words
        await sat.press("escape")
        sat.clock.advance(1)
        await sat.press("escape")
        assert "^Q finishes the interview, or leaves it for later." in sat.frame
        await sat.type("an answer")
        await sat.press("ctrl+s", "ctrl+q")
        assert "1 answer is in and will be kept." in " ".join(sat.frame.replace("│", " ").split())
