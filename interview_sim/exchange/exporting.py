"""A saved session as a file for somewhere else: what every way of exporting shares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.exchange.export_document import build_session
from interview_sim.exchange.session_exporters import Choices, Format, write
from interview_sim.exchange.session_exporters.anonymous import anonymous
from interview_sim.files import create_new, free_path
from interview_sim.transcript.reader import Transcript


class Exported(NamedTuple):
    """A whole file, with the name that it goes by."""

    name: str
    content: bytes


def exported(
    transcript: Transcript,
    format_: Format,
    choices: Choices | None = None,
    *,
    is_anonymous: bool = False,
) -> Exported:
    """The session with its scorecard in one of the formats.

    Args:
        transcript: The session; one that is not finished will do.
        format_: As what.
        choices: What the format lets one choose; the defaults when absent.
        is_anonymous: Whether names, notes, dates and times of day are left out.
    """
    session = build_session(transcript, build_scorecard(transcript.state, events=transcript.events))
    if is_anonymous:
        session = anonymous(session)
    return Exported(
        f"{_file_name(session.id)}.{format_.value}", write(session, format_, choices or Choices())
    )


def save_new(folder: Path, export: Exported) -> Path:
    """Write the file into a folder under a name that is free there; gives where it is.

    Raises:
        FileError: It cannot be written.
    """
    path = free_path(folder / export.name)
    create_new(path, export.content)
    return path


def _file_name(session_id: str) -> str:
    """The id as a file's name; a transcript from elsewhere may call itself anything."""
    kept = re.sub(r"[^A-Za-z0-9._-]", "-", session_id)
    return kept.strip(".-")[:100] or "session"
