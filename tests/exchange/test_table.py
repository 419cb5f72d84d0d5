"""The CSV export is a plain RFC 4180 table, and no spreadsheet works out what is in it."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from export_kit import FORMULAS, exported, file_of, hostile, one_question, small
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.assessment.model import Scorecard
from interview_sim.exchange.session_exporters.csv_table import COLUMNS, guarded

TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


def unguarded(text: str) -> str:
    """The text as docs/export.md says that a program gets it back."""
    return text[1:] if re.match("^'+[=+\\-@\t\r\n＝＋－＠]", text) else text


def rows_of(session: Scorecard, **choices: Any) -> list[dict[str, str]]:
    """What a CSV reader makes of the file."""
    text = file_of(session, "csv", **choices).decode("utf-8")
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return list(reader)


def test_each_answer_is_followed_by_its_points() -> None:
    """The column `kind` says which a row is."""
    rows = rows_of(small())
    assert [row["kind"] for row in rows[:5]] == ["answer", "point", "point", "answer", "point"]
    assert set(rows[0]) == set(COLUMNS)
    first, point = rows[0], rows[1]
    assert first["answer"] == "Averaging lowers variance. "
    assert (first["used_seconds"], first["budget_seconds"]) == ("8.4", "240")
    assert (point["point"], point["verdict"], point["marked"]) == (
        "lower-variance",
        "partly",
        "true",
    )


def test_lines_end_as_the_standard_says() -> None:
    """Every record ends with CR LF, the last one too."""
    data = file_of(small(), "csv")
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"").replace(b"\nlines", b"")


def test_the_byte_order_mark_is_a_choice() -> None:
    """It is there for spreadsheets when asked for, and only once."""
    plain, marked = (file_of(small(), "csv", bom=bom) for bom in (False, True))
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_as_a_formula(formula: str) -> None:
    """An apostrophe is before it, and taking it away gives back what was typed."""
    session = exported(one_question(formula, prompt=formula, note=formula, topic=formula))
    rows = rows_of(session)
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(TRIGGERS)
    assert unguarded(rows[0]["answer"]) == formula
    assert rows[0]["answer"] == f"'{formula}"


def test_hostile_texts_stay_in_their_cells() -> None:
    """Quotes, commas and line ends in a text never make another cell or record."""
    rows = rows_of(hostile())
    assert [row["kind"] for row in rows] == ["answer", *["point"] * 5]
    assert all(None not in row and None not in row.values() for row in rows)


@given(st.text(max_size=40))
def test_guarding_loses_nothing(text: str) -> None:
    """Whatever a text begins with, it can be had back, and never begins as a formula."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(TRIGGERS)


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_text_comes_through_unchanged(answer: str, prompt: str) -> None:
    """A CSV reader gets back what was asked and answered, character for character."""
    row = rows_of(exported(one_question(answer, prompt=prompt)))[0]
    assert (unguarded(row["answer"]), unguarded(row["ask"])) == (answer, prompt)
