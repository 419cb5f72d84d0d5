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
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from interview_sim.assessment import words
from interview_sim.assessment.model import AnswerResult, QuestionResult, Scorecard
from interview_sim.bank.terms import topic_in_full
from interview_sim.exchange.session_exporters import SessionFormat, timeline_of
from interview_sim.figures import counted, shown
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_MARKED = frozenset({"submitted", "timed_out", "skipped", "flagged", "hint", "pause", "silence"})
"""What is marked on the timeline besides the questions and follow-ups."""


class Segment(Struct, frozen=True):
    """A piece of an answer that is evidence for the same points throughout."""

    text: str
    points: tuple[str, ...]
    """The statements it is evidence for; none for plain text."""


def write(session: Scorecard, options: Mapping[str, Any]) -> bytes:
    """The whole page."""
    from markupsafe import Markup  # with jinja2 half of the import time of all formats

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
    # The three that are not escaped: two files of ours, and JSON that has no `<` in it.
    page = (
        _environment()
        .get_template("session.html.j2")
        .render(
            session=session,
            words=words,
            counted=counted,
            shown=shown,
            policy=policy,
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            data=Markup(block_of(player_data(session))),  # noqa: S704
        )
    )
    return page.encode()


def segments(answer: AnswerResult) -> tuple[Segment, ...]:
    """The answer cut where evidence begins and ends."""
    found = [
        (span, point.name)
        for point in answer.points
        if point.confirmed is not Verdict.MISSED and point.pick is None
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


def player_data(session: Scorecard) -> dict[str, Any]:
    """What the script needs to play the session."""
    timeline = timeline_of(session)
    return {
        "end": timeline.end_ms,
        "started": timeline.started_ms,
        "budget": round(session.budget * 1000),
        "ended": timeline.ended_ms,
        "closing": list(session.closing),
        "stops": [[stop.from_ms, stop.until_ms] for stop in timeline.stops],
        "turns": [_turn(session, question, answer) for question, answer in session.answers],
        "marks": [
            {"t": moment.t_ms, "until": moment.until_ms, "kind": moment.kind}
            for moment in timeline.moments
            if moment.kind in _MARKED and moment.t_ms <= timeline.end_ms
        ],
    }


def _turn(session: Scorecard, question: QuestionResult, answer: AnswerResult) -> dict[str, Any]:
    name = f"Question {question.number} of {session.planned}"
    follow_up = f" · {words.answer_name(answer)}" if answer.kind else ""
    return {
        "name": f"{name}{follow_up}",
        "number": question.number if answer.is_main else None,
        "said": list(answer.said),
        "ask": answer.ask,
        "asked": answer.asked_ms,
        "began": answer.began_ms,
        "closed": answer.closed_ms,
        "reading": round((answer.reading or 0) * 1000),
        "budget": round(answer.budget * 1000),
        "outcome": words.OUTCOMES[answer.outcome],
        "edits": [
            [change.t_ms, change.at_char, change.delete, change.ins]
            for change in answer.edits or ()
        ],
        "points": [
            {
                "text": point.name,
                "verdict": point.confirmed.value,
                "sign": words.SIGNS[point.confirmed],
                "first": point.first_covered_ms,
                "after": round((point.covered_after or 0) * 1000),
                "evidence": list(point.evidence) if point.shows_evidence else [],
                "member": point.group is not None,
            }
            for point in answer.points
        ],
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters["segments"] = segments
    environment.filters["topic"] = topic_in_full
    return environment


def _finalized(value: Any) -> Any:
    """Every text that is shown, with what a page or a terminal would obey made visible."""
    is_plain = isinstance(value, str) and not hasattr(value, "__html__")
    return visible(value) if is_plain else value


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


FORMAT = SessionFormat(
    name="html",
    title="HTML page",
    purpose="with the replay, works offline",
    endings=(".html", ".htm"),
    write=write,
    order=2,
)
