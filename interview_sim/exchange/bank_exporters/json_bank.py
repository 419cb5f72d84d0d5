"""A bank as JSON: the whole of it, in the same keys as its YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from interview_sim.bank.model import Bank
from interview_sim.exchange.bank_exporters import EVERYTHING, BankFormat

# JSON allows these as they are; YAML readers, to whom JSON is YAML, and terminals do not.
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def write(bank: Bank, options: Mapping[str, Any]) -> bytes:
    """The bank as JSON that our own importer and the bank loader read back whole."""
    whole = {"format": bank.format, **msgspec.to_builtins(bank)}
    text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
    return (_UNPRINTABLE.sub(_escaped, text) + "\n").encode()


def _escaped(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


FORMAT = BankFormat(
    name="json",
    title="JSON",
    purpose="everything in the bank, for programs",
    endings=(".json",),
    write=write,
    holds=EVERYTHING,
    order=5,
)
