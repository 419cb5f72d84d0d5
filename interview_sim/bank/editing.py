"""Where in its file something stands, for an editor to open it there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from interview_sim.bank.loading import parse_bank, read_bytes
from interview_sim.bank.places import Places
from interview_sim.bank.problems import Problem
from interview_sim.bank.reading import Origins


class Spot(NamedTuple):
    """A place in a file, both counted from one."""

    line: int = 1
    column: int = 1


def spot_of(path: Path, question: str | None = None) -> Spot:
    """Where to begin editing: at the first error, else at the question, else at the top."""
    data = read_bytes(path)
    if isinstance(data, Problem):
        return Spot()
    origins = Origins()
    result = parse_bank(data, str(path), origins)
    error = next((problem for problem in result.errors if problem.line), None)
    if error is not None:
        return Spot(error.line, error.column)
    found = result.bank.question(question) if result.bank and question else None
    if found is None:
        return Spot()
    place = Places(origins).place(found)
    return Spot(place.line, place.column)
