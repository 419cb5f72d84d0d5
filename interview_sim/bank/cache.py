"""Keeps what was read of a bank, so that an unchanged file need not be parsed again.

Entries are named by the digest of the file's very bytes, so nothing can go stale. An entry is two
lines of JSON: what lists show, and the whole bank, which is decoded only when it is needed. Both
are checked against the model; whatever is wrong with an entry, the file is simply parsed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache, partial
from pathlib import Path

import msgspec
from msgspec import Struct

from interview_sim import __version__, files
from interview_sim.bank.loaded import Reading, outline_of
from interview_sim.bank.loading import LoadResult, read_bank
from interview_sim.bank.model import Bank
from interview_sim.bank.problems import BankError, Problem

_SPARE_ENTRIES = 300
"""How many entries are kept besides those in use, for other workspaces and earlier versions."""

_BUFFER = 65_536

_NO_READERS = frozenset(
    {
        "additions",
        "catalogue",
        "editing",
        "formatting",
        "gathering",
        "helpers",
        "new_question",
        "scaffold",
        "statistics",
        "writing",
    }
)
"""Modules that have no part in what a file is read as, so that changing them costs no reading."""


class _Head(Struct, frozen=True):
    """The first line of an entry."""

    key: str
    hash: str
    problems: tuple[Problem, ...]
    outline: Bank | None
    size: int
    """The length of the second line, in bytes; by it an entry that was cut short is known."""


class BankCache:
    """Banks that were read before, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries = folder / "banks"
        self._heads = msgspec.json.Decoder(_Head)
        self._used: set[str] = set()
        self._has_grown = False

    def get(self, data: bytes, path: Path) -> Reading | None:
        """What the bytes of the file at `path` were read as; None: not known."""
        key = _key(data)
        entry = self._path(key)
        try:
            with entry.open("rb", buffering=_BUFFER) as file:
                line = file.readline()
                size = os.fstat(file.fileno()).st_size
            head = self._heads.decode(line)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None
        if head.key != key or size != len(line) + head.size:
            return None
        self._used.add(entry.name)
        name = str(path)
        problems = tuple(msgspec.structs.replace(p, file=name) for p in head.problems)
        outline = head.outline
        if outline is None:
            return Reading(None, problems)
        fetch = partial(_fetch, entry, len(line), path, outline, head.hash)
        return Reading(outline, problems, head.hash, fetch)

    def put(self, data: bytes, result: LoadResult) -> None:
        """Keep what was read; a cache that cannot be written is no failure."""
        key = _key(data)
        bank = result.bank
        body = b"" if bank is None else msgspec.json.encode(bank)
        outline = None if bank is None else outline_of(bank)
        head = _Head(key, result.hash, result.problems, outline, len(body))
        entry = self._path(key)
        with contextlib.suppress(files.FileError, OSError):
            content = msgspec.json.encode(head) + b"\n" + body
            files.write_atomic(entry, content, is_durable=False)
            self._used.add(entry.name)
            self._has_grown = True

    def prune(self) -> None:
        """Forget the entries that were written longest ago, but none that were used this time."""
        if not self._has_grown:
            return
        with contextlib.suppress(OSError):
            spare = [path for path in self._entries.iterdir() if path.name not in self._used]
            if len(spare) <= _SPARE_ENTRIES:
                return
            spare.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            for path in spare[_SPARE_ENTRIES * 2 // 3 :]:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._entries / f"{key}.json"


def _fetch(entry: Path, start: int, source: Path, outline: Bank, expected: str) -> Bank:
    """The whole bank of an entry; from its file where the entry has gone bad since."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
        with entry.open("rb") as file:
            file.seek(start)
            bank = msgspec.json.decode(file.read(), type=Bank)
        if bank.id == outline.id and len(bank.questions) == len(outline.questions):
            return bank
    result = read_bank(source)
    if result.bank is not None and result.hash == expected:
        return result.bank
    raise BankError(
        [
            Problem(
                str(source), 0, 0, "the file has changed since it was read", "read the banks again"
            )
        ]
    )


def _key(data: bytes) -> str:
    """The name of an entry: it changes with the file and with the code that reads it."""
    return hashlib.sha256(_salt() + data).hexdigest()


@cache
def _salt() -> bytes:
    digest = hashlib.sha256(__version__.encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        if module.stem not in _NO_READERS:
            digest.update(module.read_bytes())
    return digest.digest()
