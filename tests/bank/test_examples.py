"""Reading the tests of a bank's points: what they say, and where something is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.bank.examples import (
    FOLDER,
    Floors,
    examples_path,
    parse_tests,
    read_tests,
    targets_of,
    untested,
)
from interview_sim.bank.loading import load_bank, parse_bank
from interview_sim.bank.model import Bank
from interview_sim.bank.problems import BankError

BANKS = Path(__file__).parents[2] / "banks"
BANK = """
format: interview-sim/bank@1
id: forests
title: Forests
questions:
  - id: why
    prompt: Why do they work?
    rubric:
      - {id: variance, point: Averaging lowers the variance.}
      - {id: group, pick: 1, point: Any, of: [{id: member, point: Each tree has its sample.}]}
    misconceptions: [{id: never, claim: They never overfit.}]
    follow_ups:
      - {id: more, ask: What else?, rubric: [{id: cuts, point: Cuts are random.}]}
"""
HEAD = "format: interview-sim/examples@1\nbank: forests\n"


def bank() -> Bank:
    """A bank with one of each that can have tests."""
    found = parse_bank(BANK).bank
    assert found is not None
    return found


def wrong(text: str) -> str:
    """What is reported of this text."""
    with pytest.raises(BankError) as refused:
        parse_tests(text.encode(), bank(), "t.yaml")
    return str(refused.value)


def test_everything_that_can_be_found_in_an_answer_can_have_tests() -> None:
    """Points, members of groups, misconceptions and the points of follow-ups; a group has none."""
    assert list(targets_of(bank())) == ["why/variance", "why/member", "why/never", "why/more/cuts"]


def test_tests_are_read_with_their_places_and_with_what_is_held_out() -> None:
    """Each sentence knows what it tests, what is wanted, and where it stands."""
    found = parse_tests(
        f"{HEAD}floors: {{recall: 0.8}}\npoints:\n  why/variance:\n    says: [A, 4]\n"
        "    held:\n      says_not:\n        - B\n".encode(),
        bank(),
    )
    assert found.floors == Floors(recall=0.8)
    assert [(s.target, s.text, s.says, s.held, s.line, s.column) for s in found.sentences] == [
        ("why/variance", "A", True, False, 6, 12),
        ("why/variance", "4", True, False, 6, 15),
        ("why/variance", "B", False, True, 9, 11),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{HEAD}points:\n  why/varianec: {{says: [A]}}",
            "t.yaml:4:3: the bank has no point `why/varianec`; did you mean `why/variance`?",
        ),
        (
            f"{HEAD}points:\n  x: {{says: [A]}}",
            "t.yaml:4:3: the bank has no point `x`; name it `question/point`",
        ),
        (
            f"{HEAD}points:\n  why/never: {{says: [A], held: {{says_not: ['  a ']}}}}",
            "t.yaml:4:44: this sentence is there already (line 4); take one out",
        ),
        (
            f"{HEAD}points:\n  why/never: {{say: [A]}}",
            "t.yaml:4:15: what is said of a point has no key `say`; did you mean `says`?",
        ),
        (
            "format: interview-sim/examples@1\nbank: trees",
            "t.yaml:2:7: these are the tests of `trees`, not of `forests`",
        ),
        (
            "format: interview-sim/bank@1\nbank: forests",
            "t.yaml:1:9: `interview-sim/bank@1` is not a format of tests; write",
        ),
        (f"{HEAD}floors: {{recall: 2}}", "t.yaml:3:18: `recall` must be at most 1, not `2`"),
        ("[", "t.yaml:1:1: this bracket is not closed"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str) -> None:
    """As in a bank: the line, what is wrong, and what was probably meant."""
    assert wrong(text).startswith(message)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The sentence names the file."""
    with pytest.raises(BankError, match="there is no such file"):
        read_tests(tmp_path / "none.yaml", bank())


def test_what_has_no_tests_or_too_few_is_known() -> None:
    """Four sentences that say a point and three that do not are enough, held out or not."""
    tests = parse_tests(
        f"{HEAD}points:\n  why/variance: {{says: [A, B, C], says_not: [D, E, F], "
        "held: {says: [G]}}\n  why/member: {says: [A, B, C, D], says_not: [E, F]}\n".encode(),
        bank(),
    )
    assert untested(bank(), tests.sentences) == (["why/never", "why/more/cuts"], ["why/member"])
    assert untested(bank(), ())[0] == list(targets_of(bank()))


def test_the_tests_that_ship_are_of_banks_that_ship() -> None:
    """Each file belongs to a bank, and names nothing that the bank does not have."""
    for path in (BANKS / FOLDER).glob("*.yaml"):
        of = load_bank(BANKS / path.name)
        assert examples_path(BANKS / path.name, of) == path
        assert read_tests(path, of).sentences
