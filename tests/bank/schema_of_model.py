"""Makes the JSON Schemas of banks and of their tests from the models, so that none is out of step.

`uv run python tests/bank/schema_of_model.py > banks/bank.schema.json` writes the one of banks anew,
`uv run python tests/bank/schema_of_model.py examples > banks/examples.schema.json` that of tests.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from interview_sim.bank.durations import DURATION_PATTERN
from interview_sim.bank.examples import EXAMPLES_FORMAT, ExampleFile
from interview_sim.bank.model import BANK_FORMAT, Bank

_WORDED = r"\S"
"""A text with something in it."""

_FIELD_WORDS = {
    "Bank": {
        "format": "The version of this format.",
        "id": "Unique among all banks that are loaded.",
        "description": "One line for the list of banks.",
        "sources": "Where the facts come from; questions refer to them by id.",
        "glossary": "Sets of terms that count as the same term anywhere in this bank.",
        "defaults": "Times used where a question gives none.",
        "lines": "What the interviewer says between questions, by occasion; else the app's lines.",
    },
    "Question": {
        "id": "Unique in the bank and stable: history refers to it.",
        "moved": "What it was called before, as bank:question; history follows it here.",
        "title": "A short name for lists; without it, the beginning of the prompt.",
        "prompt": "What the interviewer says.",
        "topic": "One topic; `/` nests.",
        "roles": "Whom it is for, such as data-scientist or ml-engineer.",
        "time": "Time to answer: 4m, 90s, 1m30s, 1h, or a number of seconds.",
        "rubric": "What a full answer says, point by point.",
        "misconceptions": "Wrong claims worth asking about.",
        "follow_ups": "Questions asked besides the probes.",
        "sister": "Other prompts with the same full answer, for those who know the question.",
        "hints": "Given one at a time in practice mode; none may give a point away.",
        "model_answer": "Markdown, shown only in the assessment.",
        "facts": "Of a case: what the interviewer tells those who ask for it.",
        "stages": "Of a case: what is asked of it, one after the other.",
    },
    "CaseFact": {
        "match": "Any one entry, in a sentence that asks, asks for it.",
        "tell": "What the interviewer says then.",
        "before": "The stage before which it is told to everyone; without it, only when asked for.",
    },
    "Stage": {
        "id": "Unique in the case and stable: history refers to it.",
        "title": "What it is called; without it, its id.",
        "prompt": "What the interviewer says.",
        "time": "Time to answer: 4m, 90s, 1m30s, 1h, or a number of seconds.",
        "rubric": "What a full answer says, point by point.",
        "misconceptions": "Wrong claims worth asking about.",
        "follow_ups": "Questions asked besides the probes; a twist that is always asked, is.",
        "hints": "Given one at a time in practice mode; none may give a point away.",
        "model_answer": "Markdown, shown only in the assessment.",
    },
    "Point": {
        "point": "A full sentence: what a good answer says. For a group, a short label.",
        "need": "must (the default), should or bonus.",
        "match": "Any one entry is evidence; without any, the words of `point` are used.",
        "probe": "What the interviewer asks when the point is missing.",
        "about": "trade-off for a point of judgement: what is given up, when not, what breaks.",
        "why": "Why it matters, if people underrate it; shown where it was missed.",
        "signal": "What is looked for instead of `match`, where the point is about how something "
        "is told; the candidate decides.",
        "anchors": "What it sounds like in a weak and in a strong answer.",
        "pick": "For a group: how many of `of` are full marks.",
        "of": "The points of a group; they have its `need` and share its `weight`.",
    },
    "Anchors": {
        "weak": "One spoken sentence that is not enough.",
        "strong": "One spoken sentence that is.",
    },
    "Misconception": {
        "claim": "The wrong claim.",
        "probe": "A neutral question, asked when it is claimed.",
        "correction": "What is right.",
    },
    "FollowUp": {
        "ask": "What the interviewer asks.",
        "kind": "why: behind a covered point; pushback: something false, said on purpose; "
        "twist: the case changes. These are asked after a full answer.",
        "correction": "What is true, where a pushback says something false.",
        "when": "When it is asked; every condition given must hold. Without it: always.",
    },
    "When": {
        "covered": "The id of a rubric point that the answer covers.",
        "missed": "The id of a rubric point that the answer misses.",
        "score_below": "Asked below this share of the points, 0 to 1.",
        "score_above": "Asked above this share of the points, 0 to 1.",
        "always": "Asked whatever the answer.",
    },
    "ExampleFile": {
        "bank": "The id of the bank whose points are tested.",
        "floors": "What the held-out figures must not fall behind.",
        "points": "By question/point, question/follow-up/point or question/misconception.",
    },
    "PointTests": {
        "says": "Answers of one sentence that say the point, in different people's words.",
        "says_not": "The opposite, the neighbour's point, the right words about something else.",
        "held": "More of both by another hand; nobody tunes on them.",
    },
    "AllOf": {
        "all": "Terms that must all appear near each other, in any order; "
        "a list stands for any of its members.",
        "of": "Of which of several things it has to be said, where other entries name others.",
        "unless": "Terms that make it something else where they are in the same sentence.",
    },
}
"""What an editor shows beside a key."""


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def bank_schema() -> dict[str, Any]:
    """The JSON Schema of a bank as an author writes it, in the dialect 2020-12."""
    schema = _described(Bank)
    definitions: dict[str, Any] = schema["$defs"]
    _split_points(definitions)
    _allow_durations(schema)
    _free_texts(schema)
    definitions["Bank"]["properties"]["format"]["enum"] = [BANK_FORMAT]
    definitions["Question"]["anyOf"] = [
        {"required": [key]} for key in ("rubric", "model_answer", "stages")
    ]
    definitions["CaseFact"]["required"].append("match")
    definitions["Stage"]["anyOf"] = definitions["Question"]["anyOf"][:2]
    definitions["When"]["minProperties"] = 1
    return {
        "$schema": _DIALECT,
        "title": "A question bank of interview-sim",
        **schema,
    }


def examples_schema() -> dict[str, Any]:
    """The JSON Schema of the tests of a bank's points."""
    schema = _described(ExampleFile)
    _free_texts(schema)
    schema["$defs"]["ExampleFile"]["properties"]["format"]["enum"] = [EXAMPLES_FORMAT]
    return {"$schema": _DIALECT, "title": "Tests of a bank's points", **schema}


def _described(model: type[msgspec.Struct]) -> dict[str, Any]:
    schema = msgspec.json.schema(model)
    for name, definition in schema["$defs"].items():
        _describe(definition, _FIELD_WORDS.get(name, {}))
        _require_text(definition)
        if definition.get("type") == "object":
            definition["additionalProperties"] = False  # the model forgives what a file may not
    return schema


def schema_text(schema: dict[str, Any] | None = None) -> str:
    """The text of `banks/bank.schema.json`, or that of another schema."""
    return json.dumps(schema or bank_schema(), indent=2, ensure_ascii=False) + "\n"


def _describe(definition: dict[str, Any], words: dict[str, str]) -> None:
    for key, text in words.items():
        field = definition["properties"][key]
        field["description"] = text


def _require_text(definition: dict[str, Any]) -> None:
    """Say that a required text may not be empty, as the loader does."""
    for key in definition.get("required", ()):
        field = definition["properties"][key]
        if field.get("type") == "string" and "pattern" not in field:
            field["pattern"] = _WORDED


def _allow_durations(part: Any) -> None:
    """Allow the ways to write a duration wherever the model marks one."""
    if isinstance(part, dict) and part.get("x-duration"):
        part["type"] = ["string", "number"]
        part["pattern"] = DURATION_PATTERN
    for value in part.values() if isinstance(part, dict) else part:
        if isinstance(value, dict | list):
            _allow_durations(value)


def _free_texts(part: Any, *, in_list: bool = False) -> None:
    """Allow whatever YAML takes for a number or a truth value as a text, as the loader does.

    In a list the word `null` is a text too; anywhere else it would be a key without a value.
    """
    if isinstance(part, dict):
        is_free = "enum" not in part and part.get("pattern", _WORDED) == _WORDED
        if is_free and part.get("type") == "string":
            part["type"] = ["string", "number", "boolean", *(["null"] if in_list else [])]
        for key, value in part.items():
            _free_texts(value, in_list=key == "items" or (in_list and key == "anyOf"))
    elif isinstance(part, list):
        for value in part:
            _free_texts(value, in_list=in_list)


def _split_points(definitions: dict[str, Any]) -> None:
    """Distinguish plain points from groups, and keep groups out of groups."""
    point = definitions["Point"]
    plain = {key: value for key, value in point["properties"].items() if key not in {"pick", "of"}}
    plain["point"] = {**plain["point"], "pattern": _WORDED}
    plain["point"].pop("default", None)
    definitions["Member"] = {
        "title": "Member",
        "description": "One point of a group.",
        "type": "object",
        "properties": plain,
        "required": ["id", "point"],
        "additionalProperties": False,
    }
    point["properties"]["of"]["items"] = {"$ref": "#/$defs/Member"}
    point["properties"]["of"]["minItems"] = 1
    group_keys = {"anyOf": [{"required": ["of"]}, {"required": ["pick"]}]}
    point["if"] = group_keys
    point["then"] = {"required": ["of", "pick"]}
    point["else"] = {"required": ["point"]}


if __name__ == "__main__":
    sys.stdout.write(schema_text(examples_schema() if "examples" in sys.argv else None))
