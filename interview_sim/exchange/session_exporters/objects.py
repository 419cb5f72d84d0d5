"""The session as one JSON object; docs/session.schema.json describes it."""

from __future__ import annotations

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from interview_sim.exchange.session_exporters import Choices
from interview_sim.exchange.session_exporters.document import Question, Session


def write(session: Session, choices: Choices) -> bytes:
    """Indented JSON with a line end; with the edits where they were asked for."""
    if not choices.edits:
        questions = tuple(_without_edits(question) for question in session.questions)
        session = replace(session, questions=questions)
    return msgspec.json.format(msgspec.json.encode(session), indent=2) + b"\n"


def _without_edits(question: Question) -> Question:
    answers = tuple(replace(answer, edits=UNSET) for answer in question.answers)
    return replace(question, answers=answers)
