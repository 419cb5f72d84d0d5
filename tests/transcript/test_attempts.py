"""An answer on a clock of its own, so that two can be laid beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import Script, header, lines_of, random_session

from interview_sim.session.events import Paused, Resumed, Started, Submitted
from interview_sim.session.plan import Mode
from interview_sim.transcript.attempts import attempts_of, pace_of, place_of
from interview_sim.transcript.reader import Transcript, parse_transcript
from interview_sim.transcript.replay import Replay


def transcript_of(script: Script) -> Transcript:
    """What its file would be read as."""
    return parse_transcript(b"".join(lines_of(script.events)))


def paused_answer() -> Script:
    """Ten words in two bursts with a pause of a minute between."""
    script = Script(header(mode=Mode.PRACTICE))
    script.add(Started, after=0)
    script.ask(0)
    script.type("one two three four five ", chunk=4, after=500)
    script.add(Paused, after=1_000)
    script.add(Resumed, after=60_000)
    script.type("six seven eight nine ten", chunk=4, after=500)
    script.add(Submitted, after=1_000)
    return script


def test_the_clock_of_an_answer_stands_in_a_pause() -> None:
    """Session time and answering clock turn into each other; pauses count for nothing."""
    script = paused_answer()
    attempt = attempts_of(Replay(transcript_of(script)))[0, ""]
    assert attempt.began == 2_100
    assert attempt.length == script.state.turn.used(script.t)  # type: ignore[union-attr]
    assert attempt.clock(0) == 0
    assert attempt.clock(attempt.began + 4_000 + 30_000) == attempt.clock(attempt.began + 4_000)
    assert attempt.moment(-5) == attempt.began
    assert attempt.moment(10**9) == attempt.ended
    for used in range(0, attempt.length, 130):
        assert attempt.clock(attempt.moment(used)) == used


@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_in_any_session_the_clock_is_the_folds(seed: int, share: float) -> None:
    """Every answer's clock goes there and back, and ends at what the fold says was used."""
    transcript = parse_transcript(b"".join(lines_of(random_session(seed))))
    for attempt in attempts_of(Replay(transcript)).values():
        used = round(share * attempt.length)
        assert attempt.clock(attempt.moment(used)) == used
        if attempt.turn.closed_at is not None and attempt.turn.began_at is not None:
            assert attempt.length == attempt.turn.used(transcript.state.t)


def test_the_pace_tells_words_by_time_and_no_text() -> None:
    """Words at any second of the answering clock; a pause does not stretch it."""
    transcript = transcript_of(paused_answer())
    pace = pace_of(transcript, "ml:q0")
    assert pace is not None
    assert (pace.total, pace.length) == (10, 8_000)
    assert pace.at(0) == 0
    assert [pace.at(used) for used in (1_600, 3_000, 8_000)] == [3, 5, 10]
    assert "seven" not in repr(pace)
    assert len(pace.times) <= pace.length // 1_000 + 1


@pytest.mark.parametrize("ref", ["ml:q1", "ml:elsewhere", "other:q0"])
def test_what_was_not_asked_has_no_pace(ref: str) -> None:
    """Neither a question that was not reached nor one of another bank."""
    transcript = transcript_of(paused_answer())
    assert place_of(transcript.state, ref) is None
    assert pace_of(transcript, ref) is None


def test_an_empty_answer_is_nothing_to_race() -> None:
    """What was passed on has no pace."""
    script = Script()
    script.add(Started, after=0)
    script.ask(0)
    script.add(Submitted)
    assert pace_of(transcript_of(script), "ml:q0") is None
