"""What `--json` prints keeps its shape, and the schema in docs/ is that shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from assessment_kit import Sat, plan
from msgspec.structs import replace

from interview_sim.assessment.model import schema, schema_text, to_json
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.matching.model import Verdict

SCHEMA = Path(__file__).parents[2] / "docs" / "session.schema.json"


def report_of(sat: Sat) -> dict[str, Any]:
    """The object as another program reads it."""
    scorecard = build_scorecard(sat.state)
    parsed = json.loads(to_json(replace(scorecard, transcript="s1.jsonl")))
    assert isinstance(parsed, dict)
    return parsed


def sat_through() -> Sat:
    """Two questions with follow-ups, ratings, a mark and a claim."""
    sat = Sat().start("~variance bagging !never-overfits", "never-overfits")
    sat.engine.skip()
    sat.answer("found \x1b[2J [@click=app.quit]x[/] \u202e 👩‍🔬")
    sat.engine.predict(0, {"coverage": 2, "depth": 3, "clarity": 4}, 0.7)
    sat.engine.reveal(0)
    sat.engine.mark(0, "speed", Verdict.COVERED)
    sat.engine.mark_claim(0, "never-overfits", True)
    sat.engine.note("Read up on bagging.", 0)
    return sat


def test_the_schema_in_docs_is_the_one_of_the_code() -> None:
    """docs/session.schema.json is generated; the module's docstring says how."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_every_report_meets_the_schema() -> None:
    """Before the first question, in the middle and at the end, the object is valid."""
    jsonschema.Draft202012Validator.check_schema(schema())
    in_the_middle = Sat().start()
    in_the_middle.type("variance")
    judge = jsonschema.Draft202012Validator(schema())
    for sat in (Sat(), in_the_middle, sat_through()):
        judge.validate(report_of(sat))


def test_the_promised_keys_are_there() -> None:
    """Other programs rely on these names."""
    report = report_of(sat_through())
    assert {
        "format", "id", "transcript", "seed", "score", "band", "dimensions", "topics",
        "calibration", "questions", "judge",
    } <= set(report)  # fmt: skip
    question = report["questions"][0]
    assert {
        "id", "number", "prompt", "score", "timed_out", "musts", "answers", "claims",
    } <= set(question)  # fmt: skip
    main, follow_up, *_ = question["answers"]
    assert {
        "id", "point", "need", "suggested", "confirmed", "strength", "evidence",
    } <= set(main["points"][0])  # fmt: skip
    assert {
        "part", "kind", "ask", "reason", "text", "outcome", "seconds", "budget", "points",
    } <= set(follow_up)  # fmt: skip
    assert (main["kind"], follow_up["kind"]) == (None, "misconception")
    assert report["format"] == "interview-sim/session@2"
    assert report["transcript"] == "s1.jsonl"
    assert {row["id"]: row["score"] for row in report["dimensions"]} == {
        "coverage": 56.2,
        "depth": 50.0,
        "judgement": None,
        "clarity": 100.0,
        "time": 100.0,
    }
    topics = {row["topic"]: row["score"] for row in report["topics"]}
    assert topics == {"ensembles": 58.0, "metrics": 50.0}


def test_what_only_the_transcript_tells_is_left_out_and_not_null() -> None:
    """A reader sees by the keys whether the object was made from the whole transcript."""
    report = report_of(sat_through())
    assert not {"timeline", "problems"} & set(report)
    assert not {"edits", "reading"} & set(report["questions"][0]["answers"][0])


def test_hostile_text_comes_through_as_it_was_typed() -> None:
    """JSON carries escapes, markup and direction overrides unchanged and unharmed."""
    sat = sat_through()
    assert report_of(sat)["questions"][1]["answers"][0]["text"] == sat.state.turns[-1].text
    assert b"\x1b" not in to_json(build_scorecard(sat.state))


def test_the_same_session_gives_the_same_object() -> None:
    """Nothing in the object depends on when or where it is made."""
    assert report_of(sat_through()) == report_of(sat_through())


def test_scores_are_rounded_once_and_at_the_edge() -> None:
    """A third is 33.3 in the object and a third in the scorecard."""
    sat = Sat(plan(follow_ups=0)).start()
    sat.engine.draft("found")
    sat.wait(5)
    sat.engine.submit()
    sat.judge()
    sat.engine.skip()
    sat.engine.predict(0, {"coverage": 2}, None)
    scorecard = build_scorecard(sat.state)
    assert scorecard.calibration.predicted == pytest.approx(100 / 3)
    assert report_of(sat)["calibration"]["predicted"] == 33.3
