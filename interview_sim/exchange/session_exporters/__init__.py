"""A session on its way out: Markdown, HTML, JSON, CSV and terminal recordings.

The writers know one thing, the plain `Session` of `document.py`, and nothing of scoring. What is
worth exporting includes the scorecard, which is made above this package; so the record is filled in
there, by `interview_sim.exchange.export_document`, and only written here. That keeps imports
one-way, makes every format say the same, and gives `--anonymous` one place to work in.

`Session` is also what the JSON export prints, so its schema is the schema of all that is exported.
Every writer returns the whole file as bytes; none opens one.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module

from msgspec import Struct

from interview_sim.exchange.session_exporters.document import Session


class Format(StrEnum):
    """What a session can be written as; the value is the file's ending too."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    CAST = "cast"


class Choices(Struct, frozen=True, kw_only=True):
    """What some of the formats let one choose."""

    edits: bool = False
    """JSON: with every edit of every answer."""
    bom: bool = False
    """CSV: begin with a byte-order mark, which some spreadsheets need to see UTF-8."""
    cast_version: int = 2
    """Recording: asciicast 2 or 3."""
    idle: float | None = None
    """Recording: players shorten longer silences to so many seconds; None leaves them whole."""


Writer = Callable[[Session, Choices], bytes]

_MODULES = {
    Format.MARKDOWN: "markdown",
    Format.HTML: "page",
    Format.JSON: "objects",
    Format.CSV: "table",
    Format.CAST: "recording",
}


def write(session: Session, format_: Format, choices: Choices | None = None) -> bytes:
    """The session as a whole file of the given format.

    Args:
        session: What to write.
        format_: As what.
        choices: What the format lets one choose; the defaults when absent.
    """
    # A writer is imported when it is used: a Markdown file needs no HTML templates.
    writer: Writer = import_module(f"{__name__}.{_MODULES[format_]}").write
    return writer(session, choices or Choices())
