"""The recording in asciinema's web player, in a real browser: versions 2 and 3.

Needs Chromium, and `ASCIINEMA_PLAYER` naming the folder of the npm package asciinema-player 3.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fcntl")

from chromium import PROGRAM, Chromium
from export_kit import exported, file_of, hostile, one_question, small

from interview_sim.assessment.model import Scorecard
from interview_sim.exchange.session_exporters import timeline_of

BUNDLE = Path(os.environ.get("ASCIINEMA_PLAYER", "node_modules/asciinema-player")) / "dist/bundle"
FILES = (BUNDLE / "asciinema-player.min.js", BUNDLE / "asciinema-player.css")
THERE = all(path.is_file() for path in FILES)

pytestmark = [
    pytest.mark.skipif(PROGRAM is None or not THERE, reason="no Chromium or no asciinema-player"),
    pytest.mark.xdist_group("chromium"),
]
ANSWER = "Averaging many trees lowers variance."
ROW = "[...document.querySelectorAll('.ap-term-text .ap-line')].map(row => row.textContent)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests of this module."""
    with Chromium(tmp_path_factory.mktemp("profile")) as running:
        yield running


def play(browser: Chromium, folder: Path, session: Scorecard, **options: Any) -> None:
    """Open the player on a recording."""
    script, style = (path.read_text(encoding="utf-8") for path in FILES)
    page = folder / "player.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><style>{style}</style><div id=player></div>"
        f"<script>{script.replace('</script', '<' + chr(92) + '/script')}</script>",
        encoding="utf-8",
    )
    browser.open(page)
    cast = json.dumps(file_of(session, "cast", **options).decode())
    browser.js(
        f"window.player = AsciinemaPlayer.create({{data: {cast}}},"
        " document.getElementById('player'), {preload: true}); 0"
    )
    browser.until("player.getDuration() > 0")


@pytest.mark.parametrize("version", ["2", "3"])
def test_markers_lead_to_the_questions(browser: Chromium, tmp_path: Path, version: str) -> None:
    """The player takes both versions, knows how long it is, and jumps to each question."""
    session = small()
    play(browser, tmp_path, session, cast_version=version)
    assert browser.js("player.getDuration()") == pytest.approx(
        timeline_of(session).end_ms / 1000 + 6.5, abs=0.1
    )
    times = browser.js(
        "(async () => { const times = []; for (let n = 0; n < 4; n++) {"
        " await player.seek({marker: n}); times.push(await player.getCurrentTime()); }"
        " return times; })()"
    )
    asked = [question.answers[0].asked_ms / 1000 for question in session.questions]
    assert times == pytest.approx([*asked, timeline_of(session).end_ms / 1000 + 1.5], abs=0.01)


@pytest.mark.parametrize("version", ["2", "3"])
def test_the_answer_is_on_the_screen(browser: Chromium, tmp_path: Path, version: str) -> None:
    """At the time at which it was handed in, the answer stands there as it was typed."""
    session = exported(one_question(ANSWER))
    play(browser, tmp_path, session, cast_version=version)
    browser.js(f"player.seek({timeline_of(session).end_ms / 1000 - 0.5})")
    browser.until(f"document.querySelector('.ap-term').textContent.includes({ANSWER!r})")
    assert browser.js("document.querySelector('.ap-term').textContent.includes('Why do forests')")


def test_idle_time_is_cut(browser: Chromium, tmp_path: Path) -> None:
    """With a limit the player itself leaves the long silences out."""
    session = small()
    play(browser, tmp_path, session, idle=2)
    assert browser.js("player.getDuration()") < timeline_of(session).end_ms / 1000 - 60


def test_hostile_text_is_shown_spelt_out(browser: Chromium, tmp_path: Path) -> None:
    """The player's terminal keeps its size and title, and shows the escape as a sign."""
    session = hostile()
    play(browser, tmp_path, session)
    browser.js(f"player.seek({timeline_of(session).end_ms / 1000 - 0.5})")
    browser.until("document.querySelector('.ap-term').textContent.includes('␛[2J␛]0;owned␇')")
    assert browser.js("document.title") == ""
