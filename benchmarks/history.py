"""What takes how long with ten thousand saved sessions: lists, where one stands, a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from benchmarks.kit import Bench, Row, Rows, paired, seconds
from benchmarks.made_up import write_interview
from interview_sim.clock import stamp
from interview_sim.progress.forecast import outlook
from interview_sim.progress.history import History, index_file, read_index, write_index
from interview_sim.progress.standing import standing
from interview_sim.progress.summary import SessionSummary, pack_details, summarise
from interview_sim.services import Options, build_services
from interview_sim.transcript.reader import read_transcript
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
    sample_file = write_interview(bench.folder / "sample")
    sample = sample_file.read_bytes()
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
    number_of_new = count()

    def added() -> float:
        """Seconds that one new session takes more than none, of several at once."""
        for _ in range(NEW):
            write(f"new-{next(number_of_new):05}", b"".join(lines))
        return (seconds(lambda: History.load(store, cache)) - known) / NEW

    took = paired(added, bench.bare_python, bench.runs)
    note = f"{took.note}, {len(sample) / 1000:.0f} kB and {len(lines):,} events each"
    yield Row("a new session indexed", took.ratio, "P", 0.25, note)

    for path in folder.glob("new-*"):
        path.unlink()
    _fill(index_file(folder, cache), summarise(read_transcript(sample_file), ""))
    yield from _looks(bench, folder, sessions)


def _fill(index: Path, whole: SessionSummary) -> None:
    """Have the index know each of the sessions as one that was marked, one every three hours."""
    last = datetime(2026, 11, 1, tzinfo=UTC)
    details = pack_details(
        replace(detail, expected=0.8, own=(4, 1, 2), judged=(4, 2, 1), missed=("gone",))
        for detail in whole.details
    )
    write_index(
        index,
        {
            name: replace(
                entry,
                summary=replace(
                    whole,
                    file=name,
                    id=name.removesuffix(".jsonl"),
                    at=stamp(last - timedelta(hours=3 * number)),
                    packed_details=details,
                ),
            )
            for number, (name, entry) in enumerate(read_index(index).items())
        },
    )


def _looks(bench: Bench, folder: Path, sessions: int) -> Iterator[Row]:
    """What looks at all of them: whole commands, then what they compute."""
    where = ("--transcripts", str(folder))
    for what, arguments in (
        ("marked, listed warm", ("history", *where)),
        ("show last", ("show", "last", *where)),
        ("progress", ("progress", *where)),
        ("progress with the day of the interview", ("progress", "--day", "2999-01-01", *where)),
    ):
        took = paired(bench.ours(*arguments), bench.bare_python, bench.runs)
        yield Row(f"{sessions:,} sessions: {what}", took.ratio, "P", None, took.note)
    environment = {"INTERVIEW_SIM_HOME": str(bench.home)}
    services = build_services(bench.folder, environment, None, Options(transcripts=folder))
    history = services.history()
    banks = [loaded.outline for loaded in services.catalogue.banks]
    now = datetime(2026, 11, 2, tzinfo=UTC)
    day = now.date() + timedelta(days=14)
    for what, job in (
        ("where one stands, with the ledger", lambda: standing(history)),
        ("the forecast for a day", lambda: outlook(history, banks, day, now)),
        ("what waits at home", lambda: services.agenda(history)),
        ("what the next draw looks at", history.draw_history),
    ):
        yield Row(f"{sessions:,} sessions: {what}", min(map(seconds, [job] * 3)) * 1000, "ms")
