"""The session as one HTML page with its replay inside: no network, no libraries, any text is text.

The page may run and use nothing but its own one script and one style sheet, which its
content-security policy names by their hashes. Texts get into it in two ways: through a template
that escapes everything, and as JSON that cannot end its block, which the script shows as text
nodes. What a person reads is there without the script too.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from interview_sim.exchange.session_exporters import Choices, words
from interview_sim.exchange.session_exporters.document import Answer, Question, Session
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict

_TEMPLATES = Path(__file__).parent / "templates"
_MARKED = frozenset({"submitted", "timed_out", "skipped", "flagged", "hint", "pause", "silence"})
"""What is marked on the timeline besides the questions and follow-ups."""


class Segment(Struct, frozen=True):
    """A piece of an answer that is evidence for the same points throughout."""

    text: str
    points: tuple[str, ...]
    """The statements it is evidence for; none for plain text."""


def write(session: Session, choices: Choices) -> bytes:
    """The whole page."""
    del choices
    style, script = _asset("session.css"), _asset("player.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # The three that are not escaped: two files of ours, and JSON that is spelt without any `<`.
    page = (
        _environment()
        .get_template("session.html.j2")
        .render(
            session=session,
            words=words,
            policy=policy,
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            data=Markup(block_of(player_data(session))),  # noqa: S704
        )
    )
    return page.encode()


def segments(answer: Answer) -> tuple[Segment, ...]:
    """The answer cut where evidence begins and ends."""
    found = [
        (span, point.point or point.id)
        for point in answer.points
        if point.verdict is not Verdict.MISSED and point.pick is None
        for span in point.spans
    ]
    cuts = sorted({0, len(answer.text), *(edge for span, _ in found for edge in span)})
    cuts = [cut for cut in cuts if 0 <= cut <= len(answer.text)]
    return tuple(
        Segment(
            answer.text[start:end],
            tuple(name for (first, last), name in found if first <= start and end <= last),
        )
        for start, end in pairwise(cuts)
    )


def block_of(data: Any) -> str:
    """The data as JSON in plain ASCII that no text in it can end or turn into markup."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def player_data(session: Session) -> dict[str, Any]:
    """What the script needs to play the session."""
    return {
        "end": session.end_ms,
        "started": session.started_ms,
        "budget": session.budget_ms,
        "stops": [[stop.from_ms, stop.until_ms] for stop in session.stops],
        "turns": [_turn(session, question, answer) for question, answer in session.answers],
        "marks": [
            {"t": moment.t_ms, "until": moment.until_ms, "kind": moment.kind}
            for moment in session.moments
            if moment.kind in _MARKED and moment.t_ms <= session.end_ms
        ],
    }


def _turn(session: Session, question: Question, answer: Answer) -> dict[str, Any]:
    name = f"Question {question.number} of {session.planned}"
    follow_up = f" · {words.answer_name(answer)}" if answer.kind else ""
    return {
        "name": f"{name}{follow_up}",
        "number": question.number if answer.is_main else None,
        "ask": answer.ask,
        "asked": answer.asked_ms,
        "began": answer.began_ms,
        "closed": answer.closed_ms,
        "reading": answer.reading_ms,
        "budget": answer.budget_ms,
        "outcome": words.OUTCOMES.get(answer.outcome, answer.outcome),
        "edits": [
            [change.t_ms, change.at_char, change.delete, change.ins] for change in answer.changes
        ],
        "points": [
            {
                "text": point.point or point.id,
                "verdict": point.verdict.value,
                "sign": words.SIGNS[point.verdict],
                "first": point.first_covered_ms,
                "evidence": list(point.evidence) if words.shows_evidence(point) else [],
                "member": point.group is not None,
            }
            for point in answer.points
        ],
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters["segments"] = segments
    environment.filters["losses"] = _losses
    return environment


def _finalized(value: Any) -> Any:
    """Every text that is shown, with what a page or a terminal would obey spelt out."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _losses(questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    """What was taken out and took a point along."""
    for question in questions:
        for deleted in question.deleted:
            if deleted.point:
                yield {"question": question, "deleted": deleted}


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
