"""The HTML export in a real browser: its script runs under its policy and plays the session."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

from chromium import PROGRAM, Chromium
from export_kit import HOSTILE, exported, file_of, hostile, one_question, small, transcript_of
from transcript_kit import header, random_session

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.words import at as clock
from interview_sim.exchange.session_exporters import timeline_of
from interview_sim.literal import visible
from interview_sim.transcript.replay import Replay

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed"),
    pytest.mark.xdist_group("chromium"),
]

TEXT = "document.getElementById('{}').textContent"
SEEK = (
    "(s => {{ s.value = '{}'; s.dispatchEvent(new Event('input')); }})"
    "(document.getElementById('seek'))"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests of this module."""
    with Chromium(tmp_path_factory.mktemp("profile")) as running:
        yield running


def show(browser: Chromium, session: Scorecard, folder: Path) -> None:
    """Open the session's page."""
    path = folder / "page.html"
    path.write_bytes(file_of(session, "html"))
    browser.open(path)


def click(browser: Chromium, name: str) -> None:
    """Press a button."""
    browser.js(f"document.getElementById('{name}').click()")


def text(browser: Chromium, name: str) -> str:
    """What an element says."""
    said = browser.js(TEXT.format(name))
    assert isinstance(said, str)
    return said


def test_play_types_the_answer_and_stops_at_the_end(browser: Chromium, tmp_path: Path) -> None:
    """The button plays, at sixteen times the speed, to the answer as it was handed in."""
    answer = "Averaging lowers variance by bootstrap samples."
    show(browser, exported(one_question(answer)), tmp_path)
    assert browser.js("document.getElementById('player').hidden") is False
    assert (text(browser, "answer"), text(browser, "play")) == ("", "Play")
    assert text(browser, "status") == "Reading the question."
    browser.js("document.getElementById('speed').value = '16'")
    click(browser, "play")
    assert text(browser, "play") == "Pause"
    browser.until("document.getElementById('answer').textContent.startsWith('Averaging')")
    browser.until("document.getElementById('play').textContent === 'Play again'")
    assert text(browser, "answer") == answer
    assert text(browser, "status") == "Answer submitted."
    marks = browser.js("[...document.querySelectorAll('#answer mark')].map(m => m.textContent)")
    assert marks == ["Averaging lo", "bootstrap"]
    assert browser.complaints == []


def test_pause_holds_and_keys_work(browser: Chromium, tmp_path: Path) -> None:
    """The space bar plays and pauses; a pause stays where it is."""
    show(browser, exported(one_question("Averaging lowers variance.")), tmp_path)
    key = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
    browser.js(key % " ")
    browser.until("document.getElementById('answer').textContent.length > 3")
    browser.js(key % " ")
    before = browser.js("document.getElementById('seek').value")
    browser.js("new Promise(done => setTimeout(done, 200))")
    assert browser.js("document.getElementById('seek').value") == before
    assert text(browser, "play") == "Play"
    browser.js(key % "ArrowLeft")
    assert float(browser.js("document.getElementById('seek').value")) < float(before)


@pytest.mark.parametrize("seed", range(3))
def test_any_seek_shows_what_the_fold_says(browser: Chromium, tmp_path: Path, seed: int) -> None:
    """Forwards and backwards, answer and clocks are those of the session's own state."""
    events = random_session(seed)
    session, replay = exported(events), Replay(transcript_of(events))
    show(browser, session, tmp_path)
    browser.js("document.getElementById('seek').step = '1'")
    rng = random.Random(seed)
    first = session.questions[0].answers[0].asked_ms
    for _ in range(40):
        t = rng.randint(first, timeline_of(session).end_ms)
        browser.js(SEEK.format(t))
        state = replay.at(t)
        turn = state.turn
        assert turn is not None
        assert text(browser, "answer") == visible(turn.text)
        assert text(browser, "ask") == visible(turn.ask)
        if state.phase == "answering" and turn.deadline is not None:
            assert text(browser, "question-clock") == clock(turn.deadline - t)
            assert state.session_deadline is not None
            assert text(browser, "session-clock") == clock(state.session_deadline - t)
    assert browser.complaints == []


def test_questions_can_be_stepped_through(browser: Chromium, tmp_path: Path) -> None:
    """Next and previous go from one thing asked to the next, follow-ups too."""
    show(browser, small(), tmp_path)
    seen = [text(browser, "name")]
    for _ in range(3):
        click(browser, "next")
        seen.append(text(browser, "name"))
    assert seen == [
        "Question 1 of 3",
        "Question 1 of 3 · Follow-up on a point",
        "Question 2 of 3",
        "Question 3 of 3",
    ]
    click(browser, "previous")
    assert text(browser, "name") == "Question 2 of 3"


def test_hostile_text_does_nothing(browser: Chromium, tmp_path: Path) -> None:
    """Played to the end, it is shown letter by letter, and no element or title comes of it."""
    session = hostile()
    show(browser, session, tmp_path)
    browser.js(SEEK.format(timeline_of(session).end_ms))
    assert text(browser, "answer") == visible(HOSTILE)
    assert browser.js("document.title").startswith("Mock interview: # heading")
    assert browser.js("document.querySelectorAll('img, a, iframe, b, i').length") == 0
    assert browser.js("document.querySelectorAll('script').length") == 2
    assert browser.complaints == []


def test_the_policy_is_in_force(browser: Chromium, tmp_path: Path) -> None:
    """Another script does not run and another style does not apply, whoever puts it there."""
    show(browser, small(), tmp_path)
    browser.js(
        "const put = (tag, text) => { const made = document.createElement(tag);"
        " made.textContent = text; document.head.append(made); };"
        "put('script', 'window.owned = 1'); put('style', 'h1 { color: red }');"
    )
    browser.js(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.owned=1>')"
    )
    browser.js("new Promise(done => setTimeout(done, 100))")
    assert browser.js("window.owned") is None
    assert browser.js("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in words for words in browser.complaints)


def test_it_prints_without_the_player_and_follows_the_colour_scheme(
    browser: Chromium, tmp_path: Path
) -> None:
    """On paper only what can be read is left; in the dark the page is dark."""
    show(browser, small(), tmp_path)
    shown = "getComputedStyle(document.getElementById('player')).display"
    paper = "getComputedStyle(document.body).backgroundColor"
    light = browser.js(paper)
    browser.command(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    assert browser.js(paper) != light
    assert browser.js(shown) == "block"
    browser.command("Emulation.setEmulatedMedia", media="print", features=[])
    assert browser.js(shown) == "none"
    assert browser.command("Page.printToPDF")["data"].startswith("JVBERi")
    browser.command("Emulation.setEmulatedMedia", media="", features=[])


def test_a_page_without_questions_has_no_player(browser: Chromium, tmp_path: Path) -> None:
    """There is nothing to play, so there is no button to press."""
    show(browser, exported([header(0)]), tmp_path)
    assert browser.js("document.getElementById('player').hidden") is True
    assert browser.complaints == []
