"""Whatever bytes claim to be a deck or a quiz: a bank that passes the check, or one clear error."""

from __future__ import annotations

import sqlite3

import pytest
import zstandard
from foreign_kit import zipped
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, Unanswered
from interview_sim.exchange.importers.make_bank import make_bank
from interview_sim.exchange.importers.registry import read_documents

pytestmark = pytest.mark.thorough

GIFT = [
    "::t::", "A? ", "{", "}", "=", "~", "#", "####", "->", "%50%", "%-1.5%", "\n\n", "\n",
    "//", "[html]", "[markdown]", "[id:x]", "[tag:y]", "$CATEGORY: a/b", "\\", "\\n", "\\:",
    "T", "1..5", "<b>", "**Key points**\n\n- c", "*", "\x00", "\x1b[31m", "\u202e", "\ud83d",
    "é",
]  # fmt: skip
ANKI = [
    "#separator:tab\n", "#separator:\"\n", "#html:true\n", "#columns:Front\tBack\n",
    "#tags column:2\n", "#guid column:999999999999\n", "#deck column:1\n", "#notetype:x\n",
    "\t", ",", "\n", '"', '""', "A?", "b", "{{c1::", "::", "}}", "[sound:x]", "<br>",
    "<ul><li>", "</ul>", "<pre>", "</pre>", "<table><td>", "<a href='http://x'>", "\\(", "\\)",
    "[$]", "[/$]", "&lt;", "&#0;", "&#27;", "image-occlusion:", "\x00", "\x1b", "\u202e",
    "# no",
]  # fmt: skip
XML = [
    "<quiz>", "</quiz>", "<question type='essay'>", "</question>",
    "<questiontext format='html'>", "</questiontext>", "<text>", "</text>", "<graderinfo>",
    "</graderinfo>", "<![CDATA[", "]]>", "A?", "<b>", "&lt;", "&x;", "<!DOCTYPE q [",
    "<!ENTITY x 'y'>", "]>", "<answer fraction='nan'>", "</answer>", "<openassessment>",
    "</openassessment>", "<rubric>", "</rubric>", "<criterion>", "</criterion>",
    "<option points='inf'>", "<option points='3'>", "</option>", "<name>n</name>",
    "<prompt>p</prompt>", "<?xml version='1.0' encoding='utf-7'?>", "\x00", "\x1b",
    "xmlns:a='b'",
]  # fmt: skip


def soup(fragments: list[str]) -> st.SearchStrategy[bytes]:
    """Texts of fragments and of anything, in some encoding."""
    piece = st.one_of(st.sampled_from(fragments), st.sampled_from(fragments), st.text(max_size=4))
    texts = st.lists(piece, max_size=30).map("".join)
    return st.tuples(texts, st.sampled_from(["utf-8", "utf-8", "utf-16", "latin-1"])).map(
        lambda pair: pair[0].encode(pair[1], "replace" if pair[1] == "latin-1" else "surrogatepass")
    )


def survive(name: str, data: bytes, format_: str) -> None:
    """Read, build, write and check; nothing but our own error may come of it."""
    options = ImportOptions(format=format_, unanswered=Unanswered.KEEP)
    failed = ""
    try:
        made = make_bank(read_documents([Document(name, data)], options), options)
    except ImportFailed as failure:
        failed = str(failure)
    if failed:
        assert len(failed) < 1_000
        return
    checked = parse_bank(write_bank(made.bank), "made.yaml")
    assert checked.bank is not None, checked.errors


@pytest.mark.parametrize(
    ("name", "format_", "fragments"),
    [
        ("x.gift", "gift", GIFT),
        ("x.txt", "anki", ANKI),
        ("x.xml", "moodle-xml", XML),
        ("x.xml", "ora", XML),
    ],
)
def test_texts_of_any_kind_are_survived(name: str, format_: str, fragments: list[str]) -> None:
    """Pieces of the format in any order, controls and broken encodings."""

    @given(soup(fragments))
    def check(data: bytes) -> None:
        survive(name, data, format_)

    check()


QUIZ = st.lists(
    st.tuples(
        st.sampled_from(["essay", "shortanswer", "multichoice", "x", ""]),
        st.text(max_size=8),
        st.text(max_size=12),
        st.sampled_from(["html", "markdown", "plain_text", "?"]),
    ),
    max_size=3,
)


@given(QUIZ)
def test_well_formed_quizzes_with_any_text_are_survived(
    questions: list[tuple[str, str, str, str]],
) -> None:
    """Any text in the right places, in any markup."""
    from xml.sax.saxutils import escape, quoteattr

    parts = "".join(
        f"<question type={quoteattr(kind)}><questiontext format='{markup}'><text>A {escape(text)}"
        f"</text></questiontext><graderinfo format='{markup}'><text>{escape(told)}</text>"
        f"</graderinfo><answer fraction='100'><text>{escape(text)}</text></answer></question>"
        for kind, text, told, markup in questions
    )
    data = f"<quiz>{parts}</quiz>".encode("utf-8", "replace")
    survive("x.xml", data, "moodle-xml")


def _collection() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE col (id integer, models text, decks text);"
        "CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);"
        "CREATE TABLE cards (id integer, nid integer, did integer, odid integer, ord integer);"
    )
    models = '{"7": {"name": "B", "flds": [{"name": "Front", "ord": 0}], "tmpls": []}}'
    connection.execute("INSERT INTO col VALUES (1, ?, '{}')", (models,))
    for number in range(40):
        row = (number, "g", 7, " a ", f"Question {number}?\x1fanswer {number}")
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
    connection.commit()
    return connection.serialize()


COLLECTION = _collection()
CHANGES = st.lists(
    st.tuples(st.integers(0, len(COLLECTION) - 1), st.integers(0, 255)), min_size=1, max_size=40
)


def changed(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    """The bytes with some of them replaced."""
    result = bytearray(data)
    for at, value in changes:
        result[at % len(result)] = value
    return bytes(result)


@given(CHANGES, st.integers(0, len(COLLECTION)), st.booleans())
def test_damaged_collections_are_survived(
    changes: list[tuple[int, int]], cut: int, is_cut: bool
) -> None:
    """Any bytes of the database may be wrong or missing."""
    data = changed(COLLECTION, changes)
    survive("x.apkg", zipped({"collection.anki2": data[:cut] if is_cut else data}), "anki")


PACKAGE = zipped({"collection.anki21b": zstandard.ZstdCompressor().compress(COLLECTION)})


@given(CHANGES)
def test_damaged_packages_are_survived(changes: list[tuple[int, int]]) -> None:
    """Any bytes of the zip and of what is compressed in it may be wrong."""
    survive("x.apkg", changed(PACKAGE, changes), "anki")


ROW = st.tuples(
    st.one_of(st.none(), st.integers(), st.text(max_size=5), st.binary(max_size=5), st.floats()),
    st.one_of(st.none(), st.text(max_size=20), st.binary(max_size=20), st.integers()),
)


@given(st.lists(ROW, max_size=4), st.text(max_size=30), st.text(max_size=30))
def test_collections_with_any_values_are_survived(
    rows: list[tuple[object, object]], models: str, decks: str
) -> None:
    """SQLite keeps any type in any column, and the JSON in it may be anything."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE col (id, models, decks);"
        "CREATE TABLE notes (id integer PRIMARY KEY, guid, mid, tags, flds);"
        "CREATE TABLE cards (id, nid, did, odid, ord);"
    )
    connection.execute("INSERT INTO col VALUES (1, ?, ?)", (_clean(models), _clean(decks)))
    for value, fields in rows:
        told = (_clean(value), _clean(value), _clean(value), _clean(fields))
        connection.execute("INSERT INTO notes (guid, mid, tags, flds) VALUES (?, ?, ?, ?)", told)
        connection.execute("INSERT INTO cards VALUES (1, ?, ?, ?, 0)", told[:3])
    connection.commit()
    survive("x.apkg", zipped({"collection.anki2": connection.serialize()}), "anki")


def _clean(value: object) -> object:
    """A value that SQLite takes."""
    if isinstance(value, int) and abs(value) >= 2**63:
        return 0
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
