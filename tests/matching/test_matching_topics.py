"""What a question compares, and what is said of the wrong one."""

from __future__ import annotations

import pytest

from interview_sim.bank.model import Point, Question
from interview_sim.matching import Matcher, Verdict
from interview_sim.matching.text import read
from interview_sim.matching.topics import compared

PROMPTS = [
    ("What is the difference between overfitting and underfitting?", ("overfit", "underfit")),
    ("What do gradient boosting and random forests have in common, how do they differ?",
     ("boost", "forest")),
    ("What are L1 and L2 regularisation, and what are the differences?", ("l1", "l2")),
    ("Define precision, recall and F1, and discuss the trade-off between them.",
     ("precis", "recal", "f1")),
    ("Compare Adam with SGD plus momentum.", ("adam", "sgd")),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "heads"), PROMPTS, ids=[case[1][0] for case in PROMPTS])
def test_what_a_prompt_compares(prompt: str, heads: tuple[str, ...]) -> None:
    """The terms that a prompt sets side by side are found, by the words that part them."""
    assert tuple((head,) for head in heads) in compared(read(prompt))


def test_a_prompt_that_compares_nothing() -> None:
    """An "and" alone is no comparison."""
    assert compared(read("Explain K-means and find the best value of K.")) == []


QUESTION = Question(
    id="q",
    prompt="What is the difference between overfitting and underfitting, and how to avoid them?",
    rubric=(
        Point(id="over", point="An overfitted model learns noise.", match=("learns noise",)),
        Point(id="under", point="An underfitted model is too simple.", match=("too simple",)),
        Point(
            id="against-over",
            point="Against overfitting:",
            of=(Point(id="dropout", point="Use dropout.", match=("dropout",)),),
        ),
        Point(id="split", point="Tell them apart on held-out data.", match=("held-out data",)),
    ),
)


def verdict(point: str, answer: str) -> Verdict:
    """What the matcher says of one point."""
    return Matcher().cover(QUESTION, answer).leaves()[point].verdict


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("over", "An overfitted model learns the noise."),
        ("over", "Overfitting is when it is too flexible. Then the model learns the noise."),
        ("over", "If it learns the noise, it overfits."),
        ("over", "It learns the noise, unlike with underfitting."),
        ("over", "The model learns the noise and the error rises on new data."),
        ("dropout", "To avoid overfitting I add dropout, and for underfitting more layers."),
        ("split", "Underfitting shows on held-out data as well."),
    ],
)
def test_said_of_the_right_one(point: str, answer: str) -> None:
    """What is said of the right thing, or of none in particular, counts."""
    assert verdict(point, answer) is Verdict.COVERED


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("over", "Underfitting means that the model learns the noise."),
        ("under", "Overfitting means that the model is too simple."),
        ("under", "Overfitting is easy to explain. The model is too simple for the data."),
        ("dropout", "To avoid underfitting I would add dropout."),
        ("dropout", "To avoid overfitting I add layers, and to avoid underfitting I add dropout."),
    ],
)
def test_said_of_the_wrong_one(point: str, answer: str) -> None:
    """What is said of the other thing that the question compares is missed, with the reason."""
    leaf = Matcher().cover(QUESTION, answer).leaves()[point]
    assert leaf.verdict is Verdict.MISSED
    assert "something else" in leaf.reason
