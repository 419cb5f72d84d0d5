"""The session as one JSON object, with everything; docs/session.schema.json describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from interview_sim.assessment.model import QuestionResult, Scorecard, to_json
from interview_sim.exchange.session_exporters import Option, SessionFormat


def write(record: Scorecard, options: Mapping[str, Any]) -> bytes:
    """Indented JSON with a line end; with the edits where they were asked for."""
    if not options["edits"]:
        record = replace(record, questions=tuple(map(_without_edits, record.questions)))
    return to_json(record)


def _without_edits(question: QuestionResult) -> QuestionResult:
    return replace(question, answers=tuple(replace(a, edits=None) for a in question.answers))


FORMAT = SessionFormat(
    name="json",
    title="JSON",
    purpose="everything, for programs",
    endings=(".json",),
    write=write,
    options=(Option(name="edits", help="with every edit of every answer", default=False),),
    order=3,
)
