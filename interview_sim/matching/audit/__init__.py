"""Holds a bank against the matcher: what its author should know before anyone is asked."""

from __future__ import annotations

from collections.abc import Iterator

from interview_sim.bank.model import Bank
from interview_sim.matching.audit import own
from interview_sim.matching.audit.finding import (
    DEFAULT_LIMITS,
    Finding,
    Limits,
    Rule,
    everything_asked,
)
from interview_sim.matching.audit.others import Neighbours
from interview_sim.matching.matcher import Matcher

__all__ = ["DEFAULT_LIMITS", "Finding", "Limits", "Rule", "audit"]


def audit(bank: Bank, limits: Limits = DEFAULT_LIMITS) -> Iterator[Finding]:
    """What the matcher makes of a bank's own texts where it should make something else of them.

    Args:
        bank: A bank that was read without errors.
        limits: Where to draw the lines.

    Yields:
        The findings, question by question in the bank's order.
    """
    matcher = Matcher(glossary=bank.glossary)
    neighbours = Neighbours(bank, matcher, limits)
    for asked in everything_asked(bank):
        yield from own.model_answer(asked, matcher)
        yield from own.prompt(asked, matcher)
        yield from own.claims(asked, matcher)
        yield from own.given_away(asked, matcher)
        yield from own.loose_phrases(asked, matcher, bank.glossary)
        yield from neighbours.findings(asked)
