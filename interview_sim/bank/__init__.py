"""What can be asked: question banks, their loading and checking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_sim.bank.model import (
    AllOf,
    Bank,
    Defaults,
    FollowUp,
    Kind,
    Level,
    Misconception,
    Phrase,
    Point,
    Question,
    Source,
    When,
    content_hash,
)
from interview_sim.bank.terms import Need

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import Catalogue, LoadedBank, Located
    from interview_sim.bank.loading import LoadResult, load_bank, parse_bank, read_bank
    from interview_sim.bank.problems import BankError, Problem

__all__ = [
    "AllOf",
    "Bank",
    "BankError",
    "Catalogue",
    "Defaults",
    "FollowUp",
    "Kind",
    "Level",
    "LoadResult",
    "LoadedBank",
    "Located",
    "Misconception",
    "Need",
    "Phrase",
    "Point",
    "Problem",
    "Question",
    "Source",
    "When",
    "content_hash",
    "load_bank",
    "parse_bank",
    "read_bank",
]

_HOMES = {
    "BankError": "problems",
    "Catalogue": "catalogue",
    "LoadResult": "loading",
    "LoadedBank": "catalogue",
    "Located": "catalogue",
    "Problem": "problems",
    "load_bank": "loading",
    "parse_bank": "loading",
    "read_bank": "loading",
}
"""Names whose modules are imported when asked for: the model alone costs next to nothing."""


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)
