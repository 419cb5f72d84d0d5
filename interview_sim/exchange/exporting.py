"""A saved session as a file in another format: what every way of exporting shares.

The formats write one record, the scorecard, completed here with what only the transcript knows.
So every format says the same, and `--anonymous` works in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from interview_sim.assessment.model import (
    AnswerResult,
    Moment,
    QuestionResult,
    Scorecard,
    Stop,
    Timeline,
    TypedEdit,
    rounded,
)
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.exchange.session_exporters import SessionFormat
from interview_sim.files import create_new, free_path
from interview_sim.session.answers import Answers
from interview_sim.session.events import Asked, Started
from interview_sim.session.fold import fold
from interview_sim.session.personal import impersonal
from interview_sim.session.plan import Rate
from interview_sim.session.state import State
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.replay import Replay
from interview_sim.transcript.timeline import MarkKind, TimelineMark

_DIGITS = 8


class Exported(NamedTuple):
    """A whole file, with the name that it goes by."""

    name: str
    content: bytes


def exported(
    transcript: Transcript,
    format_: SessionFormat,
    options: Mapping[str, Any] | None = None,
    *,
    is_anonymous: bool = False,
) -> Exported:
    """The session with its scorecard in one of the formats.

    Args:
        transcript: The session; one that is not finished will do.
        format_: As what.
        options: What was chosen, by the names of the format's options.
        is_anonymous: Whether names, notes, dates and times of day are left out.
    """
    record = whole_record(_impersonal(transcript) if is_anonymous else transcript)
    if is_anonymous:
        record = anonymous(record)
    return Exported(f"{_file_name(record.id)}{format_.endings[0]}", format_.file(record, options))


def save_new(folder: Path, export: Exported) -> Path:
    """Write the file, readable by its owner alone, into a folder under a name that is free there.

    Raises:
        FileError: It cannot be written.
    """
    path = free_path(folder / export.name)
    create_new(path, export.content, is_private=True)
    return path


def whole_record(transcript: Transcript) -> Scorecard:
    """The scorecard with everything that its transcript adds: edits, clocks, problems.

    Args:
        transcript: The session; one that is not finished will do.
    """
    card = build_scorecard(transcript.state)
    typed = Answers(transcript.events)
    reading = {e.question: e.reading / 1000 for e in transcript.events if isinstance(e, Asked)}

    def completed(question: QuestionResult, answer: AnswerResult) -> AnswerResult:
        edits = (
            TypedEdit(t_ms=edit.t, at_char=edit.at_char, delete=edit.delete, ins=edit.ins)
            for edit in typed.edits((question.index, answer.part))
        )
        to_read = reading[question.index] if answer.is_main else 0.0
        return replace(answer, reading=to_read, edits=tuple(edits))

    questions = tuple(
        replace(question, answers=tuple(completed(question, a) for a in question.answers))
        for question in card.questions
    )
    return replace(
        card,
        questions=questions,
        transcript=transcript.path.name if transcript.path else None,
        timeline=_timeline(transcript, {q.index: q.number for q in questions}),
        problems=tuple(map(str, transcript.problems)),
    )


def _impersonal(transcript: Transcript) -> Transcript:
    """The session as it would be had its questions not been filled from a résumé."""
    events = impersonal(transcript.events)
    if events == transcript.events:
        return transcript
    state = fold(events)
    return replace(transcript, header=state.header, events=events, state=state, keyframes=())


def anonymous(record: Scorecard) -> Scorecard:
    """The record without names, free notes and wall-clock times.

    Gone are the plan's and the banks' titles, every note, the date, and the id and file name, which
    are made of the date: the new id is a digest of the whole record, so that the files of one
    session can be put together again and nothing can be read from it. What answers say stays as it
    is, whatever names are in it; questions that were filled from a résumé come without it.
    """
    digest = sha256(msgspec.json.encode(rounded(record))).hexdigest()[:_DIGITS]
    return replace(
        record,
        id=f"session-{digest}",
        anonymous=True,
        title="",
        at="",
        banks=tuple(replace(bank, title="") for bank in record.banks),
        questions=tuple(map(_without_notes, record.questions)),
        note="",
        transcript=None,
        problems=None,
    )


def _without_notes(question: QuestionResult) -> QuestionResult:
    answers = tuple(
        replace(answer, points=tuple(replace(point, own_words="") for point in answer.points))
        for answer in question.answers
    )
    return replace(question, answers=answers, note="")


def _timeline(transcript: Transcript, numbers: Mapping[int, int]) -> Timeline:
    events, state = transcript.events, transcript.state
    marks = Replay(transcript).marks
    moments = (
        Moment(
            t_ms=mark.t,
            kind=mark.kind.value,
            question=numbers.get(mark.question, 0),
            part=mark.part,
            until_ms=mark.until,
            label=mark.label,
        )
        for mark in marks
    )
    return Timeline(
        started_ms=next((event.t for event in events if isinstance(event, Started)), None),
        ended_ms=state.ended_at,
        duration_ms=state.t,
        stops=_stops(state, marks),
        moments=tuple(moments),
    )


def _stops(state: State, marks: Iterable[TimelineMark]) -> tuple[Stop, ...]:
    """When the clocks did not run: in pauses, while the interviewer thought, while it was rated."""
    times: list[tuple[int | None, int | None]] = [
        (mark.t, mark.until) for mark in marks if mark.kind is MarkKind.PAUSE
    ]
    times += [(turn.closed_at, turn.judged_at) for turn in state.turns]
    if state.header.plan.rate is Rate.EACH:
        ends = (*(turn.asked_at for turn in state.turns[1:]), state.ended_at)
        times += [(turn.over_at, end) for turn, end in zip(state.turns, ends, strict=False)]
    known = sorted((start, end) for start, end in times if start is not None and end is not None)
    stops: list[Stop] = []
    for start, end in known:
        if stops and start <= stops[-1].until_ms:
            stops[-1] = replace(stops[-1], until_ms=max(end, stops[-1].until_ms))
        elif start < end:
            stops.append(Stop(from_ms=start, until_ms=end))
    return tuple(stops)


def _file_name(session_id: str) -> str:
    """The id as a file's name; a transcript of somebody else may call itself anything."""
    kept = re.sub(r"[^A-Za-z0-9._-]", "-", session_id)
    return kept.strip(".-")[:100] or "session"
