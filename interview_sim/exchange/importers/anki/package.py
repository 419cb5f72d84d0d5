"""Anki's packages: a zip with one SQLite database in it, plain or compressed with zstd.

Members are taken by their exact names; what else a package holds, such as media, is never read.
The database comes from anyone: it is given to SQLite in memory, so that nothing is written;
only tables are read, every statement is one of ours, and the work it may do is counted.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import structs

from interview_sim.exchange.importers.anki import MEMBERS
from interview_sim.exchange.importers.anki.notes import Note, NoteType, deck_parts, read_notes
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportFailed,
    ImportOptions,
    ImportResult,
    Location,
)
from interview_sim.exchange.importers.input_files import is_zip, read_member
from interview_sim.exchange.importers.limits import MAX_TOTAL_BYTES, megabytes

_NEWEST = MEMBERS[0]
_UPDATE_NOTE = "please update to the latest anki version"
_MAX_WINDOW = 1 << 27
_CHUNK = 1 << 20


def read_package(document: Document, options: ImportOptions) -> ImportResult:
    """The notes of a package.

    Raises:
        ImportFailed: It is damaged, holds no collection, or is larger than is read.
    """
    if not is_zip(document.data):
        raise ImportFailed(
            f"{document.name}: this is not an Anki package, or a damaged one; export it again"
        )
    for member in MEMBERS:
        data = read_member(document.data, document.name, member)
        if data is not None:
            break
    else:
        raise ImportFailed(
            f"{document.name}: there is no Anki collection in it ({', '.join(MEMBERS)}); "
            "export the deck from Anki as a package"
        )
    where = f"{document.name}: {member}"
    notes = _read_collection(
        _unpacked(data, where) if member == _NEWEST else data, where, document.location()
    )
    is_update_note = len(notes) == 1 and any(
        value.lower().startswith(_UPDATE_NOTE) for value in notes[0].values
    )
    if is_update_note:
        raise ImportFailed(
            f"{document.name}: it holds only Anki's note that asks to update, and the real "
            f"collection ({_NEWEST}) is missing; export it again, with “Support older Anki "
            "versions”"
        )
    if not notes:
        raise ImportFailed(f"{document.name}: there are no notes in it")
    found = read_notes(notes, options.mapping)
    return found.replace(notes=(f"{document.name}: {len(notes)} notes in {member}", *found.notes))


def _unpacked(data: bytes, where: str) -> bytes:
    """What was compressed with zstd.

    Raises:
        ImportFailed: It is damaged or too large, or the library that unpacks it is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise ImportFailed(
            f"{where} is compressed with zstd; install what reads it with "
            "`pip install 'interview-sim[anki]'`, or export the deck with “Support older Anki "
            "versions”"
        ) from None

    parts: list[bytes] = []
    size = 0
    try:
        decompressor = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
        with decompressor.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            while chunk := reader.read(_CHUNK):
                size += len(chunk)
                if size > MAX_TOTAL_BYTES:
                    raise ImportFailed(
                        f"{where} is larger than {megabytes(MAX_TOTAL_BYTES)}; export fewer decks "
                        "at once"
                    )
                parts.append(chunk)
    except (zstandard.ZstdError, MemoryError) as error:
        raise ImportFailed(f"{where} is damaged ({error}); export the deck again") from None
    return b"".join(parts)


# -- the database --------------------------------------------------------------------------------

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
_SEPARATOR = "\x1f"
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


_Kinds = tuple[dict[int, NoteType], dict[int, tuple[str, ...]]]
"""The note types and decks of a collection."""


def _read_collection(data: bytes, where: str, package: Location) -> list[Note]:
    """The notes in a database.

    Raises:
        ImportFailed: It is not a database, not one of Anki's, damaged, or too large.
    """
    if not data.startswith(_SQLITE) or len(data) < _HEADER_BYTES:
        raise ImportFailed(f"{where} is not a database; export the deck again")
    try:
        with contextlib.closing(_opened(data)) as connection:
            return _Collection(connection, where, package).notes()
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


class _Collection:
    """Reads notes with their types and decks, from the schema of any age."""

    def __init__(self, connection: sqlite3.Connection, where: str, package: Location) -> None:
        self._connection = connection
        self._where = where
        self._package = package
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
        types, paths = kinds
        texts = tuple(_text(values).split(_SEPARATOR))
        found = types.get(type_id, NoteType())
        names = found.fields or ("Front", "Back")
        more = tuple(f"Field {n + 1}" for n in range(len(names), len(texts)))
        return Note(
            values=texts,
            location=Location(self._package.file, 0, f"note {number}"),
            type=structs.replace(found, fields=(*names, *more)[: max(len(texts), 1)]),
            tags=tuple(_text(tags).split()),
            deck=paths.get(decks.get(note_id, 0), ()),
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
        templates = {
            key: _templates(config)
            for key, config in self._few("SELECT ntid, config FROM templates WHERE ord = 0")
        }
        types = {
            key: NoteType(name, tuple(fields.get(key, ())), *templates.get(key, ()))
            for key, name in names.items()
        }
        decks = {
            key: deck_parts(re.split("\x1f|::", _text(name)))
            for key, name in self._few("SELECT id, name FROM decks")
        }
        return types, decks

    def _few(self, statement: str) -> list[tuple[Any, ...]]:
        rows = self._connection.execute(statement).fetchmany(_MAX_TYPES * 10)
        return [row for row in rows if isinstance(row[0], int)]

    def _old(self) -> _Kinds:
        """From JSON in the only row of `col`, as Anki had them before."""
        row = self._connection.execute("SELECT models, decks FROM col").fetchone()
        models, decks = row if row is not None else ("", "")
        types = {}
        for key, model in _objects(models):
            names = tuple(_text(field.get("name")) for field in _ordered(model.get("flds")))
            first = next(iter(_ordered(model.get("tmpls"))), {})
            front, back = _text(first.get("qfmt")), _text(first.get("afmt"))
            types[int(key)] = NoteType(_text(model.get("name")), names, front, back)
        named = {
            int(key): deck_parts(_text(deck.get("name")).split("::"))
            for key, deck in _objects(decks)
        }
        return types, named


def _templates(config: object) -> tuple[str, str]:
    """A card's front and back, the first two fields of Anki's message; empty where unreadable."""
    if not isinstance(config, bytes):
        return "", ""
    front, rest = _message_field(config, b"\x0a")
    return front, _message_field(rest, b"\x12")[0]


def _message_field(data: bytes, key: bytes) -> tuple[str, bytes]:
    """The text that a message begins with, if it has that key, and what follows it."""
    if data[:1] != key:
        return "", data
    length = shift = 0
    for at, byte in enumerate(data[1:6], 2):
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return data[at : at + length].decode("utf-8", "replace"), data[at + length :]
    return "", b""


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
