"""Properties of reading: nothing raises, nothing is lost, nothing is unbounded."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from interview_sim.bank.loading import LoadResult, parse_bank
from interview_sim.bank.model import BANK_FORMAT, Bank, content_hash
from interview_sim.bank.problems import MAX_PROBLEMS

SEED = """\
format: interview-sim/bank@1
id: tiny
title: Tiny
sources: [{id: s, title: S}]
glossary: [[a, b]]
defaults: {time: 4m}
questions:
  - id: q
    prompt: >
      Why?
    time: 90
    sources: [s]
    rubric:
      - id: p
        point: A.
        match: [x, {all: [[a, b], c]}]
        probe: "B?"
      - {id: g, pick: 1, need: bonus, of: [{id: m, point: M}]}
    misconceptions: [{id: n, claim: 'C'}]
    follow_ups:
      - {id: f, ask: D?, when: {covered: p}}
    model_answer: |
      Because.
"""

FRAGMENTS = st.sampled_from(
    ["\n", "  ", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "'", '"', "|\n", "? ", "#",
     "---\n", "%TAG ! x:\n", "\t", "\r", "\0", "\x1b", "\u202e", "\ufeff", "\ud800", "\\u0000",
     "<<: ", "~", "1e999", "\x85", "\u2028", "id: q\n", "null", "\U0001f469"]
)  # fmt: skip


def check(result: LoadResult) -> None:
    """What holds for every reading of anything."""
    assert (result.bank is None) == bool(result.errors)
    assert len(result.problems) <= 2 * (MAX_PROBLEMS + 1)
    for problem in result.problems:
        line = str(problem)
        assert line.isprintable()
        assert len(line) < 1000
        assert problem.line >= 0
        assert problem.column >= 0
    if result.bank is not None:
        assert result.hash == content_hash(result.bank)
        encoded = msgspec.json.encode(result.bank)
        assert msgspec.json.decode(encoded, type=Bank) == result.bank


@given(st.one_of(st.text(), st.binary()))
@example("[" * 3000)
@example("- " * 3000)
@example("? " * 3000)
@example("&a [*a]")
@example("\ud800")
def test_anything_at_all_is_read_or_told(content: str | bytes) -> None:
    """No text and no bytes make the reading raise."""
    check(parse_bank(content))


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.one_of(FRAGMENTS, st.text(max_size=4))),
        min_size=1,
        max_size=4,
    )
)
def test_a_bank_that_was_damaged_is_read_or_told(edits: list[tuple[float, int, str]]) -> None:
    """However a bank is edited, reading it gives a bank or says why not."""
    text = SEED
    for where, length, put in edits:
        start = int(where * len(text))
        text = text[:start] + put + text[start + length :]
    check(parse_bank(text))
    check(parse_bank(text.encode("utf-8", "surrogatepass")))


@given(st.lists(st.integers(0, len(SEED.splitlines()) - 1), min_size=1, max_size=6), st.booleans())
def test_lines_given_twice_or_left_out_are_read_or_told(numbers: list[int], doubled: bool) -> None:
    """Whole lines that are missing or repeated never make the reading raise."""
    lines = SEED.splitlines()
    for number in numbers:
        lines[number] = f"{lines[number]}\n{lines[number]}" if doubled else ""
    check(parse_bank("\n".join(lines)))


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=12
).map(lambda text: f"w{text}w")
"""Any printable text that holds a word and ends in none of the white space that YAML may fold."""


@st.composite
def banks(draw: st.DrawFn) -> dict[str, Any]:
    """A good bank as data."""

    def texts(least: int = 0) -> list[str]:
        return draw(st.lists(words, min_size=least, max_size=3))

    def point(name: str) -> dict[str, Any]:
        term = st.one_of(words, st.lists(words, min_size=1, max_size=2))
        entry = st.one_of(
            words,
            st.fixed_dictionaries({"all": st.lists(term, min_size=1, max_size=3)}),
            st.sampled_from(["no", "12:30", "017", "3.10", "0x1F", "1_000", "true", "2026-01-05"]),
        )
        return {"id": name, "point": draw(words), "match": draw(st.lists(entry, max_size=3))}

    def question(number: int) -> dict[str, Any]:
        group = {"id": "g", "need": "should", "pick": 1, "probe": draw(words)}
        return {
            "id": f"q-{number}",
            "prompt": draw(words),
            "tags": texts(),
            "hints": texts(),
            "time": draw(st.integers(1, 9999)),
            "rubric": [
                {**point("p"), "probe": draw(words), "weight": draw(st.integers(1, 100))},
                {**group, "of": [point("m"), point("n")]},
            ],
            "model_answer": "\n".join(texts(1)),
        }

    return {
        "format": BANK_FORMAT,
        "id": "b",
        "title": draw(words),
        "questions": [question(number) for number in range(draw(st.integers(1, 3)))],
    }


@given(banks(), st.booleans())
def test_what_was_written_is_what_is_read(data: dict[str, Any], flow: bool) -> None:
    """A bank written by a YAML library, in either style, is read back as the same data."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    result = parse_bank(text)
    # A bar among the terms of an entry is as good as any other sign, but warned of.
    assert all("`|`" in problem.message for problem in result.problems)
    assert result.bank == msgspec.convert(data, Bank)
