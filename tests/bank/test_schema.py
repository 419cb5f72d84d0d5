"""The JSON Schema: in step with the model, and of the loader's mind."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema import Draft202012Validator
from schema_of_model import bank_schema, examples_schema, schema_text

from interview_sim.bank.composing import LOADER
from interview_sim.bank.examples import EXAMPLES_FORMAT, parse_tests
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.problems import BankError

BANKS = Path(__file__).parents[2] / "banks"


class _Core(LOADER):
    """YAML as editors read it: numbers are numbers, but `no` and dates are texts."""


_Core.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rsplit(":", 1)[1] in {"int", "float", "null"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


def validator() -> Draft202012Validator:
    """A stock validator with the bank's schema."""
    return Draft202012Validator(bank_schema())


def data(**changes: Any) -> dict[str, Any]:
    """A small bank as data, with other keys for its question."""
    question = {"id": "q", "prompt": "P", "model_answer": "A", **changes}
    question = {key: value for key, value in question.items() if value is not None}
    return {"format": "interview-sim/bank@1", "id": "b", "title": "T", "questions": [question]}


def test_the_schema_that_ships_is_made_from_the_model() -> None:
    """`tests/bank/schema_of_model.py` was run after every change."""
    assert (BANKS / "bank.schema.json").read_text(encoding="utf-8") == schema_text()
    written = (BANKS / "examples.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(examples_schema())


@pytest.mark.parametrize("schema", [bank_schema(), examples_schema()], ids=["bank", "examples"])
def test_the_schema_is_a_valid_one(schema: dict[str, Any]) -> None:
    """Stock validators accept the schema itself."""
    Draft202012Validator.check_schema(json.loads(schema_text(schema)))


@pytest.mark.parametrize(
    ("changes", "is_good"),
    [
        ({}, True),
        ({"points": {"q/p": {"says": ["It is 4.", 4, True], "held": {"says_not": ["x"]}}}}, True),
        ({"floors": {"recall": 0.85, "false_alarms": 0.12}}, True),
        ({"floors": {"recall": 85}}, False),
        ({"floors": {"precision": 0.9}}, False),
        ({"points": {"q/p": {"says": "x"}}}, False),
        ({"points": {"q/p": {"say": ["x"]}}}, False),
        ({"format": "interview-sim/bank@1"}, False),
        ({"bank": "B 1"}, False),
    ],
)
def test_schema_and_reader_agree_about_tests_of_points(
    changes: dict[str, Any], *, is_good: bool
) -> None:
    """An editor marks what the reader refuses, and nothing else."""
    rubric = {"rubric": [{"id": "p", "point": "A"}]}
    bank = parse_bank(json.dumps(data(**rubric))).bank
    assert bank is not None
    tests = {"format": EXAMPLES_FORMAT, "bank": "b", **changes}
    assert Draft202012Validator(examples_schema()).is_valid(tests) is is_good
    with nullcontext() if is_good else pytest.raises(BankError):
        parse_tests(json.dumps(tests).encode(), bank)


@pytest.mark.thorough
@pytest.mark.parametrize("path", sorted(BANKS.glob("*.yaml")), ids=lambda path: path.name)
def test_the_banks_that_ship_pass_a_stock_validator(path: Path) -> None:
    """An editor shows no error in a bank that ships."""
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Core)
    assert [f"{e.json_path}: {e.message}" for e in validator().iter_errors(found)] == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"time": "4m"},
        {"time": 90},
        {"time": "1h2m3.5s"},
        {"kind": "case", "level": "advanced", "roles": ["x"], "tags": ["y"]},
        {"model_answer": None, "rubric": [{"id": "p", "point": "A"}]},
        {"rubric": [{"id": "g", "pick": 1, "of": [{"id": "m", "point": "A", "match": ["x"]}]}]},
        {"rubric": [{"id": "p", "point": "A", "match": ["x", {"all": ["a", ["b", "c"]]}]}]},
        {"follow_ups": [{"id": "f", "ask": "A", "when": {"score_below": 0.5}, "time": "90s"}]},
        {"misconceptions": [{"id": "m", "claim": "C"}]},
    ],
)
def test_what_the_loader_accepts_the_schema_accepts(changes: dict[str, Any]) -> None:
    """Schema and loader agree about good banks."""
    bank = data(**changes)
    validator().validate(bank)
    assert parse_bank(json.dumps(bank)).bank is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"promt": "x"},
        {"prompt": ""},
        {"id": "Q 1"},
        {"model_answer": None},
        {"time": "soon"},
        {"time": "m"},
        {"time": ""},
        {"kind": "exam"},
        {"tags": "x"},
        {"rubric": [{"id": "p"}]},
        {"rubric": [{"id": "p", "point": "A", "weight": 0}]},
        {"rubric": [{"id": "p", "point": "A", "need": "maybe"}]},
        {"rubric": [{"id": "g", "pick": 1}]},
        {"rubric": [{"id": "g", "of": [{"id": "m", "point": "A"}]}]},
        {"rubric": [{"id": "g", "pick": 1, "of": [{"id": "m", "pick": 1, "of": []}]}]},
        {"rubric": [{"id": "p", "point": "A", "match": [{"any": ["x"]}]}]},
        {"follow_ups": [{"id": "f", "ask": "A", "when": {}}]},
        {"follow_ups": [{"id": "f", "ask": "A", "when": {"score_below": 2}}]},
    ],
)
def test_what_the_schema_refuses_the_loader_refuses(changes: dict[str, Any]) -> None:
    """Schema and loader agree about bad banks."""
    bank = data(**changes)
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(bank)
    assert parse_bank(json.dumps(bank)).bank is None


def test_every_key_is_described_or_speaks_for_itself() -> None:
    """An editor can show a word of help beside the keys of a question and of a point."""
    definitions = bank_schema()["$defs"]
    for name, plain in (("Question", {"kind", "level", "tags", "sources"}), ("Point", {"weight"})):
        for key, field in definitions[name]["properties"].items():
            assert key in plain or field.get("description"), f"{name}.{key}"
