"""The session as a terminal recording: an asciicast, which stock players play.

The question is above, and the answer is typed below at the times at which it was typed, with both
clocks. Every question has a marker to jump to. Nothing that was typed reaches
the terminal as a command: what it would obey is made visible.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from msgspec import Struct

from interview_sim import figures
from interview_sim.assessment import words
from interview_sim.assessment.model import AnswerResult, QuestionResult, Scorecard, Timeline
from interview_sim.assessment.text import cells, wrap
from interview_sim.bank.terms import topic_in_full
from interview_sim.exchange.session_exporters import Option, SessionFormat, timeline_of
from interview_sim.literal import visible

COLUMNS = 80
ROWS = 24

_BOLD, _DIM, _ITALIC, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[3m", "\x1b[0m"
_TAB = "    "
_WORDS = re.compile(r"\s+|\S+")
_ROOM = COLUMNS - 1
"""The last column is left to the caret."""

_OPENING = "\x1b[?7l\x1b[2J\x1b[H"
"""An empty screen that never wraps or scrolls by itself."""

_CLOSING = f"\x1b[?7h{_PLAIN}\x1b[{ROWS};1H\r\n"
"""Leaves the terminal as it was found, below what is shown."""

_SECOND = 1000
_MOST_ASKED, _MOST_SAID = 7, 5
"""Rows that a question, and what was said before it, may take; the answer needs the others."""
_CARD_AFTER, _CARD_FOR = 1500, 5000

Event = tuple[int, str, str]
"""Milliseconds from the start, the asciicast's code for its kind, and its data."""


def write(session: Scorecard, options: Mapping[str, Any]) -> bytes:
    """The recording: one line for its header and one for each event."""
    is_version_3 = options["cast_version"] == "3"
    header = _header(session, options["idle"], is_version_3=is_version_3)
    lines = [json.dumps(header, ensure_ascii=False)]
    last = 0
    for t, kind, data in _events(session, options["idle"]):
        # Version 3 gives the time since the event before, version 2 that since the start.
        at = t - last if is_version_3 else t
        last = t
        lines.append(json.dumps([at / 1000, kind, data], ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def _header(session: Scorecard, idle: float | None, *, is_version_3: bool) -> dict[str, Any]:
    header: dict[str, Any] = {"version": 2, "width": COLUMNS, "height": ROWS}
    if is_version_3:
        header = {"version": 3, "term": {"cols": COLUMNS, "rows": ROWS}}
    header["title"] = fitted(words.title(session), 200)
    at = words.started(session)
    if at is not None:
        header["timestamp"] = int(at.timestamp())
    if idle is not None:
        header["idle_time_limit"] = idle
    return header


def _events(session: Scorecard, idle: float | None) -> Iterator[Event]:
    yield 0, "o", _OPENING
    end = timeline_of(session).end_ms + _CARD_AFTER
    card = (end, ["Scorecard"] if session.questions else [], Screen(tuple(_card(session))))
    shown = Screen(())
    for t, markers, screen in (*_frames(session, idle), card):
        for marker in markers:
            yield t, "m", fitted(marker, 200)
        if printed := change(shown, screen):
            yield t, "o", printed
        shown = screen
    yield end + _CARD_FOR, "o", _CLOSING


def _frames(session: Scorecard, idle: float | None) -> Iterator[tuple[int, list[str], Screen]]:
    """The session's screens, each with its time and the questions that begin there."""
    answers = session.answers
    asked = -1
    for t in _times(session, idle):
        markers = []
        while asked + 1 < len(answers) and answers[asked + 1][1].asked_ms <= t:
            asked += 1
            question, answer = answers[asked]
            edits = deque(answer.edits or ())
            text, caret = "", 0
            if answer.is_main:
                markers.append(fitted(f"{question.number}. {question.name}", COLUMNS))
        if asked < 0:
            yield t, markers, Screen(paragraph(words.title(session), ROWS))
            continue
        while edits and edits[0].t_ms <= t:
            edit = edits.popleft()
            text = text[: edit.at_char] + edit.ins + text[edit.at_char + edit.delete :]
            caret = edit.at_char + len(edit.ins)
        yield t, markers, _screen(session, question, answer, (text, caret), t)


def _times(session: Scorecard, idle: float | None) -> list[int]:
    """When the screen may change: when something happens, and each second, for the clocks.

    Where silences are to be shortened, the clocks do not tick in the part that players leave out.
    """
    timeline = timeline_of(session)
    happenings = {0, timeline.end_ms}
    for _, answer in session.answers:
        happenings.update((answer.asked_ms, answer.began_ms or 0, answer.closed_ms or 0))
        happenings.update(edit.t_ms for edit in answer.edits or ())
    for stop in timeline.stops:
        happenings.update((stop.from_ms, stop.until_ms))
    times = sorted(t for t in happenings if 0 <= t <= timeline.end_ms)
    longest = timeline.end_ms if idle is None else round(idle * 1000)
    ticks = (
        tick
        for start, end in pairwise(times)
        for tick in range(start + _SECOND, min(end, start + longest), _SECOND)
    )
    return sorted({*times, *ticks})


def _screen(
    session: Scorecard,
    question: QuestionResult,
    answer: AnswerResult,
    typed: tuple[str, int],
    t: int,
) -> Screen:
    """What is seen at `t`, with a text and its caret in the answer's place."""
    timeline = timeline_of(session)
    is_over = timeline.ended_ms is not None and timeline.ended_ms <= t
    said = session.closing if is_over and session.closing else answer.said
    above = [
        bold(ends(_name(session, question, answer), _clocks(session, answer, t))),
        "",
        *map(italic, paragraph(" ".join(said), _MOST_SAID) if said else ()),
        *paragraph(answer.ask, _MOST_ASKED),
        dim("─" * COLUMNS),
    ]
    height = ROWS - len(above) - 1
    shown, row, column = window(*typed, height)
    shown += [""] * (height - len(shown))
    status = dim(_status(timeline, answer, t))
    return Screen((*above, *shown, status), len(above) + row, column)


def _clocks(session: Scorecard, answer: AnswerResult, t: int) -> str:
    timeline = timeline_of(session)
    end = t if answer.closed_ms is None else min(t, answer.closed_ms)
    if answer.began_ms is None or t < answer.began_ms:
        own = f"reading {words.at(timeline.left(answer.asked_ms, answer.reading or 0, end))}"
    else:
        own = f"question {words.at(timeline.left(answer.began_ms, answer.budget, end))}"
    if timeline.started_ms is None:
        return own
    whole = timeline.left(timeline.started_ms, session.budget, t)
    return f"{own} · session {words.at(whole)}"


def _name(session: Scorecard, question: QuestionResult, answer: AnswerResult) -> str:
    name = f"Question {question.number} of {session.planned}"
    return f"{name} · {words.answer_name(answer) if answer.kind else topic_in_full(question.topic)}"


def _status(timeline: Timeline, answer: AnswerResult, t: int) -> str:
    if any(stop.from_ms <= t < stop.until_ms for stop in timeline.stops):
        return "The clocks are stopped."
    if answer.closed_ms is not None and answer.closed_ms <= t:
        return f"Answer {words.OUTCOMES[answer.outcome]}."
    if answer.began_ms is None or t < answer.began_ms:
        return "Reading the question."
    return ""


def _card(session: Scorecard) -> Iterator[str]:
    """What is shown at the end: the scores, and what is true where a premise was false."""
    yield bold(fitted(words.verdict_line(session), COLUMNS))
    yield from paragraph(words.facts(session), 2)
    yield ""
    put_right = [
        line
        for _, answer in session.answers
        if answer.correction
        for line in ("", *paragraph(words.put_right(answer.correction), 3))
    ][: ROWS // 2]
    room = ROWS - 6 - len(put_right)
    for question in session.questions[:room]:
        must = f"must {words.musts(question)}" if question.musts.of else ""
        right = f"{must}  {figures.shown(question.score):>5}"
        yield ends(f"{words.glance_sign(question)} {question.number}. {question.name}", right)
    if len(session.questions) > room:
        yield "…"
    yield from put_right


# The screen, and a text as it is typed in its rows


class Screen(Struct, frozen=True):
    """What is on the screen, and where the cursor is."""

    rows: tuple[str, ...]
    """Ready to be printed: styles of ours, and no control character from any text."""
    row: int = 0
    column: int = 0


def bold(text: str) -> str:
    """The text in bold; it must be safe to print already."""
    return f"{_BOLD}{text}{_PLAIN}" if text else ""


def italic(text: str) -> str:
    """The text in italics; it must be safe to print already."""
    return f"{_ITALIC}{text}{_PLAIN}" if text else ""


def dim(text: str) -> str:
    """The text less bright; it must be safe to print already."""
    return f"{_DIM}{text}{_PLAIN}" if text else ""


def change(before: Screen, now: Screen) -> str:
    """What to print to turn `before` into `now`; empty where they are the same."""
    printed = [
        f"\x1b[{number};1H\x1b[K{new}"
        for number, (old, new) in enumerate(zip(_filled(before), _filled(now), strict=True), 1)
        if old != new
    ]
    if not printed and (before.row, before.column) == (now.row, now.column):
        return ""
    return f"{''.join(printed)}\x1b[{now.row + 1};{now.column + 1}H"


def _filled(screen: Screen) -> list[str]:
    return [*screen.rows, *([""] * ROWS)][:ROWS]


def ends(left: str, right: str) -> str:
    """Two texts at the two ends of a row; the left one gives way."""
    room = COLUMNS - cells(right) - 1
    left = fitted(left, room)
    return left + " " * (COLUMNS - cells(left) - cells(right)) + right


def fitted(text: str, room: int) -> str:
    """The text on one row of `room` cells, cut with `…` where it is longer."""
    text = visible(" ".join(text.split()), newlines=False)
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


@lru_cache(maxsize=64)
def paragraph(text: str, rows: int) -> tuple[str, ...]:
    """The text in at most `rows` rows, the last with `…` where there is more."""
    lines = wrap(visible(text.strip()), COLUMNS)
    lines = [line.replace("\t", " ") for line in lines]
    if len(lines) > rows:
        lines = [*lines[: rows - 1], fitted(f"{lines[rows - 1]} …", COLUMNS)]
    return tuple(lines)


def shown(text: str) -> str:
    """One row of a text as it is printed: what a terminal would obey is made visible."""
    return visible(text.replace("\t", _TAB), newlines=False)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """The cells that one row of a text takes."""
    return cells(shown(text))


def rows_of(text: str) -> list[tuple[int, str]]:
    """A text in the rows of an editor: the offset of each, and what is in it.

    Blanks stay as they were typed; words go to the next row whole where they can.
    """
    rows: list[tuple[int, str]] = []
    offset = 0
    for line in text.split("\n"):
        rows += [
            (offset + start, line[start:end])
            for start, end in pairwise((*_row_starts(line), len(line)))
        ]
        offset += len(line) + 1
    return rows


def window(text: str, caret: int, height: int) -> tuple[list[str], int, int]:
    """So many rows around the caret, ready to be printed, and its row among them and its column."""
    rows = rows_of(text)
    row = bisect_right(rows, caret, key=itemgetter(0)) - 1
    start, typed = rows[row]
    first = max(0, min(len(rows) - height, row - height + 2))
    seen = [shown(typed) for _, typed in rows[first : first + height]]
    return seen, row - first, width(typed[: caret - start])


@lru_cache(maxsize=512)
def _row_starts(line: str) -> tuple[int, ...]:
    starts, column = [0], 0
    for found in _WORDS.finditer(line):
        word, wide = found.group(), width(found.group())
        if column and column + wide > _ROOM and not word.isspace():
            starts.append(found.start())
            column = 0
        if column + wide <= _ROOM:
            column += wide
            continue
        for place, char in enumerate(word, found.start()):  # longer than a row
            if column and column + width(char) > _ROOM:
                starts.append(place)
                column = 0
            column += width(char)
    return tuple(starts)


FORMAT = SessionFormat(
    name="cast",
    title="Terminal recording",
    purpose="for asciinema players",
    endings=(".cast",),
    write=write,
    options=(
        Option(
            name="cast_version",
            help="version of the asciicast format",
            default="2",
            choices=("2", "3"),
        ),
        Option(
            name="idle",
            help="players shorten longer pauses to this",
            metavar="SECONDS",
            least=0.1,
        ),
    ),
    order=5,
)
