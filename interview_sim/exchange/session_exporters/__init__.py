"""A session in other formats: Markdown, HTML, JSON, CSV, terminal recordings, and what others add.

A format writes the one record of a session, the scorecard, and is registered under the entry point
group `interview_sim.exporters`.
"""

from __future__ import annotations

from interview_sim.assessment.model import Scorecard, Timeline
from interview_sim.exchange.formats import Format, Option, formats_in

__all__ = ["Option", "SessionFormat", "session_formats", "timeline_of"]


class SessionFormat(Format, frozen=True, kw_only=True):
    """One format to write a session in; what is exported is its `Scorecard`."""


def session_formats() -> tuple[dict[str, SessionFormat], tuple[str, ...]]:
    """The formats by name, and what is wrong with those that cannot be used."""
    return formats_in("interview_sim.exporters", SessionFormat)


def timeline_of(record: Scorecard) -> Timeline:
    """When everything happened; nothing where the record was made without its transcript."""
    empty = Timeline(started_ms=None, ended_ms=None, duration_ms=0, stops=(), moments=())
    return record.timeline or empty
