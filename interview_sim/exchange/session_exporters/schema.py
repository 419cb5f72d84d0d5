"""The JSON Schema of the exported session.

Written anew by
`python -m interview_sim.exchange.session_exporters.schema > docs/session.schema.json`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from interview_sim.exchange.session_exporters.document import SESSION_FORMAT, Session


def session_schema() -> dict[str, Any]:
    """The schema that every exported session meets; unknown keys are allowed, to add some later."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SESSION_FORMAT,
        **msgspec.json.schema(Session),
    }


def schema_text() -> str:
    """The schema as it is kept in docs/."""
    return json.dumps(session_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_text().encode())
