"""Entries are added to a bank's YAML, and every other character stays as it was typed."""

from __future__ import annotations

import codecs
import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.additions import Addition, Alias, with_additions
from interview_sim.bank.editing import EditError, insert_entries
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import AllOf

SHIPPED = Path(__file__).parents[1] / "data" / "banks" / "ml-fundamentals.yaml"

BANK = """\
# My bank.
format: interview-sim/bank@1
id: b
title: B
glossary:
  - [principal component analysis, PCA]   # as they say
  - - one
    - two   # in lines
questions:
  - id: q
    prompt: Why?
    rubric:
      - id: lines
        point: Said in lines.
        match:   # any of these
          - first phrase
          # the next one is longer
          - all: [[lower, less], variance]   # both

        # what comes here belongs to the probe
        probe: And what else?
      - id: brackets
        point: Said in brackets.
        match: [alpha beta, "gamma, delta",]
      - id: folded
        point: >
          Said over
          two lines.

        # nothing to match yet
        need: should
      - id: group
        pick: 1
        of:
          - {id: inline, point: In one line.}
          - {id: ready, point: "In one line, too", match: []}
    follow_ups:
      - id: more
        ask: And then?
        rubric:
          - id: lines
            point: The same id, elsewhere.
            match:
            - not indented
    model_answer: In lines.
"""


def add(text: str, *entries: object, point: str = "lines", **more: object) -> str:
    """The bank with entries added to one point."""
    addition = Addition(question="q", point=point, entries=entries, **more)  # type: ignore[arg-type]
    return insert_entries(text.encode(), [addition]).decode()


def changes(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    told = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in told if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.mark.parametrize(
    ("point", "follow_up", "expected"),
    [
        ("lines", None, ["+          - new words"]),
        ("lines", "more", ["+            - new words"]),
        (
            "brackets",
            None,
            [
                '-        match: [alpha beta, "gamma, delta",]',
                '+        match: [alpha beta, "gamma, delta", new words,]',
            ],
        ),
        ("folded", None, ["+        match:", "+          - new words"]),
        (
            "inline",
            None,
            [
                "-          - {id: inline, point: In one line.}",
                "+          - {id: inline, point: In one line., match: [new words]}",
            ],
        ),
        (
            "ready",
            None,
            [
                '-          - {id: ready, point: "In one line, too", match: []}',
                '+          - {id: ready, point: "In one line, too", match: [new words]}',
            ],
        ),
    ],
)
def test_an_entry_is_added_in_the_layout_it_meets(
    point: str, follow_up: str | None, expected: list[str]
) -> None:
    """Only the lines that must change do; comments and blank lines stay where they are."""
    after = add(BANK, "new words", point=point, follow_up=follow_up)
    assert changes(BANK, after) == expected


def test_an_entry_goes_below_the_last_one_and_above_what_follows() -> None:
    """The comment on the last entry stays with it, and the one on the probe with the probe."""
    lines = add(BANK, AllOf(all=("few", ("words", "terms")))).splitlines()
    at = lines.index("          - all: [few, [words, terms]]")
    assert lines[at - 1].endswith("# both")
    assert lines[at + 1] == ""
    assert lines[at + 2].strip().startswith("# what comes here")


def test_a_new_match_stands_right_below_the_statement() -> None:
    """Not after the comment that belongs to the next key."""
    lines = add(BANK, "new words", point="folded").splitlines()
    at = lines.index("          two lines.")
    assert lines[at + 1 : at + 3] == ["        match:", "          - new words"]


def test_glossary_terms_are_added_to_their_line() -> None:
    """In brackets and in lines alike."""
    after = insert_entries(BANK.encode(), [], [Alias(line=0, term="PCs"), Alias(line=1, term="2")])
    assert changes(BANK, after.decode()) == [
        "-  - [principal component analysis, PCA]   # as they say",
        "+  - [principal component analysis, PCA, PCs]   # as they say",
        "+    - '2'",
    ]


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_line_ends_byte_order_mark_and_a_missing_last_line_end_stay(newline: str) -> None:
    """The file goes on being what its editor made of it."""
    text = BANK.rpartition("    model_answer")[0].rstrip("\n").replace("\n", newline)
    data = codecs.BOM_UTF8 + text.encode()
    after = insert_entries(
        data, [Addition(question="q", follow_up="more", point="lines", entries=("x y",))]
    )
    assert after == data + f"{newline}            - x y{newline}".encode()


def test_several_entries_keep_their_order() -> None:
    """Those for one point, and those for several."""
    additions = [
        Addition(question="q", point="lines", entries=("one more", "two more")),
        Addition(question="q", point="inline", entries=("a b", AllOf(all=("c", "d")))),
    ]
    after = parse_bank(insert_entries(BANK.encode(), additions)).bank
    assert after == with_additions(parse_bank(BANK).bank, additions)
    assert after.questions[0].rubric[0].match[-2:] == ("one more", "two more")


@pytest.mark.parametrize(
    "text",
    [
        "no", "null", "3.10", "12:30", "a: b", "- x", "# x", "[x]", "{x}", "*x", "&x", "!x", "'x",
        '"x', "x\\y", "ünï cödé", "λ > 0", "O(n log n)", "100 %", "x #y", "a, b", "?x", "@x y",
    ],
)  # fmt: skip
@pytest.mark.parametrize("point", ["lines", "brackets", "inline"])
def test_what_yaml_would_misread_is_quoted(text: str, point: str) -> None:
    """What is written is what was meant, in lines and in brackets."""
    bank = parse_bank(add(BANK, text, AllOf(all=(text, (text, "x"))), point=point)).bank
    found = next(p for p in bank.questions[0].leaves() if p.id == point)
    assert found.match[-2:] == (text, AllOf(all=(text, (text, "x"))))


@given(st.text(min_size=1, max_size=30), st.sampled_from(["lines", "brackets", "inline"]))
def test_any_text_is_written_as_it_is_or_refused(text: str, point: str) -> None:
    """Whatever is added, the result is the bank that was meant, or nothing is given out."""
    try:
        after = add(BANK, text, point=point)
    except EditError:
        return
    found = next(p for p in parse_bank(after).bank.questions[0].leaves() if p.id == point)
    assert found.match[-1] == text


def test_every_point_of_a_shipped_bank_can_be_added_to() -> None:
    """Added all at once, the result is the bank that was meant, and comments are all there."""
    data = SHIPPED.read_bytes()
    bank = parse_bank(data).bank
    additions = [
        Addition(question=question.id, follow_up=home, point=leaf.id, entries=("quite new words",))
        for question in bank.questions
        for home, rubric in [
            (None, question.rubric),
            *((follow_up.id, follow_up.rubric) for follow_up in question.follow_ups),
        ]
        for item in rubric
        for leaf in (item.of or (item,))
    ]
    after = insert_entries(data, additions)
    assert parse_bank(after).bank == with_additions(bank, additions)
    assert after.count(b"#") == data.count(b"#")
    went = [line for line in changes(data.decode(), after.decode()) if line.startswith("-")]
    assert all("match: [" in line or "{id:" in line or "]" in line for line in went)


@pytest.mark.parametrize("point", ["unknown", "group"])
def test_a_point_that_is_not_there_is_refused(point: str) -> None:
    """Groups have no phrases of their own, and nothing is made up."""
    with pytest.raises(EditError):
        add(BANK, "new words", point=point)


def test_a_bank_with_errors_is_refused() -> None:
    """It has to be put right first."""
    with pytest.raises(EditError, match="bank check"):
        insert_entries(b"id: [", [])
