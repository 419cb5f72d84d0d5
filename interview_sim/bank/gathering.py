"""Finds and reads the files of banks: the known from the cache, the others with helpers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from interview_sim.bank.cache import BankCache
from interview_sim.bank.loaded import LoadedBank, Reading, outline_of
from interview_sim.bank.loading import parse_bank, read_bytes
from interview_sim.bank.problems import Problem, visible
from interview_sim.paths import BankSource, Origin

Progress = Callable[[int, int], None]
"""Told how many of how many new or changed files are read."""

_SUFFIXES = frozenset({".yaml", ".yml"})

_WORTH_HELP = 3_000_000
"""Bytes of new files from which on starting helpers pays; about a second of reading."""


class Found(NamedTuple):
    """A file and where it was found, or what is in the way."""

    path: Path | Problem
    origin: Origin


class Gathering:
    """Banks as they are found."""

    def __init__(self, cache: BankCache | None, progress: Progress | None = None) -> None:
        self.banks: dict[str, LoadedBank] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._cache = cache
        self._progress = progress

    def visit(self, sources: Iterable[BankSource]) -> None:
        """Read every file of the sources, each once, in their order."""
        found = list(self._find(sources))
        paths = [each.path for each in found if isinstance(each.path, Path)]
        readings = read_all(paths, self._cache, self._progress)
        for path, origin in found:
            if isinstance(path, Problem):
                self.problems.append(path)
            else:
                self._add(path, origin, readings[path])

    def _find(self, sources: Iterable[BankSource]) -> Iterator[Found]:
        met: set[str] = set()
        for source in sources:
            is_empty = True
            for path in bank_files(source):
                is_empty = False
                real = "" if isinstance(path, Problem) else real_path(path)
                if real not in met:
                    yield Found(path, source.origin)
                if real:
                    met.add(real)
            if is_empty and source.origin is Origin.GIVEN:
                self.notes.append(f"no bank (*.yaml) is in the folder {visible(str(source.path))}")

    def _add(self, path: Path, origin: Origin, reading: Reading) -> None:
        self.problems.extend(reading.problems)
        outline = reading.outline
        if outline is None or reading.fetch is None:
            return
        first = self.banks.get(outline.id)
        if first is not None:
            self.notes.append(
                f"the bank {outline.id} in {visible(str(path))} is not used: "
                f"the one in {visible(str(first.path))} comes first"
            )
            return
        self.banks[outline.id] = LoadedBank(outline, path, reading.hash, origin, reading.fetch)


def read_all(
    paths: Iterable[Path], cache: BankCache | None, progress: Progress | None = None
) -> dict[Path, Reading]:
    """What each file holds; a file whose content was read before comes from the cache."""
    if cache is None:
        return {path: _read(path) for path in paths}
    readings: dict[Path, Reading] = {}
    new: list[Path] = []
    size = 0
    for path in paths:
        data = read_bytes(path)
        known = Reading(None, (data,)) if isinstance(data, Problem) else cache.get(data, path)
        if known is not None:
            readings[path] = known
        elif not isinstance(data, Problem):
            new.append(path)
            size += len(data)
    if new:
        _read_new(new, size, cache, readings, progress)
        cache.prune()
    return readings


def _read_new(
    new: list[Path],
    size: int,
    cache: BankCache,
    readings: dict[Path, Reading],
    progress: Progress | None,
) -> None:
    """Read what the cache does not know, and let it know."""
    from interview_sim.bank.helpers import SharedWork, helpers_for

    done: set[Path] = set()

    def tell(path: Path) -> None:
        done.add(path)
        if progress is not None:
            progress(len(done), len(new))

    with SharedWork(new, tell) as work:
        if size >= _WORTH_HELP:
            work.start(helpers_for(len(new)), cache)
        for path in work:
            readings[path] = _read(path, cache)
            tell(path)
    for path in new:
        if path not in readings:
            readings[path] = _read(path, cache)


def _read(path: Path, cache: BankCache | None = None) -> Reading:
    """What one file holds, from the cache where a helper has put it there."""
    data = read_bytes(path)
    if isinstance(data, Problem):
        return Reading(None, (data,))
    known = None if cache is None else cache.get(data, path)
    if known is not None:
        return known
    result = parse_bank(data, str(path))
    if cache is not None:
        cache.put(data, result)
        kept = cache.get(data, path)
        if kept is not None:
            return kept  # and the questions need not stay in memory
    bank = result.bank
    if bank is None:
        return Reading(None, result.problems)
    return Reading(outline_of(bank), result.problems, result.hash, lambda: bank)


def bank_files(source: BankSource) -> Iterator[Path | Problem]:
    """The bank files of a source, by name, or why there are none."""
    folder = source.path
    try:
        if not folder.is_dir():
            if source.origin is Origin.GIVEN or folder.exists():
                yield folder
            return
        root = real_path(folder)
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                yield _inside(path, root)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Problem(str(folder), 0, 0, f"the folder cannot be read: {reason}")


def _inside(path: Path, root: str) -> Path | Problem:
    """The path itself, unless it is a link that leads out of its folder."""
    if path.is_symlink() and not Path(real_path(path)).is_relative_to(root):
        return Problem(
            str(path),
            0,
            0,
            "this link leads out of its folder and is not followed",
            "copy the bank here, or name the file itself with --bank",
        )
    return path


def real_path(path: Path) -> str:
    """The one name of what the path leads to; unlike `Path.resolve`, also for links in a ring."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a name that no file can have
        return str(path)
