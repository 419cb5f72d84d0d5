"""Anki's packages: a zip with one SQLite database in it, plain or compressed with zstd.

Members are taken by their exact names; what else a package holds, such as media, is never read.
The database comes from anyone: it is given to SQLite in memory, so that nothing is written;
only tables are read, every statement is one of ours, and the work it may do is counted.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, structs

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
    found = ((name, read_member(document.data, document.name, name)) for name in MEMBERS)
    member, data = next((pair for pair in found if pair[1] is not None), ("", None))
    if data is None:
        raise ImportFailed(
            f"{document.name}: there is no Anki collection in it ({', '.join(MEMBERS)}); "
            "export the deck from Anki as a package"
        )
    where = f"{document.name}: {member}"
    if member == _NEWEST:
        data = _unpacked(data, where)
    notes = _read_collection(data, where, document.location())
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
    result = read_notes(notes, options.mapping)
    return result.replace(notes=(f"{document.name}: {len(notes)} notes in {member}", *result.notes))


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
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            _load(data, connection)
            return list(_notes(connection, where, package))
    except (sqlite3.Error, OverflowError, UnicodeError, MemoryError) as error:
        raise ImportFailed(
            f"{where} is damaged, or not a collection of Anki's ({error}); export the deck again"
        ) from None


def _load(data: bytes, connection: sqlite3.Connection) -> None:
    """Give the database to SQLite, and leave it nothing of its own that could run."""
    # A collection that was in use says that it has a write-ahead log, which has to be a file.
    alone = bytearray(data)
    alone[_WRITE_VERSION] = alone[_READ_VERSION] = _ROLLBACK
    connection.deserialize(bytes(alone))
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    # Anki sorts names without regard to case; no order is asked for here.
    connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    steps = itertools.count(1)
    connection.set_progress_handler(lambda: next(steps) > _MAX_STEPS, _STEP)
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
    )


def _notes(connection: sqlite3.Connection, where: str, package: Location) -> Iterator[Note]:
    """All notes with their types and decks, in the order in which they were made."""
    tables = {
        str(name).lower()
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        )
        if not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
    }
    missing = {"notes", "cards", "col"} - tables
    if missing:
        raise ImportFailed(
            f"{where} is not a collection of Anki's: it has no table “{min(missing)}”; export the "
            "deck again"
        )
    types, decks = _new_kinds(connection) if "notetypes" in tables else _old_kinds(connection)
    # A note is in the deck of its first card; a card that is lent out has a deck of its own.
    placed = {
        note: own or deck
        for note, deck, own in connection.execute(
            "SELECT nid, did, odid FROM cards ORDER BY nid, ord DESC"
        )
    }
    rows = connection.execute("SELECT id, mid, tags, flds, guid FROM notes ORDER BY id")
    for number, (note, type_, tags, values, guid) in enumerate(rows, 1):
        if number > _MAX_NOTES:
            raise ImportFailed(
                f"{where} has more than {_MAX_NOTES:,} notes; export fewer decks at once"
            )
        texts = tuple(_text(values).split(_SEPARATOR))
        known = types.get(type_, NoteType())
        names = known.fields or ("Front", "Back")
        more = tuple(f"Field {n + 1}" for n in range(len(names), len(texts)))
        yield Note(
            values=texts,
            location=structs.replace(package, item=f"note {number}"),
            type=structs.replace(known, fields=(*names, *more)[: len(texts)]),
            tags=tuple(_text(tags).split()),
            deck=decks.get(placed.get(note, 0), ()),
            guid=_text(guid),
        )


def _new_kinds(connection: sqlite3.Connection) -> _Kinds:
    """Note types and decks from tables of their own, as Anki has them since 2.1.28."""

    def few(statement: str) -> list[tuple[Any, ...]]:
        rows = connection.execute(statement).fetchmany(_MAX_TYPES * 10)
        return [row for row in rows if isinstance(row[0], int)]

    fields: dict[int, list[str]] = {}
    for key, name in few("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(key, []).append(_text(name))
    templates = dict(few("SELECT ntid, config FROM templates WHERE ord = 0"))
    types = {
        key: NoteType(_text(name), tuple(fields.get(key, ())), *_templates(templates.get(key)))
        for key, name in few("SELECT id, name FROM notetypes")
    }
    decks = few("SELECT id, name FROM decks")
    return types, {key: deck_parts(re.split("\x1f|::", _text(name))) for key, name in decks}


class _Part(Struct):
    """A field or a card's template of a note type, in JSON."""

    name: str = ""
    ord: int = 0
    qfmt: str = ""
    afmt: str = ""


class _Named(Struct):
    """A note type or a deck, in JSON."""

    name: str = ""
    flds: list[_Part] = []
    tmpls: list[_Part] = []


def _old_kinds(connection: sqlite3.Connection) -> _Kinds:
    """Note types and decks from JSON in the only row of `col`, as Anki had them before."""
    models, decks = connection.execute("SELECT models, decks FROM col").fetchone() or ("", "")
    types = {}
    for key, model in _objects(models).items():
        fields = sorted(model.flds, key=lambda part: part.ord)
        first = min(model.tmpls, key=lambda part: part.ord, default=_Part())
        names = tuple(field.name for field in fields)
        types[key] = NoteType(model.name, names, first.qfmt, first.afmt)
    return types, {key: deck_parts(d.name.split("::")) for key, d in _objects(decks).items()}


def _objects(text: object) -> dict[int, _Named]:
    """What a JSON object holds by numbers; nothing where it is damaged."""
    try:
        return msgspec.json.decode(_text(text), type=dict[int, _Named])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}


def _templates(config: object) -> tuple[str, str]:
    """A card's front and back, the first two fields of Anki's message; empty where unreadable."""
    front, rest = _message_field(config if isinstance(config, bytes) else b"", b"\x0a")
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


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
