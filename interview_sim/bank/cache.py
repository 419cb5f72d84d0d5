"""Keeps what was read of a bank, so that an unchanged file need not be parsed again.

Entries are named by the digest of the file's very bytes, so nothing can go stale. They are JSON,
checked against the model when read; whatever is wrong with an entry, the bank is simply parsed.
"""

from __future__ import annotations

import contextlib
import hashlib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from interview_sim import __version__, files
from interview_sim.bank.loading import LoadResult

_MAX_ENTRIES = 400
_KEPT_ENTRIES = 300


class _Entry(Struct, frozen=True):
    """One file of the cache."""

    key: str
    result: LoadResult


class BankCache:
    """Banks that were read before, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "banks"
        self._decoder = msgspec.json.Decoder(_Entry)

    def get(self, data: bytes, name: str) -> LoadResult | None:
        """What the bytes of a bank file were read as, its problems saying `name`; None: unknown."""
        key = _key(data)
        try:
            entry = self._decoder.decode(self._path(key).read_bytes())
        except (OSError, msgspec.MsgspecError, ValueError):
            return None
        if entry.key != key or entry.result.bank is None:
            return None
        problems = tuple(msgspec.structs.replace(p, file=name) for p in entry.result.problems)
        return msgspec.structs.replace(entry.result, problems=problems)

    def put(self, data: bytes, result: LoadResult) -> None:
        """Keep a bank that could be read; a cache that cannot be written is no failure."""
        if result.bank is None:
            return
        key = _key(data)
        with contextlib.suppress(files.FileError, OSError):
            entry = msgspec.json.encode(_Entry(key, result))
            files.write_atomic(self._path(key), entry, is_durable=False)
            self._prune()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _prune(self) -> None:
        """Forget the entries that were written longest ago, when there are many."""
        entries = list(self._folder.glob("*.json"))
        if len(entries) <= _MAX_ENTRIES:
            return
        entries.sort(key=lambda path: path.stat().st_mtime)
        for path in entries[: len(entries) - _KEPT_ENTRIES]:
            path.unlink(missing_ok=True)


def _key(data: bytes) -> str:
    """The name of an entry: it changes with the file and with the code that reads it."""
    return hashlib.sha256(_salt() + data).hexdigest()


@cache
def _salt() -> bytes:
    digest = hashlib.sha256(__version__.encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.digest()
