"""The JSON export meets its published schema and gives every text back."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from export_kit import exported, file_of, hostile, one_question, small
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import header, small_session

from interview_sim.assessment.model import Scorecard, rounded, schema


def written(session: Scorecard, **choices: Any) -> dict[str, Any]:
    """What another program reads."""
    parsed = json.loads(file_of(session, "json", **choices))
    assert isinstance(parsed, dict)
    return parsed


def test_every_export_meets_the_schema() -> None:
    """Empty, unfinished, finished and hostile sessions are all valid."""
    judge = jsonschema.Draft202012Validator(schema())
    broken_off = exported(small_session()[:20])
    for session in (exported([header(0)]), broken_off, small(), hostile()):
        for edits in (False, True):
            judge.validate(written(session, edits=edits))


def test_the_schema_refuses_what_is_not_a_session() -> None:
    """It is not a schema that lets everything pass."""
    wrong = written(small())
    wrong["questions"][0]["answers"][0]["points"][0]["confirmed"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())


def test_edits_are_there_when_asked_for_and_else_not() -> None:
    """How an answer was typed is most of the file, so it takes a choice."""
    answers = [written(small(), edits=edits)["questions"][0]["answers"][0] for edits in (0, 1)]
    assert "edits" not in answers[0]
    assert answers[1]["edits"][0] == {"t_ms": 2350, "at_char": 0, "ins": "Ave"}


def test_the_record_can_be_read_back_whole() -> None:
    """With the edits, the file is the record, its numbers rounded."""
    session = hostile()
    data = file_of(session, "json", edits=True)
    assert msgspec.json.decode(data, type=Scorecard) == rounded(session)
    # A page rounds once, as the screen does: not 60.46 to 60.5 and then to 61.
    assert session != rounded(session)


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_text_comes_through_unchanged(answer: str, prompt: str) -> None:
    """What was asked and answered is in the file as it was, character for character."""
    parsed = written(exported(one_question(answer, prompt=prompt)))
    got = parsed["questions"][0]
    assert (got["answers"][0]["text"], got["prompt"]) == (answer, prompt)
