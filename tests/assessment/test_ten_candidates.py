"""Ten ways of sitting an interview, and what a fair interviewer would say of each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from candidates import CANDIDATES, SOME, WRONG, Candidate, bluffing, sit, table

from interview_sim.assessment.model import Scorecard

DOCS = Path(__file__).parents[2] / "docs" / "scoring.md"


@cache
def card(name: str) -> Scorecard:
    """The scorecard of one of them."""
    return sit(next(candidate for candidate in CANDIDATES if candidate.name == name))


def test_the_table_in_the_docs_is_what_comes_of_it() -> None:
    """`PYTHONPATH=. python tests/assessment/candidates.py` writes it anew."""
    assert table(card(candidate.name) for candidate in CANDIDATES) in DOCS.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "least", "most", "bands"),
    [
        ("strong", 85, 100, {"strong hire"}),
        ("half", 35, 60, {"lean no hire", "no hire (yet)"}),
        ("keyword soup", 0, 10, {"no hire (yet)"}),
        ("wrong topic", 0, 10, {"no hire (yet)"}),
        ("skips everything", 0, 0, {"no band"}),
        ("one answer", 0, 20, {"no band"}),
        ("time-outs", 20, 55, {"lean no hire", "no hire (yet)"}),
        ("confident and wrong", 0, 25, {"no hire (yet)"}),
        ("brilliant but slow", 75, 90, {"hire", "strong hire"}),
        ("honest “I don't know”", 60, 80, {"lean hire", "hire"}),
    ],
)
def test_each_gets_what_a_fair_interviewer_would_give(
    name: str, least: float, most: float, bands: set[str]
) -> None:
    """Wide lines on purpose: the table has the numbers, this has the judgement."""
    found = card(name)
    assert found.score is not None
    assert least <= found.score <= most
    assert found.band in bands


def test_the_sentence_names_what_happened() -> None:
    """What was special about each interview is said, and only there."""
    said = {
        "keyword soup": "You made none of the",
        "wrong topic": "You answered something else than was asked",
        "skips everything": "You skipped 7 of 7 questions.",
        "one answer": "You skipped 6 of 7 questions.",
        "time-outs": "Time ran out on 7 of 7 questions.",
        "confident and wrong": "wrong claims were left standing",
        "brilliant but slow": "Time ran out on 7 of 7 questions.",
        "honest “I don't know”": "you said openly that you did not know",
    }
    for name, words in said.items():
        assert words in card(name).band_words
    for words in said.values():
        assert words not in card("strong").band_words


def test_admitting_it_beats_bluffing() -> None:
    """Who answers the same with something wrong where another said "I don't know" does worse."""
    bluffs = {name: WRONG[name] for name in WRONG if name not in SOME}
    honest = card("honest “I don't know”")
    bluff = sit(Candidate("bluffing", SOME | bluffs, bluffing))
    assert honest.score is not None
    assert bluff.score is not None
    assert honest.score > bluff.score
    assert "wrong claim" in bluff.band_words
    assert "wrong claim" not in honest.band_words
