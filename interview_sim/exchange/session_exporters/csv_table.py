"""Answers and points as CSV: one table, whose column `kind` says what a row is.

One file and not two, so that it goes through a pipe; filtering on `kind` gives either table. The
form is that of RFC 4180, in UTF-8. Spreadsheets take a cell that begins with `=` and its like for a
formula, quoted or not; such a text gets an apostrophe in front, see `guarded`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from interview_sim.assessment.model import (
    AnswerResult,
    PointResult,
    QuestionResult,
    Scorecard,
    rounded,
)
from interview_sim.exchange.session_exporters import Option, SessionFormat

Cell = str | int | float | None

_OF_BOTH: dict[str, Callable[[QuestionResult, AnswerResult], Cell]] = {
    "number": lambda question, _: question.number,
    "question": lambda question, _: question.id,
    "topic": lambda question, _: question.topic,
    "level": lambda question, _: question.level.value,
    "part": lambda _, answer: answer.part,
}
_OF_ANSWERS: dict[str, Callable[[AnswerResult], Cell]] = {
    "ask": lambda answer: answer.ask,
    "answer": lambda answer: answer.text,
    "outcome": lambda answer: answer.outcome.value,
    "asked_seconds": lambda answer: answer.asked_ms / 1000,
    "used_seconds": lambda answer: answer.seconds,
    "budget_seconds": lambda answer: answer.budget,
    "score": lambda answer: answer.score,
}
_OF_POINTS: dict[str, Callable[[PointResult], Cell]] = {
    "point": lambda point: point.id,
    "statement": lambda point: point.point,
    "need": lambda point: point.need.value,
    "weight": lambda point: point.weight,
    "group": lambda point: point.group,
    "verdict": lambda point: point.confirmed.value,
    "suggested": lambda point: point.suggested.value,
    "marked": lambda point: point.marked,
    "first_covered_seconds": lambda point: (
        None if point.first_covered_ms is None else point.first_covered_ms / 1000
    ),
    "evidence": lambda point: " … ".join(point.evidence),
}
_ADDED = ("question_name", "about", "correction")
COLUMNS = ("kind", "session", "started_at", *_OF_BOTH, *_OF_ANSWERS, *_OF_POINTS, "note", *_ADDED)
"""In their order; columns are only ever added, at the end."""

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
    for row in _rows(rounded(session)):
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
        common: dict[str, Cell] = {"session": session.id, "started_at": session.at}
        common |= {name: cell(question, answer) for name, cell in _OF_BOTH.items()}
        common["question_name"] = question.name
        of_answer = {name: cell(answer) for name, cell in _OF_ANSWERS.items()}
        note = question.note if answer.is_main else None
        yield {
            "kind": "answer",
            **common,
            **of_answer,
            "note": note,
            "correction": answer.correction,
        }
        for point in answer.points:
            of_point = {name: cell(point) for name, cell in _OF_POINTS.items()}
            yield {"kind": "point", **common, **of_point, "about": point.about.value}


FORMAT = SessionFormat(
    name="csv",
    title="CSV",
    purpose="one row per point, for spreadsheets",
    endings=(".csv",),
    write=write,
    options=(
        Option(name="bom", help="begin with a byte-order mark, for spreadsheets", default=False),
    ),
    order=4,
)
