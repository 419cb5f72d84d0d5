"""The interviewer thinks: what the screen does while a judge from outside takes its time."""

from __future__ import annotations

from threading import Event

from endpoint_kit import Call, serving
from frames import lines_with, until
from judging_kit import Slow
from msgspec.structs import replace
from scripted import FORESTS, PLAN
from test_interview_screen import sitting_of

from interview_sim.judging.desk import LATE
from interview_sim.services import Services
from interview_sim.session.phases import Phase


async def test_a_slow_judge_never_freezes_the_screen(services: Services) -> None:
    """Clocks stand and commands do nothing; what is typed meanwhile is there at the follow-up."""
    services.judges_inline = False
    async with sitting_of(services, replace(PLAN, seed=2)) as sat:
        while sat.state.drawn(sat.state.question_index).question.id != "forests":
            await sat.press("ctrl+n")
            await until(sat.pilot, lambda: sat.state.phase is Phase.ANSWERING)
        judge = sat.sitting.desk.judge = Slow()
        await sat.type(FORESTS)
        await sat.press("ctrl+s")
        assert sat.state.phase is Phase.THINKING
        assert lines_with(sat.app, "─ … ─")
        before = lines_with(sat.app, "session ")
        for _ in range(2):
            await sat.wait(1)
        await sat.press("x", "y", "ctrl+s")
        assert lines_with(sat.app, "session ") == before
        assert (sat.state.phase, sat.screen.answer.text) == (Phase.THINKING, FORESTS)
        await sat.press("f1")
        assert sat.app.screen is not sat.screen
        await sat.press("escape")
        judge.may_go.set()
        await until(sat.pilot, lambda: sat.state.phase is Phase.ANSWERING)
        assert "follow-up 1 of 1" in sat.frame
        await until(sat.pilot, lambda: sat.screen.answer.text == "xy")
        assert sat.state.judgement(sat.state.question_index, "").judge == "slow"


async def test_past_the_deadline_the_lexical_judge_stands_in(services: Services) -> None:
    """The interview goes on, and the transcript says who was asked first, and why in vain."""
    services.judges_inline = False
    async with sitting_of(services, replace(PLAN, questions=1)) as sat:
        judge = sat.sitting.desk.judge = Slow()
        await sat.type("It is what it is.")
        await sat.press("ctrl+s")
        await sat.wait(services.settings.judge_seconds - 0.1)
        assert sat.state.phase is Phase.THINKING
        await sat.wait(0.1)
        await until(sat.pilot, lambda: sat.state.phase is not Phase.THINKING)
        judge.may_go.set()
        judgement = sat.state.judgement(0)
        assert (judgement.judge, judgement.instead_of) == ("lexical", "slow")
        assert judgement.because == LATE


async def test_a_follow_up_in_a_models_words_is_literal_and_nobody_has_to_wait_for_it(
    services: Services,
) -> None:
    """While it is worded the interviewer thinks; who skips the wait hears the bank's words."""
    services.judges_inline = False
    gate = Event()
    words = "So [bold]how[/] come? [@click=app.quit]x[/]"

    def act(call: Call) -> None:
        assert gate.wait(30)
        call.say({"ask": words})

    with serving(act) as server:
        services.change_settings(endpoint=replace(server.endpoint, when="follow-ups"))
        plan = replace(PLAN, banks=("ml-fundamentals",), follow_ups=2)
        async with sitting_of(services, plan) as sat:
            sat.sitting._second = None  # it would ask the same server
            await sat.type("I would look at the data first.")
            await sat.press("ctrl+s")
            await until(sat.pilot, lambda: sat.sitting.follow_up is not None)
            assert lines_with(sat.app, "─ … ─")
            await sat.press("x")
            gate.set()
            await until(sat.pilot, lambda: sat.state.phase is Phase.ANSWERING)
            await until(sat.pilot, lambda: sat.screen.answer.text == "x")
            assert lines_with(sat.app, words)

            gate.clear()
            await sat.press("ctrl+s")
            await until(sat.pilot, lambda: sat.sitting.follow_up is not None)
            bank = sat.sitting.follow_up.ask
            await sat.press("ctrl+n")
            assert (sat.state.phase, sat.state.turns[-1].ask) == (Phase.ANSWERING, bank)
            assert lines_with(sat.app, bank[:40])
            assert sat.app.screen is sat.screen
            assert not sat.app._notifications
            gate.set()
