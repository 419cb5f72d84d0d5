"""Reading forgives: damage costs itself and never the rest."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from transcript_kit import (
    Script,
    header,
    lines_of,
    long_session,
    random_session,
    small_session,
)

from interview_sim.session.events import (
    Asked,
    ClockGap,
    Edit,
    Header,
    Judged,
    Started,
    Submitted,
)
from interview_sim.session.fold import apply, begin, fold
from interview_sim.session.state import State
from interview_sim.transcript import codec
from interview_sim.transcript.codec import VERSION, encode_line, upgrade_from
from interview_sim.transcript.errors import TranscriptError
from interview_sim.transcript.reader import (
    Transcript,
    lines_in,
    parse_transcript,
    read_transcript,
)

SMALL = small_session()
LINES = list(lines_of(SMALL))
WHOLE = b"".join(LINES)


def answers(state: State) -> dict[tuple[int, str], str]:
    """Every answer by question and part."""
    return {(turn.question, turn.part): turn.text for turn in state.turns}


def _stood() -> dict[tuple[int, str], set[str]]:
    state = begin(SMALL[0])  # type: ignore[arg-type]
    stood: dict[tuple[int, str], set[str]] = {}
    for event in SMALL[1:]:
        state = apply(state, event)
        for key, text in answers(state).items():
            stood.setdefault(key, set()).add(text)
    return stood


STOOD = _stood()
"""Every text that ever stood in an answer."""


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.thorough)])
def test_cut_anywhere(step: int) -> None:
    """Wherever the file is cut, every whole line before it is read, and the cut is reported."""
    ends = [0]
    for line in LINES:
        ends.append(ends[-1] + len(line))
    near_ends = {end + by for end in ends[1:] for by in (-2, -1, 0, 1, 2)}
    cuts = near_ends | set(range(len(LINES[0]), len(WHOLE), step))
    for cut in sorted(cuts & set(range(len(LINES[0]), len(WHOLE)))):
        found = parse_transcript(WHOLE[:cut])
        whole = sum(end <= cut for end in ends[1:])
        if cut + 1 in ends:
            assert len(found.events) == whole + 1
            assert found.torn == b""
            assert found.good_bytes == cut
        else:
            assert len(found.events) == whole
            assert found.good_bytes == ends[whole]
            assert found.torn == WHOLE[ends[whole] : cut]
        assert bool(found.problems) == bool(found.torn)


def test_cut_within_the_header() -> None:
    """Without a whole header nothing can be read, which is said in words and is no crash."""
    for cut in (*range(0, len(LINES[0]) - 1, 7), len(LINES[0]) - 2):
        with pytest.raises(TranscriptError):
            parse_transcript(WHOLE[:cut])


@given(data=st.data())
def test_every_line_of_a_damaged_file_is_used_or_reported(data: st.DataObject) -> None:
    """A few flipped bytes after the header: no crash, and no line disappears without a word."""
    start = len(LINES[0])
    flips = data.draw(
        st.lists(
            st.tuples(st.integers(start, len(WHOLE) - 1), st.integers(1, 255)),
            min_size=1,
            max_size=3,
        )
    )
    damaged = bytearray(WHOLE)
    for place, mask in flips:
        damaged[place] ^= mask
    found = parse_transcript(bytes(damaged))
    assert fold(found.events) == found.state
    assert len(found.events) + found.lost == len(list(lines_in(bytes(damaged))))


@given(place=st.integers(0, len(LINES[0]) - 2), mask=st.integers(1, 255))
@example(place=LINES[0].index(b'"seq":0') + len(b'"seq":'), mask=1)
@example(place=LINES[0].index(b'"t":0') + len(b'"t":'), mask=8)
def test_a_damaged_header_is_read_or_said_to_be_repairable(place: int, mask: int) -> None:
    """A flipped byte in the first line costs no answer: they are read, or `repair` is named."""
    damaged = bytearray(WHOLE)
    damaged[place] ^= mask
    try:
        found = parse_transcript(bytes(damaged))
    except TranscriptError as refused:
        words = str(refused)
    else:
        words = ""
        assert answers(found.state) == answers(fold(SMALL))
    assert not words or "`interview-sim transcript repair` saves the text" in words


@given(st.binary(max_size=300))
def test_random_bytes_raise_nothing_else(data: bytes) -> None:
    """Garbage is refused with a sentence, alone or behind a good beginning."""
    with pytest.raises(TranscriptError):
        parse_transcript(data)
    found = parse_transcript(b"".join(LINES[:5]) + data + b"\n" + b"".join(LINES[5:]))
    assert len(found.events) >= len(SMALL) - 1


def test_any_lost_line_is_reported_and_nothing_is_invented() -> None:
    """Whichever line is lost: events are those of the file, and answers as they once stood."""
    for lost in range(1, len(LINES)):
        found = parse_transcript(b"".join([*LINES[:lost], b"@@@\n", *LINES[lost + 1 :]]))
        assert found.problems[0].line == lost + 1
        assert found.lost == len(SMALL) - len(found.events)
        rest = iter(SMALL)
        assert all(event in rest for event in found.events)
        assert all(text in STOOD[key] for key, text in answers(found.state).items())


def test_one_lost_edit_costs_the_rest_of_its_answer_and_no_more() -> None:
    """Typing after lost typing would land in the wrong place; every other answer is whole."""
    whole = answers(fold(SMALL))
    for lost, event in enumerate(SMALL):
        if isinstance(event, Edit):
            found = parse_transcript(b"".join([*LINES[:lost], *LINES[lost + 1 :]]))
            state = fold(SMALL[:lost])
            assert state.turn is not None
            key = (state.turn.question, state.turn.part)
            assert answers(found.state) == {**whole, key: state.turn.text}
            assert found.state.marks == fold(SMALL).marks


def test_a_lost_judgement_costs_nothing_else() -> None:
    """What an answer covers can be judged again; the questions after it are read."""
    for lost, event in enumerate(SMALL):
        if isinstance(event, Judged):
            found = parse_transcript(b"".join([*LINES[:lost], b"@@@\n", *LINES[lost + 1 :]]))
            assert found.events == (*SMALL[:lost], *SMALL[lost + 1 :])
            assert answers(found.state) == answers(fold(SMALL))


def test_answers_are_never_mixed() -> None:
    """With everything between two answers lost, the second is no part of the first."""
    start = next(n for n, event in enumerate(SMALL) if isinstance(event, Submitted))
    end = next(n for n, event in enumerate(SMALL) if n > start and isinstance(event, Edit))
    found = parse_transcript(b"".join([*LINES[:start], *LINES[end:]]))
    assert found.state.turns[0].text == fold(SMALL).turns[0].text
    assert "typing is left out" in str(found.problems[0])


@given(seed=st.integers(0, 10**6), which=st.integers(1, 10**6))
@example(seed=668, which=116)  # by the order of times, the one before could be damaged as well
def test_a_damaged_number_or_time_costs_one_event(seed: int, which: int) -> None:
    """A flipped digit in `seq` or `t` is as if the line were lost; it shuts nothing out."""
    events = random_session(seed, steps=40)
    index = 1 + which % (len(events) - 2) if len(events) > 2 else 1
    rng = random.Random(which)
    field = rng.choice(["seq", "t"])
    strange = msgspec.structs.replace(events[index], **{field: rng.randrange(10**7)})
    found = parse_transcript(b"".join(lines_of([*events[:index], strange, *events[index + 1 :]])))
    without = parse_transcript(b"".join(lines_of([*events[:index], *events[index + 1 :]])))
    if index < len(events) - 1 and strange not in found.events:
        assert found.events == without.events
        assert "out of order" in str(found.problems[0])


def test_strange_line_ends_and_padding() -> None:
    """CRLF, a byte-order mark, blank lines and zero bytes from a power cut change nothing."""
    windows = b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n\r\n")
    found = parse_transcript(windows)
    assert found.events == tuple(SMALL)
    assert found.problems == ()
    padded = parse_transcript(WHOLE + b"\0" * 512)
    assert padded.events == tuple(SMALL)
    assert padded.good_bytes == len(WHOLE)
    assert "512 empty bytes" in str(padded.problems[0])
    inside = parse_transcript(b"".join(LINES[:9]) + b"\0" * 64 + b"".join(LINES[9:]))
    assert inside.events == tuple(SMALL)


def test_a_newer_version_is_read_as_far_as_it_goes() -> None:
    """Unknown events and fields are said and skipped; the rest is there."""
    first = LINES[0].replace(b"transcript@2", b"transcript@7")
    moved = b'{"type":"moved_camera","seq":5,"t":1,"at":"","x":[1,{"y":2}]}\n'
    extra = LINES[9].replace(b'{"type"', b'{"mood":"calm","type"')
    found = parse_transcript(b"".join([first, *LINES[1:9], moved, extra, *LINES[10:]]))
    assert found.events[1:] == tuple(SMALL[1:])
    assert found.is_newer
    reported = [str(problem) for problem in found.problems]
    assert "newer version (format 7" in reported[0]
    assert "“moved_camera” is not known" in reported[1]
    assert "mood" in reported[2]


def test_a_question_of_a_newer_kind_keeps_the_rest() -> None:
    """A header with a value that this version lacks is used as far as it is understood."""
    value = msgspec.json.decode(LINES[0])
    value["questions"][1]["question"]["kind"] = "whiteboard"
    found = parse_transcript(msgspec.json.encode(value) + b"\n" + b"".join(LINES[1:]))
    assert found.header_damaged
    assert found.header.questions[1].question.prompt.startswith("Question 1")
    assert found.header.questions[2] == SMALL[0].questions[2]  # type: ignore[attr-defined]
    assert answers(found.state) == answers(fold(SMALL))


def test_old_versions_are_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of an old format goes through each step up to today's."""

    def from_0(value: dict[str, object]) -> dict[str, object]:
        if "when" in value:
            value["t"] = value.pop("when")
        if value.get("type") == "header":
            value["format"] = f"interview-sim/transcript@{VERSION}"
        return value

    every = dict.fromkeys(codec._FIELDS, from_0)
    monkeypatch.setitem(codec.UPGRADES, 0, every)
    monkeypatch.setitem(codec.UPGRADES, 1, {})
    old = WHOLE.replace(b"transcript@2", b"transcript@0").replace(b'"t":', b'"when":')
    found = parse_transcript(old)
    assert found.state == fold(SMALL)
    assert found.problems == ()


def test_there_is_a_way_from_every_version() -> None:
    """Every version before today's has its step, so old files are read for ever."""
    for version in range(1, VERSION):
        assert upgrade_from(version) is not None
    with pytest.raises(KeyError):
        upgrade_from(0)


def test_the_fixture_of_version_1_is_read() -> None:
    """The file kept from version 1 folds to what it always did."""
    path = Path(__file__).parent / "fixtures" / "transcript-1.jsonl"
    found = read_transcript(path)
    assert found.problems == ()
    assert found.header.id == "2026-01-05-0900-7f3a"
    assert answers(found.state)[0, ""] == "Averaging lowers variance. "
    assert found.state.phase.value == "finished"
    assert found.state.notes[None] == "Went well."
    shown = found.state.judgement(0)
    assert shown is not None
    assert shown.label == "lexical m1"
    assert [point.verdict for point in shown.points] == ["covered"]
    assert [claim.id for claim in shown.claims] == ["never-overfits"]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"{}", b"[]\n", b'{"type":"header"}', b"PK\x03\x04", b"[" * 100_000]
)
def test_what_is_no_transcript_is_said(tmp_path: Path, content: bytes) -> None:
    """Other files are refused with their name and a sentence."""
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    with pytest.raises(TranscriptError, match=r"other\.jsonl"):
        read_transcript(path)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    """Missing files and folders are errors for the user, not tracebacks."""
    with pytest.raises(TranscriptError, match="does not exist"):
        read_transcript(tmp_path / "none.jsonl")
    with pytest.raises(TranscriptError, match="is not a file"):
        read_transcript(tmp_path)
    with pytest.raises(TranscriptError):
        read_transcript(Path("a\0b"))


def test_a_gigabyte_of_nothing_is_refused(tmp_path: Path) -> None:
    """Huge files and millions of lines are refused at once."""
    path = tmp_path / "huge.jsonl"
    path.touch()
    os.truncate(path, 2**30)
    with pytest.raises(TranscriptError, match="too large"):
        read_transcript(path)
    with pytest.raises(TranscriptError, match="too many lines"):
        parse_transcript(LINES[0] + b"\n" * 2_000_001)


def test_many_problems_are_counted() -> None:
    """A file of nothing but nonsense is reported in bounded space."""
    found = parse_transcript(LINES[0] + b"nonsense\n[]\n" * 2_500)
    assert found.lost == 5_000
    assert len(found.problems) == 501
    assert "4500 more" in found.problems[-1].words


def test_an_event_that_cannot_happen_is_left_out() -> None:
    """A stray question in the middle of an answer is reported with the reason."""
    script = Script()
    script.add(Started, after=0)
    script.ask(0)
    stray = Asked(seq=script.state.seq + 1, t=script.t, at="", question=1, reading=0, budget=1)
    found = parse_transcript(b"".join(lines_of([*script.events, stray])))
    assert found.events == tuple(script.events)
    assert "left out: “asked” cannot happen while answering" in found.problems[0].words


def test_the_same_wrong_with_many_lines_is_said_once() -> None:
    """Lines in a row of which the same is true share one problem, and all are counted."""
    found = parse_transcript(LINES[0] + b"nonsense\n" * 5_000 + b"".join(LINES[1:]))
    assert [str(problem) for problem in found.problems] == [
        "lines 2–5001: cannot be read: it is not JSON"
    ]
    assert (found.lost, found.state) == (5_000, fold(SMALL))


@pytest.mark.thorough
def test_fifty_thousand_edits(capsys: pytest.CaptureFixture[str]) -> None:
    """A very long session is read whole; the time is printed, not judged."""
    events = long_session(50_000)
    data = b"".join(lines_of(events))
    begin = time.perf_counter()
    found = parse_transcript(data)
    took = time.perf_counter() - begin
    with capsys.disabled():
        print(f"\n  {len(events)} events, {len(data) / 1e6:.1f} MB read in {took * 1000:.0f} ms")  # noqa: T201
    assert len(found.events) == len(events)


def test_the_header_says_its_format() -> None:
    """The first line names the format although it is the default."""
    first = header()
    assert encode_line(first).startswith(b'{"type":"header","format":"interview-sim/transcript@2"')
    found: Transcript = parse_transcript(encode_line(first))
    assert isinstance(found.events[0], Header)
    assert found.events == (first,)


def test_typing_after_the_session_was_opened_again_counts() -> None:
    """A program that goes on with a damaged session goes on from what reading gave."""
    script = Script()
    script.add(Started, after=0)
    script.ask(0)
    script.type("One two three.")
    lines = list(lines_of(script.events))
    damaged = b"".join([*lines[:-2], b"@@@\n", lines[-1]])
    before = parse_transcript(damaged).state
    at, text = before.seq, before.turn.text  # type: ignore[union-attr]
    later = [
        ClockGap(seq=at + 1, t=before.t, at="", ms=9_000, cause="closed"),
        Edit(seq=at + 2, t=before.t, at="", at_char=len(text), ins=" Four."),
    ]
    found = parse_transcript(damaged + b"".join(lines_of(later)))
    assert found.state.turn is not None
    assert found.state.turn.text == f"{text} Four."
