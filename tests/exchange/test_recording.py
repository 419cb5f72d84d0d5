"""The recording shows the session as it was typed, and no text reaches the terminal raw."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pyte
import pytest
from export_kit import exported, file_of, hostile, one_question, small, transcript_of
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import header, random_session

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.text import cells
from interview_sim.exchange.session_exporters import timeline_of
from interview_sim.exchange.session_exporters.recording import COLUMNS, rows_of, shown, window
from interview_sim.literal import visible
from interview_sim.transcript.replay import Replay

OUR_ESCAPES = re.compile(r"\x1b\[(?:\d+;\d+H|H|K|2J|[0-3]?m|\?7[lh])")


def recorded(session: Scorecard, **choices: Any) -> tuple[dict[str, Any], list[list[Any]]]:
    """The header and the events."""
    lines = file_of(session, "cast", **choices).decode().splitlines()
    header_, *events = (json.loads(line) for line in lines)
    return header_, events


def screens(events: list[list[Any]]) -> list[tuple[float, list[str]]]:
    """What a terminal shows after each output."""
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    seen = []
    for t, kind, data in events:
        if kind == "o":
            stream.feed(data)
            seen.append((t, list(screen.display)))
    return seen


def answer_on(display: list[str]) -> str:
    """What is in the answer's place, with blanks and line ends made alike."""
    rule = next(n for n, row in enumerate(display) if row.startswith("─" * 80))
    return "".join("".join(display[rule + 1 : -1]).split())


def test_the_header_says_what_players_need() -> None:
    """Size, title and time of version 2; those of version 3 where that is asked for."""
    two, _ = recorded(exported(one_question("x")))
    assert two == {
        "version": 2,
        "width": 80,
        "height": 24,
        "title": "Mock interview: Friday with Ada",
        "timestamp": 1767603600,
    }
    three, _ = recorded(exported(one_question("x")), cast_version="3", idle=1.5)
    assert (three["version"], three["term"]) == (3, {"cols": 80, "rows": 24})
    assert three["idle_time_limit"] == 1.5
    assert "width" not in three


def test_every_question_has_a_marker_at_its_time() -> None:
    """And so has the scorecard at the end."""
    session = small()
    _, events = recorded(session)
    markers = [(t, label) for t, kind, label in events if kind == "m"]
    asked = [question.answers[0].asked_ms / 1000 for question in session.questions]
    assert markers == [
        (asked[0], f"1. {session.questions[0].name}"),
        (asked[1], f"2. {session.questions[1].name}"),
        (asked[2], f"3. {session.questions[2].name}"),
        (timeline_of(session).end_ms / 1000 + 1.5, "Scorecard"),
    ]


def test_times_run_forward_and_version_3_gives_the_steps() -> None:
    """Version 2 counts from the start, version 3 from the event before; both say the same."""
    _, two = recorded(small())
    _, three = recorded(small(), cast_version="3")
    assert [t for t, *_ in two] == sorted(t for t, *_ in two)
    total = 0
    for (t, *event), (step, *same) in zip(two, three, strict=True):
        total += round(step * 1000)
        assert (total, event) == (round(t * 1000), same)


@pytest.mark.parametrize("seed", range(4))
def test_the_screen_shows_the_answer_as_it_was_at_that_time(seed: int) -> None:
    """At every output, what is below the question is what the fold says was there."""
    events = random_session(seed, steps=60)
    session, replay = exported(events), Replay(transcript_of(events))
    _, out = recorded(session)
    compared = 0
    for t, display in screens(out):
        state = replay.at(round(t * 1000))
        if round(t * 1000) > timeline_of(session).end_ms or not state.turns or not state.turn:
            continue
        typed = "".join(visible(state.turn.text).split())
        assert len(typed) < 1000
        # Some terminals give an emoji's second cell a sign of its own; all others are compared.
        assert answer_on(display) == typed
        compared += 1
    assert compared > 20


def test_clocks_count_down_each_second() -> None:
    """Between two keystrokes far apart the clocks go on."""
    _, out = recorded(exported(one_question("Well", chunk=1)))
    first_row = [display[0] for _, display in screens(out)]
    assert any("question 3:59 · session 44:" in row for row in first_row)
    assert any("reading 0:29" in row for row in first_row)


def test_long_silences_can_be_capped() -> None:
    """With a limit the clocks stop in the silence, so that a player can leave it out."""
    session = small()
    header_, capped = recorded(session, idle=2)
    _, whole = recorded(session)
    assert header_["idle_time_limit"] == 2
    # Only in the pause, in which they are stopped, are the clocks of the other still for long.
    assert sum(b[0] - a[0] > 5 for a, b in pairwise(whole)) == 1
    gaps = [b[0] - a[0] for a, b in pairwise(capped)]
    assert max(gaps) > 30
    assert len(capped) < len(whole)


@pytest.mark.thorough
def test_nothing_that_was_typed_is_an_escape() -> None:
    """Every control character in the recording is one of our own, in one of our own sequences."""
    header_, events = recorded(hostile())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", header_["title"])
    for _, kind, data in events[:-1]:
        rest = OUR_ESCAPES.sub("", data) if kind == "o" else data
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)


def test_the_last_screen_is_the_scorecard() -> None:
    """Score, band and each question, and the terminal is left as it was met."""
    session = exported(one_question("Averaging lowers variance."))
    _, events = recorded(session)
    *_, (_, card), _ = screens(events)
    assert card[0].startswith(f"{session.score:.0f} of 100 · {session.band}")
    assert any("1. Why do forests work?" in row for row in card)
    assert events[-1][2].startswith("\x1b[?7h\x1b[0m")


def test_a_session_without_questions_can_be_recorded() -> None:
    """There is a title to see and no marker."""
    _, events = recorded(exported([header(0)]))
    assert all(kind == "o" for _, kind, _ in events)


texts = st.text(
    alphabet=st.one_of(st.sampled_from("ab  \n\t方"), st.characters(codec="utf-8")), max_size=200
)


@given(texts, st.integers(0, 300))
def test_any_answer_is_laid_out_within_the_screen(text: str, wanted: int) -> None:
    """Nothing is lost but line ends, no row is too wide, the caret is in a row that is shown."""
    caret = min(wanted, len(text))
    rows = [shown(row) for _, row in rows_of(text)]
    assert "".join(rows) == "".join(shown(line) for line in text.split("\n"))
    assert all(cells(row) < COLUMNS for row in rows)
    seen, inside, column = window(text, caret, 10)
    assert 0 <= column < COLUMNS
    assert len(seen) == min(10, len(rows))
    start, typed = next(row for row in reversed(rows_of(text)) if row[0] <= caret)
    assert seen[inside] == shown(typed)
    assert column == cells(shown(typed[: caret - start]))
