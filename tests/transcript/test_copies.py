"""Copies of a transcript whose own file refuses: where they go, and that they stay complete."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from transcript_kit import DiskFull, Script, header

from interview_sim.clock import ManualClock
from interview_sim.session.events import Edit, Started
from interview_sim.transcript import copies
from interview_sim.transcript.copies import Copies, suggested_copy
from interview_sim.transcript.journal import Journal
from interview_sim.transcript.reader import read_transcript

pytestmark = pytest.mark.usefixtures("places")


def test_the_home_folder_is_offered_where_there_is_room(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is taken is never offered; without room or right, the temporary folder is."""
    home, temp = places
    assert suggested_copy("s.jsonl", 10) == home / "s.jsonl"
    (home / "s.jsonl").touch()
    (home / "s-2.jsonl").symlink_to("nowhere")
    assert suggested_copy("s.jsonl", 10) == home / "s-3.jsonl"
    monkeypatch.setattr(os, "access", lambda folder, _mode: Path(folder) != home)
    assert suggested_copy("s.jsonl", 10) == temp / "s.jsonl"
    monkeypatch.setattr(copies, "_has_room", lambda _folder, _size: False)
    assert suggested_copy("s.jsonl", 10) == home / "s-3.jsonl"


def test_a_copy_is_brought_up_to_date_and_risk_is_counted(
    tmp_path: Path, places: tuple[Path, Path]
) -> None:
    """What follows a copy is at risk again, and a rescue adds it to that copy, not to another."""
    disk = DiskFull(None)
    script = Script(header())
    journal = Journal.create(
        tmp_path / "s.jsonl", script.events[0], clock=ManualClock(), opener=disk
    )
    kept = Copies(journal)
    journal.record(script.add(Started, after=0))
    assert kept.rescue() == ""
    disk.room = 5
    script.ask(0)
    for event in script.events[len(journal.events) :]:
        journal.record(event)
    waiting = kept.at_risk
    assert waiting == journal.backlog > 0
    copy = kept.save(kept.suggested())
    assert kept.at_risk == 0
    journal.record(script.add(Edit, after=1, at_char=0, ins="more"))
    assert kept.at_risk == waiting + 1
    journal.close()
    words = kept.rescue()
    assert str(copy) in words
    assert "the disk is full" in words
    assert read_transcript(copy).events == journal.events
    assert [*places[0].iterdir(), *places[1].iterdir()] == [copy]
    assert kept.rescue() == words


def test_giving_up_is_for_good(tmp_path: Path, places: tuple[Path, Path]) -> None:
    """After that nothing counts as at risk, and no copy is made behind the candidate's back."""
    disk = DiskFull(None)
    script = Script(header())
    journal = Journal.create(
        tmp_path / "s.jsonl", script.events[0], clock=ManualClock(), opener=disk
    )
    kept = Copies(journal)
    disk.room = 0
    journal.record(script.add(Started, after=0))
    assert kept.at_risk == 1
    kept.is_given_up = True
    assert kept.at_risk == 0
    assert kept.rescue() == ""
    journal.close()
    assert not [*places[0].iterdir(), *places[1].iterdir()]


def test_trying_again_is_not_put_off(tmp_path: Path) -> None:
    """A try that was asked for happens at once, even where everything is to be written anew."""
    folder = tmp_path / "kept"
    script = Script(header())
    clock = ManualClock()
    journal = Journal.create(folder / "s.jsonl", script.events[0], clock=clock)
    folder.rename(tmp_path / "taken")
    folder.touch()
    assert not journal.retry()
    folder.unlink()
    (tmp_path / "taken").rename(folder)
    assert journal.retry()
    assert read_transcript(journal.path).events == journal.events
    journal.close()
