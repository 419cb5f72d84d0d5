"""A session in other formats: Markdown, HTML, JSON, CSV, terminal recordings, and what others add.

A format is one module with a `SessionFormat`, registered under the entry point group
`interview_sim.exporters`; the command line and the export dialog are built from what is registered.
A format writes the one record of a session, the scorecard, and returns the whole file as bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from interview_sim.assessment.model import Scorecard, Timeline
from interview_sim.plugins import load_plugins

GROUP = "interview_sim.exporters"


class Option(Struct, frozen=True, kw_only=True):
    """Something that a format leaves to choose; on the command line, `--name` with `-` for `_`."""

    name: str
    help: str
    default: bool | int | float | str | None = None
    """Whose type is that of the values; False makes it a flag, None a number or nothing."""
    choices: tuple[str, ...] = ()
    """For texts: the values there are."""
    metavar: str | None = None
    least: float | None = None
    """For numbers."""


class SessionFormat(Struct, frozen=True, kw_only=True):
    """One format to write a session in."""

    name: str
    """What `--to` takes."""
    title: str
    purpose: str
    """What it is good for, in a few words."""
    endings: tuple[str, ...]
    """Of its files, with the dot; the first is the one that we give."""
    write: Callable[[Scorecard, Mapping[str, Any]], bytes]
    """Takes the record and the value of every option by its name."""
    options: tuple[Option, ...] = ()
    order: int = 100
    """Where it is listed; ours come first."""

    def file(self, record: Scorecard, chosen: Mapping[str, Any] | None = None) -> bytes:
        """The whole file; options that were not chosen have their defaults."""
        values = {option.name: option.default for option in self.options}
        given = {name: value for name, value in (chosen or {}).items() if name in values}
        return self.write(record, values | given)


@cache
def session_formats() -> tuple[dict[str, SessionFormat], tuple[str, ...]]:
    """The formats by name in the order of their listing, and what is wrong with the others."""
    found, problems = load_plugins(GROUP, SessionFormat)
    formats = sorted(found.values(), key=lambda format_: (format_.order, format_.name))
    return {format_.name: format_ for format_ in formats}, problems


def timeline_of(record: Scorecard) -> Timeline:
    """When everything happened; nothing where the record was made without its transcript."""
    empty = Timeline(started_ms=None, ended_ms=None, duration_ms=0, stops=(), moments=())
    return record.timeline or empty
