"""How fast a long session opens and how fast one moves about in it.

    uv run python -m benchmarks.replay [--edits N] [--seeks N]

A made-up session of two hours. Opening is reading the file, its timeline and the first frame;
a seek is the state and everything the screen makes of it, short of the drawing itself. Every
figure is a median and a 99th percentile, in milliseconds, on this machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from interview_sim.assessment.coverage_timeline import tracks_of
from interview_sim.bank.model import Point, Question
from interview_sim.clock import ManualClock
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Ended,
    EndReason,
    Event,
    Header,
    Started,
    Submitted,
)
from interview_sim.session.plan import Plan
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.reading import Transcript, read_transcript
from interview_sim.tui.replay import panel as replay_panel
from interview_sim.tui.replay import view as replay_view
from interview_sim.tui.replay.film import Film

QUESTIONS = 20
TWO_HOURS = 7_200_000
WORDS = (
    "averaging", "many", "trees", "lowers", "variance", "because", "their", "errors", "are",
    "weakly", "correlated", "and", "bias", "hardly", "grows", "so", "the", "mean", "is", "steadier",
)  # fmt: skip


def session(edits: int) -> Iterator[Event]:
    """Two hours of typing in which every twentieth edit takes something out again."""
    rng = random.Random(7)
    step = TWO_HOURS // (edits + 4 * QUESTIONS)
    points = tuple(
        Point(id=f"point-{n}", point=f"{a} {b} {c}", match=(f"{a} {b}",))
        for n, (a, b, c) in enumerate(zip(WORDS[::3], WORDS[1::3], WORDS[2::3], strict=False))
    )
    drawn = tuple(
        DrawnQuestion(
            bank="made-up",
            question=Question(id=f"q{n}", prompt="Why average?", rubric=points),
            budget=360.0,
            follow_up_budget=90.0,
        )
        for n in range(QUESTIONS)
    )
    numbers = iter(range(10**9))

    def stamp() -> dict[str, Any]:
        seq = next(numbers)
        return {"seq": seq, "t": seq * step, "at": "2026-01-05T09:00:00.000Z"}

    yield Header(**stamp(), id="benchmark", plan=Plan(minutes=180.0), seed=1, questions=drawn)
    yield Started(**stamp())
    for index in range(QUESTIONS):
        yield Asked(**stamp(), question=index, reading=1_000, budget=360_000)
        yield Began(**stamp())
        length = 0
        for count in range(edits // QUESTIONS):
            if count % 20 == 19:
                gone = min(length, rng.randint(1, 24))
                yield Edit(**stamp(), at_char=length - gone, delete=gone)
                length -= gone
            else:
                ins = rng.choice(WORDS)[: rng.randint(1, 4)] + (" " if rng.random() < 0.3 else "")
                yield Edit(**stamp(), at_char=length, ins=ins)
                length += len(ins)
        yield Submitted(**stamp())
    yield Ended(**stamp(), reason=EndReason.COMPLETED)


def opened(path: Path) -> Film:
    """A film of which the first frame is drawn, as the screen opens it."""
    film = Film(read_transcript(path), ManualClock())
    film.replay.marks()
    looked_at(film, 0)
    return film


def looked_at(film: Film, t: int) -> None:
    """Everything the screen says at that moment."""
    film.player.seek(t)
    state = film.player.state
    replay_view.head(film, state)
    replay_view.scene(film, state, t)
    replay_view.status(film, state, t)
    if state.turn is not None:
        key = (state.turn.question, state.turn.part)
        replay_panel.panel(film, state, key, t, marks=True)
        replay_panel.coverage_clock(film, key, t)


def timed(what: Callable[[], object]) -> float:
    """Milliseconds that it took."""
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


def tell(name: str, took: Sequence[float], limit: float | None = None) -> None:
    """One line: median, 99th percentile, and whether it is within what was promised."""
    ordered = sorted(took)
    p99 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    verdict = "" if limit is None else f"   limit {limit:g}: {'kept' if p99 < limit else 'BROKEN'}"
    print(f"  {name:<44}{statistics.median(ordered):9.2f}{p99:9.2f}{verdict}")


def seeks(film: Film, count: int, kind: str) -> list[float]:
    """The times of seeks in one order: forwards, backwards, or anywhere."""
    rng = random.Random(3)
    moments = [rng.randrange(film.replay.duration) for _ in range(count)]
    if kind != "anywhere":
        moments.sort(reverse=kind == "backwards")
    return [timed(lambda t=t: looked_at(film, t)) for t in moments]  # type: ignore[misc]


def without_keyframes(transcript: Transcript) -> Transcript:
    """The same session with nothing to start a seek from but its beginning."""
    return replace(transcript, keyframes=transcript.keyframes[:1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=50_000)
    parser.add_argument("--seeks", type=int, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.jsonl"
        path.write_bytes(b"".join(encode_line(event) for event in session(chosen.edits)))
        size = path.stat().st_size / 1e6
        print(f"{chosen.edits} edits in two hours, {size:.1f} MB; median and p99 in ms")
        tell("open", [timed(lambda: opened(path)) for _ in range(7)], 500)
        film = opened(path)
        tell("what was taken out, in the background", [timed(film.prepare)])
        began = time.perf_counter()
        for track in tracks_of(film.transcript):
            film.tracks[track.question, track.part] = track
        each = (time.perf_counter() - began) * 1000 / QUESTIONS
        tell("the points of one answer, in the background", [each])
        for kind in ("forwards", "backwards", "anywhere"):
            tell(f"seek {kind}", seeks(film, chosen.seeks, kind), 50)
        bare = Film(without_keyframes(film.transcript), ManualClock())
        bare.tracks = film.tracks
        bare.prepare()
        for kind in ("forwards", "backwards", "anywhere"):
            tell(f"seek {kind}, without keyframes", seeks(bare, min(40, chosen.seeks), kind))
        tell("find a word", [timed(lambda: film.replay.find("variance")) for _ in range(5)])


if __name__ == "__main__":
    main()
