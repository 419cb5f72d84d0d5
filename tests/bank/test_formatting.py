"""Laying out banks: nothing but white space changes, and doing it twice changes nothing more."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.formatting import format_bank
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.problems import BankError

UNTIDY = """\


# top
id: b   # the id
title:    "x"


questions:
- id: q     # one
  prompt: >
     a
     b

     c


  # before answer
  model_answer: plain
     over lines   # c
  tags: [a,   # first
     b
  ]
  hints: ['it''s', "a\\tb", no, 12:30, ~, 0x10]
  rubric:
      - {id: p,  point: A,
         probe: "long
           text"}
      -   id:    z
          point: |2
              literal
             more
          match:
          -  a b
      # end of rubric
-
     # odd
     id: w
     prompt:
        on its own

        line
     model_answer: "dq
       x"
# about y
- id: y
  prompt: 'sq'
  model_answer: |

    first blank
      more\x20\x20


    end
# last
"""

TIDY = """\
# top
format: interview-sim/bank@1
id: b   # the id
title: "x"

questions:
  - id: q     # one
    prompt: >
      a
      b

      c

    # before answer
    model_answer: plain
       over lines   # c
    tags: [a,   # first
       b
      ]
    hints: ['it''s', "a\\tb", no, 12:30, ~, 0x10]
    rubric:
      - {id: p,  point: A,
         probe: "long
           text"}
      - id: z
        point: |2
            literal
           more
        match:
          - a b
      # end of rubric

  -
    # odd
    id: w
    prompt:
      on its own

      line
    model_answer: "dq
      x"

  # about y
  - id: y
    prompt: 'sq'
    model_answer: |

      first blank
        more\x20\x20


      end
# last
"""


def formatted(text: str) -> str:
    """The text laid out, after checking what holds for every text."""
    laid = format_bank(text.encode())
    assert format_bank(laid.encode()) == laid
    assert parse_bank(laid).bank == parse_bank(text).bank
    return laid


def test_an_untidy_bank_is_laid_out() -> None:
    """Levels, gaps and blank lines are made alike; comments, quotes and spellings stay."""
    assert formatted(UNTIDY) == TIDY


@pytest.mark.parametrize(
    "ends", ["\r\n", "\r"], ids=["windows", "old mac"]
)  # fmt: skip
def test_line_ends_and_a_byte_order_mark_are_made_plain(ends: str) -> None:
    """The result has line feeds alone, and says the same."""
    data = TIDY.replace("\n", ends).encode("utf-8-sig")
    assert format_bank(data) == TIDY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: \"x\"", "title: &a x"),
        ("title: \"x\"", "titel: x"),
        ("id: b", "id: ["),
        ("id: q ", "id: w "),
    ],
)  # fmt: skip
def test_a_bank_with_errors_is_refused(old: str, new: str) -> None:
    """What cannot be read is not touched; the error says what is wrong and where."""
    with pytest.raises(BankError, match=r"bank\.yaml:\d+:\d+: "):
        format_bank(TIDY.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    "text",
    [
        "---\nid: b\ntitle: T\nquestions: [{id: q, prompt: P, model_answer: A}]\n...\n",
        "%YAML 1.1\n---\nid: b\ntitle: T\nquestions: [{id: q, prompt: P, model_answer: A}]\n",
        "{id: b, title: T, questions: [{id: q,\nprompt: P, model_answer: A}]}",
        "? id\n: b\n? title\n: T\nquestions:\n- ? id\n  : q\n  prompt: P\n  model_answer: A\n",
        "   id: b\n   title: T\n   questions:\n   -\n    id: q\n    prompt: P\n    model_answer: A",
        "id: b\ntitle: T\nquestions:\n- id: q\n  prompt: |+\n    P\n\n\n  model_answer: >-\n   A\n",
        "id: b\ntitle: T\nquestions:\n- id: q\n  prompt: P\n  model_answer: |1\n    A\n   B\n",
        "id: b\n'title' : T\nquestions:\n- \"id\" : q\n  prompt: P # - x\n  model_answer: '#'\n",
        "id: b\ntitle: T\nquestions:\n- id: q\n  prompt: P\n  model_answer: A\n  glossary:\n",
        "id: b\ntitle: T\n#c\n  #d\nquestions:\n#e\n- id: q\n  #f\n  prompt: P\n  model_answer: A#",
    ],
)
def test_odd_but_good_yaml_is_laid_out_or_left_alone(text: str) -> None:
    """Whatever a bank's spelling, what it says is the same after it, or it is refused."""
    try:
        laid = formatted(text)
    except BankError:
        return
    assert laid.endswith("\n")


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=30
).map(lambda text: f"w {text}w")
comments = st.sampled_from(["", "", "", "  # c", "\n# left", "\n      # in", "\n", "\n\n\n"])


@st.composite
def spelt(draw: st.DrawFn) -> str:
    """A good bank in some spelling, with comments and blank lines strewn in."""
    point = {"id": "p", "point": draw(words), "match": draw(st.lists(words, max_size=2))}
    question: dict[str, Any] = {
        "prompt": draw(words),
        "tags": draw(st.lists(words, max_size=2)),
        "rubric": [point, {"id": "g", "pick": 1, "of": [{"id": "m", "point": draw(words)}]}],
        "model_answer": "\n".join(draw(st.lists(words, min_size=1, max_size=3))),
    }
    questions = [{"id": f"q-{n}", **question} for n in range(draw(st.integers(1, 3)))]
    text = yaml.safe_dump(
        {"format": "interview-sim/bank@1", "id": "b", "title": draw(words), "questions": questions},
        allow_unicode=True,
        sort_keys=False,
        indent=draw(st.integers(2, 6)),
        width=draw(st.sampled_from([20, 80, 9999])),
        default_style=draw(st.sampled_from([None, None, "|", ">", '"', "'"]))
        if draw(st.booleans())
        else None,
        default_flow_style=draw(st.sampled_from([False, False, None])),
    )
    return "".join(f"{line}{draw(comments)}\n" for line in text.splitlines())


@given(spelt())
def test_any_bank_says_the_same_afterwards(text: str) -> None:
    """However a good bank is spelt, laying it out changes white space alone, and once."""
    if parse_bank(text).bank is None:
        return
    laid = format_bank(text.encode())
    assert laid.split() == text.split()
    assert parse_bank(laid).bank == parse_bank(text).bank
    assert format_bank(laid.encode()) == laid


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), st.sampled_from(
    ["", " ", "  ", "\n", "\n  ", "# x\n", " # y", "- ", ": ", "[", "]", "|", ">", '"', "'", "? "]
)), min_size=1, max_size=4))  # fmt: skip
def test_a_damaged_bank_is_laid_out_or_refused(edits: list[tuple[float, int, str]]) -> None:
    """Nothing else is ever raised, and what comes out says the same."""
    text = UNTIDY
    for where, length, put in edits:
        start = int(where * len(text))
        text = text[:start] + put + text[start + length :]
    try:
        laid = format_bank(text.encode())
    except BankError:
        return
    assert parse_bank(laid).bank == parse_bank(text).bank
