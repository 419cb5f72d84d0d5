"""One writer a transcript.

The lock belongs to the process that holds it: when that dies, however it dies, the system frees it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from interview_sim.transcript.errors import LockedError, TranscriptError, reason

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 0.3
"""Seconds to wait for a lock: someone may only be looking whether it is held."""


def lock_path(path: Path) -> Path:
    """Where the lock of the transcript at `path` is: hidden, beside it."""
    return path.with_name(f".{path.stem}.lock")


def _file_lock(path: Path) -> BaseFileLock:
    # filelock takes longer to import than a transcript takes to read, so readers go without it.
    from filelock import FileLock

    return FileLock(lock_path(path), thread_local=False, mode=0o600)


class TranscriptLock:
    """The right to write to one transcript, taken when it is made.

    Raises:
        LockedError: Another program holds it.
        TranscriptError: No lock can be made there.
    """

    def __init__(self, path: Path) -> None:
        from filelock import Timeout

        self._path = path
        self._lock = _file_lock(path)
        try:
            self._lock.acquire(timeout=PATIENCE, poll_interval=0.05)
        except Timeout:
            raise LockedError(
                f"{path.stem} is open in another window. Continue there, or close it first."
            ) from None
        except (OSError, NotImplementedError) as error:
            raise TranscriptError(
                f"{path}: cannot be opened for writing: {reason(error)}. "
                "Use another folder with --transcripts, or make this one writable."
            ) from error

    def release(self) -> None:
        """Give the lock back and remove its file; safe to call twice."""
        if self._lock.is_locked:
            _give_back(self._path, self._lock)


def is_locked(path: Path) -> bool:
    """Whether somebody is writing to the transcript at `path` right now."""
    if not os.path.lexists(lock_path(path)):
        return False
    from filelock import Timeout

    lock = _file_lock(path)
    try:
        # Somebody else may be asking the same at this very moment; that is over at once.
        lock.acquire(timeout=0.05, poll_interval=0.005)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    _give_back(path, lock)  # what a crash left behind
    return False


def _give_back(path: Path, lock: BaseFileLock) -> None:
    # The file goes while the lock is still held: the other way round, one could be removed that
    # someone else has taken meanwhile.
    with contextlib.suppress(OSError):
        lock_path(path).unlink()
    with contextlib.suppress(OSError):
        lock.release()
