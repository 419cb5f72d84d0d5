"""What the benchmark prints of the tests of points, those held out first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from interview_sim.bank.examples import FOLDER, read_tests
from interview_sim.bank.loading import load_bank
from interview_sim.matching.examples import (
    SHARES,
    Tried,
    figures_of,
    grouped,
    parts,
    try_tests,
)

BANKS = Path(__file__).parents[2] / "banks"


def examples_report(banks: Path = BANKS) -> str:
    """The figures of all tests, of each bank, and of each question."""
    by_bank: dict[str, list[Tried]] = {}
    for path in sorted((banks / FOLDER).glob("*.yaml")):
        bank = load_bank(banks / path.name)
        by_bank[bank.id] = list(try_tests(bank, read_tests(path, bank).sentences))
    everything = [one for tried in by_bank.values() for one in tried]
    if not everything:
        return "\nTests of points: none yet"
    heads = "".join(f"{called:>18}" for called in SHARES.values())
    lines = ["", f"{'Tests of points, each sentence an answer':50}{'tests':>7}{heads}"]
    for number, part in enumerate(("held out", "tuned")):
        lines += _row(f"{part}: all banks", parts(everything)[number])
        for name, tried in by_bank.items():
            mine = parts(tried)[number]
            lines += _row(f"{part}: {name}", mine)
            for question, members in grouped(mine, lambda one: one.question).items():
                lines += _row(f"  {question}", members)
    return "\n".join(lines)


def _row(name: str, tried: list[Tried]) -> Iterator[str]:
    figures = figures_of(tried)
    shares = (getattr(figures, share) for share in SHARES)
    cells = (f"{'–' if share is None else f'{share:.3f}':>18}" for share in shares)
    if tried:
        yield f"{name:50}{len(tried):7}{''.join(cells)}"
