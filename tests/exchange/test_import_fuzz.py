"""Properties of importing: any content gives a bank or a sentence, within bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, Unanswered
from interview_sim.exchange.importers.make_bank import make_bank
from interview_sim.exchange.importers.registry import read_documents

pytestmark = pytest.mark.thorough

KEEP = ImportOptions(unanswered=Unanswered.KEEP)
LEAST_CPU = 5.0
"""Seconds of this process that a hundred kilobytes may take on a slow machine."""

PIECES = st.sampled_from(
    ["# What is x?\n", "## ", "**Why y?** 👶\n", "**", "* What?\n", "  - And?\n", "1. Explain z.\n",
     "\n\n", "Answer: ", "#### Answer\n", "<details>", "<summary>Q?</summary>", "</details>\n",
     "```\n", "`", "$", "$$", "| Q | A |\n|---|---|\n", "| What? | It. |\n", "<br/>\n", "---\n",
     "---\ntitle: What?\n---\n", "<!--", "-->", "<!-- tags: (a) -->", "[x](#y)", "![a](b)", "<b>",
     "<sub>i</sub>", "&lt;", "> ", "Q: a?\nA: b\n", "TODO\n", "#### Good to hear\n", "- [x] one\n",
     "[r]: http://x\n", "    ", "\t", "\x1b[31m", "\u202e", "⭐️‍", "{", '{"question": "x?"}', "[",
     '"', ",", ";", "question,answer\n", "\\", "\x00", "é", "1)", "***", "__", "~~~\n", "<p>"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["x.md", "x.txt", "x.csv", "x.tsv", "x.json", "x.jsonl", "README", "a/b.md"]
)


def check(name: str, data: bytes) -> None:
    """Reading gives a bank that passes the check and is read back the same, or a sentence."""
    try:
        bank = make_bank(read_documents([Document(name, data)], KEEP), KEEP).bank
    except ImportFailed as failure:
        told = str(failure)
        bank = None
    if bank is None:
        assert told.strip()
        return
    result = parse_bank(write_bank(bank))
    assert result.errors == ()
    assert result.bank == bank


@given(NAMES, st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode())))
@example("x.md", b"\xff\xfe")
@example("x.json", b'{"a": NaN}')
@example("x.csv", b'"')
def test_anything_at_all_is_read_or_told(name: str, data: bytes) -> None:
    """No bytes and no text make an import raise anything but its own error."""
    check(name, data)


@given(NAMES, st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40))
def test_pieces_of_collections_in_any_order_are_read_or_told(name: str, pieces: list[str]) -> None:
    """However marks, folds, tables and labels are mixed, there is a good bank or a sentence."""
    check(name, "".join(pieces).encode())


@pytest.mark.parametrize(
    "piece",
    ["*", "`", "` x ", "$ x", "[", "[a](", "![a](", "<", "<b>", "<details>\n", "<!--", "> ", "- ",
     "What?\n", "## What is x?\n", "- What is x?\n", "|a|b|\n", "&amp;", "<sub>", "_a ", "**a",
     "**What?** \n\n", "What is x? ", "1. ", "\n", " ", "Answer: ", "(", "```\n", "\\", "👶", "⭐️‍",
     "[a]: http://x\n", "[a][b] ", "<div><p>", "<summary>", "-", "<a href=", "&#x", "?", "a? ",
     "$$ ", "\\( ", "<img ", "Q: a?\nA: b\n\n", "# T\n\n"],
)  # fmt: skip
def test_a_mark_repeated_without_end_costs_bounded_time(piece: str) -> None:
    """No repetition makes the reading take more than linear time, which would be minutes here."""
    data = (piece * (40_000 // len(piece))).encode()
    start = time.process_time()
    check("x.md", data)
    assert time.process_time() - start < LEAST_CPU


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b'"' * 100_000),
        ("x.csv", b"," * 100_000),
        ("x.csv", b"a\t" * 50_000),
        ("x.json", b"[" * 100_000),
        ("x.json", b'{"a":' * 20_000),
        ("x.jsonl", b'{"q":"x?"}\n' * 9_000),
    ],
)
def test_tables_and_objects_without_end_cost_bounded_time(name: str, data: bytes) -> None:
    """The same for the other formats."""
    start = time.process_time()
    check(name, data)
    assert time.process_time() - start < LEAST_CPU
