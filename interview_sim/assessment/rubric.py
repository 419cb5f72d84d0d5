"""The rubric that an interview is weighed by: the one that ships, or the bank's own."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from interview_sim.bank.loading import read_record
from interview_sim.bank.scoring import (
    NOT_SCORED,
    RUBRIC_FORMAT,
    Band,
    Dimension,
    Measure,
    Needs,
    Rated,
    Rubric,
    TimeRule,
)
from interview_sim.errors import InterviewSimError
from interview_sim.session.events import Header

__all__ = [
    "NOT_SCORED",
    "RUBRIC_FORMAT",
    "Band",
    "Dimension",
    "Measure",
    "Needs",
    "Rated",
    "Rubric",
    "RubricError",
    "TimeRule",
    "fingerprint",
    "load_rubric",
    "parse_rubric",
    "rubric_for",
]

_SHIPPED = Path(__file__).parent / "rubrics" / "interview.yaml"
_CALLED = "the rubric"


class RubricError(InterviewSimError):
    """A rubric file cannot be used; the text lists what is wrong, with places."""


@cache
def fingerprint() -> str:
    """A short digest of the rubric that ships: what was scored under another is out of date."""
    return sha256(_SHIPPED.read_bytes()).hexdigest()[:8]


@cache
def load_rubric(path: Path | None = None) -> Rubric:
    """The rubric that ships, or the one in the file at `path`.

    Raises:
        RubricError: It cannot be read or used; every problem is told with its place.
    """
    return _read(path or _SHIPPED)


def parse_rubric(content: bytes, name: str = "rubric.yaml") -> Rubric:
    """The rubric that `content` describes.

    Raises:
        RubricError: It cannot be used; every problem is told with its place.
    """
    return _read(content, name)


def _read(source: Path | bytes, name: str = "") -> Rubric:
    from interview_sim.bank.checks import check_scoring

    return read_record(source, Rubric, _CALLED, refused=RubricError, name=name, check=check_scoring)


def rubric_for(header: Header) -> Rubric:
    """What a session is weighed by: the rubric of its only bank, else the one that ships."""
    own = header.banks[0].scoring if len(header.banks) == 1 else None
    return load_rubric() if own is None else own
