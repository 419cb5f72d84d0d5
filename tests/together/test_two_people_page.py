"""The page on two people says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from interview_sim.together.agreement import ENOUGH, kappa, two_decimals
from interview_sim.together.marking import AnswerMarks, MarkingFile

PAGE = (Path(__file__).parents[2] / "docs" / "two-people.md").read_text(encoding="utf-8")


def test_the_worked_example_is_worked_out_right() -> None:
    """The table on the page, put into the program, gives the numbers on the page."""
    rows = re.findall(r"^\| \*\*A \w+\*\* \|(.*)\|$", PAGE, re.M)
    counts = [[int(cell) for cell in row.split("|")] for row in rows]
    table = tuple(tuple(reversed(row)) for row in reversed(counts))
    plain, weighted = kappa(table), kappa(table, is_weighted=True)
    assert plain is not None
    assert weighted is not None
    assert re.findall(r"= \*\*(0\.\d\d)\*\*", PAGE) == [
        two_decimals(plain), two_decimals(weighted),
    ]  # fmt: skip


def test_every_field_of_a_marking_is_described() -> None:
    """And the number below which nothing is read into kappa."""
    for kind in (MarkingFile, AnswerMarks):
        for name in set(kind.__struct_encode_fields__) - {"format"}:
            assert f"`{name}`" in PAGE, name
    assert f"fewer than **{ENOUGH}** points" in PAGE
