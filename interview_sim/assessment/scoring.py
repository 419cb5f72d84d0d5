"""The scoring rules of an interview: the bank's own, or those that shipped when it began.

`scoring.json` is what `scoring.yaml` says, since reading YAML takes longer than making a scorecard.
After a change, `python -m interview_sim.assessment.scoring` writes it again. A change to what a
score amounts to is a new version: the rules before it stay, as `scoring-1.json` does, and sessions
that began under them are weighed by them for good.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from interview_sim.bank.scoring import Scoring
from interview_sim.errors import InterviewSimError

if TYPE_CHECKING:
    from interview_sim.session.events import Header

_SHIPPED = Path(__file__).with_name("scoring.yaml")
_SHIPPED_JSON = _SHIPPED.with_suffix(".json")
_FIRST_JSON = _SHIPPED.with_name("scoring-1.json")
"""What a session without a word on its rules is weighed by."""


class ScoringError(InterviewSimError):
    """A file of scoring rules cannot be used; the text lists what is wrong, with places."""


@cache
def fingerprint() -> str:
    """A short digest of the rules that ship: what was scored under others is out of date."""
    return sha256(_SHIPPED.read_bytes()).hexdigest()[:8]


@cache
def load_scoring(source: Path | bytes | None = None, name: str = "scoring.yaml") -> Scoring:
    """The rules that ship, or those in a file or its content, which problems call `name`.

    Raises:
        ScoringError: It cannot be read or used; every problem is reported with its place.
    """
    if source is None:
        return msgspec.json.decode(_SHIPPED_JSON.read_bytes(), type=Scoring)
    from interview_sim.bank.checks import check_scoring
    from interview_sim.bank.loading import read_record

    return read_record(
        source, Scoring, "the scoring rules", refused=ScoringError, name=name, check=check_scoring
    )


@cache
def first_scoring() -> Scoring:
    """The rules of sessions that began before there was a second version."""
    return msgspec.json.decode(_FIRST_JSON.read_bytes(), type=Scoring)


def scoring_for(header: Header) -> Scoring:
    """What a session is scored by: the rules of its only bank, else those of its time.

    Those of an app newer than this one are not known here; the newest that are stand for them.
    """
    own = header.banks[0].scoring if len(header.banks) == 1 else None
    if own is not None:
        return own
    return load_scoring() if header.scoring else first_scoring()


if __name__ == "__main__":
    from interview_sim.files import write_atomic

    rules = msgspec.json.encode(load_scoring(_SHIPPED))
    write_atomic(_SHIPPED_JSON, msgspec.json.format(rules) + b"\n")
