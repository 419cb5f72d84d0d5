"""The index: what was read of each transcript, so that it is read once.

It is a cache. A transcript is read again when its size or time of change differs from what the
index knows; a lost or damaged index costs the time of reading everything once more.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from interview_sim import files
from interview_sim.assessment.scoring import fingerprint
from interview_sim.matching.tuning import DEFAULT
from interview_sim.progress.summary import SessionSummary

_FORMAT = "2"
"""Raised whenever what is kept of a session, or how it is worked out, changes."""


class Entry(Struct, frozen=True, gc=False, array_like=True):
    """What is known of one file."""

    size: int
    changed: int
    """Time of the last change, in ns."""
    summary: SessionSummary | None
    problem: str = ""
    """Why there is no summary."""


class Index(Struct, frozen=True):
    """What is known of the files of one folder; the index file's name says which."""

    version: str
    entries: dict[str, Entry]
    """By file name."""


_SUM_SIZE = 4
_DECODER = msgspec.msgpack.Decoder(Index)
_ENCODER = msgspec.msgpack.Encoder()


def index_version() -> str:
    """What scores in an index depend on, besides the transcripts themselves."""
    return f"{_FORMAT}/{fingerprint()}/{DEFAULT.label}"


def index_file(folder: Path, cache_folder: Path) -> Path:
    """Where the index of a folder of transcripts is kept."""
    name = sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache_folder / f"history-{name}.msgpack"


def read_index(path: Path) -> dict[str, Entry]:
    """The entries kept at `path`; none where they are missing, damaged or of another version."""
    try:
        content = path.read_bytes()
        body = memoryview(content)[_SUM_SIZE:]
        if content[:_SUM_SIZE] != _checksum(body):
            return {}
        index = _DECODER.decode(body)
    except (OSError, ValueError, RecursionError):
        return {}
    return index.entries if index.version == index_version() else {}


def write_index(path: Path, entries: dict[str, Entry]) -> None:
    """Keep the entries; not being able to is no reason to stop."""
    try:
        body = _ENCODER.encode(Index(version=index_version(), entries=entries))
        files.write_atomic(path, _checksum(body) + body, is_durable=False)
    except (files.FileError, UnicodeEncodeError):
        return


def _checksum(body: bytes | memoryview) -> bytes:
    # What is packed is decoded only when it is asked for, too late to read the transcript instead.
    return crc32(body).to_bytes(_SUM_SIZE, "big")
