"""The benchmarks go on running as the code changes, and their page names all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import replay
from benchmarks.__main__ import BENCHMARKS, main, rows_of
from benchmarks.kit import Bench, Row, Table, paired

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def test_all_benchmarks_are_listed_can_be_loaded_and_are_on_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Loading one imports everything that it measures."""
    assert main(["--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == list(BENCHMARKS)
    assert all(callable(rows_of(name)) for name in listed)
    assert [name for name in listed if f"| {name} |" not in PAGE.read_text()] == []


def test_the_runner_runs_one_and_prints_its_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that starts no program, on a small session, with T taken as an hour."""
    monkeypatch.setattr(replay, "EDITS", 4_000)
    monkeypatch.setattr(Bench, "bare_textual", lambda _: 3600.0)
    monkeypatch.setattr(Bench, "runs", 1)
    main(["--only", "replay", "--quick"])
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["benchmark", "figure", "measured"]
    assert rows[0].startswith("replay     two hours of 400 edits, opened")
    assert all(row.startswith("replay ") for row in rows)


def test_a_limit_holds_or_does_not() -> None:
    """What is measured may be as much as its limit; without one there is nothing to hold."""
    assert [Row("", 3.0, "P", limit).holds for limit in (3.0, 2.9, None)] == [True, False, None]
    line = Table(as_markdown=True).line("startup", Row("--version", 3.04, "P", 3.0, "30 ms"))
    assert line == "| startup | --version | 3.04 P | 3.00 P | NO | 30 ms |"


def test_times_are_compared_pair_by_pair() -> None:
    """A machine that becomes slower for a while slows both; a first time does not count."""
    ours, base = iter([9.0, 2.0, 8.0, 3.0]), iter([9.0, 1.0, 4.0, 1.0])
    assert paired(lambda: next(ours), lambda: next(base), 3).ratio == 2.0
