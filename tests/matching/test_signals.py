"""Signs of how something is told: found with their words, and never more than signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.model import Point, Question, Signal
from interview_sim.matching import Matcher, Verdict
from interview_sim.matching.signals import look_for

SHOWS = {
    Signal.SITUATION: [
        ("The aim was to bring fewer people to tears.", "The aim"),
        ("They were losing a customer an hour.", "were losing"),
    ],
    Signal.OWN_PART: [
        ("I then quietly rewrote the loader.", "I then quietly rewrote"),
        ("I’ve built two of those.", "I’ve built"),
        ("So in the end I fixed it.", "I fixed"),
    ],
    Signal.DECISION: [("In March we went with the plain one.", "we went with")],
    Signal.ALTERNATIVE: [
        ("I took medians instead of means.", "instead of"),
        ("We looked at queues, too.", "We looked at"),
    ],
    Signal.CHECK: [("It beat the baseline on held-out weeks.", "baseline")],
    Signal.NUMBERS: [
        ("It fell from 24 to 17 %.", "24"),
        ("It cost £1,200.50 a day.", "£1,200.50"),
        ("Errors halved within three weeks.", "halved"),
        ("One in eight was wrong.", "One in eight"),
    ],
    Signal.COST: [("The price was a slower build.", "The price")],
    Signal.PEOPLE: [("My lead was against it, and she said so.", "she said")],
    Signal.LESSON: [("Since then I ask first.", "Since then")],
}
SHOWS_NOT = {
    Signal.SITUATION: ["It was a churn model with boosted trees."],
    Signal.OWN_PART: [
        "We built a pipeline and trained several models.",
        "I did not build that one, and I never tested it.",
        "Ion built a tree.",
        "I was part of a large team.",
    ],
    Signal.DECISION: ["Then came a random forest.", "I have not said that we decided."],
    Signal.ALTERNATIVE: ["It is simply the best there is."],
    Signal.CHECK: ["We had no baseline.", "It worked without a single test set."],
    Signal.NUMBERS: [
        "It got a lot better.",
        "In 2023 we used GPT-4, S3 and a B2B list.",
        "1. Speed\n2. Cost",
        "One of us was right.",
    ],
    Signal.COST: ["Everything went well."],
    Signal.PEOPLE: ["The system was accepted."],
    Signal.LESSON: ["It was a great project."],
}


def _found(signal: Signal, answer: str, asked: str = "What did you do?") -> tuple[str, ...]:
    point = Point(id="p", point="Says it.", signal=signal)
    coverage = Matcher().cover(Question(id="q", prompt=asked, rubric=(point,)), answer).points[0]
    assert (coverage.verdict is Verdict.COVERED) is bool(coverage.evidence)
    assert "Only you can tell" in coverage.reason or not answer.strip()
    return tuple(answer[start:end] for start, end in coverage.evidence)


@pytest.mark.parametrize("signal", list(Signal))
def test_a_sign_is_found_with_its_words(signal: Signal) -> None:
    """What is evidence is what was said; where nothing was, it says what was looked for."""
    for answer, words in SHOWS[signal]:
        assert any(words in found for found in _found(signal, answer)), answer
    for answer in SHOWS_NOT[signal]:
        assert not _found(signal, answer), answer
    assert not _found(signal, "")


def test_what_only_repeats_the_question_is_no_sign() -> None:
    """Reading the question out shows nothing, whatever is in it."""
    asked = "Why 17 percent, and not something simpler?"
    assert not _found(Signal.NUMBERS, "Why 17 percent", asked)
    assert not _found(Signal.ALTERNATIVE, "Something simpler is what you ask about.", asked)
    assert _found(Signal.NUMBERS, "It was 12 percent.", asked) == ("12",)


def test_of_another_language_only_figures_are_read() -> None:
    """The phrases are English."""
    for signal, wanted in ((Signal.LESSON, Verdict.MISSED), (Signal.NUMBERS, Verdict.COVERED)):
        point = Point(id="p", point="Says it.", signal=signal)
        said = look_for(point, "Since then 12 Prozent", "", is_english=False)
        assert said.verdict is wanted


@given(st.text(), st.sampled_from(list(Signal)))
def test_any_answer_can_be_looked_at(answer: str, signal: Signal) -> None:
    """Evidence lies within it, in order, and is never empty."""
    found = look_for(Point(id="p", point="Says it.", signal=signal), answer, "").evidence
    assert all(0 <= start < end <= len(answer) for start, end in found)
    assert list(found) == sorted(found)
