"""How long the list of ten thousand saved sessions takes, and how long a new one among them."""

from __future__ import annotations

import re

from benchmarks.kit import Bench, Row, Rows, paired, seconds
from benchmarks.made_up import write_interview
from interview_sim.progress.history import History
from interview_sim.transcript.store import Store

SESSIONS = 10_000
NEW = 10
_ID = re.compile(rb'"id":"[^"]*"')
_LINES_OF_SMALL = 3
"""Lines of the small sessions: what is listed from the index is never read."""


def rows(bench: Bench) -> Rows:
    """The list, warm; then a new session of the usual size."""
    sessions = SESSIONS // 10 if bench.is_quick else SESSIONS
    folder, cache = bench.folder / "sessions", bench.home / "cache"
    folder.mkdir()
    sample = write_interview(bench.folder / "sample").read_bytes()
    header, *lines = sample.splitlines(keepends=True)
    small = b"".join(lines[:_LINES_OF_SMALL])

    def write(name: str, body: bytes) -> None:
        named = _ID.sub(f'"id":"{name}"'.encode(), header, count=1)
        (folder / f"{name}.jsonl").write_bytes(named + body)

    for number in range(sessions):
        write(f"made-up-{number:05}", small)
    store = Store(folder)
    first = seconds(lambda: History.load(store, cache))
    note = f"{first / sessions * 1000:.1f} ms each, in {first:.0f} s"
    yield Row("small sessions read for the first time", first / sessions * 1000, "ms", None, note)

    listing = bench.ours("history", "--transcripts", str(folder))
    warm = paired(listing, bench.bare_python, bench.runs)
    limit = bench.limit(12, at_full_size=True)
    yield Row(f"{sessions:,} sessions, listed warm", warm.ratio, "P", limit, warm.note)

    known = seconds(lambda: History.load(store, cache))
    count = iter(range(10**6))

    def added() -> float:
        """Seconds that one new session takes more than none, of several at once."""
        for _ in range(NEW):
            write(f"new-{next(count):05}", b"".join(lines))
        return (seconds(lambda: History.load(store, cache)) - known) / NEW

    took = paired(added, bench.bare_python, bench.runs)
    note = f"{took.note}, {len(sample) / 1000:.0f} kB and {len(lines):,} events each"
    yield Row("a new session indexed", took.ratio, "P", 0.25, note)
