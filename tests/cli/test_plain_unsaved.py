"""Line by line: what cannot be saved is asked about, and never dropped in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_kit import Line, Script, bring_back, take_away
from test_plain import HOSTILE, PLAN

from interview_sim.cli.plain.dialogue import Dialogue
from interview_sim.cli.plain.interview import PlainInterview
from interview_sim.cli.plain.unsaved import kept_to_the_end, settle
from interview_sim.clock import ManualClock
from interview_sim.services import Options, build_services
from interview_sim.sitting import Sitting
from interview_sim.transcript.reader import read_transcript

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def sitting(clock: ManualClock) -> Sitting:
    """A session on the bank of hostile text."""
    services = build_services(Path.cwd(), os.environ, clock, Options(banks=(HOSTILE,)))
    return services.start(PLAN, 1)


def _sit(sitting: Sitting, clock: ManualClock, *lines: Line) -> str:
    said: list[str] = []
    script = Script(clock, "a first line", lambda: take_away(sitting.path), "a second", *lines)
    with kept_to_the_end(sitting):
        dialogue = Dialogue(script, said.append)
        PlainInterview(sitting, dialogue).run()
        settle(sitting, dialogue)
    return "\n".join(said)


def test_a_path_can_be_given_until_one_works(
    sitting: Sitting, clock: ManualClock, places: tuple[Path, Path]
) -> None:
    """Enter takes the place that is offered, and the copy is the whole session."""
    said = _sit(sitting, clock, "/quit", "~/no/\0where", "", "ignored")
    assert "The transcript cannot be saved: a file is where its folder should be." in said
    assert "Type another path." in said
    (copy,) = places[0].glob("*.jsonl")
    assert f"A copy with everything is here:\n{copy}" in said
    assert read_transcript(copy).state.turns[0].text == "a first line\na second"
    assert not list(places[1].iterdir())


def test_trying_again_works_once_the_folder_is_back(sitting: Sitting, clock: ManualClock) -> None:
    """It says so either way, and no copy is needed then."""
    said = _sit(sitting, clock, "/quit", "again", lambda: bring_back(sitting.path), "again")
    assert said.count("cannot be saved") >= 2
    assert said.endswith("Everything is in the transcript now.")
    assert read_transcript(sitting.path).state.turns[0].text == "a first line\na second"


def test_losing_it_is_a_choice(
    sitting: Sitting, clock: ManualClock, places: tuple[Path, Path]
) -> None:
    """Who says so leaves without a copy."""
    assert "“lose” leaves, and loses" in _sit(sitting, clock, "/quit", "lose")
    assert not [*places[0].iterdir(), *places[1].iterdir()]


def test_where_nobody_answers_a_copy_is_made(
    sitting: Sitting,
    clock: ManualClock,
    places: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The input ends: the copy is in the temporary folder and its place is on standard error."""
    _sit(sitting, clock)
    (copy,) = places[1].iterdir()
    assert str(copy) in capsys.readouterr().err
    assert read_transcript(copy).state.turns[0].text == "a first line\na second"


def test_where_nothing_can_be_written_the_loss_is_told(
    sitting: Sitting, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """No place at all: how much is lost, and why, is said plainly."""
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setenv("HOME", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(blocked))
    _sit(sitting, clock)
    told = capsys.readouterr().err
    assert "Not all of the transcript could be saved: a file is where its folder should be." in told
    assert "changes lost." in told


def test_a_sleeping_machine_is_told(sitting: Sitting, clock: ManualClock) -> None:
    """The gap is said in words, and no clock has counted it."""
    said: list[str] = []
    script = Script(clock, "a line", lambda: clock.jump(3600), "/quit")
    with kept_to_the_end(sitting):
        PlainInterview(sitting, Dialogue(script, said.append)).run()
    assert any("asleep for 1 h" in words for words in said)
