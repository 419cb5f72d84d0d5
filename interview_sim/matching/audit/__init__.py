"""Holds a bank against the matcher: what its author should know before anyone is asked."""

from __future__ import annotations

from interview_sim.matching.audit.model import DEFAULT_LIMITS, Finding, Limits, Rule
from interview_sim.matching.audit.run import audit

__all__ = ["DEFAULT_LIMITS", "Finding", "Limits", "Rule", "audit"]
