"""Waiting for the disk without making the one who types wait."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import threading
from collections.abc import Callable

from msgspec import Struct

Fsync = Callable[[int], None]

_NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


class Synced(Struct, frozen=True):
    """How one wait for the disk ended."""

    lines: int
    """So many lines were in the file when it began."""
    error: OSError | None = None


def sync_now(fsync: Fsync, descriptor: int, lines: int) -> Synced:
    """Wait until the disk has the file; a disk that knows no such wait counts as having it."""
    try:
        fsync(descriptor)
    except OSError as error:
        if error.errno in _NOT_SUPPORTED:
            return Synced(lines)
        return Synced(lines, error)
    return Synced(lines)


class BackgroundSync:
    """One daemon thread that waits for the disk; one request at a time."""

    def __init__(self, fsync: Fsync) -> None:
        self._fsync = fsync
        self._requests: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Synced] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.is_waiting = False
        """Whether a request has not been answered yet."""

    def request(self, descriptor: int, lines: int) -> bool:
        """Begin to wait for the file behind `descriptor`; False where one wait is under way."""
        if self.is_waiting:
            return False
        # A copy: the journal may close its own handle while the thread still waits.
        copy = os.dup(descriptor)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="transcript-sync", daemon=True)
            self._thread.start()
        self.is_waiting = True
        self._requests.put((copy, lines))
        return True

    def result(self, timeout: float | None = None) -> Synced | None:
        """How the last wait ended, or None while it goes on (or was told already)."""
        if not self.is_waiting:
            return None
        try:
            found = self._results.get(block=timeout is not None, timeout=timeout)
        except queue.Empty:
            return None
        self.is_waiting = False
        return found

    def close(self) -> None:
        """Let the thread end once its wait is over."""
        if self._thread is not None:
            self._requests.put(None)
            self._thread = None

    def _run(self) -> None:
        while (request := self._requests.get()) is not None:
            descriptor, lines = request
            self._results.put(sync_now(self._fsync, descriptor, lines))
            with contextlib.suppress(OSError):
                os.close(descriptor)
