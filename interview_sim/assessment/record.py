"""The scorecard as one JSON object for other programs, and the schema of that object.

`python -m interview_sim.assessment.record > docs/session.schema.json` writes the schema anew.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim.assessment.model import FORMAT, Scorecard

_SCORES = frozenset(
    {"score", "coverage", "depth", "time_score", "predicted", "confirmed", "difference"}
    | {"mean_error"}
)
_EXACT = frozenset({"edits", "timeline"})
"""Whole numbers and texts only, and many of them."""
_Record = TypeVar("_Record", bound=Struct)


def rounded(record: _Record) -> _Record:
    """The record with its numbers as they are published: scores to one decimal, others to three.

    This is the one place where they are rounded.
    """
    changes: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, float):
            changes[name] = round(value, 1 if name in _SCORES else 3)
        elif isinstance(value, Struct) and name not in _EXACT:
            changes[name] = rounded(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            changes[name] = value if name in _EXACT else tuple(map(rounded, value))
    return replace(record, **changes) if changes else record


def to_json(scorecard: Scorecard) -> bytes:
    """Indented JSON with a line end; control characters in texts stay JSON escapes."""
    return msgspec.json.format(msgspec.json.encode(rounded(scorecard)), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """The schema that every record meets; unknown keys are allowed, to add some later."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        **msgspec.json.schema(Scorecard),
    }


def schema_text() -> str:
    """The schema as it is kept in docs/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_text().encode())
