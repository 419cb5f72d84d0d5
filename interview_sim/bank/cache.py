"""Reads many bank files, keeping what was read so that an unchanged file is not parsed again.

Entries are named by the digest of the file's bytes, so nothing can go stale. An entry is two lines
of JSON: what lists show, and the whole bank, which is decoded only when it is needed. Both have a
digest and are checked against the model; whatever is wrong with an entry, the file is simply
parsed. A file whose stamp is the one it had when it was read, and old by then, is not even opened.

Banks that ship in a wheel have their entries beside them, made when the wheel was built.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim import __version__, files
from interview_sim.bank.loading import (
    LoadResult,
    Stamp,
    parse_bank,
    read_bank,
    read_bytes,
    stamp_of,
)
from interview_sim.bank.model import Bank, Question, Stage
from interview_sim.bank.problems import BankError, Problem
from interview_sim.paths import Origin

if TYPE_CHECKING:
    from subprocess import Popen

BUILT = "built"
"""Where the entries of banks that ship are, in their own folder."""

Progress = Callable[[int, int], None]
"""Called with how many of how many new or changed files are read."""

MOST_HELPERS = 3

_WORTH_HELP = 3_000_000
"""Bytes of new files from which on starting helpers pays; about a second of reading."""

_HELPER = (
    "import json, sys; sys.path[:], folder, paths = json.load(sys.stdin);"
    "from interview_sim.bank.cache import read_ahead; read_ahead(folder, paths)"
)

_SPARE_ENTRIES = 300
"""How many entries are kept besides those in use, for other workspaces and earlier versions."""

_MOST_STAMPS = 20_000
_BUFFER = 65_536
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file with the same stamp is surely the same: clocks are coarse."""


@dataclass(frozen=True)
class LoadedBank:
    """A bank and where it was found: what lists show at once, its questions when needed."""

    outline: Bank
    """The bank with the questions' prompts, topics, levels, roles, kinds and times, but without
    rubrics, follow-ups, hints and answers: enough for lists and for choosing, and quick to have."""
    path: Path
    hash: str
    """The digest of the bank's content; transcripts keep it."""
    fetch: Callable[[], Bank] = field(compare=False, repr=False)
    """Returns the whole bank; `bank` calls it once."""
    origin: Origin = Origin.GIVEN

    @property
    def id(self) -> str:
        """The bank's id."""
        return self.outline.id

    @cached_property
    def bank(self) -> Bank:
        """The whole bank; decoded when first asked for.

        Raises:
            BankError: Its entry in the cache is gone, and its file has changed meanwhile.
        """
        return self.fetch()


class FileReading(NamedTuple):
    """What reading one file gave."""

    loaded: LoadedBank | None
    """None where the file cannot be used."""
    problems: tuple[Problem, ...] = ()


class _Head(Struct, frozen=True):
    """The first line of an entry."""

    key: str
    hash: str
    problems: tuple[Problem, ...]
    outline: Bank | None
    size: int
    """The length of the second line, in bytes; by it an entry that was cut short is known."""
    digest: str
    """Of the second line."""


class BankCache:
    """Banks that were read before, in a folder of their own.

    Args:
        folder: Where they are kept; need not exist.
        built: Where there are more of them that are never written, for banks that ship.
    """

    def __init__(self, folder: Path, built: Path | None = None) -> None:
        self.folder = folder
        self._built = built
        self._entries = folder / "banks"
        self._heads = msgspec.json.Decoder(_Head)
        self._used: set[str] = set()
        self._has_grown = False
        self._stamps = folder / "stamps.json"
        self._known, self._settled = _read_stamps(self._stamps)
        self._seen: dict[str, tuple[Stamp, str]] = {}

    def look_up(self, path: Path) -> FileReading | None:
        """What the file was read as before; None: it has to be parsed."""
        name, stamp = str(path), stamp_of(path)
        known = self._known.get(name)
        if known is not None and known[0] == stamp and max(stamp[:2]) < self._settled:
            key = known[1]
        else:
            data = read_bytes(path)
            if isinstance(data, Problem):
                return FileReading(None, (data,))
            key = _key(data)
        if stamp is not None:
            self._seen[name] = (stamp, key)
        return self._entry(key, path)

    def read(self, path: Path) -> FileReading:
        """What the file holds; it is parsed if another process has not done so by now."""
        data = read_bytes(path)
        if isinstance(data, Problem):
            return FileReading(None, (data,))
        known = self._entry(_key(data), path)
        if known is not None:
            return known
        result = parse_bank(data, str(path))
        self._put(_key(data), result)
        # Once it is kept, the questions need not stay in memory.
        return self._entry(_key(data), path) or _reading(path, result)

    def close(self) -> None:
        """Remember the stamps of the files, and forget the entries that were used longest ago."""
        if any(
            seen != self._known.get(name) or max(seen[0][:2]) >= self._settled
            for name, seen in self._seen.items()
        ):
            with contextlib.suppress(files.FileError, OSError):
                stamps = dict([*self._known.items(), *self._seen.items()][-_MOST_STAMPS:])
                content = msgspec.json.encode((_salt().hex(), stamps))
                files.write_atomic(self._stamps, content, is_durable=False)
        if not self._has_grown:
            return
        with contextlib.suppress(OSError):
            spare = [path for path in self._entries.iterdir() if path.name not in self._used]
            if len(spare) <= _SPARE_ENTRIES:
                return
            spare.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            for path in spare[_SPARE_ENTRIES * 2 // 3 :]:
                path.unlink(missing_ok=True)

    def _entry(self, key: str, path: Path) -> FileReading | None:
        """What is kept or was built under the key, as what the file at `path` was read as."""
        found = self._read(self._path(key), key, path)
        if found is None and self._built is not None:
            found = self._read(self._built / self._path(key).name, key, path)
        return found

    def _read(self, entry: Path, key: str, path: Path) -> FileReading | None:
        try:
            with entry.open("rb", buffering=_BUFFER) as file:
                line = file.readline()
                size = os.fstat(file.fileno()).st_size
            digest, _, text = line.partition(b" ")
            if digest.decode() != _digest(text):
                return None
            head = self._heads.decode(text)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None
        if head.key != key or size != len(line) + head.size:
            return None
        self._used.add(entry.name)
        problems = tuple(replace(problem, file=str(path)) for problem in head.problems)
        if head.outline is None:
            return FileReading(None, problems)
        fetch = partial(_fetch, entry, len(line), path, head)
        return FileReading(LoadedBank(head.outline, path, head.hash, fetch), problems)

    def _put(self, key: str, result: LoadResult) -> None:
        """Keep what was read; a cache that cannot be written is no failure."""
        entry = self._path(key)
        with contextlib.suppress(files.FileError, OSError):
            files.write_atomic(entry, _content(key, result), is_durable=False)
            self._used.add(entry.name)
            self._has_grown = True

    def _path(self, key: str) -> Path:
        return self._entries / f"{key}.json"


def read_all(
    paths: Iterable[Path], store: BankCache | None, progress: Progress | None = None
) -> dict[Path, FileReading]:
    """What each file holds; a file whose content was read before comes from the cache."""
    if store is None:
        return {path: _reading(path, read_bank(path)) for path in paths}
    found = {path: store.look_up(path) for path in paths}
    new = [path for path, reading in found.items() if reading is None]
    readings = {path: reading for path, reading in found.items() if reading is not None}
    with _helpers(new, store.folder):
        for done, path in enumerate(new, 1):
            readings[path] = store.read(path)
            if progress is not None:
                progress(done, len(new))
    store.close()
    return readings


def _reading(path: Path, result: LoadResult) -> FileReading:
    bank = result.bank
    if bank is None:
        return FileReading(None, result.problems)
    return FileReading(
        LoadedBank(_outline_of(bank), path, result.hash, lambda: bank), result.problems
    )


# Helper processes read files ahead of us, each in an order of its own, and put what they read
# into the cache, where we find it. So nothing but file names passes between the processes, and a
# helper that cannot be started, dies or is slow costs time and nothing else.


@contextlib.contextmanager
def _helpers(new: Sequence[Path], folder: Path) -> Iterator[None]:
    processes: list[Popen[bytes]] = []
    size = sum(stamp[2] for stamp in map(stamp_of, new) if stamp)
    try:
        for number in range(helpers_for(len(new)) if size >= _WORTH_HELP else 0):
            with contextlib.suppress(OSError):
                processes.append(_helper(new, folder, number))
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _helper(new: Sequence[Path], folder: Path, number: int) -> Popen[bytes]:
    import json
    import random
    from subprocess import DEVNULL, PIPE, Popen

    order = [str(path) for path in new]
    random.Random(number).shuffle(order)  # noqa: S311 - no secret: processes should rarely meet
    process = Popen(  # noqa: S603 - our own interpreter with our own code
        [sys.executable, "-I", "-c", _HELPER], stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
    )
    if process.stdin is not None:
        with contextlib.suppress(OSError), process.stdin as orders:
            orders.write(json.dumps([sys.path, str(folder), order]).encode())
    return process


def helpers_for(count: int) -> int:
    """How many helpers are worth starting on this machine for so many files."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0
    has_affinity = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return max(0, min(processors - 1, MOST_HELPERS, count - 1))


def read_ahead(folder: str, paths: Iterable[str]) -> None:
    """What a helper does: put what the files hold into the cache in the folder."""
    store = BankCache(Path(folder))
    for path in paths:
        store.read(Path(path))


# Entries


def built_entry(data: bytes, name: str) -> tuple[str, bytes]:
    """The file name and the content of the entry for a bank that ships.

    Raises:
        BankError: It has errors.
    """
    result = parse_bank(data, name)
    if result.bank is None:
        raise BankError(result.errors)
    key = _key(data)
    return f"{key}.json", _content(key, result)


def _content(key: str, result: LoadResult) -> bytes:
    bank = result.bank
    body = b"" if bank is None else msgspec.json.encode(bank)
    outline = None if bank is None else _outline_of(bank)
    head = _Head(key, result.hash, result.problems, outline, len(body), _digest(body))
    text = msgspec.json.encode(head) + b"\n"
    return _digest(text).encode() + b" " + text + body


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _outline_of(bank: Bank) -> Bank:
    """The bank without what only an interview needs."""
    return replace(bank, sources=(), questions=tuple(map(_bare, bank.questions)))


def _bare(question: Question) -> Question:
    return Question(
        id=question.id,
        moved=question.moved,
        prompt=question.prompt,
        kind=question.kind,
        topic=question.topic,
        tags=question.tags,
        roles=question.roles,
        level=question.level,
        title=question.title if question.stages else "",
        time=question.time,
        stages=tuple(
            Stage(id=stage.id, title=stage.title, prompt=stage.prompt, time=stage.time)
            for stage in question.stages
        ),
    )


def _fetch(entry: Path, start: int, source: Path, head: _Head) -> Bank:
    """The whole bank of an entry; from its file where the entry has gone bad since."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
        with entry.open("rb") as file:
            file.seek(start)
            body = file.read()
        if _digest(body) == head.digest:
            return msgspec.json.decode(body, type=Bank)
    result = read_bank(source)
    if result.bank is not None and result.hash == head.hash:
        return result.bank
    message = "the file has changed since it was read"
    raise BankError([Problem(str(source), 0, 0, message, "read the banks again")])


def _key(data: bytes) -> str:
    """The name of an entry: it changes with the file and with the code that reads it."""
    return hashlib.sha256(_salt() + data).hexdigest()


@cache
def _salt() -> bytes:
    digest = hashlib.sha256(__version__.encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.digest()


def _read_stamps(path: Path) -> tuple[dict[str, tuple[Stamp, str]], int]:
    """The stamps that files had when they were read, and from when on a stamp proves nothing."""
    try:
        written = path.stat().st_mtime_ns
        salt, known = msgspec.json.decode(
            path.read_bytes(), type=tuple[str, dict[str, tuple[Stamp, str]]]
        )
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}, 0
    return (known, written - _SETTLED) if salt == _salt().hex() else ({}, 0)
