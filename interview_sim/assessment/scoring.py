"""The scoring rules of an interview: those that ship, or the bank's own.

`scoring.json` is what `scoring.yaml` says, since reading YAML takes longer than making a scorecard.
After a change, `python -m interview_sim.assessment.scoring` writes it again.
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


def scoring_for(header: Header) -> Scoring:
    """What a session is scored by: the rules of its only bank, else those that ship."""
    own = header.banks[0].scoring if len(header.banks) == 1 else None
    return load_scoring() if own is None else own


if __name__ == "__main__":
    from interview_sim.files import write_atomic

    rules = msgspec.json.encode(load_scoring(_SHIPPED))
    write_atomic(_SHIPPED_JSON, msgspec.json.format(rules) + b"\n")
