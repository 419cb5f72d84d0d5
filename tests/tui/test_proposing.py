"""What a model proposes, on the bank screen: asked in the background, decided on a diff."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from endpoint_kit import Call, serving
from frames import frame, lines_with, press, until
from textual.pilot import Pilot

from interview_sim.exchange.offering import Offer, offer
from interview_sim.paths import BankSource
from interview_sim.services import Services
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.banks import proposing
from interview_sim.tui.banks.screen import BanksScreen

DECK = """\
format: interview-sim/bank@1
id: deck
title: Deck
questions:
  - id: bagging
    prompt: What does bagging do?
    rubric:
      - id: averages
        point: It averages many models. # [bold]mine
    model_answer: It averages many models, each fitted to a bootstrap sample of the rows.
"""
POINT = {
    "number": 1,
    "match": [["mean|average", "fits|models|trees"]],
    "says": ["You take the mean of all the trees [@click=app.quit]x[/]."],
    "says_not": ["You pick the best tree."],
    "probe": "What becomes of their predictions?",
}


async def test_a_proposal_is_asked_for_in_the_background_and_written_on_yes(
    app: InterviewSimApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen goes on meanwhile, twice is once, Esc keeps it, and no text of it is markup."""
    deck = Path.cwd() / "deck.yaml"
    deck.write_text(DECK)
    services.paths = replace(services.paths, bank_sources=(BankSource(deck),))
    may_answer, is_done = threading.Event(), threading.Event()

    def offered(*arguments: Any) -> Offer:
        try:
            return offer(*arguments)
        finally:
            is_done.set()

    monkeypatch.setattr(proposing, "offer", offered)

    def act(call: Call) -> None:
        may_answer.wait(30)
        call.say({"points": [POINT], "level": "", "minutes": 0, "misconception": {}})

    async def press_each(pilot: Pilot[None], *keys: str) -> None:
        for key in keys:
            await press(pilot, key)

    with serving(act) as server:
        services.settings = msgspec.structs.replace(services.settings, endpoint=server.endpoint)
        async with app.run_test(size=(100, 40), notifications=True) as pilot:
            await app.push_screen(BanksScreen(services))
            await until(pilot, lambda: bool(lines_with(app, "What does bagging do?")))
            await press_each(pilot, "enter", "g", "y")
            assert lines_with(app, "1 question, about")
            assert lines_with(app, "to tiny at 127.0.0.1")
            await press_each(pilot, "y", "g")
            assert lines_with(app, "asked about this question already")
            may_answer.set()
            await asyncio.to_thread(is_done.wait, 60)
            await until(pilot, lambda: bool(lines_with(app, "What is proposed")))
            assert lines_with(app, "+        match:")
            await press_each(pilot, "pagedown")
            assert lines_with(app, "trees [@click=app.quit]x[/].")
            await press_each(pilot, "escape")
            assert deck.read_text() == DECK
            await press_each(pilot, "g")
            assert lines_with(app, "What is proposed")
            await press_each(pilot, "y")
            await until(pilot, lambda: "match:" in deck.read_text())
            assert lines_with(app, "Written to deck.yaml.")
            assert (deck.parent / "examples" / "deck.yaml").exists()
            assert "# [bold]mine" in deck.read_text()
            assert len(server.calls) == 1
            assert "What is proposed" not in frame(app)
