"""Questions that changed banks: the names that history knows lead to where they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from interview_sim.bank.model import Bank

Moves = Mapping[str, str]
"""By an old `bank:question`, the name that the question has now."""

NO_MOVES: Moves = {}


class Clash(NamedTuple):
    """An old name that leads nowhere, or not to one question alone."""

    bank: Bank
    question: str
    """The id of the question that claims it."""
    old: str
    other: str
    """The question that claims it, too; that very name, where a question still has it."""


def moves_of(banks: Iterable[Bank]) -> Moves:
    """Where each old name leads; outlines will do.

    A name that a question has is not an old one, and of two that claim it the first is meant.
    """
    banks = tuple(banks)
    here = _names(banks)
    moves: dict[str, str] = {}
    for bank in banks:
        for question in bank.asked:
            for old in question.moved:
                if old not in here:
                    moves.setdefault(old, f"{bank.id}:{question.id}")
    return moves


def clashes(banks: Iterable[Bank]) -> Iterable[Clash]:
    """The old names that more than one question of these banks has or claims."""
    banks = tuple(banks)
    claimed = dict.fromkeys(_names(banks), "")
    for bank in banks:
        for question in bank.questions:
            for old in question.moved:
                other = claimed.setdefault(old, f"{bank.id}:{question.id}")
                if other != f"{bank.id}:{question.id}":
                    yield Clash(bank, question.id, old, other or old)


def _names(banks: Iterable[Bank]) -> frozenset[str]:
    return frozenset(f"{bank.id}:{question.id}" for bank in banks for question in bank.asked)
