"""How long ten thousand questions in a hundred files take to read, cold and warm.

Each has five points, a misconception, a follow-up and a model answer (about 3.7 kB).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.kit import Bench, Row, Rows, paired, seconds
from benchmarks.made_up import write_banks
from interview_sim.bank.catalogue import Catalogue
from interview_sim.session.draw import expected_seconds, pool
from interview_sim.session.plan import Plan

FILES, QUESTIONS = 100, 100


def rows(bench: Bench) -> Rows:
    """The list of all banks, cold and warm, and what the setup screen makes of them."""
    banks = bench.folder / "banks"
    files = FILES // 10 if bench.is_quick else FILES
    size = write_banks(banks, files, QUESTIONS)
    listing = bench.ours("bank", "list", "--bank", str(banks))
    what = f"{files * QUESTIONS:,} questions in {files} files"

    def cold() -> float:
        shutil.rmtree(bench.home, ignore_errors=True)
        return listing()

    took = paired(cold, bench.bare_textual, 1 if bench.is_quick else 3)
    limit = bench.limit(4, at_full_size=True)
    note = f"{took.note}, {size / 1e6:.0f} MB"
    yield Row(f"{what}, listed cold", took.ratio, "T", limit, note)

    warm = paired(listing, bench.bare_python, bench.runs)
    limit = bench.limit(12, at_full_size=True)
    yield Row(f"{what}, listed warm", warm.ratio, "P", limit, warm.note)

    changed = min(banks.iterdir())

    def one_changed() -> float:
        changed.write_text(changed.read_text() + "# changed\n")
        return listing()

    took = paired(one_changed, bench.bare_python, bench.runs)
    yield Row("one file of them changed", took.ratio, "P", None, took.note)
    yield from _in_process(bench, banks)


def _in_process(bench: Bench, banks: Path) -> Rows:
    """What the screens do."""
    cache = bench.folder / "cache"

    def load() -> Catalogue:
        return Catalogue.load([banks], cache_folder=cache)

    outlines = [loaded.outline for loaded in load().banks]
    plan = Plan(name="all", title="All")
    jobs: dict[str, Callable[[], object]] = {
        "catalogue, warm, in a program that runs": load,
        "setup screen: pool and expected time": lambda: expected_seconds(
            plan, pool(plan, outlines)
        ),
        "every question decoded": lambda: [loaded.bank for loaded in load().banks],
    }
    for what, job in jobs.items():
        took = paired(lambda job=job: seconds(job), bench.bare_python, bench.runs)  # type: ignore[misc]
        yield Row(what, took.ratio, "P", None, took.note)
