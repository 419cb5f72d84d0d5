"""The JSON Schema of the scorecard object.

`python -m interview_sim.assessment.report_schema > docs/scorecard.schema.json` writes it anew.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from interview_sim.assessment.report import REPORT_FORMAT, Report


def report_schema() -> dict[str, Any]:
    """The schema that every scorecard object meets; unknown keys are allowed, to add some later."""
    schema = msgspec.json.schema(Report)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": REPORT_FORMAT,
        **schema,
    }


def schema_text() -> str:
    """The schema as it is kept in docs/."""
    return json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
