"""What a question lacks is filled into its file, and its tests into theirs; the rest stays."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from interview_sim.bank.editing import EditError, fill_question, insert_tests
from interview_sim.bank.examples import PointTests, parse_tests
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import AllOf, Bank, Level, Misconception, Point, Question

BANK = """\
format: interview-sim/bank@1
id: deck
title: Deck
questions:
  - id: one   # imported
    prompt: "What is \\"bias\\"?"
    model_answer: >
      It is what a model
      gets wrong on average.

  # the second
  - id: two
    prompt: What is variance?
    rubric:
      - id: spread
        point: How far fits differ from sample to sample.   # as in the book
      - {id: flow, point: More data lowers it}
      - id: group
        point: Remedies
        pick: 1
        of:
          - {id: bagging, point: Bagging, match: [bagging]}
    model_answer: It is how far fits differ.
"""
ENTRY = AllOf(all=(("differ", "vary"), "sample"))


def read(data: bytes) -> Bank:
    """The bank in a file."""
    bank = parse_bank(data).bank
    assert bank is not None
    return bank


def filled(text: str, question: Question) -> str:
    """The file with the question, which has to be read back as it is."""
    after = fill_question(text.encode(), question)
    assert read(after).template(question.id) == question
    return after.decode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_question_gets_what_it_lacks_and_every_other_line_stays(newline: str) -> None:
    """Keys come where the model has them; comments, quotes and the file's line ends stay."""
    text = BANK.replace("\n", newline)
    one = read(text.encode()).questions[0]
    wrong = Misconception(id="all", claim="It is [all] the error: #1 {x}", correction="A part.")
    point = Point(
        id="average", point="On average: wrong", match=("on average", ENTRY), probe="How?"
    )
    after = filled(
        text,
        replace(one, level=Level.ADVANCED, time=90.0, rubric=(point,), misconceptions=(wrong,)),
    )
    at = text.index("    model_answer")
    assert after.startswith(text[:at])
    assert after.endswith(text[at:])
    new = after[at : len(after) - len(text) + at].split(newline)
    keys = [line.strip() for line in new if line[4:5].strip()]
    assert keys == ["level: advanced", "time: 1m30s", "rubric:", "misconceptions:"]
    assert newline == "\n" or "\n" not in after.replace(newline, "")


def test_points_get_entries_and_probes_in_whatever_way_they_are_written() -> None:
    """In lines, in braces, as a member of a group."""
    two = read(BANK.encode()).questions[1]
    spread, flow, group = two.rubric
    after = filled(
        BANK,
        replace(
            two,
            rubric=(
                replace(spread, match=(ENTRY,), probe="Between, what?"),
                replace(flow, match=("more data",), probe="And, with more?"),
                replace(group, of=(replace(group.of[0], match=("bagging", ENTRY)),)),
            ),
        ),
    )
    assert "# as in the book\n        match:\n          - all: [[differ, vary], sample]" in after
    assert "match: [bagging, {all: [[differ, vary], sample]}]}" in after


def test_what_is_there_is_not_changed() -> None:
    """A text that the author wrote is theirs, as is a list in which something is missing."""
    one, two = read(BANK.encode()).questions
    for other in (replace(one, prompt="Other"), replace(two, model_answer="Other")):
        with pytest.raises(EditError, match="already"):
            fill_question(BANK.encode(), other)


def test_tests_are_begun_and_added_to() -> None:
    """The file is made with its head; later ones come behind what is there."""
    bank = read(BANK.encode())
    said = PointTests(says=("Fits differ: a lot #1",), says_not=("Nothing at all, [really] {no}.",))
    first = insert_tests(b"", bank, {"two/spread": said})
    both = insert_tests(first + b"# mine", bank, {"two/flow": said, "two/bagging": said})
    assert both.startswith(first)
    assert len(parse_tests(both, bank).sentences) == 6
    with pytest.raises(EditError):
        insert_tests(
            b"format: interview-sim/examples@1\nbank: deck\npoints: {}\n", bank, {"two/flow": said}
        )
