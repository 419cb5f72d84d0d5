"""When an answer counts as stating a misconception."""

from __future__ import annotations

import pytest

from interview_sim.bank.model import AllOf, Misconception, Phrase, Question
from interview_sim.matching import Claim, Matcher


def claims(
    answer: str, *match: Phrase, claim: str = "A forest cannot overfit."
) -> tuple[Claim, ...]:
    """The claims that one answer makes."""
    question = Question(
        id="q",
        prompt="Why random forests?",
        model_answer="They average many deep trees, which lowers variance.",
        misconceptions=(Misconception(id="m", claim=claim, match=match),),
    )
    return Matcher().cover(question, answer).claims


@pytest.mark.parametrize(
    "answer",
    [
        "Random forests cannot overfit.",
        "A forest can't overfit, however many trees there are.",
        "They will never over-fit the data.",
        "I like them a lot. They never overfits.",
        "People like forests, as they cannot overfit.",
    ],
)
def test_stated(answer: str) -> None:
    """A claim made in so many words is reported, with the place."""
    (claim,) = claims(answer, "cannot overfit", "never overfits")
    assert claim.id == "m"
    assert claim.strength > 0
    start, end = claim.evidence[-1]
    assert "fit" in answer[start:end]


@pytest.mark.parametrize(
    "answer",
    [
        "Random forests can overfit.",
        "They overfit less than one tree.",
        "It is a myth that forests cannot overfit.",
        "It is wrong that a forest cannot overfit.",
        "Some people think that they cannot overfit.",
        'They say "it cannot overfit", which I have seen fail.',
        "Can it be that they never overfit?",
        "That forests cannot overfit is a common misconception.",
        "Many assume that forests cannot overfit.",
        "Vendors like to claim that a forest cannot overfit.",
        "It is tempting to think that they cannot overfit.",
        "That a forest never overfits is often said.",
        "Forests never overfit. That is a myth.",
        "Overfitting is discussed. Cannot say more.",
        "overfit cannot tree forest average variance bias bootstrap sample random",
    ],
)
def test_not_stated(answer: str) -> None:
    """What is denied, corrected, quoted, asked or merely listed is no claim."""
    assert claims(answer, "cannot overfit", "never overfits") == ()


def test_positive_claim_denied() -> None:
    """A claim without a negation is not made by an answer that negates it."""
    match = AllOf(all=("more trees", "overfit"))
    assert claims("With more trees it will overfit.", match, claim="More trees overfit.")
    assert not claims("With more trees it does not overfit.", match, claim="More trees overfit.")


def test_a_claim_stands_on_one_side_of_a_contrast() -> None:
    """Its words on both sides of a "but" or "whereas" belong to two statements."""
    match = AllOf(all=("forest", "overfit"))
    assert claims("A forest will overfit, whatever you do.", match, claim="A forest overfits.")
    for apart in ("but", "whereas", "although"):
        answer = f"A forest stays steady, {apart} one tree will overfit."
        assert not claims(answer, match, claim="A forest overfits.")


def test_claim_by_its_own_words() -> None:
    """Without entries nearly all of the claim's words must stand in one sentence."""
    claim = "Accuracy is a good metric for imbalanced classes."
    assert claims("I think accuracy is a good metric for imbalanced classes.", claim=claim)
    assert not claims("Accuracy is a metric. Classes may be imbalanced.", claim=claim)


def test_half_a_claim_is_none() -> None:
    """Some words of a claim are not enough to accuse anyone of it."""
    match = AllOf(all=("boosting", "always", "better"))
    assert not claims("Boosting is often better.", match, claim="Boosting is always better.")
