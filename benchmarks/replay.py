"""How fast a session of two hours opens in the replay, and how fast one moves about in it.

Opening is reading the file, its timeline and all that the first frame says; a seek is the state and
everything the screen makes of it. Both are short of the drawing itself, which is Textual's.
"""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.kit import Bench, Row, Rows, paired, percentile, seconds
from benchmarks.made_up import QUESTIONS, write_session
from interview_sim.assessment.tracks import tracks_of
from interview_sim.clock import ManualClock
from interview_sim.transcript.reader import read_transcript
from interview_sim.tui.replay import words
from interview_sim.tui.replay.film import Film

EDITS = 50_000


def rows(bench: Bench) -> Rows:
    """Opening, seeking, and what is worked out behind the first frame."""
    path = bench.folder / "long.jsonl"
    edits = EDITS // 10 if bench.is_quick else EDITS
    size = write_session(path, edits)
    took = paired(lambda: seconds(lambda: _opened(path)), bench.bare_textual, bench.runs)
    limit = bench.limit(0.3, at_full_size=True)
    note = f"{took.note}, {size / 1e6:.1f} MB"
    yield Row(f"two hours of {edits:,} edits, opened", took.ratio, "T", limit, note)

    film = _opened(path)
    yield Row("deleted words, in the background", seconds(film.prepare) * 1000, "ms")

    def tracks() -> None:
        for track in tracks_of(film.transcript.state):
            film.tracks[track.question, track.part] = track

    each = seconds(tracks) * 1000 / QUESTIONS
    yield Row("points of one answer, in the background", each, "ms")
    for order in ("forwards", "backwards", "anywhere"):
        times = _seeks(film, 60 if bench.is_quick else 300, order)
        note = f"median {percentile(times, 0.5):.1f} ms"
        yield Row(f"seek {order}, p99", percentile(times, 0.99), "ms", 10, note)
    found = seconds(lambda: film.replay.find("variance")) * 1000
    yield Row("find a word", found, "ms")


def _opened(path: Path) -> Film:
    """A film of which the first frame could be drawn, as the screen opens it."""
    film = Film(read_transcript(path), ManualClock())
    _look(film, 0)
    return film


def _look(film: Film, t: int) -> None:
    """Everything the screen says at that moment."""
    film.player.seek(t)
    state = film.player.state
    words.head(film, state)
    words.scene(film, state, t)
    words.status(film, state, t)
    if state.turn is not None:
        key = (state.turn.question, state.turn.part)
        words.panel(film, state, key, t, marks=True)
        words.coverage_clock(film, key, t)


def _seeks(film: Film, count: int, order: str) -> list[float]:
    """Milliseconds of seeks: forwards, backwards, or anywhere."""
    rng = random.Random(3)
    moments = [rng.randrange(film.replay.duration) for _ in range(count)]
    if order != "anywhere":
        moments.sort(reverse=order == "backwards")
    return [seconds(lambda t=t: _look(film, t)) * 1000 for t in moments]  # type: ignore[misc]
