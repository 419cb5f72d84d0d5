"""A bank as JSON: the whole of it, in the same keys as its YAML."""

from __future__ import annotations

import re

import msgspec

from interview_sim.bank.model import Bank
from interview_sim.exchange.bank_exporters.registry import WHAT_QUESTIONS_HAVE, Target

# JSON lets these stand as they are; YAML readers, to whom JSON is YAML, and terminals do not.
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def write_json(bank: Bank) -> str:
    """The bank as JSON that our own importer and the bank loader read back whole."""
    whole = {"format": bank.format, **msgspec.to_builtins(bank)}
    text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
    return _UNPRINTABLE.sub(_escaped, text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


TARGET = Target(
    name="json",
    title="JSON with all that a bank holds",
    suffix=".json",
    write=write_json,
    holds=frozenset(WHAT_QUESTIONS_HAVE) | {"glossary", "scoring"},
)
"""Everything, for programs."""
