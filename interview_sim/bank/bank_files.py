"""The files of banks: which there are in a folder, and whether they are as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from interview_sim.bank.problems import Problem
from interview_sim.paths import BankSource, Origin

_SUFFIXES = frozenset({".yaml", ".yml"})

Stamp = tuple[int, int, int, int]
"""Times of the last change of content and of the entry, size and number of a file."""

Fingerprint = tuple[tuple[str, Stamp | None], ...]
"""Every file of the sources with its stamp, in order; None: it is not there."""


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


def stamp_of(path: Path) -> Stamp | None:
    """The system's own record of a file, by which a change is noticed; None: it is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def fingerprint(sources: Iterable[BankSource]) -> Fingerprint:
    """A value that differs when any bank file of the sources is new, changed or gone."""
    return tuple(
        (str(found), stamp_of(found) if isinstance(found, Path) else None)
        for source in sources
        for found in bank_files(source)
    )
