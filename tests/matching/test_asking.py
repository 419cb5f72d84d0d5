# ruff: noqa: E501 - a table
"""What an answer asks for of a case's facts."""

from __future__ import annotations

import pytest

from interview_sim.bank.model import AllOf, CaseFact
from interview_sim.matching.asking import asked_for
from interview_sim.matching.model import Asked

FACTS = (
    CaseFact(id="churn", match=("churn defined", "definition of churn"), tell="x"),
    CaseFact(id="calls", match=(AllOf(all=("how many", ("call", "calls"))),), tell="x"),
    CaseFact(id="budget", match=("budget",), tell="x"),
)


@pytest.mark.parametrize(
    ("answer", "facts", "beyond"),
    [
        ("How is churn defined?", ["churn"], False),
        ("I would ask how churn is defined. I would build a model.", ["churn"], False),
        ("Churn is defined by eight weeks. I assume a budget.", [], False),
        ("how many calls can they make", ["calls"], False),
        ("Is there no budget?", ["budget"], False),
        ("What about the budget, and how is churn defined? What is the weather?", ["churn", "budget"], True),
        ("What is the weather?", [], True),
        ("I'd like to know:\n- the definition of churn\n- the budget\n\nThe budget decides.", ["churn", "budget"], True),
        ("My questions are these: how is churn defined and is there a budget", ["churn", "budget"], False),
        ("", [], False),
        ("I would fit a tree.", [], False),
    ],
)  # fmt: skip
def test_only_what_asks_is_answered(answer: str, facts: list[str], beyond: bool) -> None:
    """A fact is asked for in a question, and never by stating something."""
    assert asked_for(FACTS, answer) == Asked(tuple(facts), beyond)


@pytest.mark.parametrize(
    ("reply", "facts", "beyond"),
    [
        ("The budget.", ["budget"], False),
        ("the budget, and the office dog's name", ["budget"], False),
        ("the dog's name", [], True),
        ("No, that is all.", [], False),
        ("Nothing, a definition of churn would be eight weeks.", [], False),
    ],
)
def test_a_reply_to_anything_else_asks_unless_it_says_no(
    reply: str, facts: list[str], beyond: bool
) -> None:
    """There a question needs no question mark."""
    assert asked_for(FACTS, reply, is_reply=True) == Asked(tuple(facts), beyond)


def test_of_another_language_a_question_mark_is_enough() -> None:
    """What English words ask is not looked for there."""
    facts = (CaseFact(id="kunden", match=("wie viele Kunden",), tell="x"),)
    german = asked_for(facts, "Wie viele Kunden gibt es?", is_english=False)
    assert german == Asked(("kunden",), False)
    assert (
        asked_for(facts, "Wie viele Kunden, is there no way to know", is_english=False) == Asked()
    )
