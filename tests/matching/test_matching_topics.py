"""What a question compares, and what is said of the wrong one."""

from __future__ import annotations

import pytest

from interview_sim.bank.model import AllOf, Point, Question
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
        ("over", "Underfitting is easy to explain. Some models learn the noise."),
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


BOTH_SAID = Question(
    id="q",
    prompt="What tells the two apart?",
    rubric=(
        Point(
            id="p",
            point="A.",
            match=(AllOf(all=("parameter", "fixed"), unless=("data fixed",), of="P"),),
        ),
        Point(id="l", point="B.", match=(AllOf(all=("data", "fixed"), of="L"),)),
    ),
)


@pytest.mark.parametrize(
    ("answer", "covered"),
    [
        ("With P the parameter is fixed, with L the data are fixed.", {"p", "l"}),
        ("With P the parameter and the data are fixed.", set()),
        ("The parameter is fixed, the data are fixed.", {"l"}),
    ],
)
def test_unless_counts_where_it_is_said_of_the_same(answer: str, covered: set[str]) -> None:
    """What makes a statement something else has no say where it is said of the other thing."""
    leaves = Matcher().cover(BOTH_SAID, answer).leaves()
    assert {name for name, leaf in leaves.items() if leaf.verdict is Verdict.COVERED} == covered


SAID_OF = Question(
    id="q",
    prompt="Which of the two would you take?",
    rubric=(
        Point(id="zeros", point="A.", match=(AllOf(all=("zero",), of="L1"),)),
        Point(id="shrinks", point="B.", match=(AllOf(all=("shrink",), of="L2"),)),
    ),
)


@pytest.mark.parametrize(
    ("answer", "covered"),
    [
        ("L1 gives zeros and L2 shrinks.", {"zeros", "shrinks"}),
        ("L2 gives zeros and L1 shrinks.", set()),
        ("L2 shrinks all of them. L1 gives zeros.", {"zeros", "shrinks"}),
        ("L1 shrinks them, whereas L2 gives zeros.", set()),
        ("L1 is my choice. It sets many weights to zero.", {"zeros"}),
        ("L2 is my choice. It sets many weights to zero.", set()),
        ("Many weights become zero.", {"zeros"}),
        ("L2 is my choice. Many weights become zero otherwise.", {"zeros"}),
        ("L1 keeps them all and L2 sets some of them to zero.", set()),
    ],
)
def test_an_entry_counts_for_what_it_has_to_be_said_of(answer: str, covered: set[str]) -> None:
    """As the author wrote under `of`; where nothing is named it may be meant."""
    leaves = Matcher().cover(SAID_OF, answer).leaves()
    assert {name for name, leaf in leaves.items() if leaf.verdict is Verdict.COVERED} == covered


PAIRED = Question(
    id="q",
    prompt="How do you find outliers?",
    rubric=(
        Point(id="z", point="z", match=(AllOf(all=("normal",), of="z-score"),)),
        Point(id="iqr", point="iqr", match=(AllOf(all=("skewed",), of="IQR"),)),
    ),
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("z-score for normal data, IQR for skewed", Verdict.COVERED),
        ("Use the z-score if normal and the IQR if it is skewed.", Verdict.COVERED),
        ("If it is normal the z-score, if skewed the IQR.", Verdict.COVERED),
        ("z-score for skewed data, IQR for normal", Verdict.MISSED),
        ("Use the z-score if skewed and the IQR if it is normal.", Verdict.MISSED),
    ],
)
def test_pairs_that_are_swapped(answer: str, expected: Verdict) -> None:
    """What belongs to one of two things and is said of the other is noticed by `of`."""
    coverage = Matcher().cover(PAIRED, answer)
    assert [leaf.verdict for leaf in coverage.leaves().values()] == [expected, expected]
