# ruff: noqa: E501 - a table
"""What an answer asks for of a case's facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import AllOf, CaseFact
from interview_sim.matching.asking import asked_for
from interview_sim.matching.compiled import Compiler
from interview_sim.matching.model import Asked

CASES = Path(__file__).parents[1] / "data" / "case-bank" / "cases.yaml"
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
        ("What's a definition of churn, I'd guess eight weeks.", ["churn"], False),
        ("How quickly is the budget gone, I assume in a month.", ["budget"], False),
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
        ("Thanks, that is clear to me. I would predict a month ahead.", [], False),
        ("Then I'd rank them by risk.", [], False),
        ("I'd rank them within the budget.", ["budget"], False),
        ("I would like to know the dog's name.", [], True),
        ("Nothing, a definition of churn would be eight weeks.", [], False),
    ],
)
def test_a_reply_to_anything_else_asks_unless_it_says_no(
    reply: str, facts: list[str], beyond: bool
) -> None:
    """There a question needs no question mark."""
    assert asked_for(FACTS, reply, is_reply=True) == Asked(tuple(facts), beyond)


def test_in_later_stages_only_a_question_mark_or_i_would_ask_asks() -> None:
    """There "how many calls" heads what is to be watched."""
    watched = "How many calls they make, and the budget. I would ask how churn is defined."
    assert asked_for(FACTS, watched).facts == ("churn", "calls", "budget")
    assert asked_for(FACTS, watched, clarifies=False).facts == ("churn",)
    assert asked_for(FACTS, "How many calls can they make?", clarifies=False).facts == ("calls",)


@pytest.mark.parametrize(
    "remark",
    [
        "We could ask for a code by text message when a payment looks odd.",
        "The bank would ask for a second factor, and that annoys customers.",
        "I would ask the customer to confirm the payment.",
        "It is important to know what happens after the alarm.",
        "We don't need to know the exact reason.",
        "Customers want to know why they were blocked, and I wait.",
        "We ask how satisfied they are in the survey.",
        "How much a false alarm costs decides the threshold.",
        "Which brings me to the metric: recall at a fixed budget.",
        "I want a simple baseline first.",
    ],
)
def test_remarks_and_plans_ask_nothing(remark: str) -> None:
    """The interviewer has nothing to say to them, in the stage for asking either."""
    assert asked_for(FACTS, remark) == Asked()


@pytest.mark.parametrize(
    "question",
    [
        "Would also like to know the budget",
        "we would need to know the budget",
        "I'd ask the business what budget they have",
        "before anything else I would ask about the budget",
        "I was wondering how large the budget is",
    ],
)
def test_whoever_wants_to_know_asks(question: str) -> None:
    """With no question mark, and whoever may have to be asked."""
    assert asked_for(FACTS, question) == Asked(("budget",))


def test_a_case_is_made_ready_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its facts are the same for every answer."""
    facts = (CaseFact(id="once", match=("once and for all",), tell="x"),)
    assert asked_for(facts, "Is it once and for all?").facts == ("once",)
    monkeypatch.delattr(Compiler, "compile")
    assert asked_for(facts, "Once and for all?").facts == ("once",)


def test_of_another_language_a_question_mark_is_enough() -> None:
    """What English words ask is not looked for there."""
    facts = (CaseFact(id="kunden", match=("wie viele Kunden",), tell="x"),)
    german = asked_for(facts, "Wie viele Kunden gibt es?", is_english=False)
    assert german == Asked(("kunden",), False)
    assert (
        asked_for(facts, "Wie viele Kunden, is there no way to know", is_english=False) == Asked()
    )


def test_each_fact_of_the_case_that_ships_can_be_asked_for_in_other_words() -> None:
    """Everyone asks in words of their own; and what is stated gives nothing away."""
    bank = load_bank(CASES)
    asked = {
        "definition": [
            "How do you define a churned customer?",
            "When do we say that somebody has churned?",
            "how is the label made",
            "what counts as churned",
            "When is a customer gone?",
            "What exactly is the target variable?",
        ],
        "action": ["Who is going to use this?", "What will the care team do with the names?"],
        "capacity": ["How many calls can they make?", "I would ask how big the team is."],
        "size": ["What's the current churn rate?", "How many subscribers do we have?"],
        "lead-time": ["How early do we need to know?", "Over which horizon should we predict?"],
        "data": ["Which tables do you have?", "Do we record complaints?"],
        "history": ["How far back does it go?", "How many years of history are there?"],
        "today": [
            "What's the baseline?",
            "Is there an existing model?",
            "What do you do at the moment?",
        ],
        "costs": ["What is a customer worth?", "And what does a call cost?"],
        "campaigns": [
            "Did prices change?",
            "Were there any discounts or campaigns?",
            "Was there ever a sale?",
        ],
        "rhythm": ["Does it have to be real time?", "How often must it be refreshed?"],
        "limits": ["Are there legal constraints?", "Is there data that we can't use?"],
    }
    facts = bank.questions[0].facts
    assert list(asked) == [fact.id for fact in facts]
    for name, questions in asked.items():
        for question in questions:
            found = asked_for(facts, question, glossary=bank.glossary)
            assert name in found.facts, question
    others = (
        "What is the churn rate?",
        "What is a lost customer worth?",
        "How far back do labels go?",
    )
    for question in (
        *others,
        "What are we trying to achieve?",
        "Do they call those who have left?",
    ):
        found = asked_for(facts, question, glossary=bank.glossary)
        assert not {"definition", "today"} & {*found.facts}, question
    for stage in bank.asked[1:]:
        assert asked_for(facts, stage.model_answer, glossary=bank.glossary).facts == ()
