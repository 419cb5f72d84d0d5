"""A report for a mentor: where the candidate stands, on one page, without any answer."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.assessment.speaking import Speaking, manner_blocks
from interview_sim.bank.terms import topic_in_full
from interview_sim.errors import InterviewSimError
from interview_sim.exchange.session_exporters.markdown import inline
from interview_sim.figures import counted
from interview_sim.literal import visible
from interview_sim.progress.drawing import (
    TOO_EARLY,
    figure_words,
    forecast_title,
    ledger_lines,
    trend_title,
)
from interview_sim.progress.history import LATEST
from interview_sim.progress.standing import (
    FIGURES,
    MOST_MISSES,
    Part,
    Standing,
    in_words,
)

if TYPE_CHECKING:
    from interview_sim.assessment.speaking import Manner
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.progress.forecast import Outlook, TopicForecast
    from interview_sim.progress.history import History
    from interview_sim.transcript.store import Store

FORMATS = ("md", "html")

_ABOUT = (
    "Scores run from 0 to 100. They rest on the candidate's own word about each point, beside "
    "suggestions that come from comparing words. No answer is in this report."
)
_ABOUT_FIGURES = (
    f"Of the latest {LATEST} answers each, with how many there are. ?: {TOO_EARLY}. musts: the "
    "share of the points that a full answer must have."
)
_TEMPLATE = Path(__file__).with_name("report.html.j2")
_STYLE = Path(__file__).with_name("report.css")


LATEST_SAID = 10
"""Sessions that the summary of how answers were said reads."""


class Section(Struct, frozen=True, kw_only=True):
    """A heading with sentences below it, and a table or a list."""

    title: str
    sentences: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """What there is to report, in words."""

    title: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]


def report(
    found: Standing,
    banks: Sequence[LoadedBank],
    *,
    today: date,
    since: date | None = None,
    outlook: Outlook | None = None,
    manner: Manner | None = None,
) -> Report:
    """The report.

    Args:
        found: Where the candidate stands.
        banks: Where the words of points are.
        today: The day it is made.
        since: From which day on sessions count; None: all.
        outlook: The day of the interview, where it is known.
        manner: How the answers of the latest sessions were said.
    """
    period = f"since {_day(since)}" if since else "so far"
    count = f"{counted(found.answers, 'answer')} in {counted(found.sessions, 'session')} {period}"
    return Report(
        title=f"Interview practice, {_day(today)}",
        sentences=(
            f"{count}; {counted(len(found.sittings), 'day')} with a session.",
            _ABOUT,
        ),
        sections=(*_sections(found, banks, today, outlook), *_manner(manner)),
    )


def said_lately(store: Store, history: History, since: date | None = None) -> Manner:
    """How the answers of the latest sessions were said; what cannot be read is left out."""
    found = []
    scored = (s for s in history.scored if not since or (s.day and s.day >= since))
    for session in islice(scored, LATEST_SAID):
        with contextlib.suppress(InterviewSimError):
            found.append(Speaking(store.read(store.folder / session.file)))
    return Speaking.over(found)


def _sections(
    found: Standing,
    banks: Sequence[LoadedBank],
    today: date,
    outlook: Outlook | None,
) -> Iterator[Section]:
    yield _table("By topic", "topic", found.topics, (_ABOUT_FIGURES,))
    yield _table("By level", "level", (*found.levels, found.whole))
    yield Section(
        title=trend_title(found.trend),
        sentences=() if found.has_trend else (f"Fewer than three: {TOO_EARLY}.",),
        heads=("from", "score", "answers"),
        rows=tuple((_day(p.first), f"{p.score:.0f}", str(p.n)) for p in found.trend),
    )
    if outlook is not None and outlook.topics:
        yield Section(
            title=forecast_title(outlook.day, today),
            heads=("topic", "now", "then", "likely", "questions answered"),
            rows=tuple(map(_forecast_row, outlook.topics)),
        )
    yield Section(
        title="What was expected, and what came",
        sentences=tuple(ledger_lines(found.ledger, strip=False)),
    )
    misses = found.ledger.misses[:MOST_MISSES]
    if misses:
        words = in_words(misses, banks)
        yield Section(
            title="Missed, though most was thought covered",
            items=tuple(f"{miss.title}: {said}" for miss, said in zip(misses, words, strict=True)),
        )


def _manner(manner: Manner | None) -> Iterator[Section]:
    """How answers were said; without the places of silences, which would quote answers."""
    if manner is None or not manner.answers:
        return
    blocks = manner_blocks(replace(manner, silences=()))
    yield Section(
        title="How the latest answers were said",
        sentences=(f"Of {counted(manner.answers, 'answer')}. It counts for no score.",),
        items=tuple(f"{block.lead} {block.text}" for block in blocks),
    )


def _table(title: str, name: str, parts: Sequence[Part], about: tuple[str, ...] = ()) -> Section:
    return Section(
        title=title,
        sentences=about,
        heads=(name, *FIGURES),
        rows=tuple(
            (
                topic_in_full(part.name) or "(none)",
                *(figure_words(getattr(part, figure)) for figure in FIGURES),
            )
            for part in parts
        ),
    )


def _forecast_row(each: TopicForecast) -> tuple[str, ...]:
    answered = f"{each.answered} of {each.questions}"
    name = topic_in_full(each.topic) or "(none)"
    if each.then is None or each.low is None or each.high is None or each.today is None:
        return (name, "–", "–", TOO_EARLY, answered)
    return (
        name,
        f"{each.today:.0f}",
        f"{each.then:.0f}",
        f"{each.low:.0f} to {each.high:.0f}",
        answered,
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


# As a file


def as_markdown(made: Report) -> str:
    """The report as Markdown; any text in it is text."""
    parts = [f"# {inline(made.title)}", *map(inline, made.sentences)]
    for section in made.sections:
        parts += [f"## {inline(section.title)}", *map(inline, section.sentences)]
        if section.rows:
            lines = [section.heads, ("---",) * len(section.heads)]
            rows = [tuple(inline(cell) for cell in row) for row in section.rows]
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in (*lines, *rows)))
        if section.items:
            parts.append("\n".join(f"- {inline(item)}" for item in section.items))
    return "\n\n".join(parts) + "\n"


def as_html(made: Report) -> str:
    """The report as one page without script, which may load nothing."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        report=made,
        style=Markup(style),  # noqa: S704 - a file of ours
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'",
    )
