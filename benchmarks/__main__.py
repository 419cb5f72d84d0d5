"""Everything that is measured, in one table of ratios: `uv run python -m benchmarks`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.kit import Bench, Row, Rows, Table, bench

BENCHMARKS = {
    "startup": "first frame, and commands without a screen",
    "keys": "from a key press to its painted frame",
    "submit": "what ^S costs the event loop while an answer is judged",
    "replay": "a session of two hours: opening it, moving about in it",
    "banks": "ten thousand questions in a hundred files, cold and warm",
    "history": "ten thousand sessions, and a new one among them",
    "cohort": "what the transcripts of many people say together",
    "matching": "how long a judgement takes and how often it is right",
    "borrowed": "words of our banks that stand elsewhere, too",
    "durability": "what is left of an interview that was killed",
}
"""Each is a module of this name (`matching`: a folder) with a function `rows`."""


def rows_of(name: str) -> Callable[[Bench], Rows]:
    """What a benchmark measures, row by row."""
    found: Callable[[Bench], Rows] = import_module(f"benchmarks.{name}").rows
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), help="may be repeated")
    parser.add_argument("--quick", action="store_true", help="few runs, smaller sizes")
    parser.add_argument("--markdown", action="store_true", help="a table for docs/benchmarks.md")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    chosen = parser.parse_args(arguments)
    if chosen.list:
        for name, what in BENCHMARKS.items():
            print(f"{name:<11}{what}")
        return 0
    table = Table(as_markdown=chosen.markdown)
    broken = 0
    print(table.head(), flush=True)
    for name in BENCHMARKS:
        if chosen.only and name not in chosen.only:
            continue
        with bench(is_quick=chosen.quick) as here:
            for row in rows_of(name)(here):
                print(table.line(name, row), flush=True)
                broken += isinstance(row, Row) and row.holds is False
    if broken:
        print(f"\n{broken} over the limit", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
