"""Repair: what reading forgives becomes a file that needs no forgiving, with true figures."""

from __future__ import annotations

import random
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import header, lines_of, random_session, small_session

from interview_sim.session.events import Edit, Noted, Submitted
from interview_sim.session.fold import fold
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.errors import TranscriptError
from interview_sim.transcript.reader import parse_transcript
from interview_sim.transcript.repair import (
    check,
    repair,
    repair_in_place,
    write_beside,
)

SMALL = small_session()
LINES = list(lines_of(SMALL))
WHOLE = b"".join(LINES)


def put(folder: Path, data: bytes, name: str = "2026-01-05-0900-7f3a") -> Path:
    """A transcript file with this content."""
    path = folder / f"{name}.jsonl"
    path.write_bytes(data)
    return path


def test_a_good_file_is_good_and_repairs_to_itself(tmp_path: Path) -> None:
    """Nothing is wrong with what the program wrote, and repair changes no byte of it."""
    found = check(put(tmp_path, WHOLE))
    assert found.is_good
    done = repair(found)
    assert done.content == WHOLE
    assert (done.kept, done.rewritten, done.lost, done.answers) == (len(LINES), 0, 0, "")


def test_a_torn_end_and_a_broken_line_are_told_with_places_and_left_out(tmp_path: Path) -> None:
    """Every whole line is kept byte for byte; the two that are not are counted as lost."""
    typed = 6
    data = b"".join([*LINES[:typed], b"}garbage{\n", *LINES[typed:-1], LINES[-1][:20]])
    found = check(put(tmp_path, data))
    assert [problem.line for problem in found.damage] == [typed + 1, len(LINES) + 1]
    done = repair(found)
    assert done.content == b"".join(LINES[:-1])
    assert (done.kept, done.rewritten, done.lost, done.answers) == (len(LINES) - 1, 0, 2, "")


def test_nothing_is_put_in_the_place_of_what_is_lost(tmp_path: Path) -> None:
    """With a hand-in lost, the good file holds lines of the damaged one and no other."""
    at = next(n for n, event in enumerate(SMALL) if isinstance(event, Submitted))
    found = check(put(tmp_path, b"".join([*LINES[:at], *LINES[at + 1 :]])))
    done = repair(found)
    made = done.content.splitlines(keepends=True)
    assert done.rewritten == 0
    assert done.lost == len(LINES) - 1 - len(made) > 0
    assert [line for line in LINES if line in made] == made
    assert parse_transcript(done.content).problems == ()


def test_the_text_that_a_good_file_lacks_is_saved_as_text(tmp_path: Path) -> None:
    """Typing after lost typing is no part of the session any more, and its words are there."""
    lost = next(n for n, event in enumerate(SMALL) if isinstance(event, Edit)) + 1
    path = put(tmp_path, b"".join([*LINES[:lost], b"###\n", *LINES[lost + 1 :]]))
    done = repair(check(path))
    assert parse_transcript(done.content).state.turns[0].text == SMALL[lost - 1].ins  # type: ignore[attr-defined]
    assert "Question 1: Question 0: why does averaging help? [bold]" in done.answers
    assert "s variance" in done.answers
    assert "Question 1, follow-up: Why does averaging help at all?" in done.answers
    assert "Errors average out." in done.answers
    assert "Note on the session\n\nWent well." in done.answers
    made, text = write_beside(check(path), done)
    assert made.read_bytes() == done.content
    assert text.name == f"{path.stem}.answers.txt"
    assert text.read_text() == done.answers
    assert stat.S_IMODE(text.stat().st_mode) == 0o600


@pytest.mark.parametrize("first", [b"", b"@@@\n", LINES[0][:-9] + b"\n"])
def test_without_a_header_the_text_of_every_answer_is_saved(tmp_path: Path, first: bytes) -> None:
    """No session can be made of it, and no word of it is lost; the damaged file stays."""
    path = put(tmp_path, first + b"".join(LINES[1:]))
    found = check(path)
    assert "interview-sim transcript repair" in found.words
    before = path.read_bytes()
    done, written = repair_in_place(path)
    assert done.content == b""
    for turn in fold(SMALL).turns:
        assert turn.text.strip() in done.answers
    assert [file.read_text() for file in written] == [done.answers]
    assert path.read_bytes() == before
    assert done.lost == len(LINES) - 1 + bool(first)


@given(seed=st.integers(0, 10**6), lost=st.integers(1, 10**6))
def test_one_lost_line_loses_no_other_word_without_saying_so(
    tmp_path_factory: pytest.TempPathFactory, seed: int, lost: int
) -> None:
    """In any session, what was typed after a lost line is in the good file or in the text."""
    events = random_session(seed)
    at = 1 + lost % (len(events) - 1)
    lines = list(lines_of(events))
    path = put(tmp_path_factory.mktemp("lost"), b"".join([*lines[:at], *lines[at + 1 :]]))
    found = check(path)
    done = repair(found)
    kept = parse_transcript(done.content)
    left_out = [
        event
        for event in events[:at] + events[at + 1 :]
        if isinstance(event, Edit | Noted) and event not in kept.events
    ]
    assert bool(left_out) == bool(done.answers)
    assert found.is_good == (kept.events == tuple(events[:at] + events[at + 1 :]))


def test_what_a_newer_version_wrote_is_no_damage_and_is_kept(tmp_path: Path) -> None:
    """Kinds and fields that are not known stay in the file, beside what is repaired."""
    first = header()
    newer = encode_line(first).replace(b'"app_version":"0.1.0"', b'"app_version":"99.0"')
    unknown = b'{"type":"smiled","seq":4,"t":2150,"at":"x","how":"broadly"}\n'
    richer = LINES[1].replace(b'"seq":1', b'"seq":1,"mood":"calm"')
    sound = b"".join([newer, richer, *LINES[2:4], unknown])
    found = check(put(tmp_path, sound))
    assert found.is_good
    assert len(found.remarks) == 2
    assert repair(check(put(tmp_path, sound + b"torn"))).content == sound


def test_the_same_from_our_own_version_is_damage_and_goes(tmp_path: Path) -> None:
    """Where we wrote the file ourselves, a kind that we do not know is a flipped bit."""
    broken = LINES[5].replace(b'"type":"edit"', b'"type":"edjt"')
    found = check(put(tmp_path, b"".join([*LINES[:5], broken, *LINES[6:]])))
    assert not found.is_good
    assert b"edjt" not in repair(found).content


def test_a_file_of_a_newer_format_is_left_to_the_newer_program(tmp_path: Path) -> None:
    """We read what we can of it, but would lose the rest by writing it."""
    found = check(put(tmp_path, WHOLE.replace(b"transcript@2", b"transcript@3", 1)))
    with pytest.raises(TranscriptError, match="newer version"):
        repair(found)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"hello\n", b"\x00" * 50, b'{"type":"edit"}\n'])
def test_what_is_no_transcript_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    """Nothing is invented out of nothing."""
    found = check(put(tmp_path, content))
    assert found.words
    assert not found.is_good
    with pytest.raises(TranscriptError, match="Nothing in it can be saved"):
        repair(found)


@given(seed=st.integers(0, 10_000))
def test_whatever_is_read_of_a_damaged_file_is_what_the_repaired_file_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """The repaired file reads without a problem, gives the same session, and the counts add up."""
    rng = random.Random(seed)
    data = bytearray(b"".join(lines_of(random_session(seed % 7, steps=60))))
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randrange(1, 300)]
            case 2:
                data[at:at] = data[at : at + rng.randrange(1, 300)]
            case _:
                data[at : at + 64] = bytes(64)
    path = put(tmp_path_factory.mktemp("damaged"), bytes(data))
    found = check(path)
    if found.transcript is None:
        return
    done = repair(found)
    again = parse_transcript(done.content)
    assert again.problems == ()
    assert again.state == found.transcript.state
    assert done.kept + done.rewritten == len(found.transcript.events)
    assert min(done.kept, done.rewritten, done.lost) >= 0
