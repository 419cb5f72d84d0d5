"""The recording in asciinema's own programs: its parser, its `cat` and its `play`.

Needs asciinema 2, the one written in Python, which reads version 2 of the format.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyte
import pytest

pytest.importorskip("asciinema")

from asciinema import asciicast
from export_kit import exported, file_of, hostile, one_question, small

from interview_sim.assessment.model import Scorecard
from interview_sim.exchange.session_exporters import timeline_of
from interview_sim.exchange.session_exporters.recording import fitted

ANSWER = "Averaging many trees lowers variance by bootstrap samples."


def saved(folder: Path, session: Scorecard, **options: Any) -> Path:
    """The recording as a file."""
    path = folder / "session.cast"
    path.write_bytes(file_of(session, "cast", **options))
    return path


def run(*arguments: str) -> str:
    """What asciinema prints."""
    # It names what it sends home by an id; none is sent by these commands, and none is kept.
    environment = {**os.environ, "ASCIINEMA_CONFIG_HOME": str(Path.cwd() / "asciinema")}
    done = subprocess.run(
        [sys.executable, "-m", "asciinema", *arguments],
        capture_output=True, timeout=60, check=True, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout.decode()


@pytest.mark.parametrize("session", [small(), hostile()], ids=["small", "hostile"])
def test_its_parser_reads_every_event(tmp_path: Path, session: Scorecard) -> None:
    """Header, outputs and markers are what was written, and the time is the session's."""
    path = saved(tmp_path, session, idle=2)
    with asciicast.open_from_url(str(path)) as recording:
        assert recording.version == 2
        assert recording.idle_time_limit == 2
        events = list(recording.events())
    assert len(events) == len(path.read_text(encoding="utf-8").splitlines()) - 1
    markers = [label for _, kind, label in events if kind == "m"]
    assert markers == [
        *(fitted(f"{q.number}. {q.name}", 80) for q in session.questions),
        "Scorecard",
    ]
    assert asciicast.v2.get_duration(str(path)) == pytest.approx(
        timeline_of(session).end_ms / 1000 + 6.5
    )


def test_its_cat_ends_on_the_scorecard(tmp_path: Path) -> None:
    """A terminal that is sent the whole recording shows the answer on the way and the score."""
    printed = run("cat", str(saved(tmp_path, exported(one_question(ANSWER)))))
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(printed.split("\x1b[?7h")[0])
    assert any("1. Why do forests work?" in row for row in screen.display)
    assert ANSWER in printed


def test_its_player_plays_it_through(tmp_path: Path) -> None:
    """Played as fast as it goes, the same is printed as is in the file."""
    path = saved(tmp_path, exported(one_question(ANSWER)))
    played = run("play", "--speed", "1000", "--idle-time-limit", "0.001", str(path))
    assert ANSWER in played
    assert played == run("cat", str(path))
