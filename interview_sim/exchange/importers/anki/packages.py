"""Anki's packages: a zip with one SQLite database in it, plain or compressed with zstd.

Members are taken by their exact names; what else a package holds, media among it, is never read.
"""

from __future__ import annotations

import io

from interview_sim.exchange.importers.anki.collection import read_collection
from interview_sim.exchange.importers.anki.notes import Note, read_notes
from interview_sim.exchange.importers.archives import is_zip, read_member
from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.limits import MAX_TOTAL_BYTES, megabytes
from interview_sim.exchange.importers.model import ImportFailed, ImportResult, Options

NEWEST = "collection.anki21b"
MEMBERS = (NEWEST, "collection.anki21", "collection.anki2")
"""Where the notes are; the first one that is there holds them, the others are for old programs."""

_STUB = "please update to the latest anki version"
_MAX_WINDOW = 1 << 27
_CHUNK = 1 << 20


def read_package(document: Document, options: Options) -> ImportResult:
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
    if member == NEWEST:
        data = unpacked(data, where)
    notes = read_collection(data, where, document.place())
    if _is_stub(notes):
        raise ImportFailed(
            f"{document.name}: it holds only Anki's note that asks to update, and the real "
            f"collection ({NEWEST}) is missing; export it again, with “Support older Anki versions”"
        )
    if not notes:
        raise ImportFailed(f"{document.name}: there are no notes in it")
    found = read_notes(notes, options.mapping)
    return found.but(notes=(f"{document.name}: {len(notes)} notes in {member}", *found.notes))


def unpacked(data: bytes, where: str, limit: int = MAX_TOTAL_BYTES) -> bytes:
    """What was compressed with zstd, unless it is larger than `limit`.

    Raises:
        ImportFailed: It is damaged or too large.
    """
    import zstandard

    parts: list[bytes] = []
    size = 0
    try:
        decompressor = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
        with decompressor.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            while chunk := reader.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise ImportFailed(
                        f"{where} is larger than {megabytes(limit)}; export fewer decks at once"
                    )
                parts.append(chunk)
    except (zstandard.ZstdError, MemoryError) as error:
        raise ImportFailed(f"{where} is damaged ({error}); export the deck again") from None
    return b"".join(parts)


def _is_stub(notes: list[Note]) -> bool:
    """Whether all there is is the note that Anki puts there for programs that are too old."""
    return len(notes) == 1 and any(v.lower().startswith(_STUB) for v in notes[0].values)
