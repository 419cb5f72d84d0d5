"""Answers and points as CSV: one table, whose column `kind` says what a row is.

One file and not two, so that it goes through a pipe; filtering on `kind` gives either table. The
form is that of RFC 4180, in UTF-8. Spreadsheets take a cell that begins with `=` and its like for a
formula, quoted or not; such a text gets an apostrophe in front, see `guarded`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from interview_sim.assessment.model import AnswerResult, PointResult, QuestionResult, Scorecard
from interview_sim.exchange.session_exporters import Option, SessionFormat

COLUMNS = (
    "kind",
    "session",
    "started_at",
    "number",
    "question",
    "topic",
    "level",
    "part",
    "ask",
    "answer",
    "outcome",
    "asked_seconds",
    "used_seconds",
    "budget_seconds",
    "score",
    "point",
    "statement",
    "need",
    "weight",
    "group",
    "verdict",
    "suggested",
    "marked",
    "first_covered_seconds",
    "evidence",
    "note",
)
"""In their order; columns are only ever added, at the end."""

Cell = str | int | float | None

_BOM = "\ufeff"
_APOSTROPHE = "'"
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def write(session: Scorecard, options: Mapping[str, Any]) -> bytes:
    """The table with its head; each answer is followed by its points."""
    out = io.StringIO(newline="")
    if options["bom"]:
        out.write(_BOM)
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(session):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue().encode()


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula.

    A text that begins so already gets one more, so that taking one away gives every text back.
    """
    return _APOSTROPHE + text if _FORMULA.match(text) else text


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def _rows(session: Scorecard) -> Iterator[dict[str, Cell]]:
    for question, answer in session.answers:
        common: dict[str, Cell] = {
            "session": session.id,
            "started_at": session.at,
            "number": question.number,
            "question": question.id,
            "topic": question.topic,
            "level": question.level.value,
            "part": answer.part,
        }
        yield common | _answer_row(question, answer)
        for point in answer.points:
            yield common | _point_row(point)


def _answer_row(question: QuestionResult, answer: AnswerResult) -> dict[str, Cell]:
    return {
        "kind": "answer",
        "ask": answer.ask,
        "answer": answer.text,
        "outcome": answer.outcome.value,
        "asked_seconds": answer.asked_ms / 1000,
        "used_seconds": answer.seconds,
        "budget_seconds": answer.budget,
        "score": answer.score,
        "note": question.note if answer.is_main else None,
    }


def _point_row(point: PointResult) -> dict[str, Cell]:
    first = point.first_covered_ms
    return {
        "kind": "point",
        "point": point.id,
        "statement": point.point,
        "need": point.need.value,
        "weight": point.weight,
        "group": point.group,
        "verdict": point.confirmed.value,
        "suggested": point.suggested.value,
        "marked": point.marked,
        "first_covered_seconds": None if first is None else first / 1000,
        "evidence": " … ".join(point.evidence),
    }


FORMAT = SessionFormat(
    name="csv",
    title="CSV",
    purpose="one row a point, for spreadsheets",
    endings=(".csv",),
    write=write,
    options=(
        Option(name="bom", help="begin with a byte-order mark, for spreadsheets", default=False),
    ),
    order=4,
)
