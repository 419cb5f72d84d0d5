"""How long the program takes to start: the home screen against T, other commands against P."""

from __future__ import annotations

from benchmarks.kit import Bench, Row, Rows, paired

COMMANDS = (
    (("--version",), 3.0),
    (("bank", "list"), 5.0),
    (("history",), 5.0),
    (("show", "last"), 5.0),
)


def rows(bench: Bench) -> Rows:
    """The first frame, then each command."""
    home = paired(
        lambda: bench.first_frame(bench.program(), b"Start an interview"),
        bench.bare_textual,
        bench.runs,
    )
    yield Row("home screen, first frame", home.ratio, "T", 1.15, home.note)
    for arguments, limit in COMMANDS:
        took = paired(bench.ours(*arguments), bench.bare_python, bench.runs)
        yield Row(f"interview-sim {' '.join(arguments)}", took.ratio, "P", limit, took.note)
