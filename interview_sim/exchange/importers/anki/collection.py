"""Anki's collection, an SQLite database from anyone: read in memory, within bounds, only by us.

The bytes are given to SQLite as they are, so that nothing is written anywhere. They are not
trusted: only tables are read, every statement is one of ours, and the work it may do is counted.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from interview_sim.exchange.importers.anki.notes import Note, NoteType
from interview_sim.exchange.importers.anki.text_files import deck_parts
from interview_sim.exchange.importers.model import ImportFailed, Place

_MAX_NOTES = 50_000
_MAX_TYPES = 2_000
_MAX_VALUE = 4_000_000
_MAX_STEPS = 300
"""Times that SQLite may work for `_STEP` instructions before a statement is stopped."""

_STEP = 1_000_000
_SQLITE = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WRITE_VERSION, _READ_VERSION = 18, 19
_ROLLBACK = 1
_FIELD = re.compile(r"\{\{([^{}]{1,200})\}\}")
_SEPARATOR = "\x1f"
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


class _Kinds(Struct, frozen=True):
    """The note types and decks of a collection."""

    types: Mapping[int, NoteType]
    decks: Mapping[int, tuple[str, ...]]


def read_collection(data: bytes, where: str, place: Place) -> list[Note]:
    """The notes in a database.

    Args:
        data: The bytes of the database.
        where: What to call it in an error.
        place: The place of the package.

    Raises:
        ImportFailed: It is not a database, not one of Anki's, damaged, or too large.
    """
    if not data.startswith(_SQLITE) or len(data) < _HEADER_BYTES:
        raise ImportFailed(f"{where} is not a database; export the deck again")
    try:
        with contextlib.closing(_opened(data)) as connection:
            return _Reader(connection, where, place).notes()
    except (sqlite3.Error, OverflowError, UnicodeError, MemoryError) as error:
        raise ImportFailed(
            f"{where} is damaged, or not a collection of Anki's ({error}); export the deck again"
        ) from None


def _opened(data: bytes) -> sqlite3.Connection:
    """The database in memory, without anything of it that could run."""
    # A collection that was in use says that it has a write-ahead log, which has to be a file.
    alone = bytearray(data)
    alone[_WRITE_VERSION] = alone[_READ_VERSION] = _ROLLBACK
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(bytes(alone))
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # Anki sorts names without regard to case; no order is asked for here.
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        connection.set_progress_handler(_Count().step, _STEP)
        connection.set_authorizer(_authorize)
    except BaseException:
        connection.close()
        raise
    return connection


class _Count:
    """Stops a statement that works without end."""

    def __init__(self) -> None:
        self._steps = 0

    def step(self) -> int:
        """Called by SQLite as it works; other than zero stops it."""
        self._steps += 1
        return int(self._steps > _MAX_STEPS)


def _authorize(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


class _Reader:
    """Reads notes with their types and decks, from the schema of any age."""

    def __init__(self, connection: sqlite3.Connection, where: str, place: Place) -> None:
        self._connection = connection
        self._where = where
        self._place = place
        self._tables = {
            str(name).lower()
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            )
            if not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
        }

    def notes(self) -> list[Note]:
        """All notes, in the order in which they were made."""
        missing = {"notes", "cards", "col"} - self._tables
        if missing:
            raise ImportFailed(
                f"{self._where} is not a collection of Anki's: it has no table "
                f"“{min(missing)}”; export the deck again"
            )
        kinds = self._new() if "notetypes" in self._tables else self._old()
        decks = dict(self._decks_of_notes())
        found = []
        for number, row in enumerate(self._rows(), 1):
            if number > _MAX_NOTES:
                raise ImportFailed(
                    f"{self._where} has more than {_MAX_NOTES:,} notes; export fewer decks at once"
                )
            found.append(self._note(number, row, kinds, decks))
        return found

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        return self._connection.execute("SELECT id, mid, tags, flds, guid FROM notes ORDER BY id")

    def _note(
        self, number: int, row: tuple[Any, ...], kinds: _Kinds, decks: Mapping[int, int]
    ) -> Note:
        note_id, type_id, tags, values, guid = row
        texts = tuple(_text(values).split(_SEPARATOR))
        found = kinds.types.get(type_id, NoteType())
        names = found.fields[: len(texts)]
        extra = tuple(f"Field {n + 1}" for n in range(len(names), len(texts)))
        if extra:
            usual = ("Front", "Back", *extra)[: len(texts)] if not names else (*names, *extra)
            found = NoteType(found.name, (*usual, *extra)[: len(texts)], found.asked)
        return Note(
            values=texts,
            place=Place(self._place.file, 0, f"note {number}"),
            type=found,
            tags=tuple(_text(tags).split()),
            deck=kinds.decks.get(decks.get(note_id, 0), ()),
            guid=_text(guid),
        )

    def _decks_of_notes(self) -> Iterator[tuple[int, int]]:
        """For each note the deck of its first card; of a card that is lent out, its own deck."""
        rows = self._connection.execute("SELECT nid, did, odid FROM cards ORDER BY nid, ord DESC")
        for note, deck, own in rows:
            yield note, own or deck

    # -- note types and decks --------------------------------------------------------------------

    def _new(self) -> _Kinds:
        """From tables of their own, as Anki has them since 2.1.28."""
        names = {key: _text(name) for key, name in self._few("SELECT id, name FROM notetypes")}
        fields: dict[int, list[str]] = {}
        for key, _, name in self._few("SELECT ntid, ord, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(key, []).append(_text(name))
        fronts = {
            key: _front(config)
            for key, config in self._few("SELECT ntid, config FROM templates WHERE ord = 0")
        }
        types = {
            key: _note_type(name, fields.get(key, []), fronts.get(key, ""))
            for key, name in names.items()
        }
        decks = {
            key: deck_parts(re.split("\x1f|::", _text(name)))
            for key, name in self._few("SELECT id, name FROM decks")
        }
        return _Kinds(types, decks)

    def _few(self, statement: str) -> list[tuple[Any, ...]]:
        rows = self._connection.execute(statement).fetchmany(_MAX_TYPES * 10)
        return [row for row in rows if isinstance(row[0], int)]

    def _old(self) -> _Kinds:
        """From JSON in the only row of `col`, as Anki had them before."""
        row = self._connection.execute("SELECT models, decks FROM col").fetchone()
        models, decks = row if row is not None else ("", "")
        types = {
            int(key): _note_type(
                _text(model.get("name")),
                [_text(field.get("name")) for field in _ordered(model.get("flds"))],
                next((_text(t.get("qfmt")) for t in _ordered(model.get("tmpls"))), ""),
            )
            for key, model in _objects(models)
        }
        named = {
            int(key): deck_parts(_text(deck.get("name")).split("::"))
            for key, deck in _objects(decks)
        }
        return _Kinds(types, named)


def _note_type(name: str, fields: list[str], front: str) -> NoteType:
    """A note type with the fields that its first card asks."""
    used = [found.rpartition(":")[2].strip() for found in _FIELD.findall(front)]
    typed = {f.rpartition(":")[2].strip() for f in _FIELD.findall(front) if f.startswith("type:")}
    asked = tuple(field for field in dict.fromkeys(used) if field in fields and field not in typed)
    return NoteType(name, tuple(fields), asked)


def _front(config: object) -> str:
    """The template of a card's front, the first field of Anki's message; empty where unreadable."""
    if not isinstance(config, bytes) or config[:1] != b"\x0a":
        return ""
    length = shift = 0
    for at, byte in enumerate(config[1:6], 1):
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return config[at + 1 : at + 1 + length].decode("utf-8", "replace")
    return ""


def _objects(text: object) -> list[tuple[str, Mapping[str, Any]]]:
    """The objects in a JSON object whose keys are numbers."""
    try:
        found = json.loads(_text(text) or "{}")
    except (ValueError, RecursionError):
        return []
    pairs = found.items() if isinstance(found, dict) else ()
    return [
        (key, value)
        for key, value in list(pairs)[:_MAX_TYPES]
        if isinstance(value, dict) and re.fullmatch(r"-?[0-9]{1,18}", key)
    ]


def _ordered(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list by their `ord`."""
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return sorted(items[:200], key=lambda item: n if isinstance(n := item.get("ord"), int) else 0)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
