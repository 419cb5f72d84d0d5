"""Anki's packages, old and new, and what a hostile one could try."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import time
from pathlib import Path

import pytest
import zstandard
from foreign_kit import only, prompts, read, zipped

from interview_sim.exchange.importers.imported import ImportFailed
from interview_sim.exchange.importers.input_files import collect
from interview_sim.exchange.importers.registry import read as read_paths

TABLES = """
CREATE TABLE col (id integer, models text, decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer, nid integer, did integer, odid integer, ord integer);
"""
NEW_TABLES = (
    TABLES
    + """
CREATE TABLE notetypes (id integer, name text COLLATE unicase, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase,
                     PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE templates (ntid integer, ord integer, config blob);
CREATE TABLE decks (id integer, name text COLLATE unicase);
"""
)
MODELS = {
    "7": {
        "name": "Mine",
        "flds": [{"name": "Text", "ord": 1}, {"name": "Term", "ord": 0}],
        "tmpls": [{"ord": 0, "qfmt": "{{Text}} {{type:Term}}", "afmt": "{{Term}}"}],
    }
}
DECKS = {"1": {"name": "Default"}, "5": {"name": "ML::Trees"}}
UPDATE = "Please update to the latest Anki version, then import the .colpkg/.apkg file again."


def database(script: str, *, notes: int = 1, fields: str = "term\x1fWhat is it?") -> bytes:
    """A collection with some notes."""
    connection = sqlite3.connect(":memory:")
    connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    connection.executescript(script)
    connection.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(MODELS), json.dumps(DECKS)))
    for number in range(1, notes + 1):
        row = (number, f"g{number}", 7, " a b ", fields)
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO cards VALUES (?, ?, 5, 0, 0)", (number, number))
    if "notetypes" in script:
        connection.execute("INSERT INTO notetypes VALUES (7, 'Mine', x'')")
        connection.execute("INSERT INTO fields VALUES (7, 0, 'Term'), (7, 1, 'Text')")
        front = b"\x0a\x08{{Text}}"
        connection.execute("INSERT INTO templates VALUES (7, 0, ?)", (front,))
        connection.execute("INSERT INTO decks VALUES (5, 'ML\x1fTrees')")
    connection.commit()
    return connection.serialize()


def stub() -> bytes:
    """The collection that new packages hold for old programs."""
    return database(TABLES, fields=f"{UPDATE}\x1f")


def packed(data: bytes, **more: bytes) -> bytes:
    """A package of the new kind."""
    compressed = zstandard.ZstdCompressor().compress(data)
    return zipped({"collection.anki21b": compressed, "collection.anki2": stub(), **more})


@pytest.mark.parametrize("member", ["collection.anki2", "collection.anki21"])
def test_an_old_package_is_read(member: str) -> None:
    """Fields are in the order of the type; what the first card asks is the question."""
    question = only("d.apkg", zipped({member: database(TABLES), "media": b"{}"}))
    assert (question.prompt, question.answer) == ("What is it?", "term")
    assert (question.tags, question.topic) == (("a", "b"), ("Trees",))


def test_the_newest_collection_of_a_package_is_the_one_that_counts() -> None:
    """The note that asks to update is not a question."""
    question = only("d.apkg", packed(database(NEW_TABLES)))
    assert (question.prompt, question.answer, question.topic) == ("What is it?", "term", ("Trees",))


def test_a_collection_that_was_in_use_is_read() -> None:
    """A header that speaks of a write-ahead log does not ask for a file."""
    data = bytearray(database(NEW_TABLES))
    data[18:20] = b"\x02\x02"
    assert only("d.colpkg", packed(bytes(data))).answer == "term"


def test_a_package_with_only_the_note_to_update_is_refused() -> None:
    """The message says how to export it again."""
    with pytest.raises(ImportFailed, match="Support older Anki versions"):
        read("d.apkg", zipped({"collection.anki2": stub()}))


def test_a_package_is_one_document_of_a_folder(tmp_path: Path) -> None:
    """It is found by what is in it, whatever its name, and its media are not looked at."""
    data = zipped({"collection.anki2": database(TABLES), "0": b"\x89PNG", "../../x": b"climbs"})
    (tmp_path / "deck.zip").write_bytes(data)
    result = read_paths([tmp_path])
    assert prompts(result) == ["What is it?"]
    assert not (tmp_path.parent / "x").exists()
    assert len(collect([tmp_path], lambda _: True).documents) == 1


CUT = database(TABLES)[:5000]
SCRAMBLED = database(TABLES)[:100] + bytes(range(256)) * 60
VIEW = """
CREATE TABLE col (id integer, models text, decks text);
CREATE TABLE cards (id integer, nid integer, did integer, odid integer, ord integer);
CREATE VIEW notes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
  SELECT x AS id, 'g' AS guid, 7 AS mid, '' AS tags, 'a' AS flds FROM n;
"""


def _view() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(VIEW)
    return connection.serialize()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not an Anki package"),
        (b"PK\x03\x04 nonsense", "not an Anki package"),
        (zipped({"a.txt": b"x", "a/collection.anki2": database(TABLES)}), "no Anki collection"),
        (zipped({"../collection.anki2": database(TABLES)}), "no Anki collection"),
        (zipped({"collection.anki2": b"garbage" * 100}), "not a database"),
        (zipped({"collection.anki2": CUT}), "damaged"),
        (zipped({"collection.anki2": SCRAMBLED}), "damaged"),
        (zipped({"collection.anki2": _view()}), "no table “notes”"),
        (zipped({"collection.anki21b": b"no zstd"}), "damaged"),
        (zipped({"collection.anki2": database(TABLES, notes=0)}), "no notes"),
        (zipped({"collection.anki2": bytes(65_000_000)}), "larger than 64 MB"),
        (zipped({"collection.anki21b": zstandard.ZstdCompressor().compress(bytes(65_000_000))}),
         "larger than 64 MB"),
    ],
    ids=["empty", "no-zip", "no-collection", "climbing", "garbage", "cut", "scrambled", "view",
         "no-zstd", "no-notes", "zip-bomb", "zstd-bomb"],
)  # fmt: skip
def test_a_bad_package_is_refused_quickly_with_a_reason(data: bytes, told: str) -> None:
    """Nothing hangs, nothing is unpacked without bound, nothing but the one error is raised."""
    began = time.perf_counter()
    with pytest.raises(ImportFailed, match=told):
        read("d.apkg", data)
    assert time.perf_counter() - began < 10


@pytest.mark.thorough
def test_a_table_that_works_without_end_is_stopped() -> None:
    """Generated columns and the like may not keep us busy for ever."""
    script = TABLES.replace(
        "flds text)", "flds text AS (hex(zeroblob(900000)) || hex(zeroblob(900000)))) "
    ).replace("guid text,", "guid text, x text,")
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    connection.executemany("INSERT INTO notes VALUES (?, 'g', '', 7, '')", [(n,) for n in range(9)])
    began = time.perf_counter()
    with contextlib.suppress(ImportFailed):
        read("d.apkg", zipped({"collection.anki2": connection.serialize()}))
    assert time.perf_counter() - began < 20


def test_broken_descriptions_of_note_types_are_lived_with() -> None:
    """Where a package does not say what its fields are, the first two are taken."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO col VALUES (1, '{{{', '[]')")
    connection.execute("INSERT INTO notes VALUES (1, NULL, NULL, NULL, 'A?' || char(31) || 'b')")
    question = only("d.apkg", zipped({"collection.anki2": connection.serialize()}))
    assert (question.prompt, question.answer) == ("A?", "b")


def test_without_the_extra_a_new_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The library that unpacks zstd is an extra; older packages are read without it."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(ImportFailed, match=r"pip install 'interview-sim\[anki\]'"):
        read("d.apkg", packed(database(NEW_TABLES)))
    assert only("d.apkg", zipped({"collection.anki2": database(TABLES)})).answer == "term"


def test_the_question_is_what_the_front_of_the_card_says() -> None:
    """Words of the template stand in the prompt; the answer is the field that the back shows."""
    models = {
        "7": {
            "name": "City",
            "flds": [{"name": n, "ord": i} for i, n in enumerate(("Name", "Country", "River"))],
            "tmpls": [
                {
                    "ord": 0,
                    "qfmt": "<style>.x{}</style>Which river runs through {{Name}}?",
                    "afmt": "{{FrontSide}}<hr id=answer>{{River}}",
                }
            ],
        }
    }
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO col VALUES (1, ?, '{}')", (json.dumps(models),))
    fields = "Vienna\x1fAustria\x1fThe Danube."
    connection.execute("INSERT INTO notes VALUES (1, 'g', 7, '', ?)", (fields,))
    question = only("d.apkg", zipped({"collection.anki2": connection.serialize()}))
    assert question.prompt == "Which river runs through Vienna?"
    assert question.answer == "The Danube.\n\n**Country:** Austria"
