"""Whether the files of banks are as they were, judged by the system's own record of them.

Nothing is opened for it, so looking costs about as much as listing the folders.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from interview_sim.bank.gathering import bank_files
from interview_sim.paths import BankSource

Stamp = tuple[int, int, int] | None
"""Time of the last change, size and number of a file; None: it is not there."""

Fingerprint = tuple[tuple[str, Stamp], ...]
"""Every file of the sources with its stamp, in order."""


def stamp_of(path: Path) -> Stamp:
    """What tells whether a file has changed."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def fingerprint(sources: Iterable[BankSource]) -> Fingerprint:
    """What tells whether any bank file of the sources is new, changed or gone."""
    return tuple(
        (str(found), stamp_of(found) if isinstance(found, Path) else None)
        for source in sources
        for found in bank_files(source)
    )
