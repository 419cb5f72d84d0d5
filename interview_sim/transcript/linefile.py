"""A file of lines that is also kept in memory, and how far the two agree.

The memory copy is what makes a full disk, a deleted file or a disk that lies survivable: whatever
happens to the file, all of it can be rewritten, here or as a copy.
"""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Self

from msgspec import Struct

from interview_sim.files import (
    FileError,
    create_new,
    free_path,
    open_append,
    sync_folder,
    write_atomic,
)
from interview_sim.transcript.errors import TranscriptError, reason, remedy

Opener = Callable[[Path], BinaryIO]
"""Gives an unbuffered handle that appends to a file."""

Fsync = Callable[[int], None]
"""Waits until the disk has the file with this descriptor."""

_Identity = tuple[int, int]
_NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


class TakenError(TranscriptError):
    """A new file was asked for where there is one already."""

    @classmethod
    def at(cls, path: Path) -> Self:
        """The error for the file at `path`."""
        return cls(f"{path}: there is such a file already, and it is left as it is.")


class LineFile:
    """Lines that are kept in memory and, as far as the disk lets us, in a file."""

    def __init__(
        self,
        path: Path,
        *,
        content: bytes = b"",
        opener: Opener = open_append,
        fsync: Fsync = os.fsync,
    ) -> None:
        """Describe a file whose first `content` bytes are there already; touches nothing."""
        self.path = path
        self.needs_rebuild = False
        """Whether the file can't be trusted and is to be written anew, whole."""
        self.error: OSError | FileError | None = None
        """Why the last attempt to save failed; None while all is well."""
        self.notice: str | None = None
        """Something that had happened to the file and was put right."""
        self._opener = opener
        self._fsync = fsync
        self._lines: list[bytes] = [content] if content else []
        self._written = self._synced = len(self._lines)
        self._offset = len(content)
        self._is_midway = False
        self._handle: BinaryIO | None = None
        self._identity: _Identity | None = None
        self._why_rebuilt = ""

    @property
    def count(self) -> int:
        """Lines taken in so far, in memory and in the file."""
        return len(self._lines)

    @property
    def written(self) -> int:
        """Lines in the file."""
        return self._written

    @property
    def backlog(self) -> int:
        """Lines that are in memory and not in the file."""
        return len(self._lines) - self._written

    @property
    def unsynced(self) -> int:
        """Lines that the disk has not confirmed."""
        return len(self._lines) - self._synced

    @property
    def descriptor(self) -> int | None:
        """The open file's descriptor; None while there is no working file."""
        return None if self._handle is None else self._handle.fileno()

    @property
    def content(self) -> bytes:
        """Everything, from memory."""
        return b"".join(self._lines)

    @property
    def why(self) -> str:
        """Why the last attempt to save failed, as a short clause; empty while all is well."""
        return "" if self.error is None else reason(self.error)

    @property
    def problem(self) -> str | None:
        """Why not everything is saved and what that means, or None while all is well."""
        if self.error is None:
            return None
        waiting = max(self.backlog, 1)
        changes = "1 change waits" if waiting == 1 else f"{waiting} changes wait"
        return (
            f"The transcript cannot be saved: {self.why}. Your text is safe in memory "
            f"({changes}) and saving is tried again by itself. "
            f"{remedy(self.error)}, or save a copy."
        )

    def create(self) -> None:
        """Make the file, empty and private, where there may be none yet.

        Raises:
            TakenError: There is one.
            FileError: It cannot be made.
            OSError: It cannot be opened.
        """
        try:
            create_new(self.path, b"", is_private=True)
        except FileError as error:
            if isinstance(error.__cause__, FileExistsError):
                raise TakenError.at(self.path) from None
            raise
        self._open()

    def adopt(self) -> None:
        """Open the file that is there and cut off what follows the content we know.

        Raises:
            FileError: It cannot be opened for writing.
            OSError: It cannot be cut.
        """
        self._identity = _identity_at(self.path)
        self._open()

    def append(self, line: bytes) -> None:
        """Take a line in; `push` brings it to the file."""
        self._lines.append(line)

    def push(self) -> bool:
        """Bring everything that is only in memory to the file; whether that worked.

        A failure leaves the file as it was before, is reported by `problem`, and is never raised.
        """
        try:
            handle = self._handle or (None if self.needs_rebuild else self._open())
            if handle is None or self.needs_rebuild:
                self._rebuild()
            else:
                self._write_pending(handle)
        except (OSError, FileError) as error:
            self.error = error
            if self._handle is not None and not self.needs_rebuild:
                with contextlib.suppress(OSError):
                    self._handle.truncate(self._offset)
            self.close()
            return False
        self.error = None
        return True

    def sync(self) -> bool:
        """Push, and wait until the disk has it; whether that worked."""
        if not self.push() or self._handle is None:
            return False
        self.synced(sync_now(self._fsync, self._handle.fileno(), self._written))
        return self.error is None

    def synced(self, result: Synced) -> None:
        """Take in how a wait for the disk ended."""
        if result.error is None:
            self._synced = max(self._synced, min(result.lines, self._written))
            return
        # After a failed fsync the system forgets the pages it could not write and calls a second
        # attempt a success, so only writing everything anew is worth anything.
        self.error = result.error
        self._distrust("The disk did not confirm what was written", self._synced)

    def check(self) -> None:
        """Notice that the file was deleted, replaced or changed by someone else."""
        if self._handle is None or self.needs_rebuild:
            return
        try:
            there = os.stat(self.path)  # noqa: PTH116 - beside fstat, which pathlib lacks
            size = os.fstat(self._handle.fileno()).st_size
        except (FileNotFoundError, NotADirectoryError):
            self._distrust("The transcript's file was deleted or moved while in use")
            return
        except OSError:
            return
        if self._identity is not None and self._identity != (there.st_dev, there.st_ino):
            self._distrust("Another file took the transcript's place")
        elif size != self._offset:
            self._distrust("The transcript's file was changed by another program")

    def save_copy(self, path: Path, *, replace: bool = False) -> Path:
        """Write everything, from memory, to a new file at `path` (or in that folder).

        With `replace`, a copy that is there already is replaced.

        Raises:
            FileError: It cannot be written there, or a file of that name exists.
        """
        target = path / self.path.name if path.is_dir() else path
        if replace:
            # Keeps the permissions of the copy that it replaces, which was private.
            write_atomic(target, self.content)
        else:
            create_new(target, self.content, is_private=True)
        return target

    def close(self) -> None:
        """Close the handle; the memory copy stays."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                handle.close()

    def _write_pending(self, handle: BinaryIO) -> None:
        if self._is_midway:
            # A signal's exception came between the bytes and the count of them.
            handle.truncate(self._offset)
        for line in self._lines[self._written :]:
            self._is_midway = True
            _write_all(handle, line)
            self._offset += len(line)
            self._written += 1
            self._is_midway = False

    def _open(self) -> BinaryIO:
        """A handle on the file, cut back to what we know to be good."""
        handle = self._handle = self._opener(self.path)
        status = os.fstat(handle.fileno())
        found = (status.st_dev, status.st_ino)
        if self._identity not in {None, found} or status.st_size < self._offset:
            self._distrust("The transcript's file was deleted or moved while in use")
            return handle
        if status.st_size > self._offset:
            handle.truncate(self._offset)
        # Some network folders number their files anew at every look; there the number says
        # nothing and is not asked again.
        self._identity = found if found == _identity_at(self.path) else None
        return handle

    def _distrust(self, why: str, kept: int = 0) -> None:
        """Have the file written anew, as no more than `kept` lines in it can be relied on."""
        self.needs_rebuild = True
        self._why_rebuilt = why
        self._written = min(self._written, kept)
        if not kept:
            self._synced = self._offset = 0

    def _rebuild(self) -> None:
        """Write everything to a new file and put it in the old one's place."""
        self.close()
        draft = self.path.with_name(f".{self.path.stem}.new")
        content = self.content
        try:
            draft.unlink(missing_ok=True)
            create_new(draft, b"", is_private=True)
            with contextlib.closing(self._opener(draft)) as handle:
                _write_all(handle, content)
                confirmed = sync_now(self._fsync, handle.fileno(), len(self._lines))
            if confirmed.error is not None:
                raise confirmed.error
            kept = self._set_aside(len(content))
            draft.replace(self.path)
        except (OSError, FileError):
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        sync_folder(self.path.parent)
        self.needs_rebuild = False
        self._identity = None
        self._written = self._synced = len(self._lines)
        self._offset = len(content)
        self.notice = f"{self._why_rebuilt}. It was rewritten from memory, complete.{kept}"
        self._open()

    def _set_aside(self, size: int) -> str:
        """Keep what has taken our place and isn't ours; the words for it."""
        try:
            there = self.path.stat()
        except OSError:
            return ""
        ours = self._identity == (there.st_dev, there.st_ino)
        if there.st_size == 0 or (ours and there.st_size <= size):
            return ""
        aside = free_path(self.path.with_name(f"{self.path.name}.other"), end="")
        self.path.rename(aside)
        return f" What took its place is kept as {aside.name}."


def _write_all(handle: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[handle.write(rest) :]
    handle.flush()


def _identity_at(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


# Waiting for the disk


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
        return Synced(lines, None if error.errno in _NOT_SUPPORTED else error)
    return Synced(lines)


class BackgroundSync:
    """One daemon thread that waits for the disk without making the one who types wait."""

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

    def result(self) -> Synced | None:
        """How the last wait ended, or None while it goes on (or was reported already)."""
        if not self.is_waiting:
            return None
        with contextlib.suppress(queue.Empty):
            found = self._results.get_nowait()
            self.is_waiting = False
            return found
        return None

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
