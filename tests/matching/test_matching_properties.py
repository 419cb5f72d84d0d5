"""What holds for any answer whatever."""

from __future__ import annotations

import random
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.model import AllOf, Misconception, Point, Question
from interview_sim.matching import Coverage, Matcher, Span, Verdict

RUBRIC = Question(
    id="q",
    prompt="Describe the motivation behind random forests, and give two reasons for using them.",
    rubric=(
        Point(
            id="variance",
            point="Averaging many decorrelated trees lowers variance.",
            match=("reduces variance", AllOf(all=(("lower", "decrease"), "variance"))),
        ),
        Point(id="bias", point="Bias stays nearly the same.", match=("bias does not change",)),
        Point(
            id="random",
            pick=1,
            of=(
                Point(id="rows", match=("bootstrap sample", "with replacement")),
                Point(id="features", point="Each split sees a random subset of features."),
            ),
        ),
    ),
    misconceptions=(
        Misconception(id="never", claim="They cannot overfit.", match=("never overfit",)),
    ),
)
DERIVED = Question(
    id="d",
    prompt=RUBRIC.prompt,
    model_answer="Averaging many decorrelated trees lowers variance. Each split sees a random "
    "subset of the features. Every tree is grown on a bootstrap sample.",
)
MATCHER = Matcher(glossary=(("bagging", "bootstrap aggregating"),))
VOCABULARY = """
variance bias lower reduces not never no without trees bootstrap sample samples random features
the a of is and but unlike averaging high low increases forests overfit varience . , ; : ?
λ w² naïve e\u0301 👩‍🔬 R^2 O(n) 0,5 - don't “ ”
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\r\n"])
SENTENCES = st.lists(WORDS, max_size=40).map(" ".join)
ANSWERS = st.one_of(st.text(max_size=200), SENTENCES)
UNRELATED = "The weather in Lisbon was lovely last week."


def every_span(coverage: Coverage) -> list[tuple[Span, ...]]:
    """All evidence of a coverage."""
    found = [claim.evidence for claim in coverage.claims]
    for point in coverage.points:
        found += [point.evidence, *(member.evidence for member in point.members)]
    return found


@given(answer=ANSWERS)
def test_any_text_can_be_covered(answer: str) -> None:
    """No text makes the matcher fail; numbers stay in 0..1, spans in the answer."""
    for question in (RUBRIC, DERIVED):
        coverage = MATCHER.cover(question, answer)
        assert 0.0 <= coverage.score <= 1.0
        for leaf in coverage.leaves().values():
            assert 0.0 <= leaf.strength <= 1.0
            assert leaf.reason
        for spans in every_span(coverage):
            assert all(0 <= start < end <= len(answer) for start, end in spans)
            assert all(one[1] < other[0] for one, other in pairwise(spans))


@given(prompt=st.text(max_size=80), point=st.text(max_size=80), phrase=st.text(max_size=40))
def test_any_bank_text_can_be_matched(prompt: str, point: str, phrase: str) -> None:
    """No prompt, statement or entry makes the matcher fail."""
    question = Question(
        id="q",
        prompt=prompt,
        rubric=(Point(id="p", point=point, match=(phrase, AllOf(all=(phrase, (point, phrase))))),),
        misconceptions=(Misconception(id="m", claim=point),),
    )
    coverage = Matcher(glossary=((phrase, point),)).cover(question, f"{point}. {phrase} {prompt}")
    assert 0.0 <= coverage.score <= 1.0
    derived = Question(id="d", prompt=prompt, model_answer=f"{point}\n- {phrase}")
    assert 0.0 <= MATCHER.cover(derived, f"{phrase} {point}").score <= 1.0


@given(answer=SENTENCES)
def test_an_unrelated_sentence_takes_nothing(answer: str) -> None:
    """Adding a sentence on something else lowers no point and no score."""
    for question in (RUBRIC, DERIVED):
        before = MATCHER.cover(question, answer)
        after = MATCHER.cover(question, f"{answer}.\n\n{UNRELATED}")
        assert after.score >= before.score - 1e-9
        later = after.leaves()
        for name, leaf in before.leaves().items():
            if leaf.verdict is Verdict.COVERED:
                assert later[name].verdict is Verdict.COVERED


@given(answer=SENTENCES, times=st.integers(2, 5))
def test_repeating_raises_no_verdict_of_a_rubric(answer: str, times: int) -> None:
    """Saying the same again covers nothing new."""
    once = MATCHER.cover(RUBRIC, f"{answer}.")
    # Far enough apart that the end of one and the start of the next are no neighbours.
    again = MATCHER.cover(RUBRIC, f".\n\n{UNRELATED}\n\n{UNRELATED}\n\n".join([answer] * times))
    assert again.score <= once.score + 1e-9


@given(answer=ANSWERS)
def test_the_same_again_gives_the_same(answer: str) -> None:
    """A matcher keeps nothing of one answer for the next."""
    fresh = Matcher(glossary=(("bagging", "bootstrap aggregating"),))
    MATCHER.cover(RUBRIC, "variance bootstrap varience lower")
    for question in (RUBRIC, DERIVED):
        first = MATCHER.cover(question, answer)
        assert msgspec.json.encode(first) == msgspec.json.encode(fresh.cover(question, answer))
        assert first == MATCHER.cover(question, answer)


@given(answer=SENTENCES)
def test_line_ends_do_not_matter(answer: str) -> None:
    """An answer with CRLF covers the same as one with LF."""
    plain = answer.replace("\r\n", "\n")
    one = MATCHER.cover(RUBRIC, plain)
    other = MATCHER.cover(RUBRIC, plain.replace("\n", "\r\n"))
    assert one.score == other.score


def test_long_junk_is_quick_to_read() -> None:
    """A pasted heap of keywords is read to a bound, not for ever."""
    rng = random.Random(7)
    words = [
        "variance",
        "bias",
        "lower",
        "reduces",
        "trees",
        "bootstrap",
        "sample",
        "random",
        "features",
    ]
    heap = " ".join(rng.choice(words) for _ in range(100_000))
    assert MATCHER.cover(RUBRIC, heap).score <= 0.5
